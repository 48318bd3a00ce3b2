"""Rows of a table -> numbered lines with 责任单位 lines, so that one reader serves both."""

import re
from collections.abc import Sequence

from events.plans.notice.lines import Line, plain
from events.plans.notice.numbering import find_marker
from events.plans.notice.unit_lists import LABEL

_NUMBER_HEADER = re.compile(r"(?:序号|编号|No\.?|号)$", re.IGNORECASE)
_ASIDE_HEADER = re.compile(r".*(?:时限|时间|进度|期限|备注|责任人|联系人|领导)$")
_NUMBER = re.compile(r"[(]?\d{1,3}[).、]?$")


def flatten_tables(lines: Sequence[Line]) -> list[Line]:
    """Lines as they are, but the rows under a header with a units column become items."""
    flat: list[Line] = []
    header: list[str] = []
    row_number = 0
    for line in lines:
        found = _header(line)
        if found:
            header, row_number = found, row_number if found == header else 0
        elif header and len(line.cells) == len(header):
            row_number = _row_number(line, header) or row_number + 1
            flat.extend(_item_lines(line, header, row_number))
        else:
            header = header if header and find_marker(line) else []
            flat.append(line)
    return flat


def _header(line: Line) -> list[str] | None:
    """The names of the columns, where this row names them and one holds units."""
    names = [plain(cell).replace(" ", "") for cell in line.cells]
    unit_columns = [name for name in names if _is_units(name)]
    return names if 0 < len(unit_columns) < len(names) else None


def _is_units(name: str) -> bool:
    return len(name) <= 12 and bool(LABEL.fullmatch(name + ":"))


def _row_number(line: Line, header: list[str]) -> int | None:
    for name, cell in zip(header, line.cells, strict=True):
        if _NUMBER_HEADER.match(name) and _NUMBER.match(plain(cell)):
            return int(re.sub(r"\D", "", plain(cell)))
    return None


def _item_lines(line: Line, header: list[str], number: int) -> list[Line]:
    columns = [(name, cell) for name, cell in zip(header, line.cells, strict=True) if cell]
    words = [
        cell
        for name, cell in columns
        if not (_is_units(name) or _NUMBER_HEADER.match(name) or _ASIDE_HEADER.match(name))
    ]
    units = [f"{name}：{cell}" for name, cell in columns if _is_units(name)]
    has_number_column = any(_NUMBER_HEADER.match(name) for name in header)
    first, *others = words or [""]
    own_number = find_marker(Line(line.number, first, plain(first))) if first else None
    if has_number_column or not own_number:
        first = f"{number}. {first}"
    return [
        Line(line.number, text, plain(text), indented=True) for text in (first, *others, *units)
    ]
