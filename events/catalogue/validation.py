"""All mistakes of the catalogue at once, each with file and line, before anything is written."""

from collections.abc import Iterable
from graphlib import CycleError
from pathlib import Path
from typing import NamedTuple

from events.catalogue import day_shapes, unit_shapes
from events.catalogue.check_days import check_themed_days
from events.catalogue.check_tables import check_days_off, check_solar_terms
from events.catalogue.keeping import referred_first
from events.errors import RecordsInvalid
from events.records.files import Record, read_file
from events.records.references import repeated, unknown
from events.records.shapes import Shape, check_top


class Catalogue(NamedTuple):
    """The five files, read and found right."""

    districts: Record
    units: Record
    themed_days: Record
    days_off: Record
    solar_terms: Record


_FILES: dict[str, Shape] = {
    "districts": unit_shapes.DISTRICTS,
    "units": unit_shapes.UNITS,
    "themed_days": day_shapes.FILE,
    "days_off": unit_shapes.DAYS_OFF,
    "solar_terms": unit_shapes.SOLAR_TERMS,
}


def read_catalogue(folder: Path) -> Catalogue:
    """The catalogue of a folder; raises RecordsInvalid with every mistake found."""
    files: dict[str, Record] = {}
    mistakes: list[str] = []
    for name, shape in _FILES.items():
        top, problems = read_file(folder / f"{name}.yaml")
        mistakes += problems
        if top is not None:
            mistakes += check_top(top, shape)
            files[name] = top
    if not mistakes:
        mistakes = _check_meaning(Catalogue(**files))
    if mistakes:
        raise RecordsInvalid(mistakes)
    return Catalogue(**files)


def _check_meaning(catalogue: Catalogue) -> list[str]:
    districts = catalogue.districts["districts"]
    units, groups = catalogue.units["units"], catalogue.units.get("groups", [])
    days = catalogue.themed_days["themed_days"]
    regions, unit_slugs = _slugs(districts), _slugs(units)
    return [
        *repeated(districts, "slug", "地区"),
        *repeated(units + groups, "slug", "单位"),
        *repeated(days, "slug", "主题日"),
        *repeated(days, "name", "主题日"),
        *unknown(districts, ("parent", "successor"), regions, "地区"),
        *unknown(units + groups + days, ("region",), regions, "地区"),
        *unknown(units, ("hosted_by",), unit_slugs, "单位"),
        *unknown(days, ("parent", "successor"), _slugs(days), "主题日"),
        *_in_a_circle(districts, ("parent",)),
        *_in_a_circle(days, ("parent", "successor")),
        *_unknown_members(groups, unit_slugs),
        *check_themed_days(days, regions),
        *check_days_off(catalogue.days_off["years"]),
        *check_solar_terms(catalogue.solar_terms, days),
    ]


def _slugs(records: Iterable[Record]) -> set[str]:
    return {record["slug"] for record in records}


def _in_a_circle(records: list[Record], keys: tuple[str, ...]) -> list[str]:
    """The first circle of slugs that point to each other, or to themselves."""
    try:
        referred_first(records, keys)
    except CycleError as error:
        _, circle = error.args
        at = next(record for record in records if record["slug"] == circle[0])
        key = next(key for key in keys if at.get(key) in circle)
        return [at.mistake(f"“{key}”绕成了一圈：{' ← '.join(circle)}。", key)]
    return []


def _unknown_members(groups: Iterable[Record], units: set[str]) -> list[str]:
    return [
        group.mistake(f"成员单位“{slug}”不存在，请核对。", "members")
        for group in groups
        for slug in group.get("members", [])
        if slug not in units
    ]
