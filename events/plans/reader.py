"""The text of a notice -> title, year, region, issuer, sections and numbered items.

Pure: text in, values out. Nothing is guessed silently: what the reader could not place, or placed
with doubt, is a warning with its line, for the person who confirms the proposal.
"""

from collections.abc import Mapping, Sequence

from events.plans.notice.bare_numbers import with_marks
from events.plans.notice.body import read_body
from events.plans.notice.furniture import without_furniture
from events.plans.notice.head import Head, read_head
from events.plans.notice.lines import Line, read_lines
from events.plans.notice.mentions import DayNames
from events.plans.notice.numbering import find_marker
from events.plans.notice.tables import flatten_tables
from events.plans.reading import PlanReading, ReadingWarning

LONGEST_TEXT = 2_000_000  # characters; a notice has some ten thousand

_NO_ITEMS = (
    "没有找到编号条目：已查找 一、（一）1.（1）①第一条 等编号和带责任单位列的表格，"
    "请确认文件是工作要点正文，并给每条任务加上编号。"
)
_TOO_LONG = f"文本超过 {LONGEST_TEXT} 字，没有读取，请只保留工作要点正文后重试。"
_NUMBER_BEFORE = "编号段落“{}”在正文标题之前，没有列入条目，如是任务请手工补上。"
_MISSING = {
    "title": "没有找到标题，请手工填写。",
    "year": "没有找到年份，请手工填写。",
    "region": "没有找到地区，请手工填写。",
    "issuer": "原文没有落款单位，请手工填写发文单位。",
    "issued_on": "原文没有成文日期，请手工填写。",
}


def read_plan(text: str, day_names: Mapping[str, str]) -> PlanReading:
    """Read a notice; `day_names` maps every name and alias of a themed day to its slug."""
    if len(text) > LONGEST_TEXT:
        return PlanReading(None, None, None, None, None, (), (ReadingWarning(1, _TOO_LONG),))
    head, lines, start = read_head(flatten_tables(without_furniture(with_marks(read_lines(text)))))
    items, warnings = read_body(lines[start:], DayNames(day_names))
    warnings += _head_warnings(head) + _numbers_before(lines[:start])
    if not items:
        warnings.append(ReadingWarning(1, _NO_ITEMS))
    return PlanReading(
        title=head.title,
        year=head.year,
        region=head.region,
        issuer=head.issuer,
        issued_on=head.issued_on,
        items=tuple(items),
        warnings=tuple(sorted(warnings, key=lambda warning: warning.line)),
    )


def _head_warnings(head: Head) -> list[ReadingWarning]:
    missing = [text for name, text in _MISSING.items() if getattr(head, name) is None]
    return [ReadingWarning(head.title_line, text) for text in [*head.guesses, *missing]]


def _numbers_before(lines: Sequence[Line]) -> list[ReadingWarning]:
    """Numbered lines of the covering letter are no items, but nobody should overlook them."""
    return [
        ReadingWarning(line.number, _NUMBER_BEFORE.format(line.text[:30]))
        for line in lines
        if find_marker(line)
    ]
