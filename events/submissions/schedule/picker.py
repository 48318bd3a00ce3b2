"""What the picker was told -> the rows it adds to the list: days, weeks, months or an edition's
days, each at one or several times. Nothing of the rule is kept but the rows. Pure.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from events.activities.schedule import MOST_DAYS, ScheduleRefused, days_of
from events.days.recurrence import Span
from events.submissions.schedule.reading import TextUnread, read_clocks, read_day, read_spans
from events.submissions.schedule.rows import RowRefused, read_capacity
from events.submissions.schedule.typed import Row, clock_text
from events.submissions.schedule.workdays import Workdays

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
NTHS = ("1", "2", "3", "4", "-1")


@dataclass(frozen=True)
class Offered:
    """An edition of the draft whose days can be picked; `key` is day id/year."""

    key: str
    name: str
    span: Span


def pick(
    typed: Mapping[str, Any], today: date, offered: Sequence[Offered], workdays: Workdays
) -> list[Row]:
    """The rows to add; raises a refusal with the sentence for the person who picked."""
    spans = _spans(typed, today, offered, workdays)
    capacity = typed.get("new_capacity", "")
    try:
        read_capacity(capacity)
    except RowRefused as refusal:
        raise TextUnread(refusal.message) from refusal
    if typed.get("pick_all_day"):
        return [_row(first, last, "", "", capacity) for first, last in spans]
    clocks = read_clocks(typed.get("times", ""))
    return [
        _row(first, last, clock_text(start), clock_text(end), capacity)
        for first, last in spans
        for start, end in clocks
    ]


def _row(first: date, last: date, start: str, end: str, capacity: str) -> Row:
    return {
        "first_day": first.isoformat(),
        "start": start,
        "last_day": "" if last == first else last.isoformat(),
        "end": end,
        "capacity": capacity,
        "place": "",
        "uid": "",
        "all_day": "" if start else "1",
        "kept": "1",
    }


def _spans(
    typed: Mapping[str, Any], today: date, offered: Sequence[Offered], workdays: Workdays
) -> list[tuple[date, date]]:
    """First and last day of each sitting to be; the same where it is one day."""
    way = typed.get("pick", "")
    if way == "week":
        days = _follow(_weekly(typed), typed, today)
    elif way == "month":
        days = _follow(_monthly(typed), typed, today)
    elif way == "edition":
        days = _edition_days(typed, offered, workdays)
    else:
        return _typed_days(typed, today)
    return [(day, day) for day in days]


def _typed_days(typed: Mapping[str, Any], today: date) -> list[tuple[date, date]]:
    spans = read_spans(typed.get("days", ""), today)
    if not spans:
        raise TextUnread("请写上日期，例如 2026-12-05；几个日期用逗号或换行隔开。")
    if typed.get("as_one"):
        return spans
    days = sum((last - first).days + 1 for first, last in spans)
    if days > MOST_DAYS:
        raise ScheduleRefused(f"这些日期一共 {days} 天，最多 {MOST_DAYS} 天：请分成几个活动。")
    return [(day, day) for span in spans for day in _each_day(*span)]


def _edition_days(
    typed: Mapping[str, Any], offered: Sequence[Offered], workdays: Workdays
) -> list[date]:
    found = next((one for one in offered if one.key == typed.get("edition")), None)
    if found is None:
        raise TextUnread("请选一届：在“基本信息”里选了所属的主题日，并且日期已知，这里才有得选。")
    days = list(_each_day(found.span.first_day, found.span.last_day))
    which = typed.get("edition_days", "")
    if which == "working":
        days = [day for day in days if workdays.is_working(day)]
    elif which == "free":
        days = [day for day in days if not workdays.is_working(day)]
    if not days:
        raise ScheduleRefused(f"“{found.name}”里没有这样的日子，请换一种。")
    return days


def _follow(rule: str, typed: Mapping[str, Any], today: date) -> list[date]:
    """Without the words of RFC 5545 where it can't be done: nobody here typed any."""
    end = _end(typed, today)
    try:
        return days_of(rule + end, _from(typed, today))
    except ScheduleRefused as refusal:
        raise ScheduleRefused(
            f"这样排不出日子，或者超过 {MOST_DAYS} 天：请核对从哪天起、到哪天为止。"
        ) from refusal


def _weekly(typed: Mapping[str, Any]) -> str:
    days = [day for day in WEEKDAYS if day in typed.get("weekdays", ())]
    if not days:
        raise TextUnread("请至少勾一个星期几。")
    return f"FREQ=WEEKLY;INTERVAL={_every(typed)};BYDAY={','.join(days)}"


def _monthly(typed: Mapping[str, Any]) -> str:
    head = f"FREQ=MONTHLY;INTERVAL={_every(typed)};"
    number = typed.get("month_day", "")
    if number in ("末", "最后一天", "-1"):
        return f"{head}BYMONTHDAY=-1"
    if number:
        return f"{head}BYMONTHDAY={_number(number, 31, '每月几号')}"
    nth, weekday = typed.get("nth", ""), typed.get("nth_weekday", "")
    if nth not in NTHS or weekday not in WEEKDAYS:
        raise TextUnread("请选每月的第几个星期几，或者写每月几号。")
    return f"{head}BYDAY={nth}{weekday}"


def _every(typed: Mapping[str, Any]) -> int:
    return _number(typed.get("every") or "1", 52, "每隔几周或几个月")


def _from(typed: Mapping[str, Any], today: date) -> date:
    text = typed.get("from_day", "")
    return read_day(text, today) if text else today


def _end(typed: Mapping[str, Any], today: date) -> str:
    until, count = typed.get("until_day", ""), typed.get("count", "")
    if bool(until) == bool(count):
        raise TextUnread("请写明到哪天为止，或者一共几天：两样写一样。")
    if count:
        return f";COUNT={_number(count, MOST_DAYS, '一共几天')}"
    first, last = _from(typed, today), read_day(until, _from(typed, today))
    if last < first:
        raise TextUnread(f"截止日期 {last} 早于开始日期 {first}：请对调或改一个。")
    return f";UNTIL={last:%Y%m%d}"


def _number(text: str, most: int, what: str) -> int:
    number = int(text) if text.isascii() and text.isdigit() and len(text) <= 6 else 0
    if not 1 <= number <= most:
        raise TextUnread(f"“{what}”应是 1 到 {most} 的整数，现在是“{text[:20]}”。")
    return number


def _each_day(first: date, last: date) -> list[date]:
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]
