"""A list of occurrences as a page shows it: forty at a time, by local day or by distance."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from events.activities.choosing import Chosen
from events.activities.criteria import DaySpan
from events.activities.cursors import Cursor
from events.activities.ordering import nearest, soonest
from events.activities.queries import OccurrenceRow, occurrence_rows

PAGE = 40


@dataclass(frozen=True)
class DayGroup:
    """`count` is None where more of that day may stand on another page. Without `day` they stand
    in another order than that of days."""

    day: date | None
    rows: tuple[OccurrenceRow, ...]
    count: int | None


@dataclass(frozen=True)
class Listing:
    """One page of what was asked for; `page` counts from 1, `first` and `last` are positions.

    `next` leads to what comes after it, None at the end.
    """

    total: int
    page: int
    groups: tuple[DayGroup, ...]
    next: Cursor | None = None

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


def list_page(
    chosen: Chosen, span: DaySpan, total: int, page: int, after: Cursor | None = None
) -> Listing:
    """The page of that number, which must exist; with `after` it begins there, whatever was added
    or taken away before it (five statements at most)."""
    by_distance = is_by_distance(chosen)
    ids = find_ids(chosen, span, PAGE, 0 if after else (page - 1) * PAGE, after)
    rows, pages = occurrence_rows(ids), pages_of(total)
    if by_distance:
        groups: tuple[DayGroup, ...] = (DayGroup(None, tuple(rows), None),) if rows else ()
    else:
        groups = _groups(rows, span, page, pages)
    has_more = len(ids) == PAGE and (after is not None or page < pages)
    return Listing(total, page, groups, cursor_behind(rows[-1], chosen) if has_more else None)


def is_by_distance(chosen: Chosen) -> bool:
    return chosen.criteria.sort == "distance" and bool(chosen.criteria.near)


def find_ids(
    chosen: Chosen, span: DaySpan, limit: int, offset: int = 0, after: Cursor | None = None
) -> list[int]:
    """In the order asked for (two statements at most)."""
    find = nearest if is_by_distance(chosen) else soonest
    return find(chosen, span, limit, offset, after)


def cursor_behind(row: OccurrenceRow, chosen: Chosen) -> Cursor:
    last, by_distance = row.occurrence, is_by_distance(chosen)
    return Cursor(last.first_day, last.start, last.id, last.venue_id if by_distance else None)


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
