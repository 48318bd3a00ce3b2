"""Numbers at the start of a line: 一、 （一） 1. (1) ① 第一条, and what their order tells."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from events.plans.notice.lines import Line

# The customary order of Chinese official documents, outermost first.
LEVELS = (
    "part",
    "section",
    "cn",
    "article",
    "cn_paren",
    "digit",
    "dotted",
    "digit_paren",
    "circled",
)

_CN = "[〇零一二三四五六七八九十百]{1,5}"
_COUNTED = r"(?![年月日号时点分个名次项条万亿元倍处家位场所人米吨%])"
_PATTERNS = (
    ("part", re.compile(rf"第\s?({_CN}|\d{{1,3}})\s?(?:章|编|部分|篇)(?![的之])[、:.]?")),
    ("section", re.compile(rf"第\s?({_CN}|\d{{1,3}})\s?节(?![的之能])[、:.]?")),
    ("article", re.compile(rf"第\s?({_CN}|\d{{1,3}})\s?条(?![的之例])[、:.]?")),
    ("cn", re.compile(rf"({_CN})\s?(?:[、.,:]|\s(?=[\u4e00-\u9fff]){_COUNTED})")),
    ("cn_paren", re.compile(rf"\(?\s?({_CN})\s?\)[、.]?")),
    (
        "dotted",
        re.compile(r"\d{1,3}(?:\.\d{1,3}){0,3}\.(\d{1,3})(?!\d)[、.]?(?=\s|[\u4e00-\u9fff《“])"),
    ),
    (
        "digit",
        re.compile(
            r"(\d{1,3})\s?(?:[.](?=(?:19|20)\d\d年)|[.、](?!\d)|[,:](?=\s?[\u4e00-\u9fff《“])"
            rf"|\s(?=[\u4e00-\u9fff《“]){_COUNTED})"
        ),
    ),
    ("digit_paren", re.compile(r"\(?\s?(\d{1,3})\s?\)[、.]?")),
)
_SYMBOLS = (
    ("circled", 0x2460, 20),
    ("digit_paren", 0x2474, 20),
    ("digit", 0x2488, 20),
    ("cn_paren", 0x3220, 10),
)
_CN_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0}


@dataclass(frozen=True)
class Marker:
    """A number at the start of a line; `rest_at` is where the words begin."""

    kind: str
    number: int
    rest_at: int
    prefix: str

    @property
    def depth(self) -> int:
        return LEVELS.index(self.kind)


def find_marker(line: Line) -> Marker | None:
    """The number a line starts with, or None."""
    for kind, pattern in _PATTERNS:
        if match := pattern.match(line.plain):
            number = chinese_number(match[1])
            if number is not None:
                return Marker(kind, number, match.end(), match[0][: match.start(1)])
    for kind, first, count in _SYMBOLS:
        offset = ord(line.plain[0]) - first if line.plain else -1
        if 0 <= offset < count:
            return Marker(kind, offset + 1, 1, "")
    return None


def chinese_number(digits: str) -> int | None:
    """十二, 二十, 一百零三, 二〇, 12 as a number up to 999; None where the order makes no sense."""
    if digits.isdecimal():
        return int(digits)
    if not set(digits) & {"十", "百"}:
        return int("".join(str(_CN_DIGITS[char]) for char in digits))
    total, pending = 0, 0
    for char in digits:
        if char in "十百":
            unit = 10 if char == "十" else 100
            if total % (unit * 10):
                return None
            total += (pending or 1) * unit
            pending = 0
        elif pending:
            return None
        else:
            pending = _CN_DIGITS[char]
    return total + pending


def sequence_warning(number: int, seen: Sequence[int], new_section: bool) -> str | None:
    """What is odd about a number after those `seen` before it (in its section, or in the plan)."""
    if new_section and number == 1:
        return None
    expected = seen[-1] + 1 if seen else 1
    if number == expected:
        return None
    if number in seen:
        return f"编号 {number} 重复出现，两条都已保留，请核对原文编号。"
    if not number:
        return "编号是 0，不合常例，请核对原文。"
    if number < expected:
        return f"编号从 {seen[-1]} 退回到 {number}，请核对原文顺序。"
    missing = f"第 {expected} 条" if number == expected + 1 else f"第 {expected} 至 {number - 1} 条"
    return f"编号到 {number} 不连续，缺{missing}，请核对原文是否有遗漏。"
