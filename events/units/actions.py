"""What can happen to a unit in the directory: taken in, known by another name, put into a group.

Another official name and the end of a double also change what activities show; they are in
events/office/directory. One verb, one transaction.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from peewee import fn

from events import audit, changes
from events.audit import By
from events.db import database
from events.errors import InvalidTransition
from events.units.models import GroupMember, NameKind, Unit, UnitGroup, UnitName
from events.units.queries import find_meant

MEANS_ONE = (NameKind.ALIAS, NameKind.FORMER)  # other kinds may be shared


@dataclass(frozen=True)
class NewUnit:
    """A unit to be taken in; without a slug it gets one from its number."""

    name: str
    short_name: str
    kind: str
    region_id: int
    slug: str = ""
    name_en: str = ""
    parent_id: int | None = None


def create_unit(new: NewUnit, by: By, now: datetime) -> Unit:
    """Raises InvalidTransition for a name or a slug that is another unit's."""
    with database.atomic():
        changes.take_turn()
        for name in (new.name, new.short_name):
            refuse_taken(name, new.region_id)
        if new.slug and Unit.get_or_none(Unit.slug == new.slug):
            raise InvalidTransition(f"代号“{new.slug}”已经有单位在用，请换一个或者留空。")
        last = Unit.select(fn.MAX(Unit.position)).where(Unit.region == new.region_id).scalar()
        columns = vars(new) | {"slug": new.slug or f"new-{now.timestamp()}"}
        unit = Unit.create(**columns, position=(last or 0) + 1, updated_at=now)
        if not new.slug:
            unit.slug = f"unit-{unit.id}"
            unit.save()
        return note(unit, "created", by, now)


def add_name(
    unit: Unit, name: str, kind: NameKind, by: By, now: datetime, until_day: date | None = None
) -> UnitName:
    """Another name that means this unit in its region.

    Raises InvalidTransition when it has the name, or the name means another unit there.
    """
    with database.atomic():
        unit = open_unit(unit)
        if kind in MEANS_ONE:
            refuse_taken(name, unit.region_id, unit)
        if name == unit.name or unit.names.where(UnitName.name == name, UnitName.kind == kind):
            raise InvalidTransition(f"“{unit.name}”已经有“{name}”这个名称，没有改动。")
        added = UnitName.create(unit=unit, name=name, kind=kind, until_day=until_day)
        note(unit, "name-added", by, now, other=name, kind=kind)
    return added


def remove_name(name: UnitName, by: By, now: datetime) -> None:
    """Nobody means the unit by it any more."""
    with database.atomic():
        unit = open_unit(name.unit)
        if not UnitName.delete().where(UnitName.id == name.id).execute():
            raise InvalidTransition(f"“{name.name}”刚刚已经被删掉了。")
        note(unit, "name-removed", by, now, other=name.name, kind=name.kind)


def join_group(unit: Unit, group: UnitGroup, by: By, now: datetime) -> None:
    """The unit comes last in the group."""
    with database.atomic():
        unit = open_unit(unit)
        members = GroupMember.select().where(GroupMember.group == group)
        if members.where(GroupMember.unit == unit).exists():
            raise InvalidTransition(f"“{unit.name}”已经在“{group.full_name}”里了。")
        last = members.select(fn.MAX(GroupMember.position)).scalar()
        position = 0 if last is None else last + 1
        GroupMember.create(group=group, unit=unit, position=position)
        note(unit, "joined-group", by, now, group=group.slug)


def leave_group(unit: Unit, group: UnitGroup, by: By, now: datetime) -> None:
    with database.atomic():
        unit = open_unit(unit)
        left = GroupMember.delete().where(GroupMember.group == group, GroupMember.unit == unit)
        if not left.execute():
            raise InvalidTransition(f"“{unit.name}”不在“{group.full_name}”里。")
        note(unit, "left-group", by, now, group=group.slug)


def open_unit(unit: Unit) -> Unit:
    """As it is now, unless it has become another; whoever else writes waits until this ends."""
    changes.take_turn()
    fresh = Unit.get_by_id(unit.id)
    if fresh.merged_into_id:
        raise InvalidTransition(f"“{fresh.name}”已并入“{fresh.merged_into.name}”，请改用那一个。")
    return fresh


def refuse_taken(name: str, region_id: int, unit: Unit | None = None) -> None:
    """Raises InvalidTransition when the name means a unit of the region other than this one."""
    other = find_meant(name, region_id, besides=unit)
    if other:
        raise InvalidTransition(f"在这个地区，“{name}”已经指“{other.name}”，请换一个名称。")


def note(unit: Unit, verb: str, by: By, now: datetime, **details: Any) -> Unit:
    """What every change leaves behind: for feeds and caches, and for the audit."""
    changes.record("unit", unit.slug, now)
    audit.write(
        by, f"unit.{verb}", "unit", unit.slug, now, name=unit.name, unit_id=unit.id, **details
    )
    return unit
