"""What is asked for, looked up: how rare its words are, which venues are near."""

from collections import Counter
from dataclasses import dataclass
from math import asin, cos, degrees, radians, sin, sqrt
from typing import Any

from events.days.models import ThemedDay
from events.finding.models import Search, SearchTerm
from events.finding.words import Alternative, Words, read_words
from events.venues.models import Venue

EARTH_KM = 6371.0
_POLAR = 89.0  # degrees
_ROUNDING = 1e-6


@dataclass(frozen=True)
class Sought:
    """Of `every` activity at most `share` have these words, by the counts of each."""

    words: Words
    every: int
    share: float


def look_up(typed: str) -> Sought:
    """Words, with the other names of a themed day, and how rare they are (two statements)."""
    words = read_words(typed, _names_of_days())
    counts = count_terms(words.terms)
    groups = [_most(group, counts) for group in words.groups]
    return Sought(words, counts[""], min(1, min(groups, default=0) / max(counts[""], 1)))


def _most(group: tuple[Alternative, ...], counts: Counter[str]) -> int:
    return sum(min(counts[term] for term in one) for one in group)


def count_terms(terms: set[str]) -> Counter[str]:
    """Term -> how many activities have it; the empty term is all of them (one statement)."""
    rows: Any = SearchTerm.select(SearchTerm.term, SearchTerm.count)
    return Counter(dict(rows.where(SearchTerm.term.in_([*terms, ""])).tuples()))


def find_near(latitude: float, longitude: float, km: float) -> dict[int, float]:
    """Venue -> kilometres, of those within `km`, nearest first (one statement).

    A box by the index; then the great circle, which knows no poles and no date line.
    """
    rows: Any = Venue.select(Venue.id, Venue.latitude, Venue.longitude)
    rows = rows.where(_around(latitude, longitude, km))
    here = (latitude, longitude)
    found = {id_: distance_km(here, lat, lon) for id_, lat, lon in rows.tuples()}
    near = ((far, id_) for id_, far in found.items() if far <= km)
    return {id_: far for far, id_ in sorted(near)}


def _around(latitude: float, longitude: float, km: float) -> Any:
    """Between two latitudes and, away from the poles and the date line, two longitudes."""
    reach = degrees(km / EARTH_KM)
    band = Venue.latitude.between(latitude - reach, latitude + reach)
    if abs(latitude) + reach >= _POLAR:
        return band
    width = degrees(asin(sin(km / EARTH_KM) / cos(radians(latitude)))) + _ROUNDING
    west, east = longitude - width, longitude + width
    return band if west < -180 or east > 180 else band & Venue.longitude.between(west, east)


def count_placed() -> int:
    """Venues of which it is known where they are (one statement)."""
    return Venue.select().where(Venue.latitude.is_null(False)).count()


def distance_km(near: tuple[float, float], latitude: float, longitude: float) -> float:
    """Along a great circle, by the haversine; degrees north and east."""
    up = sin(radians(latitude - near[0]) / 2) ** 2
    across = sin(radians(longitude - near[1]) / 2) ** 2
    half = up + cos(radians(near[0])) * cos(radians(latitude)) * across
    return 2 * EARTH_KM * asin(min(1, sqrt(half)))


def stored_terms(ids: list[int]) -> dict[int, str]:
    """Id -> terms as stored, of those that have a row (one statement)."""
    rows: Any = Search.select(Search.id, Search.terms).where(Search.id.in_(ids))
    return dict(rows.tuples())


def _names_of_days() -> list[set[str]]:
    """For each themed day that has several: its names, and those of what took over from it."""
    columns = (ThemedDay.id, ThemedDay.name, ThemedDay.aliases, ThemedDay.successor)
    query: Any = ThemedDay.select(*columns)
    rows = list(query.tuples())
    names = {id_: {name, *aliases} for id_, name, aliases, _successor in rows}
    every = [names[id_] | names.get(later, set()) for id_, _name, _aliases, later in rows]
    return [group for group in every if len(group) > 1]
