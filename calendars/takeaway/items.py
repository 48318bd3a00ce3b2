"""Occurrences as they are taken along, in the order of the calendar that holds the same."""

import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from peewee import chunked

from calendars import entries, ical
from calendars.entries import Place
from events.published import OccurrenceRow, occurrence_rows

logger = logging.getLogger(__name__)

_TOGETHER = 1000  # rows read in one go


class Item(NamedTuple):
    """`entry` is what its VEVENT is made of; its texts hold no controls."""

    row: OccurrenceRow
    entry: ical.Entry
    zone: ZoneInfo
    place: Place


@dataclass(frozen=True)
class Taken:
    """What is written down, as of `moment`; of the entries there are, `left_out` found no room."""

    head: ical.CalendarHead
    left_out: int
    items: Iterable[Item]
    moment: datetime


def read_items(ids: Sequence[int], place: Place) -> Iterator[Item]:
    """A thousand rows in memory at a time. What cannot be shown is left out, and on record."""
    for few in chunked(ids, _TOGETHER):
        for row in occurrence_rows(list(few)):
            try:
                entry = entries.of_occurrence(row, place)
            except Exception:
                logger.exception("occurrence %s can't be written down", row.occurrence.uid)
            else:
                yield Item(row, entry, entries.zone_of(row, place), place)
