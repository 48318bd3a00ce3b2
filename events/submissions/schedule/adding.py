"""What the buttons beside the list do to the rows of a draft. Pure."""

from collections.abc import Iterable, Mapping
from typing import Any

from events.activities.actions import MOST_OCCURRENCES, TooManyOccurrences
from events.submissions.schedule.typed import Row, columns_of, in_time_order, rows_of

Typed = dict[str, Any]


def with_rows(typed: Mapping[str, Any], more: Iterable[Row], place: str) -> Typed:
    """With these added, but none twice; `place` is where they are unless somebody says otherwise.

    Raises TooManyOccurrences.
    """
    rows = rows_of(typed)
    known = {_when(row) for row in rows}
    new = [row | {"place": place} for row in more if _when(row) not in known]
    if len(rows) + len(new) > MOST_OCCURRENCES:
        raise TooManyOccurrences(len(rows) + len(new))
    return {**typed, **columns_of(in_time_order([*rows, *new]))}


def with_capacity(typed: Mapping[str, Any], capacity: str) -> Typed:
    """The same capacity for all that are kept."""
    rows = [row | ({"capacity": capacity} if row["kept"] else {}) for row in rows_of(typed)]
    return {**typed, **columns_of(rows)}


def without_dropped(typed: Mapping[str, Any]) -> Typed:
    return {**typed, **columns_of(row for row in rows_of(typed) if row["kept"])}


def _when(row: Row) -> tuple[str, ...]:
    return tuple(row[cell] for cell in ("first_day", "start", "last_day", "end", "all_day"))
