"""Who offers activities in a generated country, and where: units and venues. Pure."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import accumulate
from random import Random

from events.bulk import words
from events.bulk.cities import Area, City, Row

_BACK, _AHEAD = 120, 400


@dataclass
class Country:
    """`units` are (unit id, region id, city), `venues` are (venue id, district id) by city; a city
    is its place in the list. `themed_days` are ids."""

    seed: int
    today: date
    units: Sequence[tuple[int, int, int]]
    venues: dict[int, list[tuple[int, int]]]
    themed_days: Sequence[int]

    @cached_property
    def unit_weights(self) -> list[float]:
        """Cumulative: some units offer far more than others."""
        return list(accumulate(zipf(len(self.units), 0.6)))

    @cached_property
    def days(self) -> list[date]:
        return [self.today + timedelta(days=n) for n in range(-_BACK, _AHEAD + 1)]

    @cached_property
    def day_weights(self) -> list[float]:
        """Cumulative: weekends are denser."""
        return list(accumulate(4 if day.weekday() >= 5 else 1 for day in self.days))


def zipf(count: int, steepness: float = 1.0) -> list[float]:
    """The weights of ranks 1 to `count`."""
    return [rank**-steepness for rank in range(1, count + 1)]


def unit_rows(
    rng: Random, seed: int, cities: Sequence[City], count: int, now: str
) -> list[tuple[int, Row]]:
    """City and unit: the first cities have the most."""
    named: Counter[tuple[str, str]] = Counter()
    chosen = rng.choices(range(len(cities)), zipf(len(cities)), k=count)
    return [
        (city, _unit(rng, f"gen-{seed}-{n}", cities[city], named, now))
        for n, city in enumerate(chosen)
    ]


def venue_rows(
    rng: Random, seed: int, cities: Sequence[City], with_units: set[int], count: int, now: str
) -> list[tuple[int, Row]]:
    """City and venue: one for each city that has units, the others like the units."""
    named: Counter[tuple[str, str]] = Counter()
    weights = zipf(len(cities))
    rest = max(0, count - len(with_units))
    chosen = sorted(with_units) + rng.choices(range(len(cities)), weights, k=rest)
    return [
        (city, _venue(rng, f"gen/{seed}/v{n}", cities[city], named, now))
        for n, city in enumerate(chosen)
    ]


def _unit(rng: Random, slug: str, city: City, named: Counter[tuple[str, str]], now: str) -> Row:
    area = _area(rng, city) if rng.random() < 0.7 else city.itself
    office, kind = rng.choice(words.OFFICES)
    name = _only(named, area, office, "第{}工作站")
    return {
        "slug": slug,
        "name": name,
        "short_name": name.removeprefix(city.itself.name),
        "kind": kind,
        "region_id": area.id,
        "position": 10_000,
        "updated_at": now,
    }


def _venue(
    rng: Random, source_key: str, city: City, named: Counter[tuple[str, str]], now: str
) -> Row:
    area = _area(rng, city)
    return {
        "name": _only(named, area, rng.choice(words.HALLS), "第{}馆"),
        "district_id": area.id,
        "address": f"科普路{rng.randint(1, 400)}号",
        "latitude": round(rng.gauss(city.latitude, 0.08), 5),
        "longitude": round(rng.gauss(city.longitude, 0.1), 5),
        "precision_m": rng.choice((20, 100, 500)),
        "opening": rng.choice(words.OPENINGS),
        "step_free": rng.choice((True, True, False, None)),
        "accessible_toilet": rng.choice((True, False, None)),
        "nursing_room": rng.choice((True, False, None, None)),
        "source_key": source_key,
        "created_at": now,
        "updated_at": now,
    }


def _area(rng: Random, city: City) -> Area:
    """The first districts of a city are its busiest."""
    return city.areas[int(len(city.areas) * rng.random() ** 1.5)]


def _only(named: Counter[tuple[str, str]], area: Area, word: str, again: str) -> str:
    """A name no other has: numbered from the second of its kind on."""
    named[area.name, word] += 1
    number = named[area.name, word]
    return area.name + word + (again.format(number) if number > 1 else "")


def stored(moment: datetime) -> str:
    """An instant in UTC as the tables hold it."""
    return moment.replace(tzinfo=None).isoformat(" ")
