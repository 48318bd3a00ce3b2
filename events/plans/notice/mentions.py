"""Themed days named in a text: the longest name wins, and 5.12 in 2015.12 is no name."""

import re
from collections.abc import Mapping

from events.plans.notice.lines import plain

_QUOTES = str.maketrans("“”„‟「」『』＂．·•・", '"' * 9 + "." + "···")
_NUMBER_NAME = re.compile(r"[\d.·]+$")
_STARTS_AS_NUMBER = re.compile(r"[\d一二三四五六七八九十两]")
_NUMERALS = "0123456789.·-/第每一二三四五六七八九十两"
# 土地日益紧张, 环境日常管理, 科普月报, 科技周边: the last character belongs to the next word.
_NEXT_WORD = {
    "日": "常益记报程期渐子趋志均",
    "周": "边期刊年围末密报",
    "月": "报刊度份球底初末均",
}
_NAMED_AS_DAY = re.compile(r'"|.{0,10}(?:日|周|宣传|主题|活动)')
_AMOUNT = re.compile(r"[年月日个万亿元倍米人次%项公千百]")


class DayNames:
    """A table of names, ready to look for."""

    def __init__(self, day_names: Mapping[str, str]) -> None:
        self._slugs = {_folded(name): slug for name, slug in day_names.items() if name.strip()}
        longest_first = sorted(self._slugs, key=len, reverse=True)
        self._pattern = re.compile("|".join(map(re.escape, longest_first)) or r"(?!)")

    def find(self, text: str) -> tuple[str, ...]:
        """Slugs in order of mention, each once."""
        return tuple(dict.fromkeys(slug for slug, _, _ in self.places(text)))

    def places(self, text: str) -> list[tuple[str, int, int]]:
        """(slug, start, end) of each mention."""
        folded = _folded(text)
        found: list[tuple[str, int, int]] = []
        position = 0
        while match := self._pattern.search(folded, position):
            if _stands_alone(folded, match.start(), match.end()):
                found.append((self._slugs[match[0]], match.start(), match.end()))
                position = match.end()
            else:
                position = match.start() + 1
        return found


def _folded(text: str) -> str:
    return plain(text.strip("\n")).translate(_QUOTES)


def _stands_alone(text: str, start: int, end: int) -> bool:
    name, before, after = text[start:end], text[start - 1 : start], text[end : end + 1]
    if after and after in _NEXT_WORD.get(name[-1], "") and not text.startswith("期间", end):
        return False
    if _STARTS_AS_NUMBER.match(name) and before and before in _NUMERALS:
        return False
    if not _NUMBER_NAME.match(name):
        return True
    return not (after.isdigit() or after in (".", "·") or _AMOUNT.match(after)) and bool(
        _NAMED_AS_DAY.match(text, end)
    )
