"""The numbered part of a notice -> items, each with its words read."""

from collections.abc import Sequence

from events.plans.notice.blocks import read_blocks
from events.plans.notice.event_series import find_event_series
from events.plans.notice.item_level import item_kind
from events.plans.notice.lines import Line
from events.plans.notice.mentions import DayNames
from events.plans.notice.outline import RawItem, divide
from events.plans.notice.paragraphs import page_width
from events.plans.notice.sentences import first_sentence
from events.plans.notice.sequence import item_number_warnings, section_warnings
from events.plans.notice.unit_lists import UnitList, parse_units
from events.plans.notice.unit_places import UnitStatement, find_units
from events.plans.reading import ItemReading, ReadingWarning

_NO_UNITS = "这一条没有找到责任单位，请补上，或写明“各责任单位”。"
_REFUSED = "这一条没有找到责任单位：末尾括号“{}”不像单位名单，请核对。"
_UNCLOSED = "责任单位的括号没有闭合，已读到段末，请核对。"
_DOUBTFUL = "“{}”不像单位名称，仍按原文列入，请核对。"
_TEXT_AFTER = "责任单位之后还有文字（第 {} 行），已归入本条，请核对。"
_SEVERAL = "这一条里有几处单位名单，已按先后合并，请核对。"
_OTHER_LEVEL = (
    "这一条的编号层次与其他条目不同，因写有责任单位或没有上级条目，单独列为一条，请核对。"
)
_NO_WORDS = "这个编号后面没有文字，请核对原文。"


def read_body(
    lines: Sequence[Line], days: DayNames
) -> tuple[list[ItemReading], list[ReadingWarning]]:
    """Items and what is odd about the headings; `lines` begin with a numbered one."""
    width = page_width(lines)
    blocks = read_blocks(lines, width)
    kind = item_kind(blocks)
    if kind is None:
        return [], []
    raw_items, sections = divide(blocks, kind)
    number_warnings = item_number_warnings(raw_items)
    items = [
        _read_item(raw, warning, width, days)
        for raw, warning in zip(raw_items, number_warnings, strict=True)
    ]
    return items, section_warnings(sections)


def _read_item(raw: RawItem, number_warning: str | None, width: int, days: DayNames) -> ItemReading:
    statement = find_units(raw.paragraphs(width))
    words = "\n".join(statement.rest)
    units = parse_units("\n".join(statement.written))
    title = first_sentence(words)
    messages = [number_warning] if number_warning else []
    messages += _item_messages(raw, statement, units, title)
    return ItemReading(
        number=raw.marker.number,
        section_path=raw.section_path,
        title=title,
        units_text=statement.text,
        units=units.units,
        roles=units.roles,
        everyone=units.everyone,
        open_ended=units.open_ended,
        themed_days=days.find(words),
        event_series=find_event_series(words, days),
        line=raw.lines[0].number,
        warnings=tuple(ReadingWarning(raw.lines[0].number, message) for message in messages),
    )


def _item_messages(
    raw: RawItem, statement: UnitStatement, units: UnitList, title: str
) -> list[str]:
    checks = (
        (not title, _NO_WORDS),
        (not raw.usual_level, _OTHER_LEVEL),
        (not units.found and not statement.refused, _NO_UNITS),
        (not units.found and bool(statement.refused), _REFUSED.format(statement.refused)),
        (statement.unclosed, _UNCLOSED),
        (statement.text_after is not None, _TEXT_AFTER.format(statement.text_after)),
        (len(statement.written) > 1 and not units.labelled, _SEVERAL),
    )
    return [message for holds, message in checks if holds] + [
        _DOUBTFUL.format(name) for name in units.doubtful
    ]
