"""The description of the API in OpenAPI 3.1, made of the operations and schemas. Pure."""

import re
from collections.abc import Callable
from typing import Any

from api.operations import OPERATIONS, Operation
from api.parameters import described
from api.records.written import PREFIX
from api.schemas import SCHEMAS
from api.schemas.shapes import N_, Schema, ref

_TITLE = N_("科普历开放接口")
_ABOUT = N_("主题日、责任单位、场馆和公开的活动，只读，不用密钥，任何网页都可以读。")
_WRONG = {
    "400": N_("有参数看不懂。"),
    "404": N_("没有这一个。"),
    "410": N_("已经撤下。"),
    "default": N_("别的错误，例如 503 数据库暂时不可用。"),
}


def document(base_url: str, translate: Callable[[str], str]) -> dict[str, Any]:
    """`translate` puts every description into the reader's language."""
    whole = {
        "openapi": "3.1.0",
        "info": {"title": _TITLE, "description": _ABOUT, "version": "1"},
        "servers": [{"url": base_url + PREFIX}],
        "paths": {each.path: {"get": _operation(each)} for each in OPERATIONS.values()},
        "components": {"schemas": SCHEMAS},
    }
    return dict(_translated(whole, translate))


def _operation(each: Operation) -> dict[str, Any]:
    inside = [
        {"name": name, "in": "path", "required": True, "schema": each.key}
        for name in re.findall("{(.+?)}", each.path)
    ]
    return {
        "operationId": each.name,
        "summary": each.summary,
        "parameters": [*inside, *(_parameter(each, name) for name in (*each.parameters, "lang"))],
        "responses": {
            "200": {
                "description": each.summary,
                "headers": {"ETag": {"schema": {"type": "string"}}},
                "content": {"application/json": {"schema": ref(each.answer)}},
            },
            **({"301": {"description": N_("它并入了另一个。")}} if inside else {}),
            "304": {"description": N_("与您已有的（If-None-Match）相同。")},
            **{code: _problem(words) for code, words in _WRONG.items()},
        },
    }


def _parameter(each: Operation, name: str) -> Schema:
    found = described(name)
    return (
        found | {"schema": found["schema"] | {"pattern": each.after}} if name == "after" else found
    )


def _problem(words: str) -> dict[str, Any]:
    return {
        "description": words,
        "content": {"application/problem+json": {"schema": ref("Problem")}},
    }


def _translated(value: Any, translate: Callable[[str], str], key: str = "") -> Any:
    """Only what is written to be read; `title` is also the name of a field."""
    if isinstance(value, dict):
        return {name: _translated(inner, translate, name) for name, inner in value.items()}
    if isinstance(value, list):
        return [_translated(inner, translate) for inner in value]
    return translate(value) if key in ("description", "summary", "title") and value else value
