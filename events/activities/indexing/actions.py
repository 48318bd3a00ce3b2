"""The search index kept in step with the activities; whoever changes what one says calls this in
the same transaction."""

from collections.abc import Callable, Collection, Iterable, Iterator
from time import sleep
from typing import Any

from peewee import Expression, chunked

from events import changes, clock
from events.activities.indexing.texts import read_terms
from events.activities.models import Activity, ActivityEdition, ActivityUnit, Occurrence
from events.db import database
from events.finding.actions import count_anew, is_complete, mark_complete, put_terms
from events.finding.models import Search

_CHUNK = 500
_STEP = 100  # of what others wait for
_REST = 0.05  # seconds


def index_activities(ids: Iterable[int]) -> int:
    """Returns how many can be found by other words than before; part of a transaction."""
    return sum(put_terms(read_terms(some)) for some in chunked(sorted(set(ids)), _CHUNK))


def index_occurrences(which: Expression) -> int:
    """The activities of these occurrences; part of a transaction."""
    rows: Any = Occurrence.select(Occurrence.activity).where(which).distinct()
    return index_activities(id_ for (id_,) in rows.tuples())


def index_units(units: Collection[int]) -> int:
    """The activities that name these units, in whatever role; part of a transaction."""
    return index_activities(id_ for (id_,) in activities_of(units).tuples())


def index_days(days: Collection[int]) -> int:
    """The activities of these themed days; part of a transaction."""
    rows: Any = ActivityEdition.select(ActivityEdition.activity)
    rows = rows.where(ActivityEdition.themed_day.in_(days))
    return index_activities(id_ for (id_,) in rows.tuples()) if days else 0


def activities_of(units: Collection[int]) -> Any:
    """The ids of those that name these units, as a query."""
    organised = Activity.select(Activity.id).where(Activity.organiser.in_(units))
    joined = ActivityUnit.select(ActivityUnit.activity).where(ActivityUnit.unit.in_(units))
    return organised + joined


def fill_index() -> Iterator[int]:
    """Make every row right, a hundred in a transaction, with others writing in between; yields
    how many of these were not. Until it has ended once, some activities are not found. At its end
    whoever keeps what was found is told, where something was wrong."""
    mended = 0
    for ids in all_activities():
        with database.atomic():
            changes.take_turn()
            wrong = index_activities(ids)
        mended += wrong
        yield wrong
    with database.atomic():
        changes.take_turn()
        orphans = Search.id.not_in(Activity.select(Activity.id))
        rows: Any = Search.select(Search.id).where(orphans)
        gone = [id_ for (id_,) in rows.tuples()]
        put_terms(dict.fromkeys(gone, ()))
        mark_complete()
        if mended or gone:
            changes.record("search", "*", clock.now())
    yield len(gone)


def fill_if_needed(is_stopping: Callable[[], bool]) -> None:
    """After an upgrade that finds by other words, or by any; with rests in which others write."""
    if is_complete():
        return
    for _wrong in fill_index():
        if is_stopping():
            return
        sleep(_REST)


def rebuild_index() -> Iterator[int]:
    """As `fill_index`; and then counts and inverted index are made anew."""
    yield from fill_index()
    with database.atomic():
        changes.take_turn()
        count_anew()


def all_activities() -> Iterator[list[int]]:
    """Their ids, public or not, a hundred at a time."""
    last = 0
    ordered: Any = Activity.select(Activity.id).order_by(Activity.id).limit(_STEP)
    while ids := [id_ for (id_,) in ordered.where(Activity.id > last).tuples()]:
        yield ids
        last = ids[-1]
