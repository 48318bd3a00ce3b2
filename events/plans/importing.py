"""A corrected proposal, read and checked: every mistake with its line, nothing written yet."""

from dataclasses import dataclass
from pathlib import Path

from events.days.models import ThemedDay
from events.errors import RecordsInvalid
from events.plans.models import Role
from events.records.files import Record, read_file
from events.records.shapes import (
    Field,
    Shape,
    a_date,
    check_top,
    choice,
    flag,
    number,
    records,
    text,
    texts,
)
from events.units.models import District, Unit, UnitGroup

_UNIT: Shape = {
    "name": text(120, required=True),
    "role": choice([role.value for role in Role], required=True),
    "unit": text(64),
    "likely": texts(300),
}
_ITEM: Shape = {
    "number": number(0, 100_000, required=True),
    "section_path": texts(300),
    "title": text(1000, required=True),
    "units_text": Field(lambda value: None if isinstance(value, str) else "应为文字。"),
    "everyone": flag(),
    "open_ended": flag(),
    "units": records(_UNIT),
    "themed_days": texts(64),
    "mentions": texts(300),
    "line": number(1, 10_000_000),
    "warnings": texts(2000),
}
_PLAN: Shape = {
    "title": text(200, required=True),
    "year": number(1990, 2200, required=True),
    "region": text(32, required=True),
    "issuer": text(120),
    "issued_on": a_date(),
    "source": text(400),
    "everyone": text(64),
}
_PROPOSAL: Shape = {
    "plan": Field(
        lambda value: None if isinstance(value, Record) else "应是一组“名称: 值”。", True
    ),
    "items": records(_ITEM, required=True),
    "warnings": texts(2000),
}


@dataclass(frozen=True)
class Known:
    """What a proposal may point to, by slug."""

    regions: frozenset[str]
    units: frozenset[str]
    groups: frozenset[str]
    days: frozenset[str]


def known_slugs() -> Known:
    """What is in the database now (four statements)."""
    regions, units, groups, days = (
        frozenset(row.slug for row in model.select(model.slug))
        for model in (District, Unit, UnitGroup, ThemedDay)
    )
    return Known(regions, units, groups, days)


def read_proposal(path: Path, known: Known) -> Record:
    """The proposal's top mapping, checked; raises RecordsInvalid with every mistake."""
    top, mistakes = read_file(path)
    if top is not None:
        mistakes = check_top(top, _PROPOSAL)
        if not mistakes:
            mistakes = check_top(top["plan"], _PLAN)
        if not mistakes:
            mistakes = _check_meaning(top, known)
    if top is None or mistakes:
        raise RecordsInvalid(mistakes)
    return top


def _check_meaning(top: Record, known: Known) -> list[str]:
    plan: Record = top["plan"]
    items: list[Record] = top["items"]
    mistakes = _unknown(plan, "region", known.regions, "地区")
    mistakes += _unknown(plan, "everyone", known.groups, "单位组")
    if not items:
        mistakes.append(top.mistake("一个条目也没有，请核对原文。", "items"))
    for item in items:
        for unit in item.get("units", []):
            mistakes += _unknown(unit, "unit", known.units, "单位")
        for slug in item.get("themed_days", []):
            if slug not in known.days:
                mistakes.append(item.mistake(f"没有“{slug}”这个主题日。", "themed_days"))
        if item.get("everyone") and not plan.get("everyone"):
            message = "写的是全体责任单位，请在 plan 的 everyone 写明是哪个单位组。"
            mistakes.append(item.mistake(message, "everyone"))
    return mistakes


def _unknown(record: Record, key: str, known: frozenset[str], what: str) -> list[str]:
    value = record.get(key)
    if value is None or value in known:
        return []
    return [record.mistake(f"没有“{value}”这个{what}，请核对代号。", key)]
