"""Lines joined to paragraphs: a line broken by the page goes on, a finished one ends."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from events.plans.notice.brackets import is_balanced
from events.plans.notice.lines import Line, plain
from events.plans.notice.unit_lists import starts_with_label

_ENDS = "。!?;:"
_GOES_ON = ("、", ",", "(", "《", "“", "和", "及", "与")
_NEARLY_FULL = 0.9
_NARROWEST_PAGE = 44  # columns, 22 Chinese characters


@dataclass(frozen=True)
class Paragraph:
    """`line` is where it starts; `plain` has the positions of `text`."""

    line: int
    text: str

    @cached_property
    def plain(self) -> str:
        return plain(self.text)


def page_width(lines: Iterable[Line]) -> int:
    """Columns of the longest line; in a text without broken lines hardly another comes near it."""
    return max([_NARROWEST_PAGE, *(line.columns for line in lines)])


def join_lines(lines: Iterable[Line], width: int) -> tuple[Paragraph, ...]:
    """Join what the page broke: a full line without an end, or an open list or bracket."""
    pieces: list[tuple[int, list[str]]] = []
    last: Line | None = None
    balanced = True
    for line in lines:
        if last and _goes_on(last, line, width, balanced):
            pieces[-1][1].append(line.text)
            balanced = balanced and is_balanced(line.plain)
        else:
            pieces.append((line.number, [line.text]))
            balanced = is_balanced(line.plain)
        last = line
    return tuple(Paragraph(number, _joined(texts)) for number, texts in pieces)


def _goes_on(last: Line, line: Line, width: int, balanced: bool) -> bool:
    if line.after_blank or line.indented or starts_with_label(line.plain):
        return False
    if last.plain[-1] in _ENDS:
        return False
    return last.plain.endswith(_GOES_ON) or not balanced or last.columns >= width * _NEARLY_FULL


def _joined(texts: list[str]) -> str:
    """Chinese needs no space where lines meet, Latin words do."""
    joined = texts[:1]
    for before, after in pairwise(texts):
        gap = " " if before[-1].isascii() and before[-1].isalnum() and after[0].isascii() else ""
        joined.append(gap + after)
    return "".join(joined)
