"""Numbers alone on their line, without a mark: those that count items get one, page numbers don't.

Both rise by one. But item numbers begin at the top, right under a heading, go on with the marked
numbers of the text, and stand in notices that number nothing with （一） or 第一条.
"""

import re
from dataclasses import replace

from events.plans.notice.lines import Line, plain
from events.plans.notice.numbering import Marker, find_marker

_BARE = re.compile(r"\d{1,3}$")
_HEAD_LINES = 12  # the title and the greeting above the first item
_UNDER_HEADING = 3
_ITEMS_BY_OTHER_NUMBERS = {"article", "cn_paren", "dotted"}


def with_marks(lines: list[Line]) -> list[Line]:
    """The lines, with `7` written as `7.` where it is the number of an item."""
    bare = {index: int(line.plain) for index, line in enumerate(lines) if _BARE.match(line.plain)}
    markers = {index: find_marker(line) for index, line in enumerate(lines)}
    if not bare or not _count_items(bare, markers):
        return lines
    return [_marked(line) if index in bare else line for index, line in enumerate(lines)]


def _count_items(bare: dict[int, int], markers: dict[int, Marker | None]) -> bool:
    found = {index: marker for index, marker in markers.items() if marker}
    if any(marker.kind in _ITEMS_BY_OTHER_NUMBERS for marker in found.values()):
        return False
    marked = {index: marker.number for index, marker in found.items() if marker.kind == "digit"}
    numbers = [number for _, number in sorted((bare | marked).items())]
    first = min(bare | marked)
    headings = [index for index, marker in found.items() if marker.kind == "cn" and index < first]
    starts_at_top = first - max(headings) <= _UNDER_HEADING if headings else first < _HEAD_LINES
    return starts_at_top and len(numbers) > 1 and numbers == list(range(1, len(numbers) + 1))


def _marked(line: Line) -> Line:
    text = f"{line.text}."
    return replace(line, text=text, plain=plain(text))
