"""The text as lines: cleaned, but with the line numbers of the file as it was given."""

import re
import unicodedata
from dataclasses import dataclass, replace

# Full-width and half-width forms are told apart only in what is shown. Every rule looks at `plain`,
# which has the same length as `text`, so that a position in one is a position in the other.
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_PLAIN = _FULL_WIDTH | str.maketrans("。｡､﹙﹚【】［］•・‧∙", "。。、()[][]····")
_INVISIBLE = dict.fromkeys(
    [0x00AD, 0x2060, 0xFEFF, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
    + [code for code in range(0x20) if chr(code) not in "\t\n\v\f\r"]
)
# Text copied from PDF files often holds Kangxi radicals (⼀, ⼯) in place of the characters.
_RADICALS = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}
_CLEAN = _INVISIBLE | _RADICALS

_LINE_END = re.compile(r"\r\n|\r|\n")
_BREAK_INSIDE = re.compile("[\v\f\x1c-\x1e\x85\u2028\u2029]")
_SPACES = re.compile(r"\s+")
_WIDEST_PAGE = 500
_STROKES = "|｜"
_CELL_END = re.compile(rf"\t+|[{_STROKES}]")


@dataclass(frozen=True)
class Line:
    """One line without outer spaces.

    `columns` is its width on the page with its indentation (a Chinese character takes two);
    `cells` has two or more entries where it looks like a row of a table.
    """

    number: int
    text: str
    plain: str
    indented: bool = False
    after_blank: bool = False
    columns: int = 0
    cells: tuple[str, ...] = ()

    def from_position(self, position: int) -> "Line":
        """The rest of the line, from a position of `plain` on."""
        tail = self.text[position:].strip()
        return replace(self, text=tail, plain=plain(tail), indented=False, cells=())


def plain(text: str) -> str:
    """Half-width forms throughout; the length does not change."""
    return text.translate(_PLAIN)


def read_lines(text: str) -> list[Line]:
    """All lines that hold something; page and paragraph separators divide without counting."""
    lines: list[Line] = []
    after_blank = False
    for number, raw in enumerate(_LINE_END.split(text), start=1):
        if not raw or raw.isspace():
            after_blank = True
            continue
        for piece in _BREAK_INSIDE.split(raw):
            line = _line(number, piece.translate(_CLEAN), after_blank)
            if line.text:
                lines.append(line)
            after_blank = not line.text
    return lines


def _line(number: int, raw: str, after_blank: bool) -> Line:
    shown = _SPACES.sub(" ", raw).strip()
    lead = raw[: len(raw) - len(raw.lstrip())]
    indented = len(lead) >= 2 or "\u3000" in lead or "\t" in lead
    cells = _cells(raw.strip())
    return Line(
        number=number,
        text=shown,
        plain=plain(shown),
        indented=indented,
        after_blank=after_blank,
        columns=_columns(lead + shown),
        cells=cells if len(cells) > 1 else (),
    )


def _cells(row: str) -> tuple[str, ...]:
    """Between tabs or upright strokes; strokes at both ends are the frame of the table."""
    if len(row) > 1 and row[0] in _STROKES and row[-1] in _STROKES:
        row = row[1:-1]
    return tuple(_SPACES.sub(" ", cell).strip() for cell in _CELL_END.split(row))


def _columns(text: str) -> int:
    return sum(2 if char >= "\u2e80" else 1 for char in text[:_WIDEST_PAGE])
