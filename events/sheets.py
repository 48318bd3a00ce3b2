"""Rows as files for a spreadsheet, in which no text of anybody's becomes a formula."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import IO

import xlsxwriter

_STARTS_FORMULA = tuple("=+-@\t\r＝＋－＠")

Row = Sequence[str | int]


def write_csv(file: IO[bytes], rows: Iterable[Row]) -> None:
    """RFC 4180 in UTF-8 with the mark that Excel wants; text that would be a formula gets a '."""
    text = io.TextIOWrapper(file, "utf-8-sig", newline="", write_through=True)
    csv.writer(text).writerows([_harmless(cell) for cell in row] for row in rows)
    text.detach()


def write_xlsx(
    file: IO[bytes], rows: Iterable[Row], name: str, made_at: datetime | None = None
) -> None:
    """One sheet; texts stay texts, so they need no mark. Rows are not kept in memory. With
    `made_at`, equal rows give equal bytes; without it, the file says when it was written."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        book.set_properties({"created": made_at} if made_at else {})
        sheet = book.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)


def _harmless(cell: str | int) -> str | int:
    is_risky = isinstance(cell, str) and cell.startswith(_STARTS_FORMULA)
    return f"'{cell}" if is_risky else cell
