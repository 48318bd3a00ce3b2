"""Gaps, repeats and steps back in the numbers of items and headings."""

from collections import defaultdict
from collections.abc import Sequence

from events.plans.notice.numbering import sequence_warning
from events.plans.notice.outline import RawItem, Section
from events.plans.reading import ReadingWarning


def item_number_warnings(items: Sequence[RawItem]) -> list[str | None]:
    """One entry per item; numbers may run through the plan or start again in each section."""
    found: list[str | None] = []
    seen: list[int] = []
    section: tuple[str, ...] | None = None
    for item in items:
        if not item.usual_level:
            found.append(None)
            continue
        number = item.marker.number
        new_section = item.section_path != section
        found.append(sequence_warning(number, seen, new_section and bool(seen)))
        if new_section and number == 1:
            seen = []
        seen.append(number)
        section = item.section_path
    return found


def section_warnings(sections: Sequence[Section]) -> list[ReadingWarning]:
    """Odd heading numbers, headings without items, and text under a heading that is no item."""
    warnings: list[ReadingWarning] = []
    seen: dict[tuple[tuple[str, ...], str], list[int]] = defaultdict(list)
    for section in sections:
        before = seen[section.parents, section.marker.kind]
        message = sequence_warning(section.marker.number, before, new_section=False)
        if message:
            warnings.append(ReadingWarning(section.line, f"标题“{_short(section)}”的{message}"))
        before.append(section.marker.number)
        warnings.extend(_text_warning(section))
    return warnings


def _text_warning(section: Section) -> list[ReadingWarning]:
    if not section.has_items:
        message = f"“{_short(section)}”下没有条目，它和它的文字没有列入条目，如是任务请手工补上。"
        return [ReadingWarning(section.line, message)]
    if section.names_units:
        message = f"标题“{_short(section)}”写有责任单位，没有归入其下各条，请逐条核对。"
        return [ReadingWarning(section.line, message)]
    if section.text_line:
        message = f"“{_short(section)}”下的说明文字没有列入条目，请确认其中没有任务。"
        return [ReadingWarning(section.text_line, message)]
    return []


def _short(section: Section) -> str:
    return section.heading if len(section.heading) <= 30 else section.heading[:30] + "…"
