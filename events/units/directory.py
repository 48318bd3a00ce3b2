"""The directory of units as a page shows it: all at once, or where those are too many the regions
to go through and whatever has the words that somebody typed."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from peewee import Expression, fn

from events.units.areas import Area, read_areas
from events.units.models import District, Unit
from events.units.queries import get_region, units_by_region

MOST_AT_ONCE = 300
LONGEST_WORDS = 40


@dataclass(frozen=True)
class Directory:
    """`units` to show, of `total`; `areas` to go on with, each with how many there are in it."""

    total: int
    units: dict[District, list[Unit]]
    areas: tuple[tuple[Area, int], ...] = ()
    region: District | None = None
    words: str = ""

    @property
    def is_large(self) -> bool:
        return self.total > MOST_AT_ONCE

    @property
    def is_cut(self) -> bool:
        """There may be more with these words."""
        return self.shown == MOST_AT_ONCE

    @property
    def shown(self) -> int:
        return sum(map(len, self.units.values()))


def read_directory(region: str = "", words: str = "") -> Directory:
    """Of a region by its slug, or with these words in the name, or all (three statements at most).

    Raises NotFound for a region that isn't known.
    """
    counts = _count_by_region()
    total, words = sum(counts.values()), words[:LONGEST_WORDS]
    if words:
        return Directory(total, units_by_region(is_named(words), MOST_AT_ONCE), words=words)
    picked = get_region(region) if region else None
    if picked is None and total <= MOST_AT_ONCE:
        return Directory(total, units_by_region())
    return Directory(
        total=total,
        units=units_by_region(Unit.region == picked) if picked else {},
        areas=_areas_in(picked, counts),
        region=picked,
    )


def is_named(words: str) -> Expression:
    """The words are in one of its names."""
    short, english = Unit.short_name.contains(words), Unit.name_en.contains(words)
    return Unit.name.contains(words) | short | english


def _areas_in(region: District | None, counts: Counter[int]) -> tuple[tuple[Area, int], ...]:
    """Those next below where there are units; of none those that lie in no other."""
    net, outer = read_areas(), region.id if region else None
    inside = [area for area in net.by_id.values() if area.parent == outer]
    found = [(area, sum(counts[id_] for id_ in net.below([area.id]))) for area in inside]
    return tuple(pair for pair in found if pair[1])


def _count_by_region() -> Counter[int]:
    query: Any = Unit.select(Unit.region, fn.COUNT(Unit.id)).where(Unit.merged_into.is_null())
    return Counter(dict(query.group_by(Unit.region).tuples()))
