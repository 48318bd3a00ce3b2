"""Days and clock times as people type them -> values, or one sentence of refusal. Pure.

2026-12-05, 2026/12/5, 2026年12月5日, and where the year is plain 12月5日; spans as 12月5日—8日;
10:00–11:30, several of them apart by commas or lines.
"""

import re
from datetime import date, time

from events.activities.timing import YEARS
from events.errors import EventsError
from events.text import clean_line

_DAY = re.compile(r"(?:(\d{4})\s*[-/.年]\s*)?(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
_LAST_DAY = re.compile(r"(\d{1,2})\s*日")  # the end of 12月5日—8日
_CLOCK = re.compile(r"(\d{1,2})\s*[:：]\s*(\d{2})")
_TO = re.compile(r"\s*(?:至|到|—+|–|~|～|(?<=日)-)\s*")
_TO_CLOCK = re.compile(r"\s*(?:至|到|—+|–|~|～|-)\s*")
_APART = re.compile(r"[,，、;；\n]+")
_BLANKS = re.compile(r"(?<=[\d日])\s+(?=\d)")  # 12月5日 12月6日


class TextUnread(EventsError):
    """A day or a time that nobody can be sure about."""


def read_day(text: str, today: date | None = None) -> date:
    """With `today` the year may be left out: then it is the next such day; raises TextUnread."""
    line = clean_line(text)
    found = _DAY.fullmatch(line)
    if not found:
        raise TextUnread(f"看不懂日期“{_shown(line)}”，请写成 2026-12-05 这样。")
    year, month, day = (int(number or 0) for number in found.groups())
    if found[1] is None:
        if today is None:
            raise TextUnread(f"日期“{_shown(line)}”没有年份，请写成 2026-12-05 这样。")
        return _next(month, day, today, line)
    if year not in YEARS:
        raise TextUnread(f"{year} 年不可能，年份应在 {YEARS[0]} 到 {YEARS[-1]} 之间：请核对。")
    return _date(year, month, day, line)


def read_spans(text: str, today: date) -> list[tuple[date, date]]:
    """Single days and spans of days, first and last inclusive; raises TextUnread."""
    tidy = _TO.sub("—", _BLANKS.sub("\n", text))
    words = [word for word in (clean_line(part) for part in _APART.split(tidy)) if word]
    return [_span(word, today) for word in words]


def read_clock(text: str) -> time:
    """24:00 is the midnight at the end of the day; raises TextUnread."""
    line = clean_line(text)
    found = _CLOCK.fullmatch(line)
    hour, minute = (int(number) for number in found.groups()) if found else (99, 0)
    if (hour, minute) == (24, 0):
        return time()
    if hour > 23 or minute > 59:
        raise TextUnread(f"看不懂时间“{_shown(line)}”，请写成 10:00 这样的 24 小时制。")
    return time(hour, minute)


def read_clocks(text: str) -> list[tuple[time, time]]:
    """Pairs of start and end; raises TextUnread, also when there are none."""
    words = [word for word in (clean_line(part) for part in _APART.split(text)) if word]
    if not words:
        raise TextUnread("请写上时间，例如 10:00–11:30；没有钟点的请勾“整天”。")
    return [_clocks(word) for word in words]


def _clocks(word: str) -> tuple[time, time]:
    ends = _TO_CLOCK.split(word)
    if len(ends) != 2:
        raise TextUnread(f"“{_shown(word)}”要有开始和结束，例如 10:00–11:30。")
    return read_clock(ends[0]), read_clock(ends[1])


def _span(word: str, today: date) -> tuple[date, date]:
    ends = word.split("—")
    first = read_day(ends[0], today)
    if len(ends) == 1:
        return first, first
    short = _LAST_DAY.fullmatch(ends[1])
    last = (
        _date(first.year, first.month, int(short[1]), word)
        if short and len(ends) == 2
        else read_day("—".join(ends[1:]), first)
    )
    if last < first:
        raise TextUnread(f"“{_shown(word)}”的最后一天早于第一天，请对调。")
    return first, last


def _next(month: int, day: int, today: date, line: str) -> date:
    if (month, day) == (2, 29):
        raise TextUnread("2 月 29 日不是每年都有，请把年份也写上。")
    this_year = _date(today.year, month, day, line)
    return this_year if this_year >= today else this_year.replace(year=today.year + 1)


def _date(year: int, month: int, day: int, line: str) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        raise TextUnread(f"没有“{_shown(line)}”这一天，请核对。") from error


def _shown(text: str) -> str:
    return text if len(text) <= 20 else text[:20] + "…"
