"""A query string -> criteria, with a sentence for each value that can't be meant."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple, Protocol

from events.activities.criteria import KEYS, NEAR_KM, Criteria
from events.activities.timing import YEARS
from events.activities.vocabulary import (
    ACCESS,
    AUDIENCES,
    FORMATS,
    KINDS,
    SIGNUPS,
    SORTS,
    WHENS,
)
from events.text import clean_line

MOST_VALUES = 20
LONGEST_WORDS = 100
WIDEST_KM = 100
_SLUG = "[a-z0-9]+(-[a-z0-9]+)*"
_LONGEST_SLUG = 64
_DEGREES = "-?[0-9]{1,3}([.][0-9]{1,20})?"


class Arguments(Protocol):
    """What werkzeug's MultiDict offers; repeated keys keep all their values."""

    def __contains__(self, key: object, /) -> bool: ...

    def getlist(self, key: str) -> list[str]: ...


@dataclass(frozen=True)
class Reading:
    """What could be understood. `problems` are sentences; their values are left out."""

    criteria: Criteria
    problems: tuple[str, ...] = ()


class Filter(NamedTuple):
    """How a value is read, None for one that can't be meant; `schema` says the same to programs, in
    the words of JSON Schema."""

    read: Callable[[str], Any]
    hint: str
    schema: Mapping[str, Any]


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
        if key in ONE_VALUE:
            chosen |= {name: understood[0]} if understood else {}
            if len(set(understood)) > 1:
                problems.append(f"“{key}”只能写一个，这里有几个不同的，只看了 {understood[0]}。")
        else:
            chosen[name] = tuple(sorted(set(understood)))
    return Reading(_near(_in_order(Criteria(**chosen), problems), problems), tuple(problems))


def _in_order(criteria: Criteria, problems: list[str]) -> Criteria:
    first, last = criteria.first_day, criteria.last_day
    if first and last and last < first:
        problems.append(f"结束日期 {last} 早于开始日期 {first}，没有按日期筛选：请对调或改一个。")
        criteria = criteria.with_only("from", None).with_only("to", None)
    return criteria


def _near(criteria: Criteria, problems: list[str]) -> Criteria:
    """What is measured from a place needs one; the usual distance and order are written alike."""
    if criteria.sort == "time":
        criteria = criteria.with_only("sort", None)
    if criteria.near:
        return criteria.with_only("within", criteria.radius_km)
    if criteria.within or criteria.sort:
        problems.append(
            "不知道从哪里算起，没有按距离筛选和排序：请点“离我最近”，或加上 near=纬度,经度。"
        )
    return criteria.with_only("near", None)


def _read(key: str, value: str, problems: list[str]) -> Any:
    shown = value if len(value) <= 30 else value[:30] + "…"
    found = FILTERS[key].read(value)
    if found is None:
        problems.append(f"“{key}={shown}”看不懂，没有按它筛选：{FILTERS[key].hint}。")
    return found


def _slug(value: str) -> str | None:
    return value if len(value) <= _LONGEST_SLUG and re.fullmatch(_SLUG, value) else None


def _number(value: str) -> int | None:
    return int(value) if value.isascii() and value.isdigit() and len(value) <= 9 else None


def _words(value: str) -> str | None:
    return value if 0 < len(value) <= LONGEST_WORDS else None


def _position(value: str) -> tuple[float, float] | None:
    """Latitude and longitude, rounded to about a kilometre: enough to find what is near."""
    parts = [part.strip() for part in value.split(",")]
    if len(parts) != 2 or not all(re.fullmatch(_DEGREES, part) for part in parts):
        return None
    latitude, longitude = (round(float(part), 2) + 0.0 for part in parts)  # no -0.0
    return (latitude, longitude) if abs(latitude) <= 90 and abs(longitude) <= 180 else None


def _date(value: str) -> date | None:
    try:
        day = date.fromisoformat(value) if len(value) == 10 else None
    except ValueError:
        return None
    return day if day and day.year in YEARS else None


def _slug_of(hint: str) -> Filter:
    schema = {"type": "string", "pattern": f"^{_SLUG}$", "maxLength": _LONGEST_SLUG}
    return Filter(_slug, hint, schema)


def _between(first: int, last: int, hint: str) -> Filter:
    def read(value: str) -> int | None:
        number = _number(value)
        return number if number is not None and first <= number <= last else None

    return Filter(read, hint, {"type": "integer", "minimum": first, "maximum": last})


def _one_of(words: Iterable[str]) -> Filter:
    allowed = [str(word) for word in words]
    return Filter(
        lambda value: value if value in allowed else None,
        "可以是 " + "、".join(allowed),
        {"type": "string", "enum": allowed},
    )


_DAY = Filter(_date, "请写成 2026-09-19 这样的日期", {"type": "string", "format": "date"})
FILTERS: Mapping[str, Filter] = {
    "q": Filter(
        _words,
        f"请写 1 到 {LONGEST_WORDS} 个字",
        {"type": "string", "minLength": 1, "maxLength": LONGEST_WORDS},
    ),
    "day": _slug_of("请写主题日的代号，例如 sci-tech-week"),
    "year": _between(YEARS[0], YEARS[-1], "请写四位的年份，例如 2026"),
    "unit": _slug_of("请写单位的代号，例如 cq-cast"),
    "district": _slug_of("请写六位区划代码，例如 500103"),
    "venue": _between(0, 999_999_999, "请写场馆的编号"),
    "kind": _one_of(KINDS),
    "audience": _one_of(AUDIENCES),
    "age": _between(0, 99, "请写孩子几岁，0 到 99 的整数"),
    "format": _one_of(FORMATS),
    "signup": _one_of(SIGNUPS),
    "access": _one_of(ACCESS),
    "when": _one_of(WHENS),
    "from": _DAY,
    "to": _DAY,
    "near": Filter(
        _position,
        "请写纬度和经度，例如 29.56,106.55",
        {"type": "string", "pattern": f"^ *{_DEGREES} *, *{_DEGREES} *$"},
    ),
    "within": _between(1, WIDEST_KM, f"请写几公里，1 到 {WIDEST_KM} 的整数，不写是 {NEAR_KM}"),
    "sort": _one_of(SORTS),
}
ONE_VALUE = ("q", "year", "age", "signup", "when", "from", "to", "near", "within", "sort")
