"""What the list offers to choose from, each with the true number it would leave."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from events.activities.choosing import Chosen
from events.activities.criteria import DaySpan
from events.activities.facets import (
    count_access,
    count_audiences,
    count_districts,
    count_formats,
    count_kinds,
    count_radii,
    count_signups,
    count_whens,
)
from events.activities.vocabulary import ACCESS, AUDIENCES, FORMATS, KINDS, SIGNUPS
from events.units.areas import Area

RADII = (2, 5, 10, 20, 50)


@dataclass(frozen=True)
class Option:
    """One tick of a filter; `count` is how many there would be with it. `area`: of a district."""

    value: str
    count: int
    is_chosen: bool
    area: Area | None = None


@dataclass(frozen=True)
class Options:
    """By key; `whens` and `radii`, of which only one can be picked, with their numbers alone."""

    whens: dict[str, int]
    kinds: list[Option]
    audiences: list[Option]
    districts: list[Option]
    formats: list[Option]
    signups: list[Option]
    access: list[Option]
    radii: dict[int, int]


def find_options(chosen: Chosen, span: DaySpan, today: date) -> Options:
    """(A constant number of statements.)"""
    picked = chosen.criteria
    signups = (picked.signup,) if picked.signup else ()
    return Options(
        whens=count_whens(chosen, today),
        kinds=_options(KINDS, count_kinds(chosen, span), picked.kind),
        audiences=_options(AUDIENCES, count_audiences(chosen, span), picked.audience),
        districts=_districts(chosen, span),
        formats=_options(map(str, FORMATS), count_formats(chosen, span), picked.format),
        signups=_options(SIGNUPS, count_signups(chosen, span), signups),
        access=_options(ACCESS, count_access(chosen, span), picked.access),
        radii=count_radii(chosen, span, RADII) if picked.near else {},
    )


def _options(
    values: Iterable[str], counts: dict[str, int], picked: Collection[str]
) -> list[Option]:
    """What there is some of, and what is picked; the picked first, then most first."""
    options = [
        Option(value, counts.get(value, 0), value in picked)
        for value in values
        if counts.get(value) or value in picked
    ]
    return _ordered(options)


def _districts(chosen: Chosen, span: DaySpan) -> list[Option]:
    picked = chosen.criteria.district
    counted = [
        Option(area.slug, count, area.slug in picked, area)
        for area, count in count_districts(chosen, span)
    ]
    known = {option.value for option in counted}
    rest = [Option(area.slug, 0, True, area) for area in chosen.districts if area.slug not in known]
    return _ordered([*counted, *rest])


def _ordered(options: list[Option]) -> list[Option]:
    return sorted(options, key=lambda option: (not option.is_chosen, -option.count))
