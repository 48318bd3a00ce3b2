"""Feeds in other forms, read back as the programs that take them along do."""

import csv
import io
import json
import zipfile
from typing import Any
from xml.etree import ElementTree as ET

from tests.calendars.ics import entries

ATOM = "{http://www.w3.org/2005/Atom}"
_SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
FORMS = ("json", "csv", "xlsx", "rss", "atom")


def titles(form: str, body: bytes) -> list[str]:
    """What the entries are called, in their order; news without the date before the name."""
    return {
        "ics": lambda: [str(entry["SUMMARY"]) for entry in entries(body)],
        "json": lambda: [item["title"] for item in items(body)],
        "csv": lambda: [row["活动"] for row in table(body)],
        "xlsx": lambda: [row["活动"] for row in table(body, "xlsx")],
        "rss": lambda: [_named(item.findtext("title")) for item in rss_items(body)],
        "atom": lambda: [_named(entry.findtext(f"{ATOM}title")) for entry in atom_entries(body)],
    }[form]()


def _named(title: str | None) -> str:
    return (title or "").split(" ")[-1]


def items(body: bytes) -> list[dict[str, Any]]:
    return list(json.loads(body)["items"])


def rows(body: bytes, form: str = "csv") -> list[list[str]]:
    """All cells as text."""
    if form == "csv":
        return list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))
    return [_cells(row) for row in sheet(body).iter(f"{_SHEET}row")]


def table(body: bytes, form: str = "csv") -> list[dict[str, str]]:
    head, *below = rows(body, form)
    return [dict(zip(head, row, strict=True)) for row in below if len(row) == len(head)]


def _cells(row: ET.Element) -> list[str]:
    """An empty cell is not in the file; of sixteen at most, each column has one letter."""
    found = {cell.attrib["r"][0]: cell_text(cell) for cell in row}
    return [found.get(chr(letter), "") for letter in range(ord("A"), ord(max(found)) + 1)]


def sheet(body: bytes) -> ET.Element:
    with zipfile.ZipFile(io.BytesIO(body)) as book:
        return ET.fromstring(book.read("xl/worksheets/sheet1.xml"))


def cell_text(cell: ET.Element) -> str:
    return "".join(part.text or "" for part in cell.iter(f"{_SHEET}t"))


def rss_items(body: bytes) -> list[ET.Element]:
    [channel] = ET.fromstring(body)
    return channel.findall("item")


def atom_entries(body: bytes) -> list[ET.Element]:
    return ET.fromstring(body).findall(f"{ATOM}entry")


def required(element: ET.Element, name: str) -> str:
    found = element.findtext(name)
    assert found, name
    return found
