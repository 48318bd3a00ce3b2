"""The body divided at its numbers: each numbered line with what follows it."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from events.plans.notice.lines import Line
from events.plans.notice.numbering import Marker, find_marker
from events.plans.notice.paragraphs import Paragraph, join_lines
from events.plans.notice.unit_places import has_units


@dataclass
class Block:
    """A numbered line and what follows it up to the next number."""

    marker: Marker
    heading: str
    lines: list[Line] = field(default_factory=list)
    paragraphs: tuple[Paragraph, ...] = ()
    has_units: bool = False

    @property
    def line(self) -> int:
        return self.lines[0].number


def read_blocks(lines: Iterable[Line], width: int) -> list[Block]:
    """Divide the body at its numbers; lines before the first one must be gone already."""
    blocks: list[Block] = []
    lines = list(lines)
    markers = _markers(lines)
    for line, marker in zip(lines, markers, strict=True):
        if marker:
            rest = line.from_position(marker.rest_at)
            blocks.append(Block(marker, line.text, [rest]))
        elif blocks:
            blocks[-1].lines.append(line)
    for block in blocks:
        block.lines = _without_empty_first(block.lines)
        block.paragraphs = join_lines((line for line in block.lines if line.text), width)
        block.has_units = has_units(block.paragraphs)
    return blocks


def _without_empty_first(lines: list[Line]) -> list[Line]:
    """A number alone on its line: the words are on the next, the place is that of the number."""
    if lines[0].text or len(lines) == 1:
        return lines
    first = lines[1]
    return [replace(first, number=lines[0].number, indented=False), *lines[2:]]


def _markers(lines: list[Line]) -> list[Marker | None]:
    """The numbers, without 2.5 and the like where no 2.4 or 2.6 starts another line."""
    markers = [find_marker(line) for line in lines]
    dotted = {
        (line.plain[: marker.rest_at].rsplit(".", 1)[0], marker.number)
        for line, marker in zip(lines, markers, strict=True)
        if marker and marker.kind == "dotted"
    }
    for index, (line, marker) in enumerate(zip(lines, markers, strict=True)):
        if marker and marker.kind == "dotted":
            stem = line.plain[: marker.rest_at].rsplit(".", 1)[0]
            if not {(stem, marker.number - 1), (stem, marker.number + 1)} & dotted:
                markers[index] = None
    return markers
