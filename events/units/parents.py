"""Which unit is part of which: the way up, and no way round in a circle."""

from events.errors import InvalidTransition
from events.units.models import Unit


def units_above(unit_id: int) -> list[int]:
    """The ids of those it is part of, from the nearest to the top (one statement)."""
    rows = Unit.select(Unit.id, Unit.parent).where(Unit.parent.is_null(False))
    parents = {row.id: row.parent_id for row in rows}
    above: list[int] = []
    parent = parents.get(unit_id)
    while parent is not None and parent not in above:
        above.append(parent)
        parent = parents.get(parent)
    return above


def refuse_circle(unit: Unit, parent: Unit) -> None:
    """Raises InvalidTransition when the parent is the unit itself, or part of it."""
    if parent.merged_into_id:
        raise InvalidTransition(f"“{parent.name}”已并入别的单位，不能作上级。")
    if unit == parent or unit.id in units_above(parent.id):
        raise InvalidTransition(f"“{parent.name}”归“{unit.name}”管，不能反过来作它的上级。")
