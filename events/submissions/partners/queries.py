"""Other units by the names people type."""

from collections.abc import Collection
from difflib import get_close_matches

from events.units.models import Unit, UnitName


def unit_names(unit: Unit) -> list[str]:
    """The units of its region other than itself, to choose from while typing (one statement)."""
    near = Unit.select(Unit.name).where(Unit.region == unit.region_id, Unit.id != unit.id)
    near = near.where(Unit.merged_into.is_null()).order_by(Unit.position, Unit.id).limit(300)
    return [row.name for row in near]


def find_units(names: Collection[str], unit: Unit) -> dict[str, Unit]:
    """Typed name -> the unit meant by it; where several have it, that of the unit's own region,
    else nobody (two statements)."""
    meant: dict[str, dict[int, Unit]] = {name: {} for name in names}
    own = Unit.select().where(Unit.name.in_(list(names)) | Unit.short_name.in_(list(names)))
    others = UnitName.select(UnitName, Unit).join(Unit).where(UnitName.name.in_(list(names)))
    pairs = [(name, row) for row in own for name in (row.name, row.short_name)]
    for name, row in [*pairs, *((other.name, other.unit) for other in others)]:
        if name in meant and row.merged_into_id is None:
            meant[name][row.id] = row
    return {name: one for name, found in meant.items() if (one := _one(found.values(), unit))}


def _one(found: Collection[Unit], unit: Unit) -> Unit | None:
    near = [row for row in found if row.region_id == unit.region_id] or list(found)
    return near[0] if len(near) == 1 else None


def nearest_names(name: str, unit: Unit) -> list[str]:
    """Of the units in the unit's region, at most three that are written like it (one statement)."""
    return get_close_matches(name[:120], unit_names(unit), n=3, cutoff=0.4)
