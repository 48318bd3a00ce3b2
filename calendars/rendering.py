"""Entries to bytes. What cannot be shown is left out: one must not harm all the others."""

import logging
from collections.abc import Callable, Sequence
from typing import NamedTuple

from peewee import chunked

from calendars import entries, ical
from calendars.entries import Place
from events.published import OccurrenceRow, PublishedEdition, occurrence_rows

logger = logging.getLogger(__name__)

_TOGETHER = 500  # rows read in one go


class Rendered(NamedTuple):
    """The bytes of a VEVENT, empty where it could not be rendered, and a TZID in them other than
    the site's own, or nothing."""

    body: bytes
    zone: str


NOTHING = Rendered(b"", "")


def render_edition(edition: PublishedEdition, place: Place) -> bytes:
    return _bytes(f"edition {edition.uid}", lambda: entries.of_edition(edition, place))


def render_occurrence(row: OccurrenceRow, place: Place) -> Rendered:
    name = f"occurrence {row.occurrence.uid}"
    body = _bytes(name, lambda: entries.of_occurrence(row, place))
    return Rendered(body, entries.foreign_zone(row, place)) if body else NOTHING


def render_occurrences(ids: Sequence[int], place: Place) -> dict[int, Rendered]:
    """By id; rows are read some hundred at a time."""
    return {
        row.occurrence.id: render_occurrence(row, place)
        for few in chunked(ids, _TOGETHER)
        for row in occurrence_rows(list(few))
    }


def _bytes(name: str, make: Callable[[], ical.Entry]) -> bytes:
    """Empty, and on record, whatever goes wrong: a row may hold anything."""
    try:
        return ical.render_component(make())
    except Exception:
        logger.exception("%s can't be rendered", name)
        return b""
