"""The search index kept in step with the activities; whoever changes what one says calls this in
the same transaction."""

from collections.abc import Iterable, Iterator
from typing import Any

from peewee import Expression, chunked

from events import changes
from events.activities.indexing.texts import read_terms
from events.activities.models import Activity, Occurrence
from events.db import database
from events.finding.actions import count_anew, is_complete, mark_complete, put_terms
from events.finding.models import Search

_CHUNK = 500


def index_activities(ids: Iterable[int]) -> int:
    """Returns how many can be found by other words than before; part of a transaction."""
    return sum(put_terms(read_terms(some)) for some in chunked(sorted(set(ids)), _CHUNK))


def index_occurrences(which: Expression) -> int:
    """The activities of these occurrences; part of a transaction."""
    rows: Any = Occurrence.select(Occurrence.activity).where(which).distinct()
    return index_activities(id_ for (id_,) in rows.tuples())


def fill_index() -> Iterator[int]:
    """Make every row right, some hundred in a transaction, with others writing in between; yields
    how many of these were not. Until it has ended once, some activities are not found."""
    for ids in _chunks():
        with database.atomic():
            changes.take_turn()
            wrong = index_activities(ids)
        yield wrong
    with database.atomic():
        changes.take_turn()
        orphans = Search.id.not_in(Activity.select(Activity.id))
        rows: Any = Search.select(Search.id).where(orphans)
        gone = [id_ for (id_,) in rows.tuples()]
        put_terms(dict.fromkeys(gone, ()))
        mark_complete()
    yield len(gone)


def fill_if_needed() -> None:
    """At the start of the program, after an upgrade that finds by other words, or by any."""
    if not is_complete():
        for _wrong in fill_index():
            pass


def rebuild_index() -> Iterator[int]:
    """As `fill_index`; and then counts and inverted index are made anew."""
    yield from fill_index()
    with database.atomic():
        changes.take_turn()
        count_anew()


def _chunks() -> Iterator[list[int]]:
    last = 0
    ordered: Any = Activity.select(Activity.id).order_by(Activity.id).limit(_CHUNK)
    while ids := [id_ for (id_,) in ordered.where(Activity.id > last).tuples()]:
        yield ids
        last = ids[-1]
