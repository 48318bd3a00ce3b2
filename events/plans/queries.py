"""Reads of work plans, and the question who answers for which themed day.

The newest plan of a region that names a themed day decides there; where no plan does, the
catalogue's usual units stand. An item for 各责任单位 adds its members to the usual units, because
it takes nothing away from who leads.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from peewee import JOIN

from events.days.models import ThemedDay, UsualUnit
from events.errors import NotFound
from events.plans.models import ItemDay, Responsibility, WorkItem, WorkPlan
from events.units.models import District, GroupMember, Unit, UnitGroup


@dataclass(frozen=True)
class Answer:
    """A unit or a group that answers for a themed day; `item` says so, None is the catalogue."""

    day_id: int
    region_id: int
    role: str
    unit: Unit | None
    group: UnitGroup | None
    item: WorkItem | None


@dataclass(frozen=True)
class ItemRow:
    """A work item with what it names, in its order."""

    item: WorkItem
    days: tuple[ThemedDay, ...]
    responsibilities: tuple[Responsibility, ...]


def plans_newest_first() -> list[WorkPlan]:
    """All plans with their region (one statement)."""
    query = WorkPlan.select(WorkPlan, District).join(District)
    return list(query.order_by(WorkPlan.year.desc(), District.slug.desc(), WorkPlan.id.desc()))


def get_plan(plan_id: int) -> WorkPlan:
    plan = WorkPlan.select(WorkPlan, District).join(District).where(WorkPlan.id == plan_id).first()
    if plan is None:
        raise NotFound("没有这份工作要点，请到“工作要点”页查找。")
    return plan


def items_of(plan: WorkPlan) -> list[ItemRow]:
    """A plan's items in order (three statements)."""
    items = list(WorkItem.select().where(WorkItem.plan == plan).order_by(WorkItem.position))
    return _with_what_they_name(items)


def items_naming_day(day: ThemedDay) -> list[ItemRow]:
    """The items that mention a themed day, newest plan first (three statements)."""
    items = (
        WorkItem.select(WorkItem, WorkPlan, District)
        .join(WorkPlan)
        .join(District)
        .switch(WorkItem)
        .join(ItemDay)
        .where(ItemDay.themed_day == day)
        .order_by(WorkPlan.year.desc(), District.slug.desc(), WorkItem.position)
    )
    return _with_what_they_name(list(items))


def items_naming_unit(unit: Unit, groups: Iterable[UnitGroup]) -> list[ItemRow]:
    """The items that name a unit or one of its groups, newest plan first (three statements)."""
    named = Responsibility.select(Responsibility.item).where(
        (Responsibility.unit == unit) | Responsibility.group.in_(list(groups))
    )
    items = (
        WorkItem.select(WorkItem, WorkPlan)
        .join(WorkPlan)
        .where(WorkItem.id.in_(named))
        .order_by(WorkPlan.year.desc(), WorkPlan.id, WorkItem.position)
    )
    return _with_what_they_name(list(items))


def answers(day: ThemedDay | None = None) -> list[Answer]:
    """Who answers for one themed day, or for all, region by region (two statements)."""
    usual, by_plan = _usual_answers(day), _plan_answers(day)
    decided = []
    for key in dict.fromkeys([*by_plan, *usual]):
        named = by_plan.get(key, [])
        newest = max((answer.item.plan.year for answer in named if answer.item), default=0)
        named = [answer for answer in named if answer.item and answer.item.plan.year == newest]
        if any(answer.unit for answer in named):
            decided += _once(named)
        else:
            decided += [*usual.get(key, []), *_once(named)]
    return decided


def days_answered_by(unit: Unit) -> set[int]:
    """Ids of the themed days a unit answers for, by itself or in a group (three statements)."""
    groups = {row.group_id for row in GroupMember.select().where(GroupMember.unit == unit)}
    return {
        answer.day_id
        for answer in answers()
        if answer.unit == unit or (answer.group and answer.group.id in groups)
    }


def _usual_answers(day: ThemedDay | None) -> dict[tuple[int, int], list[Answer]]:
    query = UsualUnit.select(UsualUnit, Unit).join(Unit)
    if day:
        query = query.where(UsualUnit.themed_day == day)
    found: dict[tuple[int, int], list[Answer]] = defaultdict(list)
    for row in query.order_by(UsualUnit.position, UsualUnit.id):
        answer = Answer(row.themed_day_id, row.unit.region_id, row.role, row.unit, None, None)
        found[row.themed_day_id, row.unit.region_id].append(answer)
    return found


def _plan_answers(day: ThemedDay | None) -> dict[tuple[int, int], list[Answer]]:
    query = (
        Responsibility.select(
            Responsibility, WorkItem, WorkPlan, Unit, UnitGroup, ItemDay.themed_day
        )
        .join(WorkItem)
        .join(WorkPlan)
        .switch(WorkItem)
        .join(ItemDay, attr="mention")
        .switch(Responsibility)
        .join(Unit, JOIN.LEFT_OUTER)
        .switch(Responsibility)
        .join(UnitGroup, JOIN.LEFT_OUTER)
        .where(Responsibility.unit.is_null(False) | Responsibility.group.is_null(False))
    )
    if day:
        query = query.where(ItemDay.themed_day == day)
    found: dict[tuple[int, int], list[Answer]] = defaultdict(list)
    for row in query.order_by(WorkPlan.id, WorkItem.position, Responsibility.position):
        key = row.item.mention.themed_day_id, row.item.plan.region_id
        unit = row.unit if row.unit_id else None
        group = row.group if row.group_id else None
        found[key].append(Answer(*key, row.role, unit, group, row.item))
    return found


def _once(found: list[Answer]) -> list[Answer]:
    """Each unit and group once, with the role of its first mention."""
    first: dict[tuple[object, object], Answer] = {}
    for answer in found:
        first.setdefault((answer.unit and answer.unit.id, answer.group and answer.group.id), answer)
    return list(first.values())


def _with_what_they_name(items: list[WorkItem]) -> list[ItemRow]:
    days: dict[int, list[ThemedDay]] = defaultdict(list)
    mentions = (
        ItemDay.select(ItemDay, ThemedDay)
        .join(ThemedDay)
        .where(ItemDay.item.in_(items))
        .order_by(ItemDay.position)
    )
    for mention in mentions:
        days[mention.item_id].append(mention.themed_day)
    named: dict[int, list[Responsibility]] = defaultdict(list)
    responsibilities = (
        Responsibility.select(Responsibility, Unit, UnitGroup)
        .join(Unit, JOIN.LEFT_OUTER)
        .switch(Responsibility)
        .join(UnitGroup, JOIN.LEFT_OUTER)
        .where(Responsibility.item.in_(items))
        .order_by(Responsibility.position)
    )
    for responsibility in responsibilities:
        named[responsibility.item_id].append(responsibility)
    return [ItemRow(item, tuple(days[item.id]), tuple(named[item.id])) for item in items]
