"""Rows as a file to take along."""

import tempfile
from collections.abc import Iterable
from typing import IO

from flask import Response, send_file

from events.sheets import Row, write_csv, write_xlsx

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def csv_file(rows: Iterable[Row], name: str) -> Response:
    file = _file()
    write_csv(file, rows)
    return _answer(file, "text/csv", name)


def xlsx_file(rows: Iterable[Row], name: str, title: str) -> Response:
    """`title` is the sheet's."""
    file = _file()
    write_xlsx(file, rows, title)
    return _answer(file, _XLSX, name)


def _file() -> IO[bytes]:
    """On disk, because it may be large; closed, and so deleted, when it has been sent."""
    return tempfile.TemporaryFile()


def _answer(file: IO[bytes], type_: str, name: str) -> Response:
    file.seek(0)
    return send_file(file, type_, as_attachment=True, download_name=name, etag=False)
