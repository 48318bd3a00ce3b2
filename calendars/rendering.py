"""Entries to bytes. What cannot be shown is left out: one must not harm all the others."""

import logging
from collections.abc import Sequence
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
    try:
        return ical.render_component(entries.of_edition(edition, place))
    except Exception:
        logger.exception("edition %s can't be rendered", edition.uid)
        return b""


def render_occurrence(row: OccurrenceRow, place: Place) -> Rendered:
    try:
        body = ical.render_component(entries.of_occurrence(row, place))
    except Exception:
        logger.exception("occurrence %s can't be rendered", row.occurrence.uid)
        return NOTHING
    return Rendered(body, entries.foreign_zone(row, place))


def render_occurrences(ids: Sequence[int], place: Place) -> dict[int, Rendered]:
    """By id; rows are read some hundred at a time."""
    return {
        row.occurrence.id: render_occurrence(row, place)
        for few in chunked(ids, _TOGETHER)
        for row in occurrence_rows(list(few))
    }
