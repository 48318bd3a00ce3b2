"""Reads of the almanac: frozen rows, a constant number of statements."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from peewee import JOIN, Field

from events.days.editions import Almanac, recurrence_of, years_between
from events.days.models import DayOff, Edition, EditionQuestion, SolarTerm, ThemedDay
from events.db import BaseModel
from events.errors import NotFound
from events.units.queries import served_regions


def almanac(
    today: date, only: Collection[int] | None = None, between: tuple[date, date] | None = None
) -> Almanac:
    """Themed days with their editions (four statements): all, or those with the ids in `only` and
    what they are derived from (five); for the rows `between` two days only the editions they need.
    """
    days = ThemedDay.select(*_shown(ThemedDay)).order_by(ThemedDay.position, ThemedDay.id)
    editions = Edition.select(*_shown(Edition))
    if only is not None:
        needed = _with_parents(only)
        days = days.where(ThemedDay.id.in_(needed))
        editions = editions.where(Edition.themed_day.in_(needed))
    if between is not None:
        editions = editions.where(Edition.year.in_(years_between(*between)))
    found = tuple(days)
    with_rules = {regional["region"] for day in found for regional in day.regional_rules}
    return Almanac(
        days=found,
        recurrences={day.id: recurrence_of(day) for day in found},
        editions={(edition.themed_day_id, edition.year): edition for edition in editions},
        solar_terms=_solar_terms(),
        regions=tuple(served_regions(with_rules)),
        today=today,
    )


def day_and_successor(slug: str) -> tuple[int, int | None]:
    """Their ids (one statement); raises NotFound."""
    ids = ThemedDay.select(ThemedDay.id, ThemedDay.successor).where(ThemedDay.slug == slug)
    found: tuple[int, int | None] | None = ids.tuples().first()
    if found is None:
        raise NotFound(f"没有“{slug}”这个主题日，请到“主题日”页查找。")
    return found


def get_day(slug: str) -> ThemedDay:
    """The themed day with its successor, parent and region read along (one statement)."""
    successor, parent = ThemedDay.alias(), ThemedDay.alias()
    day = (
        ThemedDay.select(ThemedDay, successor, parent)
        .join(
            successor, JOIN.LEFT_OUTER, on=(ThemedDay.successor == successor.id), attr="successor"
        )
        .switch(ThemedDay)
        .join(parent, JOIN.LEFT_OUTER, on=(ThemedDay.parent == parent.id), attr="parent")
        .where(ThemedDay.slug == slug)
        .first()
    )
    if day is None:
        raise NotFound(f"没有“{slug}”这个主题日，请到“主题日”页查找。")
    return day


def predecessors(day: ThemedDay) -> list[ThemedDay]:
    """The days this one took over from (one statement)."""
    return list(ThemedDay.select().where(ThemedDay.successor == day).order_by(ThemedDay.valid_to))


def questions_of(edition_id: int) -> list[EditionQuestion]:
    """What units that hand in for an edition are asked, in order (one statement)."""
    found = EditionQuestion.select().where(
        EditionQuestion.edition == edition_id, EditionQuestion.retired_at.is_null()
    )
    return list(found.order_by(EditionQuestion.position, EditionQuestion.id))


def day_names() -> dict[str, str]:
    """Every name and alias of a themed day -> its slug (one statement)."""
    return {
        name: day.slug
        for day in ThemedDay.select(ThemedDay.slug, ThemedDay.name, ThemedDay.aliases)
        for name in [day.name, *day.aliases]
    }


@dataclass(frozen=True)
class DaysOff:
    """Official days off and shifted working days of a span.

    A year that is not announced is in `unknown_years`: nobody may call its days ordinary.
    """

    days: tuple[DayOff, ...]
    unknown_years: tuple[int, ...]


def days_off(first: date, last: date) -> DaysOff:
    """The table for an inclusive span (one statement)."""
    whole_years = DayOff.day.between(date(first.year, 1, 1), date(last.year, 12, 31))
    rows = list(DayOff.select().where(whole_years).order_by(DayOff.day))
    announced = {row.day.year for row in rows}
    return DaysOff(
        days=tuple(row for row in rows if first <= row.day <= last),
        unknown_years=tuple(y for y in range(first.year, last.year + 1) if y not in announced),
    )


def solar_terms_between(first: date, last: date) -> list[SolarTerm]:
    return list(
        SolarTerm.select().where(SolarTerm.day.between(first, last)).order_by(SolarTerm.day)
    )


def _with_parents(days: Collection[int]) -> set[int]:
    pairs: Any = ThemedDay.select(ThemedDay.id, ThemedDay.parent).tuples()
    parents = dict(pairs)
    needed, waiting = set[int](), set(days)
    while waiting - needed:
        needed |= waiting
        waiting = {parents[id_] for id_ in waiting if parents.get(id_)}
    return needed


def _shown(model: type[BaseModel]) -> list[Field]:
    """Every column but `loaded`, which only the catalogue needs and which is the largest."""
    return [field for field in model._meta.sorted_fields if field.name != "loaded"]


def _solar_terms() -> dict[int, dict[str, date]]:
    used = ThemedDay.select(ThemedDay.solar_term).where(ThemedDay.solar_term.is_null(False))
    table: dict[int, dict[str, date]] = defaultdict(dict)
    for term in SolarTerm.select().where(SolarTerm.name.in_(used)):
        table[term.day.year][term.name] = term.day
    return table
