"""The list of a schedule as its page shows it: by month, each row with what it means. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from events.activities.timing import Timing
from events.days.models import DayOff
from events.submissions.content import Sitting
from events.submissions.renewing import timing_of
from events.submissions.schedule.rows import RowRefused, read_row
from events.submissions.schedule.typed import Row, rows_of
from events.submissions.schedule.workdays import Workdays

OPEN_UP_TO = 40  # rows; more are folded by month


@dataclass(frozen=True)
class ListedRow:
    """`sitting` is None where the row can't be read; `cell` says where it is wrong, `wrong` how."""

    number: int
    typed: Row
    sitting: Sitting | None
    timing: Timing | None = None
    cell: str = ""
    wrong: str = ""

    @property
    def day(self) -> date | None:
        return self.sitting.start.date() if self.sitting else None


@dataclass(frozen=True)
class Month:
    """`first_day` is the first of the month; None for rows whose day can't be read."""

    first_day: date | None
    rows: tuple[ListedRow, ...]
    is_announced: bool
    is_open: bool

    @property
    def count(self) -> int:
        return sum(bool(row.typed["kept"]) for row in self.rows)


@dataclass(frozen=True)
class Listing:
    months: tuple[Month, ...]
    workdays: Workdays

    @property
    def count(self) -> int:
        """As many as are stored."""
        return sum(month.count for month in self.months)

    def mark(self, row: ListedRow) -> DayOff | None:
        """The day off or the shifted working day that it falls on."""
        return self.workdays.find(row.day) if row.day else None


def read_rows(typed: Mapping[str, Any], zone: ZoneInfo) -> list[ListedRow]:
    return [_listed(number, row, zone) for number, row in enumerate(rows_of(typed))]


def list_rows(rows: Sequence[ListedRow], workdays: Workdays) -> Listing:
    """`workdays` are those of the days of the rows."""
    is_short = len(rows) <= OPEN_UP_TO
    months = [
        Month(
            first_day=first,
            rows=tuple(found),
            is_announced=first is None or workdays.is_announced(first.year),
            is_open=is_short or first is None or any(row.wrong for row in found),
        )
        for first, found in ((key, list(group)) for key, group in groupby(rows, _month))
    ]
    return Listing(tuple(months), workdays)


def day_control(text: str) -> str:
    """The type of a control that shows this text: one for days would hide what is no day."""
    return "date" if not text or re.fullmatch(r"\d{4}-\d\d-\d\d", text) else "text"


def clock_control(text: str) -> str:
    return "time" if not text or re.fullmatch(r"[01]\d:\d\d|2[0-3]:\d\d", text) else "text"


def _month(row: ListedRow) -> date | None:
    return row.day.replace(day=1) if row.day else None


def _listed(number: int, row: Row, zone: ZoneInfo) -> ListedRow:
    try:
        sitting = read_row(row, zone)
    except RowRefused as refusal:
        return ListedRow(number, row, None, cell=refusal.cell, wrong=refusal.message)
    return ListedRow(number, row, sitting, timing_of(sitting, zone))
