"""A query string -> criteria, with a sentence for each value that can't be meant."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from events.activities.criteria import KEYS, Criteria
from events.activities.timing import YEARS
from events.activities.vocabulary import AUDIENCES, KINDS, WHENS
from events.text import clean_line

MOST_VALUES = 20
_SLUG = re.compile("[a-z0-9]+(-[a-z0-9]+)*")


class Arguments(Protocol):
    """What werkzeug's MultiDict offers; repeated keys keep all their values."""

    def __contains__(self, key: object, /) -> bool: ...

    def getlist(self, key: str) -> list[str]: ...


@dataclass(frozen=True)
class Reading:
    """What could be understood. `problems` are sentences; their values are left out."""

    criteria: Criteria
    problems: tuple[str, ...] = ()


def read_criteria(arguments: Arguments) -> Reading:
    """The known keys of a query string. Empty values count as absent, unknown keys are not read."""
    problems: list[str] = []
    chosen: dict[str, Any] = {}
    for key, name in KEYS.items():
        if key not in arguments:
            continue
        values = [clean_line(value) for value in arguments.getlist(key) if value.strip()]
        if len(values) > MOST_VALUES:
            problems.append(
                f"“{key}”一次最多选 {MOST_VALUES} 个，这里有 {len(values)} 个，只看前面的。"
            )
            values = values[:MOST_VALUES]
        understood = [read for value in values if (read := _read(key, value, problems)) is not None]
        if key in _ONE_VALUE:
            chosen[name] = understood[0] if understood else None
            if len(set(understood)) > 1:
                problems.append(f"“{key}”只能写一个，这里有几个不同的，只看了 {understood[0]}。")
        else:
            chosen[name] = tuple(sorted(set(understood)))
    return _in_order(Criteria(**chosen), problems)


def _in_order(criteria: Criteria, problems: list[str]) -> Reading:
    first, last = criteria.first_day, criteria.last_day
    if first and last and last < first:
        problems.append(f"结束日期 {last} 早于开始日期 {first}，没有按日期筛选：请对调或改一个。")
        criteria = criteria.with_only("from", None).with_only("to", None)
    return Reading(criteria, tuple(problems))


def _read(key: str, value: str, problems: list[str]) -> Any:
    shown = value if len(value) <= 30 else value[:30] + "…"
    read, hint = _READERS[key]
    found = read(value)
    if found is None:
        problems.append(f"“{key}={shown}”看不懂，没有按它筛选：{hint}。")
    return found


def _slug(value: str) -> str | None:
    return value if len(value) <= 64 and _SLUG.fullmatch(value) else None


def _number(value: str) -> int | None:
    return int(value) if value.isascii() and value.isdigit() and len(value) <= 9 else None


def _date(value: str) -> date | None:
    try:
        day = date.fromisoformat(value) if len(value) == 10 else None
    except ValueError:
        return None
    return day if day and day.year in YEARS else None


def _word(allowed: Collection[str]) -> Callable[[str], str | None]:
    return lambda value: value if value in allowed else None


_ISO = "请写成 2026-09-19 这样的日期"
_READERS: Mapping[str, tuple[Callable[[str], Any], str]] = {
    "day": (_slug, "请写主题日的代号，例如 sci-tech-week"),
    "unit": (_slug, "请写单位的代号，例如 cq-cast"),
    "district": (_slug, "请写六位区划代码，例如 500103"),
    "venue": (_number, "请写场馆的编号"),
    "kind": (_word(KINDS), "可以是 " + "、".join(KINDS)),
    "audience": (_word(AUDIENCES), "可以是 " + "、".join(AUDIENCES)),
    "when": (_word(WHENS), "可以是 " + "、".join(WHENS)),
    "from": (_date, _ISO),
    "to": (_date, _ISO),
}
_ONE_VALUE = ("when", "from", "to")
