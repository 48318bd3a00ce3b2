"""A reading becomes a proposal that a person corrects: plain YAML, one entry per item."""

from typing import Any

import yaml

from events.plans.models import Role
from events.plans.reading import ItemReading, PlanReading
from events.plans.resolving import Resolution, resolve
from events.units.models import District, UnitGroup
from events.units.queries import KnownName

_HEAD = """\
# 工作要点导入稿。请核对后执行：kepuli plans import {file}
# unit 为 null 的单位没有认出来：likely 是最可能的单位，请把它的代号写到 unit；
# 不写就只保留原文名称。
# role：lead 牵头，supporting 配合，responsible 负责。没有标明时，按惯例第一个单位为牵头。
# warnings 只是提醒，导入时不看；title 可以改短。
"""


def write_proposal(
    reading: PlanReading,
    region: District,
    known: list[KnownName],
    groups: list[UnitGroup],
    file: str,
) -> str:
    """The editable text of a proposal; `file` is the name it will be saved under."""
    proposal = {
        "plan": {
            "title": reading.title,
            "year": reading.year,
            "region": region.slug,
            "issuer": reading.issuer,
            "issued_on": reading.issued_on,
            "source": None,
            "everyone": groups[0].slug if len(groups) == 1 else None,
        },
        "items": [_item(item, known, region.name) for item in reading.items],
    }
    if reading.warnings:
        proposal["warnings"] = [f"第 {w.line} 行：{w.message}" for w in reading.warnings]
    return _HEAD.format(file=file) + yaml.dump(
        proposal, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=100
    )


def _item(item: ItemReading, known: list[KnownName], region_name: str) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "number": item.number,
        "section_path": list(item.section_path),
        "title": item.title,
        "units_text": item.units_text or "",
        "everyone": item.everyone,
        "open_ended": item.open_ended,
        "units": [],
        "themed_days": list(item.themed_days),
        "mentions": list(item.event_series),
        "line": item.line,
    }
    warnings = [f"第 {warning.line} 行：{warning.message}" for warning in item.warnings]
    for position, (name, role) in enumerate(zip(item.units, item.roles, strict=True)):
        found = resolve(name, known, region_name)
        custom = Role.LEAD if position == 0 else Role.RESPONSIBLE
        entry["units"].append(_unit(name, role or custom, found))
        warnings += _doubts(name, found)
    if warnings:
        entry["warnings"] = warnings
    return entry


def _unit(name: str, role: str, found: Resolution) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "name": name,
        "role": str(role),
        "unit": found.unit.slug if found.unit else None,
    }
    if found.likely:
        entry["likely"] = [f"{unit.slug}（{unit.name}）" for unit in found.likely]
    return entry


def _doubts(name: str, found: Resolution) -> list[str]:
    if found.doubtful and found.unit:
        return [f"“{name}”像是笔误，按{found.unit.name}处理，请核对。"]
    if found.unit is None and found.likely:
        return [f"不认识单位“{name}”，最可能是{found.likely[0].name}，请核对。"]
    if found.unit is None:
        return [f"不认识单位“{name}”，只保留名称。"]
    return []


class _Dumper(yaml.SafeDumper):
    """Indents lists under their key, as people write YAML."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        return super().increase_indent(flow, False)
