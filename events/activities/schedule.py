"""A rule with an end -> the days it picks. Pure.

The list is always shown and stored as explicit occurrences; the rule itself is not kept. Read by
dateutil behind an allow-list: it walks from the first day, so nothing without an end, nothing finer
than a day, no INTERVAL=0, no day that a walk by days or weeks would look for until the year 9999,
such as 30 February; BYWEEKNO and WEEKLY with BYSETPOS are read differently by different programs
(RFC 5545 §3.3.10).
"""

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr

from events.activities.timing import Timing, TimingRefused, between

MOST_DAYS = 366
_PARTS = ("FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS")
_FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
_MONTHS = tuple(str(number) for number in range(1, 13))
_WORD = re.compile("[A-Z]+=[A-Z0-9,+-]+")


class ScheduleRefused(TimingRefused):
    """The rule can't be followed as it is written."""


def days_of(rule: str, first_day: date) -> list[date]:
    """The days from `first_day` on that the rule picks; raises ScheduleRefused."""
    parts = _parts(rule)
    text = ";".join(f"{name}={value}" for name, value in parts.items())
    try:
        found = rrulestr(text, dtstart=datetime.combine(first_day, time()))
        days = [moment.date() for moment in islice(found, MOST_DAYS + 1)]
    except (ValueError, IndexError, TypeError) as error:
        raise ScheduleRefused(f"重复规则“{rule[:60]}”看不懂，请检查写法。") from error
    if len(days) > MOST_DAYS:
        raise ScheduleRefused(
            f"这条规则排出的日子超过 {MOST_DAYS} 天，请缩短期限或者分成几个活动。"
        )
    if not days:
        raise ScheduleRefused(f"重复规则“{rule[:60]}”一天也排不出来，请检查开始和截止日期。")
    return days


def sittings_on(
    days: Sequence[date], clocks: Sequence[tuple[time, time]], zone: ZoneInfo
) -> list[Timing]:
    """Each day at each pair of clock times; an end at or before its start is on the next day."""
    return [
        between(
            datetime.combine(day, start),
            datetime.combine(day + timedelta(days=end <= start), end),
            zone,
        )
        for day in days
        for start, end in clocks
    ]


def _parts(rule: str) -> dict[str, str]:
    words = rule.removeprefix("RRULE:").split(";")
    if len(rule) > 500 or not all(_WORD.fullmatch(word) for word in words):
        raise ScheduleRefused(f"重复规则“{rule[:60]}”看不懂，请检查写法。")
    parts = dict(word.split("=", 1) for word in words)
    unknown = [name for name in parts if name not in _PARTS]
    if unknown or len(parts) != len(words):
        raise ScheduleRefused(f"重复规则里不能写 {'、'.join(unknown) or '两次同一项'}，请去掉。")
    _check(parts)
    return parts


def _check(parts: dict[str, str]) -> None:
    if parts.get("FREQ") not in _FREQUENCIES:
        raise ScheduleRefused(f"FREQ 可以是 {'、'.join(_FREQUENCIES)}。")
    if ("COUNT" in parts) == ("UNTIL" in parts):
        raise ScheduleRefused("重复规则要写明到哪天为止（UNTIL）或者几次（COUNT），两样写一样。")
    picked = [name for name in ("BYSETPOS", "BYMONTHDAY") if name in parts]
    if parts["FREQ"] in ("DAILY", "WEEKLY") and picked:
        raise ScheduleRefused(
            f"按日或按周重复不能写 {picked[0]}：请直接写星期几，或者改成按月重复（MONTHLY）。"
        )
    if parts["FREQ"] == "DAILY" and {"INTERVAL", "BYDAY"} <= parts.keys():
        raise ScheduleRefused("隔几天又限定星期几会排得很乱：请改成按周重复（WEEKLY）。")
    if any(month not in _MONTHS for month in parts.get("BYMONTH", "1").split(",")):
        raise ScheduleRefused(f"BYMONTH 应在 1 到 12 之间，现在是 {parts['BYMONTH'][:20]}。")
    for name in ("INTERVAL", "COUNT"):
        number = parts.get(name, "1")
        if not (number.isdigit() and 1 <= int(number[:6]) <= MOST_DAYS):
            raise ScheduleRefused(f"{name} 应在 1 到 {MOST_DAYS} 之间，现在是 {number[:20]}。")
    until = parts.get("UNTIL")
    if until and not re.fullmatch(r"\d{8}", until):
        raise ScheduleRefused("UNTIL 请只写日期，例如 UNTIL=20260930。")
