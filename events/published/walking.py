"""What programs walk through, a part at a time, in an order that newcomers don't disturb.

The order is by number wherever nothing better stays as it is: days are renamed and moved, and
PostgreSQL sorts text otherwise than SQLite. `next` is what the last row of a part is known by.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any, Generic, NamedTuple, TypeVar

from peewee import JOIN, fn

from events.activities.belonging import ActivityFacts
from events.activities.choosing import Chosen
from events.activities.criteria import DaySpan
from events.activities.cursors import Cursor
from events.activities.models import Activity, Occurrence
from events.activities.on_days import is_empty, on_days
from events.activities.paging import cursor_behind, find_ids
from events.activities.queries import (
    OccurrenceRow,
    count_occurrences,
    occurrence_rows,
    public_activities,
)
from events.activities.scoping import Scope, condition
from events.days.editions import EditionRow
from events.days.listing import editions_to_show
from events.days.queries import almanac
from events.published.details import DayRow, day_rows
from events.units.models import District, Unit
from events.venues.models import Venue

Row = TypeVar("Row")


class Part(NamedTuple, Generic[Row]):
    rows: tuple[Row, ...]
    next: str | None


def districts_part(after: int, limit: int) -> Part[District]:
    """With what each lies in (one statement)."""
    whole = District.alias()
    query = District.select(District, whole).join(
        whole, JOIN.LEFT_OUTER, on=(District.parent == whole.id), attr="parent"
    )
    return _by_number(District, query, after, limit)


def units_part(after: int, limit: int) -> Part[Unit]:
    """Merged ones left out, with their region (one statement)."""
    query = Unit.select(Unit, District).join(District).where(Unit.merged_into.is_null())
    return _by_number(Unit, query, after, limit)


def venues_part(after: int, limit: int) -> Part[Venue]:
    """Merged ones left out, with their district (one statement)."""
    query = Venue.select(Venue, District).join(District).where(Venue.merged_into.is_null())
    return _by_number(Venue, query, after, limit)


def days_part(today: date, after: int, limit: int) -> Part[DayRow]:
    """Five statements."""
    found = [row for row in day_rows(today) if row.day.id > after]
    return _cut(found, limit, lambda row: str(row.day.id))


def editions_part(
    today: date, days: Iterable[int] | None, year: int | None, after: tuple[int, str], limit: int
) -> Part[EditionRow]:
    """Of these themed days or of all, of one year or of all, by year and key (four statements)."""
    book = almanac(today)
    chosen = [day for day in book.days if days is None or day.id in days]
    found = [
        row
        for day in chosen
        for row in (book.rows_of(day, [year]) if year else editions_to_show(book, day))
        if (row.year, row.key) > after
    ]
    found.sort(key=lambda row: (row.year, row.key))
    return _cut(found, limit, lambda row: f"{row.year}/{row.key}")


def occurrences_part(
    chosen: Chosen, span: DaySpan, after: Cursor | None, limit: int
) -> Part[OccurrenceRow]:
    """As the list of activities has them (five statements at most)."""
    ids = find_ids(chosen, span, limit + 1, 0, after)
    rows = occurrence_rows(ids[:limit])
    has_more = len(ids) > limit and rows
    return Part(tuple(rows), cursor_behind(rows[-1], chosen).token if has_more else None)


def activities_part(
    chosen: Chosen, span: DaySpan, after: int, limit: int, many: int = 20_000
) -> Part[ActivityFacts]:
    """Those of which the list shows an occurrence (six statements); of `many` occurrences the
    activities are found another way."""
    if is_empty(span):
        return Part((), None)
    are_many = count_occurrences(chosen, span) >= many
    query = (_meeting if are_many else _gathered)(chosen.scope, span, after)
    ids = [row[0] for row in query.limit(limit + 1).tuples()]
    rows = public_activities(ids[:limit])
    return Part(tuple(rows), str(ids[limit - 1]) if len(ids) > limit else None)


def _meeting(scope: Scope, span: DaySpan, after: int) -> Any:
    """Activity after activity, each asked for an occurrence: quick where most have one."""
    asked = Activity.alias()
    which = condition(scope) & (Occurrence.activity == asked.id)
    meets = fn.EXISTS(on_days(which, span, Occurrence.id))
    return asked.select(asked.id).where(asked.id > after, meets).order_by(asked.id)


def _gathered(scope: Scope, span: DaySpan, after: int) -> Any:
    """The activities of all occurrences there are: quick where these are few."""
    which = condition(scope, counting=True) & (Occurrence.activity > after)
    found = on_days(which, span, Occurrence.activity).alias("found")
    return found.select_from(found.c.activity_id).distinct().order_by(found.c.activity_id)


def _by_number(model: Any, query: Any, after: int, limit: int) -> Part[Any]:
    rows = list(query.where(model.id > after).order_by(model.id).limit(limit + 1))
    return _cut(rows, limit, lambda row: str(row.id))


def _cut(rows: list[Any], limit: int, name: Any) -> Part[Any]:
    """The first so many of `rows`, which begin with them."""
    return Part(tuple(rows[:limit]), name(rows[limit - 1]) if len(rows) > limit else None)
