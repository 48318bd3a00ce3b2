"""Entries in the form that was asked for, as bytes in pieces of some size."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from calendars.media import ATOM, CSV, JSON, RSS, XLSX, Medium
from calendars.takeaway.items import Taken
from calendars.takeaway.news import atom, rss
from calendars.takeaway.records import json_document
from calendars.takeaway.tables import csv_table, xlsx_table

_PIECE = 256 * 1024
_WRITERS: Mapping[Medium, Callable[[Taken], Iterable[bytes]]] = {
    JSON: json_document,
    CSV: csv_table,
    XLSX: xlsx_table,
    RSS: rss,
    ATOM: atom,
}


def write(medium: Medium, taken: Taken) -> tuple[bytes, ...]:
    return tuple(_in_pieces(_WRITERS[medium](taken)))


def _in_pieces(parts: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes: a server sends few large parts faster than many small ones."""
    piece = bytearray()
    for part in parts:
        piece += part
        if len(piece) >= _PIECE:
            yield bytes(piece)
            piece.clear()
    yield bytes(piece)
