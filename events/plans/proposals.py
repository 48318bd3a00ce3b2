"""A reading becomes a proposal that a person corrects: plain YAML, one entry per item."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import yaml

from events.plans.models import Role
from events.plans.reading import ItemReading, PlanReading, ReadingWarning
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


@dataclass(frozen=True)
class Proposal:
    """The editable text, and all that a person should look at: the reader's warnings and ours."""

    text: str
    warnings: tuple[ReadingWarning, ...]


def write_proposal(
    reading: PlanReading,
    region: District,
    known: list[KnownName],
    groups: list[UnitGroup],
    file: str,
) -> Proposal:
    """A proposal for one region; `file` is the name it will be saved under."""
    reading = _compared(reading, region)
    found = {
        name: resolve(name, known, region.name) for item in reading.items for name in item.units
    }
    items = [replace(item, warnings=_warnings(item, found)) for item in reading.items]
    proposal = {
        "plan": {
            "title": reading.title,
            "year": reading.year,
            "region": region.slug,
            "issuer": reading.issuer,
            "issued_on": reading.issued_on,
            "source": None,
            "everyone": _everyone(reading, groups),
        },
        "items": [_item(item, found) for item in items],
    }
    if reading.warnings:
        proposal["warnings"] = [_sentence(warning) for warning in reading.warnings]
    body = yaml.dump(proposal, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=100)
    warnings = replace(reading, items=tuple(items)).all_warnings
    return Proposal(_HEAD.format(file=file) + body, warnings)


def _compared(reading: PlanReading, region: District) -> PlanReading:
    """With a warning when the notice is another region's than the one asked for."""
    if reading.region in (None, region.name):
        return reading
    message = f"通知写的是{reading.region}，--region 指的是{region.name}，请核对。"
    return replace(reading, warnings=(ReadingWarning(1, message), *reading.warnings))


def _everyone(reading: PlanReading, groups: list[UnitGroup]) -> str | None:
    """The group that the plan's 各责任单位 stands for: by its phrase, else the only one."""
    texts = [item.units_text or "" for item in reading.items if item.everyone]
    for group in groups:
        if any(phrase in text for phrase in group.phrases for text in texts):
            return group.slug
    return groups[0].slug if len(groups) == 1 else None


def _item(item: ItemReading, found: Mapping[str, Resolution]) -> dict[str, Any]:
    customary = [Role.LEAD, *[Role.RESPONSIBLE] * len(item.units)]  # the first named leads
    entry: dict[str, Any] = {
        "number": item.number,
        "section_path": list(item.section_path),
        "title": item.title,
        "units_text": item.units_text or "",
        "everyone": item.everyone,
        "open_ended": item.open_ended,
        "units": [
            _unit(name, role or custom, found[name])
            for name, role, custom in zip(item.units, item.roles, customary, strict=False)
        ],
        "themed_days": list(item.themed_days),
        "mentions": list(item.event_series),
        "line": item.line,
    }
    if item.warnings:
        entry["warnings"] = [_sentence(warning) for warning in item.warnings]
    return entry


def _warnings(item: ItemReading, found: Mapping[str, Resolution]) -> tuple[ReadingWarning, ...]:
    doubts = [_doubt(name, found[name]) for name in item.units]
    return (*item.warnings, *(ReadingWarning(item.line, doubt) for doubt in doubts if doubt))


def _sentence(warning: ReadingWarning) -> str:
    return f"第 {warning.line} 行：{warning.message}"


def _unit(name: str, role: str, found: Resolution) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "name": name,
        "role": str(role),
        "unit": found.unit.slug if found.unit else None,
    }
    if found.likely:
        entry["likely"] = [f"{unit.slug}（{unit.name}）" for unit in found.likely]
    return entry


def _doubt(name: str, found: Resolution) -> str | None:
    if found.doubtful and found.unit:
        return f"“{name}”像是笔误，按{found.unit.name}处理，请核对。"
    if found.unit is None and found.likely:
        return f"不认识单位“{name}”，最可能是{found.likely[0].name}，请核对。"
    return None if found.unit else f"不认识单位“{name}”，只保留名称。"


class _Dumper(yaml.SafeDumper):
    """Indents lists under their key, as people write YAML."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        return super().increase_indent(flow, False)
