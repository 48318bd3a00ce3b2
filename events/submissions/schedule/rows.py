"""A row of the list -> a sitting, or what is wrong and in which cell. Pure."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from events.activities.timing import TimingRefused
from events.errors import EventsError
from events.submissions.content import Sitting
from events.submissions.renewing import timing_of
from events.submissions.schedule.reading import TextUnread, read_clock, read_day
from events.submissions.schedule.typed import Row

LARGEST_CAPACITY = 1_000_000
_DAY = timedelta(days=1)


class RowRefused(EventsError):
    """A row that is no sitting; `cell` is where to look."""

    def __init__(self, cell: str, message: str) -> None:
        super().__init__(message)
        self.cell = cell


def read_row(row: Row, zone: ZoneInfo) -> Sitting:
    """Raises RowRefused."""
    first = _read_day(row, "first_day", None)
    last = _read_day(row, "last_day", first)
    start, end = _whole(first, last) if row["all_day"] else _hours(row, first, last)
    capacity = read_capacity(row["capacity"])
    found = Sitting(start, end, bool(row["all_day"]), row["place"], capacity, row["uid"])
    with _in_cell("last_day" if row["last_day"] else "end" if row["end"] else "first_day"):
        timing_of(found, zone)
    return found


def read_capacity(text: str) -> int | None:
    """None: nobody counts; raises RowRefused."""
    if not text:
        return None
    number = int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else 0
    if not 1 <= number <= LARGEST_CAPACITY:
        raise RowRefused(
            "capacity", f"名额“{text[:20]}”应是 1 到 {LARGEST_CAPACITY} 的整数，不限就空着。"
        )
    return number


def _read_day(row: Row, cell: str, otherwise: date | None) -> date:
    if otherwise and not row[cell]:
        return otherwise
    with _in_cell(cell):
        return read_day(row[cell])


def _whole(first: date, last: date) -> tuple[datetime, datetime]:
    if last < first:
        raise RowRefused("last_day", f"最后一天 {last} 早于第一天 {first}：请核对两个日期。")
    return datetime.combine(first, time()), datetime.combine(last + _DAY, time())


def _hours(row: Row, first: date, last: date) -> tuple[datetime, datetime]:
    """An end that isn't later than the start is the next day's, unless its day was typed."""
    with _in_cell("start"):
        start = datetime.combine(first, _clock(row["start"], "开始"))
    with _in_cell("end"):
        clock = _clock(row["end"], "结束")
        ends_next_day = not row["last_day"] and clock <= start.time()
        return start, datetime.combine(last + _DAY if ends_next_day else last, clock)


def _clock(text: str, which: str) -> time:
    if not text:
        raise TextUnread(f"请写上{which}时间，例如 10:00；没有钟点的请勾“整天”。")
    return read_clock(text)


@contextmanager
def _in_cell(cell: str) -> Iterator[None]:
    try:
        yield
    except (TextUnread, TimingRefused) as refusal:
        raise RowRefused(cell, refusal.message) from refusal
