"""Holds a value against a schema: as much of JSON Schema 2020-12 as the API's schemas use, and no
more, so that a word it doesn't know is a failure. An object may have no other fields than those
named: what is not described is not told."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

from api.schemas import SCHEMAS

_KINDS: Mapping[str, Callable[[Any], bool]] = {
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "string": lambda value: isinstance(value, str),
    "integer": lambda value: type(value) is int,
    "number": lambda value: type(value) in (int, float),
    "boolean": lambda value: isinstance(value, bool),
    "null": lambda value: value is None,
}
_FORMATS: Mapping[str, Callable[[str], bool]] = {
    "date": lambda text: date.fromisoformat(text).isoformat() == text,
    "date-time": lambda text: text.endswith("Z") and bool(datetime.fromisoformat(text).tzinfo),
    "uri": lambda text: bool(urlsplit(text).scheme and urlsplit(text).netloc) and " " not in text,
}


def faults(value: Any, schema: Mapping[str, Any], where: str = "") -> list[str]:
    """Empty where the value is as the schema says."""
    return list(_faults(value, schema, where or "$"))


def _faults(value: Any, schema: Mapping[str, Any], where: str) -> Iterator[str]:
    for word, wanted in schema.items():
        yield from _RULES[word](value, wanted, where)


def _kind(value: Any, wanted: Any, where: str) -> Iterator[str]:
    kinds = wanted if isinstance(wanted, list) else [wanted]
    if not any(_KINDS[kind](value) for kind in kinds):
        yield f"{where} is {value!r:.80}, not {wanted}"


def _properties(value: Any, wanted: Any, where: str) -> Iterator[str]:
    for key, inner in value.items() if isinstance(value, dict) else ():
        if key in wanted:
            yield from _faults(inner, wanted[key], f"{where}.{key}")
        else:
            yield f"{where}.{key} is not described"


def _required(value: Any, wanted: Any, where: str) -> Iterator[str]:
    if isinstance(value, dict):
        yield from (f"{where}.{key} is missing" for key in wanted if key not in value)


def _items(value: Any, wanted: Any, where: str) -> Iterator[str]:
    for number, inner in enumerate(value if isinstance(value, list) else ()):
        yield from _faults(inner, wanted, f"{where}[{number}]")


def _ref(value: Any, wanted: str, where: str) -> Iterator[str]:
    yield from _faults(value, SCHEMAS[wanted.removeprefix("#/components/schemas/")], where)


def _any_of(value: Any, wanted: Any, where: str) -> Iterator[str]:
    found = [list(_faults(value, schema, where)) for schema in wanted]
    if all(found):
        yield from found[0]


def _plain(is_met: Callable[[Any, Any], bool]) -> Callable[..., Iterator[str]]:
    """A word that says nothing of null."""

    def look(value: Any, wanted: Any, where: str) -> Iterator[str]:
        if value is not None and not is_met(value, wanted):
            yield f"{where} is {value!r:.80}, not {wanted}"

    return look


_RULES: Mapping[str, Callable[..., Iterator[str]]] = {
    "type": _kind,
    "properties": _properties,
    "required": _required,
    "items": _items,
    "$ref": _ref,
    "anyOf": _any_of,
    "enum": lambda value, wanted, where: iter(
        () if value in wanted else [f"{where} is {value!r}, not one of {wanted}"]
    ),
    "description": lambda *_: iter(()),
    "format": _plain(lambda value, wanted: _FORMATS[wanted](value)),
    "pattern": _plain(lambda value, wanted: bool(re.search(wanted, value))),
    "minimum": _plain(lambda value, wanted: value >= wanted),
    "maximum": _plain(lambda value, wanted: value <= wanted),
}
