"""Where the lines of a poster stand, on a sheet of 840 by 1188: A4, four units to a millimetre.

Pure. Above them is the date, below them the code; what is too long becomes smaller, then shorter.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from calendars.sharing.lines import fit

LEFT, WIDTH = 64, 712
_TOP, _BOTTOM = 384, 900
_TITLES = ((76, 2), (68, 2), (60, 2), (60, 3), (52, 3), (46, 3), (40, 4), (34, 6))
_SUBTITLES = ((32, 2), (28, 2), (24, 3))
_FACT_SIZES = (32, 29, 26, 23, 20)
_LABEL_WIDTH = 4.5  # em


class Line(NamedTuple):
    """`look` is "title", "subtitle", "label" or "fact"."""

    x: float
    y: float
    size: float
    look: str
    text: str


def set_poster(title: str, subtitle: str, facts: Sequence[tuple[str, str]]) -> tuple[Line, ...]:
    """`facts` are labels with their texts."""
    head = tuple(_head(title, subtitle))
    top = head[-1].y + head[-1].size * 0.6
    tries = [tuple(_facts(facts, top, size, 3)) for size in _FACT_SIZES]
    tries.append(tuple(_facts(facts, top, _FACT_SIZES[-1], 1)))
    return head + next((lines for lines in tries if _has_room(lines)), tries[-1])


def _has_room(lines: Sequence[Line]) -> bool:
    return not lines or lines[-1].y <= _BOTTOM


def _head(title: str, subtitle: str) -> Iterator[Line]:
    size, lines = fit(title, WIDTH, _TITLES)
    y = _TOP + size * 0.9 - size * 1.25
    for text in lines:
        y += size * 1.25
        yield Line(LEFT, y, size, "title", text)
    small, below = fit(subtitle, WIDTH, _SUBTITLES)
    for text in filter(None, below):
        y += small * 1.6
        yield Line(LEFT, y, small, "subtitle", text)


def _facts(facts: Sequence[tuple[str, str]], y: float, size: float, most: int) -> Iterator[Line]:
    indent = size * _LABEL_WIDTH
    for label, text in facts:
        y += size * 0.35
        for number, part in enumerate(fit(text, WIDTH - indent, ((size, most),))[1]):
            y += size * 1.35
            if not number:
                yield Line(LEFT, y, size * 0.8, "label", label)
            yield Line(LEFT + indent, y, size, "fact", part)
