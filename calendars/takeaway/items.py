"""Occurrences as they are taken along, in the order of the calendar that holds the same."""

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, TypeVar
from zoneinfo import ZoneInfo

from peewee import chunked

from calendars import entries, ical
from calendars.entries import Place
from events.published import OccurrenceRow, PublishedEdition, occurrence_rows
from events.text import clean_line

logger = logging.getLogger(__name__)

_TOGETHER = 1000  # rows read in one go
_LONGEST = 600
From = TypeVar("From")
To = TypeVar("To")


class Item(NamedTuple):
    """`entry` is what its VEVENT is made of; its texts hold no controls."""

    row: OccurrenceRow
    entry: ical.Entry
    zone: ZoneInfo
    place: Place


@dataclass(frozen=True)
class Taken:
    """What is written down, as of `moment`; of the entries there are, `left_out` found no room.

    `editions` only where all that is asked for are editions.
    """

    head: ical.CalendarHead
    left_out: int
    items: Iterable[Item]
    moment: datetime
    place: Place
    editions: Sequence[PublishedEdition] = ()


def read_items(ids: Sequence[int], place: Place) -> Iterator[Item]:
    """A thousand rows in memory at a time."""
    for few in chunked(ids, _TOGETHER):
        yield from shown(occurrence_rows(list(few)), lambda row: item_of(row, place))


def shown(things: Iterable[From], show: Callable[[From], To]) -> Iterator[To]:
    """Each as `show` has it. What cannot be shown is left out, and on record: one must not harm all
    the others."""
    for thing in things:
        try:
            yield show(thing)
        except Exception:
            logger.exception("%.200r can't be taken along", thing)


def short_line(text: str) -> str:
    """SQLite takes a name of any length; nothing that is taken along may."""
    return clean_line(text[:_LONGEST])


def item_of(row: OccurrenceRow, place: Place) -> Item:
    return Item(row, entries.of_occurrence(row, place), entries.zone_of(row, place), place)
