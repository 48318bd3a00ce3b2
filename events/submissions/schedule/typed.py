"""The schedule step as typed: columns of texts that survive any mistake, and the picker.

{"first_day": ["2026-12-05", …], "start": ["10:00", …], "kept": ["1", …], …, "pick": "week", …}:
the n-th text of each column makes the n-th row. An empty `last_day` is the first, or the day after
where the end is not later than the start. `place` is the key of a place of the places step, which
chooses it. Pure.
"""

from collections.abc import Iterable, Mapping
from datetime import time, timedelta
from itertools import zip_longest
from typing import Any

from werkzeug.datastructures import MultiDict

from events.submissions.content import Content, Sitting
from events.submissions.typed import Typed
from events.text import clean_line, clean_text

Row = dict[str, str]

CELLS = ("first_day", "start", "last_day", "end", "capacity", "place", "uid")
BOXES = ("all_day", "kept")
LINES = (
    *("pick", "every", "from_day", "until_day", "count", "nth", "nth_weekday", "month_day"),
    *("edition", "edition_days", "pick_all_day", "as_one", "new_capacity"),
)
TEXTS = ("days", "times")


def typed_from_form(form: "MultiDict[str, str]") -> Typed:
    """What was posted, cleaned of what no page could show. A ticked box of a row has the row's
    number as its value: empty boxes are not sent."""
    columns = {name: [clean_line(text) for text in form.getlist(name)] for name in CELLS}
    count = max(len(texts) for texts in columns.values())
    for name in BOXES:
        ticked = set(form.getlist(name))
        columns[name] = [box(str(number) in ticked) for number in range(count)]
    lines = {name: clean_line(form.get(name, "")) for name in LINES}
    texts = {name: clean_text(form.get(name, "")) for name in TEXTS}
    weekdays = [clean_line(text) for text in form.getlist("weekdays")]
    return {**columns, **lines, **texts, "weekdays": weekdays}


def draft_schedule(content: Content) -> Typed:
    """The content's sittings as somebody would have typed them."""
    return columns_of(row_of(sitting) for sitting in content.sittings)


def row_of(sitting: Sitting) -> Row:
    end, start = sitting.end, sitting.start
    last = (end - timedelta(days=1)).date() if sitting.all_day else end.date()
    is_overnight = last == start.date() + timedelta(days=1) and end.time() <= start.time()
    is_plain = last == start.date() or (is_overnight and not sitting.all_day)
    return {
        "first_day": start.date().isoformat(),
        "start": "" if sitting.all_day else clock_text(start.time()),
        "last_day": "" if is_plain else last.isoformat(),
        "end": "" if sitting.all_day else clock_text(end.time()),
        "capacity": "" if sitting.capacity is None else str(sitting.capacity),
        "place": sitting.place,
        "uid": sitting.uid,
        "all_day": box(sitting.all_day),
        "kept": box(True),
    }


def rows_of(typed: Mapping[str, Any]) -> list[Row]:
    """The rows of a draft, each with every cell."""
    names = (*CELLS, *BOXES)
    columns = zip_longest(*(typed.get(name, ()) for name in names), fillvalue="")
    return [dict(zip(names, texts, strict=True)) for texts in columns]


def columns_of(rows: Iterable[Row]) -> dict[str, list[str]]:
    """Rows as a draft keeps them."""
    found = list(rows)
    return {name: [row[name] for row in found] for name in (*CELLS, *BOXES)}


def in_time_order(rows: Iterable[Row]) -> list[Row]:
    """By what their days and clocks say as texts: right for those that were picked."""
    return sorted(rows, key=lambda row: (row["first_day"], row["start"], row["end"]))


def clock_text(value: time) -> str:
    return f"{value:%H:%M}"


def box(is_ticked: bool) -> str:
    return "1" if is_ticked else ""
