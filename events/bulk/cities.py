"""The cities of a generated country: those of the catalogue first, then fictional ones."""

from dataclasses import dataclass
from random import Random
from typing import Any

from events.bulk import words
from events.units.models import District

Row = dict[str, Any]
MOST_CITIES = len(words.FIRST_SYLLABLES) * len(words.SECOND_SYLLABLES)
_NOTE, _NOTE_EN = (
    "生成的虚构地区，只用于压力测试。",
    "A generated fictional area, for load tests only.",
)


@dataclass(frozen=True)
class Area:
    """A district by id and full name."""

    id: int
    name: str


@dataclass(frozen=True)
class City:
    """`areas` are what activities take place in: its districts, without any it is its own."""

    itself: Area
    areas: tuple[Area, ...]
    latitude: float
    longitude: float


def read_cities() -> list[City]:
    """Cities of the catalogue, then the generated ones, each group by code (one statement)."""
    rows = list(District.select().where(District.valid_to.is_null()).order_by(District.id))
    below: dict[int | None, list[District]] = {}
    for row in rows:
        below.setdefault(row.parent_id, []).append(row)
    cities = [row for row in rows if row.level in ("municipality", "prefecture")]
    cities.sort(key=lambda row: row.slug.startswith("gen-"))
    return [_city(row, below.get(row.id, [])) for row in cities]


def missing_districts(count: int) -> tuple[list[Row], list[tuple[str, Row]]]:
    """The first `count` fictional cities, and slug of the city with each district in them: those
    that are not there yet (one statement)."""
    stored = {row.slug for row in District.select(District.slug)}
    numbers = range(1, min(count, MOST_CITIES) + 1)
    cities = [_row(f"gen-{n}", _name(n), "prefecture") for n in numbers]
    quarters = [
        (f"gen-{n}", _row(f"gen-{n}-{place}", name, "county"))
        for n in numbers
        for place, name in enumerate(words.QUARTERS[: 3 + n * 7 % 6], 1)
    ]
    return (
        [row for row in cities if row["slug"] not in stored],
        [(city, row) for city, row in quarters if row["slug"] not in stored],
    )


def _name(number: int) -> str:
    first, second = words.FIRST_SYLLABLES, words.SECOND_SYLLABLES
    scattered = number * 37 % MOST_CITIES  # 37 shares no factor with it, so no name comes twice
    return first[scattered // len(second)] + second[scattered % len(second)] + "市"


def _row(slug: str, name: str, level: str) -> Row:
    return {
        "slug": slug,
        "name": name,
        "name_en": slug.replace("gen-", "Generated "),
        "level": level,
        "note": _NOTE,
        "note_en": _NOTE_EN,
    }


def _city(row: District, below: list[District]) -> City:
    somewhere = Random(row.slug)  # noqa: S311  the same every time, nothing secret
    centre = somewhere.uniform(23, 45), somewhere.uniform(101, 121)
    latitude, longitude = words.CENTRES.get(row.name, centre)
    areas = tuple(Area(child.id, row.name + child.name) for child in below)
    itself = Area(row.id, row.name)
    return City(itself, areas or (itself,), latitude, longitude)
