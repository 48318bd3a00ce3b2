"""Themed days and units with what their pages say of them, for programs."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from events.days.editions import Almanac, EditionRow
from events.days.listing import editions_to_show, next_edition
from events.days.models import ThemedDay
from events.days.queries import almanac
from events.errors import NotFound
from events.plans.queries import days_answered_by
from events.units.areas import Area, read_areas
from events.units.models import Unit, UnitGroup, UnitName
from events.units.queries import get_unit, groups_of, names_of


@dataclass(frozen=True)
class DayRow:
    """A themed day; `next` runs or comes next, None where nobody knows."""

    day: ThemedDay
    region: Area | None
    successor: ThemedDay | None
    next: EditionRow | None


@dataclass(frozen=True)
class DayInFull(DayRow):
    """Its `editions` from the first known one to the last predicted one."""

    predecessors: tuple[ThemedDay, ...]
    editions: tuple[EditionRow, ...]


@dataclass(frozen=True)
class UnitInFull:
    """A unit with its other names, its groups and the themed days it answers for."""

    unit: Unit
    names: tuple[UnitName, ...]
    groups: tuple[UnitGroup, ...]
    days: tuple[ThemedDay, ...]


def day_rows(today: date) -> list[DayRow]:
    """All, by number (five statements)."""
    book, areas = almanac(today), read_areas().by_id
    return [_row(book, day, areas) for day in sorted(book.days, key=lambda day: day.id)]


def day_in_full(slug: str, today: date) -> DayInFull:
    """(Five statements.) Raises NotFound."""
    book = almanac(today)
    day = book.find(slug)
    if day is None:
        raise NotFound(f"没有“{slug}”这个主题日，请到“主题日”页查找。")
    return DayInFull(
        **vars(_row(book, day, read_areas().by_id)),
        predecessors=tuple(other for other in book.days if other.successor_id == day.id),
        editions=tuple(editions_to_show(book, day)),
    )


def unit_in_full(slug: str, today: date) -> UnitInFull:
    """Of a merged one the survivor (a dozen statements at most). Raises NotFound."""
    unit = get_unit(slug)
    answered = days_answered_by(unit)
    return UnitInFull(
        unit=unit,
        names=tuple(names_of(unit)),
        groups=tuple(groups_of(unit)),
        days=tuple(day for day in almanac(today).days if day.id in answered),
    )


def _row(book: Almanac, day: ThemedDay, areas: Mapping[int, Area]) -> DayRow:
    return DayRow(
        day=day,
        region=areas[day.region_id] if day.region_id else None,
        successor=book.days_by_id[day.successor_id] if day.successor_id else None,
        next=next_edition(book, day),
    )
