"""The component store, written after a commit so that requests need only read."""

from collections.abc import Iterator, Mapping

from peewee import Field, Insert, chunked

from calendars.entries import Place
from calendars.models import EditionComponent, OccurrenceComponent
from calendars.rendering import render_edition, render_occurrence
from calendars.stored import PARTS, lacking_ids
from events.db import database
from events.published import (
    Occurrence,
    PublishedEdition,
    Window,
    all_editions,
    every_occurrence,
    occurrence_rows,
)

_STEP = 200


def store_components(place: Place, window: Window) -> int:
    """Render and store what the store lacks, drop what nothing shows; returns how many rendered."""
    return sum(store_in_steps(place, window))


def store_in_steps(place: Place, window: Window) -> Iterator[int]:
    """The same, a few hundred at a time: after each the caller may rest. Yields how many."""
    yield _store_editions(place, all_editions(window).editions)
    for part in PARTS:
        for ids in chunked(lacking_ids(every_occurrence(window), part, place.look), _STEP):
            yield _store_occurrences(place, list(ids))
    _drop_hidden()


def _store_editions(place: Place, editions: tuple[PublishedEdition, ...]) -> int:
    store = EditionComponent
    with database.atomic():
        stored = {row.uid: row.revision for row in store.select().where(store.look == place.look)}
        lacking = [one for one in editions if stored.get(one.uid) != one.revision]
        for edition in lacking:
            body = render_edition(edition, place)
            new = {"look": place.look, "revision": edition.revision, "body": body}
            _put(store.insert(uid=edition.uid, **new), store.uid, new)
        store.delete().where(store.uid.not_in([edition.uid for edition in editions])).execute()
    return len(lacking)


def _store_occurrences(place: Place, ids: list[int]) -> int:
    store = OccurrenceComponent
    rows = occurrence_rows(ids)
    rendered = [(row.occurrence, render_occurrence(row, place)) for row in rows]
    with database.atomic():
        for occurrence, (body, zone) in rendered:
            new = {"look": place.look, "revision": occurrence.revision, "zone": zone, "body": body}
            _put(store.insert(occurrence_id=occurrence.id, **new), store.occurrence_id, new)
    return len(rendered)


def _put(insert: Insert, key: Field, new: Mapping[str, object]) -> None:
    insert.on_conflict(conflict_target=[key], update=new).execute()


def _drop_hidden() -> None:
    """What was withdrawn, or is no more."""
    shown = Occurrence.select(Occurrence.id).where(Occurrence.is_public == True)  # noqa: E712  SQL
    store = OccurrenceComponent
    store.delete().where(store.occurrence_id.not_in(shown)).execute()
