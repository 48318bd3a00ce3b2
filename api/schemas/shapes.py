"""The words that schemas are written in: JSON Schema 2020-12, as OpenAPI 3.1 takes it. Pure."""

from collections.abc import Iterable
from typing import Any

Schema = dict[str, Any]


def N_(text: str) -> str:  # noqa: N802  marks a text for translation; openapi.py looks it up
    return text


def record(**properties: Schema) -> Schema:
    """An object that always has all of them."""
    return {"type": "object", "properties": properties, "required": [*properties]}


def text(description: str = "", **more: Any) -> Schema:
    return {"type": "string", **_about(description), **more}


def number(description: str = "", kind: str = "integer", **more: Any) -> Schema:
    return {"type": kind, **_about(description), **more}


def yes_no(description: str = "") -> Schema:
    return {"type": "boolean", **_about(description)}


def one_of(words: Iterable[str], description: str = "") -> Schema:
    return text(description, enum=[str(word) for word in words])


def many(item: Schema, description: str = "") -> Schema:
    return {"type": "array", "items": item, **_about(description)}


def ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def maybe(schema: Schema) -> Schema:
    """Or null."""
    if schema.get("enum") or "$ref" in schema:
        return {"anyOf": [schema, {"type": "null"}]}
    return schema | {"type": [schema["type"], "null"]}


def part_of(name: str) -> Schema:
    """A part of a list, and where it goes on."""
    following = text(N_("后面还有时，接着看的完整地址；没有了是 null。"), format="uri")
    return record(items=many(ref(name)), next=maybe(following))


def day(description: str = "") -> Schema:
    return text(description, format="date")


def instant(description: str = "") -> Schema:
    return text(description, format="date-time")


def uri(description: str = "") -> Schema:
    return text(description, format="uri")


def _about(description: str) -> Schema:
    return {"description": description} if description else {}
