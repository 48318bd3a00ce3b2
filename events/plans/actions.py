"""A proposal becomes a work plan with items, themed days and responsibilities."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from events import changes
from events.days.models import ThemedDay
from events.db import database
from events.plans.models import ItemDay, Responsibility, Role, WorkItem, WorkPlan
from events.records.files import Record
from events.units.models import District, Unit, UnitGroup


@dataclass(frozen=True)
class Imported:
    """`outcome` is new, updated or unchanged; `unresolved` are names without a unit."""

    plan: WorkPlan
    outcome: str
    unresolved: tuple[str, ...]


def import_plan(proposal: Record, now: datetime) -> Imported:
    """Take in a checked proposal. The same proposal again changes nothing.

    A plan is known by region, year and title; a corrected one replaces its items.
    """
    head, items = proposal["plan"], proposal["items"]
    names = [
        unit["name"] for item in items for unit in item.get("units", []) if not unit.get("unit")
    ]
    unresolved = tuple(dict.fromkeys(names))
    digest = _digest(proposal)
    with database.atomic():
        changes.take_turn()
        region = District.get(District.slug == head["region"])
        plan = WorkPlan.get_or_none(region=region, year=head["year"], title=head["title"])
        if plan is not None and plan.digest == digest:
            return Imported(plan, "unchanged", unresolved)
        outcome = "updated" if plan else "new"
        plan = _save_plan(plan or WorkPlan(region=region, imported_at=now), head, digest, now)
        WorkItem.delete().where(WorkItem.plan == plan).execute()
        _Writer(plan).write(items)
        changes.record("work_plan", str(plan.id), now)
    return Imported(plan, outcome, unresolved)


def _save_plan(plan: WorkPlan, head: Record, digest: str, now: datetime) -> WorkPlan:
    plan.title, plan.year = head["title"], head["year"]
    plan.issuer, plan.source = head.get("issuer") or "", head.get("source") or ""
    plan.issued_on = head.get("issued_on")
    slug = head.get("everyone")
    plan.everyone = UnitGroup.get(UnitGroup.slug == slug) if slug else None
    plan.digest, plan.updated_at = digest, now
    plan.save()
    return plan


class _Writer:
    """One import: the plan and the rows its items point to, read once."""

    def __init__(self, plan: WorkPlan) -> None:
        self.plan = plan
        units = Unit.select(Unit.id, Unit.slug, Unit.merged_into)
        self.units = {unit.slug: unit.merged_into_id or unit.id for unit in units}
        self.days = {day.slug: day.id for day in ThemedDay.select(ThemedDay.id, ThemedDay.slug)}

    def write(self, items: list[Record]) -> None:
        for position, item in enumerate(items):
            row = WorkItem.create(
                plan=self.plan,
                position=position,
                number=item["number"],
                section_path=item.get("section_path", []),
                title=item["title"],
                units_text=item.get("units_text") or "",
                everyone=item.get("everyone", False),
                open_ended=item.get("open_ended", False),
                line=item.get("line"),
                mentions=item.get("mentions", []),
            )
            self._days(row, item)
            self._responsibilities(row, item)

    def _days(self, row: WorkItem, item: Record) -> None:
        for position, slug in enumerate(dict.fromkeys(item.get("themed_days", []))):
            ItemDay.create(item=row, themed_day=self.days[slug], position=position)

    def _responsibilities(self, row: WorkItem, item: Record) -> None:
        named: list[dict[str, Any]] = [
            {
                "name": unit["name"],
                "role": unit["role"],
                "unit": self.units.get(unit.get("unit") or ""),
            }
            for unit in item.get("units", [])
        ]
        group = self.plan.everyone
        if item.get("everyone") and group:
            named.insert(0, {"name": group.name, "role": Role.RESPONSIBLE, "group": group})
        for position, values in enumerate(named):
            Responsibility.create(item=row, position=position, **values)


def _digest(proposal: Record) -> str:
    """What the proposal says, without its warnings and likely matches."""

    def said(value: Any) -> Any:
        if isinstance(value, dict):
            return {k: said(v) for k, v in value.items() if k not in ("warnings", "likely")}
        return [said(inner) for inner in value] if isinstance(value, list) else str(value)

    text = json.dumps(said(proposal), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
