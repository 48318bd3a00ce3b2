"""Where activities take place: venues with their positions and counts, districts' middles."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import fsum
from typing import Any

from peewee import fn

from events.activities.choosing import Chosen
from events.activities.counting import count, count_by
from events.activities.criteria import DaySpan
from events.activities.maps.datum import Position
from events.activities.models import Occurrence
from events.finding.inverted import numbers
from events.units.areas import Area, read_areas
from events.venues.models import Venue

MOST = 1000  # markers a phone still draws well


@dataclass(frozen=True)
class Place:
    """A venue, where it is, and how many occurrences it has of those chosen."""

    venue: Venue
    at: Position
    count: int


@dataclass(frozen=True)
class Places:
    """Those with most occurrences, at most `MOST`.

    `elsewhere` are the occurrences that aren't at any of them: online, at venues whose position is
    unknown, at those left out.
    """

    found: tuple[Place, ...]
    elsewhere: int

    @property
    def count(self) -> int:
        return sum(place.count for place in self.found)


def find_places(chosen: Chosen, span: DaySpan) -> Places:
    """(Three statements.)"""
    counts = count_by("venue", Occurrence.venue, chosen.scope, span)
    known = Venue.id.in_(numbers(tuple(counts)))
    rows: Any = Venue.select().where(known, Venue.latitude.is_null(False))
    placed = [Place(row, (row.latitude, row.longitude), counts[row.id]) for row in rows]
    found = sorted(placed, key=lambda place: (-place.count, place.venue.id))[:MOST]
    every = count(chosen.scope, span)
    return Places(tuple(found), every - sum(place.count for place in found))


def find_middles(areas: Iterable[Area]) -> dict[int, Position]:
    """District -> the mean of the positions of venues in it, where any is known (two
    statements)."""
    columns = (Venue.district, fn.SUM(Venue.latitude), fn.SUM(Venue.longitude), fn.COUNT(Venue.id))
    rows: Any = Venue.select(*columns).where(
        Venue.latitude.is_null(False), Venue.merged_into.is_null()
    )
    sums = {district: some for district, *some in rows.group_by(Venue.district).tuples()}
    net, middles = read_areas(), {}
    for area in areas:
        if inside := [sums[id_] for id_ in net.below([area.id]) if id_ in sums]:
            latitude, longitude, venues = map(fsum, zip(*inside, strict=True))
            middles[area.id] = (round(latitude / venues, 6), round(longitude / venues, 6))
    return middles
