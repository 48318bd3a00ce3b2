"""A venue's opening hours, written for people, as far as they can be understood. Pure.

周二至周日 9:00–17:00，周一闭馆. What has a word this doesn't know is not understood at all: a wrong
warning does more harm than none.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time

_NAMES = "一二三四五六日"
_ALL = tuple(range(7))
_GROUPS = {"每天": _ALL, "每日": _ALL, "工作日": _ALL[:5], "周末": _ALL[5:], "双休日": _ALL[5:]}
_DAY = "(?:周|星期|礼拜)?[一二三四五六日]"
_TO = "[-–—~～至到]+"
_SPAN = re.compile(f"({_DAY})(?:{_TO}({_DAY}))?")
_DAYS = re.compile(f"{_DAY}(?:(?:{_TO}|、|和|及)?{_DAY})*|{'|'.join(_GROUPS)}")
_HOURS = re.compile(rf"(\d{{1,2}}):(\d{{2}}){_TO}(\d{{1,2}}):(\d{{2}})")
_CLOSED = re.compile("(?:闭馆|休馆|休息|不开放|不开)")
_NOISE = re.compile(r"^开放时间:?|(?<!不)开放$|\s")
_LAST_ENTRY = re.compile(r"^\d{1,2}:\d{2}(?:后)?停止入[场馆]$")

Hours = tuple[time, time]


@dataclass
class Opening:
    """By weekday, Monday 0: its hours, none at all where it is closed; a day that is missing may
    be anything."""

    by_weekday: dict[int, list[Hours]] = field(default_factory=dict)

    def is_closed_on(self, day: date) -> bool:
        return self.by_weekday.get(day.weekday()) == []

    def has_room_for(self, start: datetime, end: datetime) -> bool:
        """Whether it is open, or may be, all the time between these wall times."""
        hours = self.by_weekday.get(start.weekday())
        if hours is None:
            return True
        return end.date() == start.date() and any(
            opens <= start.time() and end.time() <= closes for opens, closes in hours
        )


def read_opening(text: str) -> Opening | None:
    """None where it isn't understood in full."""
    found, days = Opening(), _ALL
    for clause in _clauses(text):
        named, rest = _split(clause)
        days = named or days
        hours = _hours(rest)
        if _CLOSED.fullmatch(rest) and named:
            found.by_weekday |= {day: [] for day in named}
        elif hours:
            for day in days:
                found.by_weekday[day] = [*(found.by_weekday.get(day) or []), *hours]
        else:
            return None
    return found if found.by_weekday else None


def _clauses(text: str) -> Iterator[str]:
    tidy = text.replace("：", ":").replace("星期天", "星期日").replace("周天", "周日")
    for part in re.split("[，,；;。\n]", tidy):
        clause = _NOISE.sub("", _NOISE.sub("", part.strip()))
        if clause and not _LAST_ENTRY.match(clause):
            yield clause


def _split(clause: str) -> tuple[tuple[int, ...], str]:
    """The days a clause begins with, and what it says of them."""
    found = _DAYS.match(clause)
    if not found:
        return (), clause
    return _days(found[0]), clause[found.end() :].lstrip(":")


def _days(words: str) -> tuple[int, ...]:
    if words in _GROUPS:
        return _GROUPS[words]
    days: list[int] = []
    for first, last in _SPAN.findall(words):
        begin, end = _NAMES.index(first[-1]), _NAMES.index((last or first)[-1])
        days += range(begin, end + 1) if begin <= end else (*range(begin, 7), *range(end + 1))
    return tuple(days)


def _hours(words: str) -> list[Hours]:
    """All hours of the words, or none where something else is said beside them."""
    if not re.fullmatch(rf"{_HOURS.pattern}(?:[、和及]{_HOURS.pattern})*", words):
        return []
    numbers = [[int(number) for number in found] for found in _HOURS.findall(words)]
    if any(h > 23 or m > 59 for a, b, c, d in numbers for h, m in ((a, b), (c, d))):
        return []
    return [(time(a, b), time(c, d)) for a, b, c, d in numbers]
