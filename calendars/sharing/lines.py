"""Text cut into lines for a drawing, which has no way to do it by itself. Pure.

Widths are in em and estimated: nobody knows which font it will be drawn with.
"""

import re
import unicodedata
from collections.abc import Sequence

_LONGEST = 600  # characters; more has no room on any sheet
_OPENING, _CLOSING = "（《〈「『【“‘([{", "，。、；：？！）》〉」』】”’…—·,.;:?!)]}%"
_PIECE = re.compile(
    rf"\s|（\w{{1,3}}）[{re.escape(_CLOSING)}]*|[{re.escape(_OPENING)}]*"
    rf"(?:[^\s\u1100-\U0010ffff{re.escape(_OPENING + _CLOSING)}]+|[^\s])"
    rf"[{re.escape(_CLOSING)}]*"
)


def break_lines(text: str, width: float, most: int) -> list[str]:
    """At most so many lines; no line begins with a comma or ends with an opening bracket, and a
    word stays whole where it fits. What has no room is replaced by an ellipsis."""
    lines = [""]
    for piece in _pieces(text, width):
        if width_of(lines[-1] + piece.rstrip()) > width:
            lines.append("")
        lines[-1] += piece if lines[-1] else piece.lstrip()
    lines = [line.strip() for line in lines]
    return lines if len(lines) <= most else [*lines[: most - 1], _cut(lines[most - 1], width)]


def fit(text: str, width: float, tries: Sequence[tuple[float, int]]) -> tuple[float, list[str]]:
    """The first (size, most lines) with room for all of it, else the last; lines of about the same
    length."""
    for size, most in tries:
        lines = break_lines(text, width / size, most + 1)
        if len(lines) <= most:
            return size, _even(text, width / size, len(lines))
    size, most = tries[-1]
    return size, break_lines(text, width / size, most)


def width_of(text: str) -> float:
    return sum(map(_em, text))


def _em(character: str) -> float:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Cf", "Mn"):
        return 0
    if character > "\u10ff" or character in _OPENING[:8] or character in "”’…—·":
        return 1
    if character.isspace():
        return 0.3
    return 0.7 if character.isupper() or character in "mw@%&" else 0.56


def _pieces(text: str, width: float) -> list[str]:
    """What stays together; in single characters where it is too long for any line."""
    found = _PIECE.findall(" ".join(text[:_LONGEST].split()))
    return [
        part for piece in found for part in ([piece] if width_of(piece) <= width else list(piece))
    ]


def _even(text: str, width: float, count: int) -> list[str]:
    """In so many lines, as narrow as they can be: no last line of one character."""
    steps = (width * percent / 100 for percent in range(50, 100, 2))
    tries = (break_lines(text, step, count + 1) for step in steps)
    return next((lines for lines in tries if len(lines) == count), break_lines(text, width, count))


def _cut(line: str, width: float) -> str:
    while line and width_of(line) > width - 1:
        line = line[:-1]
    return f"{line.rstrip()}…"
