"""Blocks -> items under their headings; deeper numbers belong to the item above them."""

from dataclasses import dataclass, replace

from events.plans.notice.blocks import Block
from events.plans.notice.lines import Line, plain
from events.plans.notice.numbering import LEVELS, Marker
from events.plans.notice.paragraphs import Paragraph, join_lines

_HEADING = 60  # characters; more is text


@dataclass
class RawItem:
    """An item before its words are read."""

    marker: Marker
    section_path: tuple[str, ...]
    lines: list[Line]
    usual_level: bool = True

    def paragraphs(self, width: int) -> tuple[Paragraph, ...]:
        return join_lines(self.lines, width)


@dataclass
class Section:
    """A heading above items; `text_line` is where text without an item follows it."""

    marker: Marker
    parents: tuple[str, ...]
    heading: str
    line: int
    text_line: int | None
    names_units: bool
    has_items: bool = False


def divide(blocks: list[Block], kind: str) -> tuple[list[RawItem], list[Section]]:
    """Items of one kind under the headings above them; deeper numbers belong to their item."""
    divider = _Divider(LEVELS.index(kind))
    for block, is_leaf in zip(blocks, _leaves(blocks, divider.depth), strict=True):
        divider.take(block, is_leaf)
    return divider.items, divider.sections


class _Divider:
    """Walks down the blocks with the path of headings and the item that is still open."""

    def __init__(self, depth: int) -> None:
        self.depth = depth
        self.items: list[RawItem] = []
        self.sections: list[Section] = []
        self.path: list[Section] = []
        self.current: RawItem | None = None
        self.next_sub_number = 0
        self.sub_list_done = False

    def take(self, block: Block, is_leaf: bool) -> None:
        if self.current and block.marker.depth > self.current.marker.depth:
            _append(self.current, block)
        elif self.current and self._is_sub_number(self.current, block):
            _append(self.current, block)
            self.next_sub_number = block.marker.number + 1
            self.sub_list_done = block.has_units
        elif block.marker.depth < self.depth and not (is_leaf and block.has_units):
            self._open_section(block)
        else:
            self._open_item(block)

    def _open_section(self, block: Block) -> None:
        self._climb(block.marker)
        section = _section(block, self._headings())
        self.sections.append(section)
        self.path.append(section)
        self.current = None

    def _open_item(self, block: Block) -> None:
        self._climb(block.marker)
        usual = block.marker.depth == self.depth
        self.current = RawItem(block.marker, self._headings(), list(block.lines), usual)
        self.items.append(self.current)
        for section in self.path:
            section.has_items = True
        self.next_sub_number = 0
        self.sub_list_done = block.has_units

    def _climb(self, marker: Marker) -> None:
        self.path = [entry for entry in self.path if entry.marker.depth < marker.depth]

    def _headings(self) -> tuple[str, ...]:
        return tuple(section.heading for section in self.path)

    def _is_sub_number(self, item: RawItem, block: Block) -> bool:
        """1. 2. 3. of the same kind inside item 3: its sentence ended in a colon, no units yet."""
        marker = block.marker
        if marker.kind != item.marker.kind or self.sub_list_done:
            return False
        if not self.next_sub_number:
            return marker.number == 1 and item.lines[-1].plain.endswith(":")
        is_next_item = marker.number == item.marker.number + 1 and block.has_units
        return marker.number == self.next_sub_number and not is_next_item


def _append(item: RawItem, block: Block) -> None:
    """Keep the number as written: it is part of the item's text now."""
    first = block.lines[0]
    whole = replace(first, text=block.heading, plain=plain(block.heading), indented=True)
    item.lines.extend([whole, *block.lines[1:]])


def _leaves(blocks: list[Block], depth: int) -> list[bool]:
    """For each block: does no number of item depth or above it stand under it?"""
    leaves: list[bool] = []
    below = 0  # depth of the next block that is no deeper than an item
    for block in reversed(blocks):
        leaves.append(below <= block.marker.depth)
        if block.marker.depth <= depth:
            below = block.marker.depth
    return leaves[::-1]


def _section(block: Block, parents: tuple[str, ...]) -> Section:
    paragraphs = block.paragraphs
    first = paragraphs[0].text if paragraphs else ""
    words_at = block.heading.find(first[:1], block.marker.rest_at) if first else -1
    prefix = block.heading[:words_at] if words_at >= 0 else block.heading
    cut = first.find("。") + 1 if len(first) > _HEADING else 0
    heading = (prefix + (first[:cut] if cut else first)).strip()
    text_line = paragraphs[1].line if len(paragraphs) > 1 else None
    if cut and cut < len(first):
        text_line = paragraphs[0].line
    return Section(block.marker, parents, heading, block.line, text_line, block.has_units)
