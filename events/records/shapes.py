"""What a record may hold: a small vocabulary of fields, checked with a sentence per mistake."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from events.records.files import BadDate, Record
from events.text import clean_text

Check = Callable[[Any], str | None]
"""Says what is wrong with a value, or None."""

_LINK = re.compile(r"https?://[^\s<>\"]{1,480}")
_SLUG = re.compile("[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True)
class Field:
    """One key of a record. `inner` is the shape of the records in a list, or of the only one."""

    check: Check
    required: bool = False
    inner: "Shape | None" = None
    is_list: bool = True


Shape = Mapping[str, Field]


def check_records(records: Any, shape: Shape, owner: Record, key: str) -> list[str]:
    """The mistakes of a list of records under `owner[key]`, nested lists included."""
    if not isinstance(records, list):
        return [owner.mistake(f"“{key}”下面应是以 - 开头的一列。", key)]
    mistakes: list[str] = []
    for record in records:
        if not isinstance(record, Record):
            mistakes.append(owner.mistake(f"“{key}”里有一项不是“名称: 值”的写法：{record}。", key))
        else:
            mistakes += _check_record(record, shape)
    return mistakes


def _check_record(record: Record, shape: Shape) -> list[str]:
    mistakes = [
        record.mistake(f"没有“{key}”这一栏，可用的有 {'、'.join(shape)}。", key)
        for key in record.lines
        if key not in shape
    ]
    for key, field in shape.items():
        value = record.get(key)
        if value is None:
            if field.required:
                mistakes.append(record.mistake(f"缺少“{key}”。", key))
        elif field.inner is not None:
            inner = value if field.is_list else [value]
            mistakes += check_records(inner, field.inner, record, key)
        elif problem := field.check(value):
            mistakes.append(record.mistake(f"“{key}”{problem}", key))
    return mistakes


def text(limit: int, required: bool = False) -> Field:
    def check(value: Any) -> str | None:
        if not isinstance(value, str):
            return f"应为文字，现在是 {value!r}；如果是数字，请加引号。"
        if len(value) > limit:
            return f"太长（{len(value)} 字），最多 {limit} 字。"
        if clean_text(value) != value:
            return "里有看不见的控制字符或多余的首尾空白，请重新输入。"
        return "是空的，请填写或删去这一行。" if not value else None

    return Field(check, required)


def slug(limit: int, required: bool = False) -> Field:
    """A name for addresses: lower-case letters, digits and hyphens."""

    def check(value: Any) -> str | None:
        if not isinstance(value, str):
            return f"应为文字，现在是 {value!r}；如果是数字，请加引号。"
        if not _SLUG.fullmatch(value) or len(value) > limit:
            return f"只能用小写字母、数字和连字符，最多 {limit} 个，现在是“{value}”。"
        return None

    return Field(check, required)


def link(required: bool = False) -> Field:
    def check(value: Any) -> str | None:
        is_link = isinstance(value, str) and _LINK.fullmatch(value)
        return None if is_link else f"应是 http:// 或 https:// 开头的网址，现在是 {value!r}。"

    return Field(check, required)


def choice(options: Sequence[str], required: bool = False) -> Field:
    def check(value: Any) -> str | None:
        return None if value in options else f"应为 {'、'.join(options)} 之一，现在是 {value!r}。"

    return Field(check, required)


def number(lowest: int, highest: int, required: bool = False) -> Field:
    def check(value: Any) -> str | None:
        is_number = isinstance(value, int) and not isinstance(value, bool)
        if not is_number or not lowest <= value <= highest:
            return f"应为 {lowest} 到 {highest} 之间的整数，现在是 {value!r}。"
        return None

    return Field(check, required)


def flag() -> Field:
    return Field(lambda value: None if isinstance(value, bool) else "应为 true 或 false。")


def a_date(required: bool = False) -> Field:
    return Field(_check_date, required)


def texts(limit: int = 200) -> Field:
    return _list_of(text(limit).check)


def numbers(lowest: int, highest: int) -> Field:
    return _list_of(number(lowest, highest).check)


def dates(required: bool = False) -> Field:
    return _list_of(_check_date, required)


def records(inner: Shape, required: bool = False) -> Field:
    return Field(lambda _value: None, required, inner)


def record(inner: Shape) -> Field:
    return Field(lambda _value: None, inner=inner, is_list=False)


def _list_of(check_one: Check, required: bool = False) -> Field:
    def check(value: Any) -> str | None:
        if not isinstance(value, list):
            return "应是一列，写成 [甲, 乙]。"
        return next((problem for one in value if (problem := check_one(one))), None)

    return Field(check, required)


def _check_date(value: Any) -> str | None:
    if isinstance(value, BadDate):
        return f"“{value}”不是一个存在的日期。"
    if type(value) is not date:
        return f"应为日期，写成 2026-09-20，现在是 {value!r}。"
    return None


def check_top(top: Record, shape: Shape) -> list[str]:
    """The mistakes of a file's top mapping."""
    return _check_record(top, shape)
