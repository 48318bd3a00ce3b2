"""What can happen to a unit that its activities show, too: another official name, better facts.

One verb, one transaction.
"""

from dataclasses import dataclass
from datetime import date, datetime

from events.activities.indexing.actions import index_occurrences
from events.activities.models import Activity, Occurrence
from events.activities.recording import hold, touch, touch_units
from events.audit import By
from events.db import database
from events.errors import InvalidTransition
from events.units.actions import MEANS_ONE, note, open_unit, refuse_taken
from events.units.models import NameKind, Unit, UnitName
from events.units.parents import refuse_circle


@dataclass(frozen=True)
class Facts:
    """What the directory says of a unit beside its official name."""

    short_name: str
    name_en: str
    kind: str
    region_id: int
    parent_id: int | None = None


def rename_unit(unit: Unit, name: str, until_day: date, by: By, now: datetime) -> Unit:
    """Another official name; the old one is a former one, given up on `until_day`."""
    with database.atomic():
        unit = open_unit(unit)
        if name == unit.name:
            raise InvalidTransition(f"这个单位本来就叫“{name}”，没有改动。")
        refuse_taken(name, unit.region_id, unit)
        before = unit.name
        _forget(unit, name)
        _forget(unit, before)
        UnitName.create(unit=unit, name=before, kind=NameKind.FORMER, until_day=until_day)
        unit.name, unit.updated_at = name, now
        unit.save()
        touch_units([unit.id], now)
        return note(unit, "renamed", by, now, before=before, until_day=until_day.isoformat())


def correct_unit(unit: Unit, facts: Facts, by: By, now: datetime) -> Unit:
    """Better facts. Raises InvalidTransition where a name would mean two units, or the hierarchy
    would go round in a circle."""
    with database.atomic():
        unit = open_unit(unit)
        before = {name: getattr(unit, name) for name in vars(facts)}
        changed = [name for name, value in vars(facts).items() if value != before[name]]
        if not changed:
            raise InvalidTransition(f"“{unit.name}”的资料本来就是这样，没有改动。")
        for name in changed:
            setattr(unit, name, getattr(facts, name))
        _check(unit, changed)
        unit.updated_at = now
        unit.save()
        if "region_id" in changed:
            _take_along(unit, now)
        if not {"short_name", "name_en"}.isdisjoint(changed):
            touch_units([unit.id], now)
        return note(unit, "corrected", by, now, before={name: before[name] for name in changed})


def _check(unit: Unit, changed: list[str]) -> None:
    if "parent_id" in changed and unit.parent_id:
        refuse_circle(unit, Unit.get_by_id(unit.parent_id))
    if "region_id" in changed:  # another region, where its names may mean others
        others = unit.names.where(UnitName.kind.in_(MEANS_ONE))
        for name in [unit.name, unit.short_name, *(row.name for row in others)]:
            refuse_taken(name, unit.region_id, unit)
    elif "short_name" in changed:
        refuse_taken(unit.short_name, unit.region_id, unit)


def _take_along(unit: Unit, now: datetime) -> None:
    """What takes place online is where its organiser is."""
    own = Activity.select(Activity.id).where(Activity.organiser == unit)
    online = Occurrence.venue.is_null() & Occurrence.activity.in_(own)
    hold(online)
    touch(online, now, district=unit.region_id)
    index_occurrences(online)


def _forget(unit: Unit, name: str) -> None:
    """It is the official name now, or becomes a former one: nothing else beside."""
    UnitName.delete().where(
        UnitName.unit == unit, UnitName.name == name, UnitName.kind.in_(MEANS_ONE)
    ).execute()
