"""The places step as typed: columns of texts, one row for each place.

{"key": ["p1"], "venue": ["12"], "note": ["三楼报告厅"], …, "words": "科技馆"}. `venue` and
`district` are ids; a place without a venue is a new one. `words` are what was searched for. Pure.
"""

import re
from collections.abc import Iterable, Mapping
from itertools import count, zip_longest
from typing import Any

from werkzeug.datastructures import MultiDict

from events.submissions.content import Content, Place
from events.submissions.typed import Typed
from events.text import clean_line

Row = dict[str, str]

CELLS = ("key", "venue", "note", "name", "district", "address", "coordinates")
BLANK = dict.fromkeys(CELLS, "")


def typed_from_form(form: "MultiDict[str, str]") -> Typed:
    """What was posted, cleaned of what no page could show; every place with a key of its own."""
    columns = {name: [clean_line(text) for text in form.getlist(name)] for name in CELLS}
    return {**columns_of(rows_of(columns)), "words": clean_line(form.get("words", ""))}


def draft_places(content: Content) -> Typed:
    """The content's places as somebody would have typed them."""
    return columns_of(_row_of(place) for place in content.places)


def rows_of(typed: Mapping[str, Any]) -> list[Row]:
    """The places of a draft, each with every cell and a key that no other has."""
    columns = zip_longest(*(typed.get(name, ()) for name in CELLS), fillvalue="")
    rows = [dict(zip(CELLS, texts, strict=True)) for texts in columns]
    keys: list[str] = []
    for row in rows:
        is_good = re.fullmatch(r"p\d{1,4}", row["key"]) and row["key"] not in keys
        keys.append(row["key"] if is_good else new_key([*keys, *(other["key"] for other in rows)]))
    return [row | {"key": key} for row, key in zip(rows, keys, strict=True)]


def columns_of(rows: Iterable[Row]) -> dict[str, list[str]]:
    """Rows as a draft keeps them."""
    found = list(rows)
    return {name: [row[name] for row in found] for name in CELLS}


def new_key(taken: Iterable[str]) -> str:
    known = set(taken)
    return next(key for number in count(1) if (key := f"p{number}") not in known)


def is_blank(row: Row) -> bool:
    """Nothing but a key: somebody began a new place and left it."""
    return not any(text for cell, text in row.items() if cell != "key")


def _row_of(place: Place) -> Row:
    point = "" if place.latitude is None else f"{place.latitude},{place.longitude}"
    return {
        "key": place.key,
        "venue": "" if place.venue is None else str(place.venue),
        "note": place.note,
        "name": place.name,
        "district": "" if place.district is None else str(place.district),
        "address": place.address,
        "coordinates": point,
    }
