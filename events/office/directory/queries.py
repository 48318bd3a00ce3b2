"""Reads for the office's directory of units: the list, one unit in full, what hangs on it."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from peewee import JOIN, fn

from events.activities.models import Activity, ActivityUnit
from events.days.models import UsualUnit
from events.db import LARGEST_ID
from events.errors import InvalidTransition, NotFound
from events.office.models import RequestState, UnitRequest
from events.people.models import Membership
from events.plans.models import Responsibility
from events.submissions.models import Submission
from events.units.models import District, GroupMember, Unit, UnitGroup, UnitName

PAGE = 50


@dataclass(frozen=True)
class Listed:
    """A unit of the list, with how many people and activities it has."""

    unit: Unit
    people: int
    activities: int


@dataclass(frozen=True)
class Belongings:
    """How much points to a unit: what a merge hands over."""

    activities: int
    joint_activities: int
    submissions: int
    people: int
    groups: int
    usual_days: int
    responsibilities: int
    children: int


@dataclass(frozen=True)
class Sheet:
    """One unit in full."""

    unit: Unit
    names: tuple[UnitName, ...]
    groups: tuple[UnitGroup, ...]
    other_groups: tuple[UnitGroup, ...]
    children: tuple[Unit, ...]
    doubles: tuple[Unit, ...]
    belongings: Belongings


def find_units(words: str, region_id: int | None, offset: int = 0) -> list[Listed]:
    """A page of units and one more, by any of their names or their slug (three statements)."""
    query = Unit.select(Unit, District).join(District).where(Unit.merged_into.is_null())
    if region_id is not None:
        query = query.where(Unit.region == region_id)
    if words:
        named = UnitName.select(UnitName.unit).where(UnitName.name.contains(words))
        own = (Unit.name, Unit.short_name, Unit.name_en, Unit.slug)
        meant = Unit.id.in_(named)
        for column in own:
            meant |= column.contains(words)
        query = query.where(meant)
    query = query.order_by(District.slug, Unit.position, Unit.id)
    units = list(query.limit(PAGE + 1).offset(offset))
    people = _counts(Membership.unit, units)
    activities = _counts(Activity.organiser, units)
    return [Listed(u, people.get(u.id, 0), activities.get(u.id, 0)) for u in units]


def sheet_of(unit: Unit) -> Sheet:
    """(Five statements and those of `belongings_of`.)"""
    mine = {row.group_id for row in GroupMember.select().where(GroupMember.unit == unit)}
    groups = list(UnitGroup.select(UnitGroup, District).join(District).order_by(UnitGroup.slug))
    return Sheet(
        unit=unit,
        names=tuple(UnitName.select().where(UnitName.unit == unit).order_by(UnitName.id)),
        groups=tuple(group for group in groups if group.id in mine),
        other_groups=tuple(group for group in groups if group.id not in mine),
        children=tuple(Unit.select().where(Unit.parent == unit).order_by(Unit.position)),
        doubles=tuple(Unit.select().where(Unit.merged_into == unit).order_by(Unit.id)),
        belongings=belongings_of(unit),
    )


def belongings_of(unit: Unit) -> Belongings:
    """(Eight statements.)"""

    def count(field: Any) -> int:
        return field.model.select().where(field == unit).count()

    return Belongings(
        activities=count(Activity.organiser),
        joint_activities=count(ActivityUnit.unit),
        submissions=count(Submission.unit),
        people=count(Membership.unit),
        groups=count(GroupMember.unit),
        usual_days=count(UsualUnit.unit),
        responsibilities=count(Responsibility.unit),
        children=count(Unit.parent),
    )


def get_very_unit(slug: str) -> Unit:
    """The unit of this slug, merged or not, with region, parent and survivor (one statement).

    Raises NotFound.
    """
    parent, survivor = Unit.alias(), Unit.alias()
    unit = (
        Unit.select(Unit, District, parent, survivor)
        .join(District)
        .switch(Unit)
        .join(parent, JOIN.LEFT_OUTER, on=(Unit.parent == parent.id), attr="parent")
        .switch(Unit)
        .join(survivor, JOIN.LEFT_OUTER, on=(Unit.merged_into == survivor.id), attr="merged_into")
        .where(Unit.slug == slug)
        .first()
    )
    if unit is None:
        raise NotFound(f"没有“{slug}”这个单位，请到“单位名录”里查找。")
    return unit


def get_open_unit(slug: str) -> Unit:
    """As `get_very_unit`; raises InvalidTransition for a merged one, which can't be changed."""
    unit = get_very_unit(slug)
    if unit.merged_into_id:
        raise InvalidTransition(
            f"“{unit.name}”已并入“{unit.merged_into.name}”，请到那一个单位的页面上改。"
        )
    return unit


def possible_parents(unit: Unit, regions: Collection[int]) -> list[Unit]:
    """Units of these regions, but for itself and what is directly part of it (one statement)."""
    found = Unit.select().where(Unit.region.in_(list(regions)), Unit.merged_into.is_null())
    found = found.where(Unit.id != unit.id, Unit.parent.is_null() | (Unit.parent != unit.id))
    return list(found.order_by(Unit.position, Unit.id))


def get_name(unit: Unit, name_id: int) -> UnitName:
    """Another name of this unit; raises NotFound."""
    known = name_id <= LARGEST_ID
    name = UnitName.get_or_none(UnitName.id == name_id, UnitName.unit == unit) if known else None
    if name is None:
        raise NotFound(f"“{unit.name}”没有这个名称，可能刚刚已经删掉。")
    return name


def get_group(slug: str) -> UnitGroup:
    group = UnitGroup.get_or_none(UnitGroup.slug == slug)
    if group is None:
        raise NotFound("没有这个单位组，请刷新页面再选。")
    return group


def waiting_requests() -> int:
    """How many ask to be taken in and have no answer (one statement)."""
    return UnitRequest.select().where(UnitRequest.state == RequestState.WAITING).count()


def _counts(field: Any, units: list[Unit]) -> dict[int, int]:
    """Unit id -> rows that point to it by `field`."""
    counted = field.model.select(field, fn.COUNT(field.model.id)).where(field.in_(units))
    return dict(counted.group_by(field).tuples())
