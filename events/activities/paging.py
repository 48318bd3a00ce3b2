"""A list of occurrences as a page shows it: forty at a time, by local day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from events.activities.choosing import Chosen
from events.activities.criteria import DaySpan
from events.activities.queries import OccurrenceRow, find_occurrences, occurrence_rows

PAGE = 40


@dataclass(frozen=True)
class DayGroup:
    """`count` is None where more of that day may stand on another page."""

    day: date
    rows: tuple[OccurrenceRow, ...]
    count: int | None


@dataclass(frozen=True)
class Listing:
    """One page of what was asked for; `page` counts from 1, `first` and `last` are positions."""

    total: int
    page: int
    groups: tuple[DayGroup, ...]

    @property
    def first(self) -> int:
        return (self.page - 1) * PAGE + 1

    @property
    def last(self) -> int:
        return min(self.page * PAGE, self.total)

    @property
    def pages(self) -> int:
        return pages_of(self.total)


def pages_of(total: int) -> int:
    """At least one, even if there is nothing on it."""
    return max(1, -(-total // PAGE))


def list_page(chosen: Chosen, span: DaySpan, total: int, page: int) -> Listing:
    """The page of that number, which must exist (four statements)."""
    ids = find_occurrences(chosen, span, PAGE, (page - 1) * PAGE)
    return Listing(total, page, _groups(occurrence_rows(ids), span, page, pages_of(total)))


def _groups(
    rows: Sequence[OccurrenceRow], span: DaySpan, page: int, pages: int
) -> tuple[DayGroup, ...]:
    """By day; what began before the span stands under the span's first day."""

    def shown_day(row: OccurrenceRow) -> date:
        return max(row.occurrence.first_day, span.first_day or date.min)

    days = [(day, tuple(found)) for day, found in groupby(rows, key=shown_day)]
    split = {0} if page > 1 else set()
    split |= {len(days) - 1} if page < pages else set()
    return tuple(
        DayGroup(day, found, None if position in split else len(found))
        for position, (day, found) in enumerate(days)
    )
