"""What an address may be asked with: the filters of the list of activities, and where to go on.

What a filter takes is said where it is read (events/activities/filters.py); here are only the words
that explain it.
"""

from collections.abc import Collection
from typing import NamedTuple

from werkzeug.datastructures import MultiDict

from api.schemas.shapes import N_, Schema, number, text
from events.published import FILTERS, KEYS, ONE_VALUE, Criteria, read_criteria
from events.text import clean_line

MOST, USUAL = 100, 40
LONGEST_AFTER = 200
_WORDS = {
    "q": N_("要找的词：中文、拼音或首字母。"),
    "day": N_("主题日的代号；接续它的也算。"),
    "year": N_("哪一年。"),
    "unit": N_("主办或协办单位的代号。"),
    "district": N_("区县的代号，包括它下面的。"),
    "venue": N_("场馆的编号。"),
    "kind": N_("活动的形式。"),
    "audience": N_("对象。"),
    "age": N_("适合几岁的孩子。"),
    "format": N_("现场、线上，或两样都有。"),
    "signup": N_("open：还有名额，或不用报名。"),
    "access": N_("无障碍条件；写了几个就都要有。"),
    "when": N_("从今天算起的说法。"),
    "from": N_("从哪一天起；不写就从今天起。"),
    "to": N_("到哪一天为止，含在内。"),
    "near": N_("纬度,经度（WGS-84）；只用两位小数。"),
    "within": N_("离 near 几公里以内。"),
    "sort": N_("distance 由近到远，要有 near。"),
    "limit": N_("一次最多几条。"),
    "after": N_("接着看的记号：照抄 next 里的，不要自己拼。"),
    "lang": N_("出错时那句话的语言；不写就看 Accept-Language。"),
}
_OURS: dict[str, Schema] = {
    "limit": number(minimum=1, maximum=MOST, default=USUAL),
    "after": text(minLength=1, maxLength=LONGEST_AFTER),
    "lang": text(enum=["zh", "en"]),
}
CRITERIA = tuple(KEYS)
PAGING = ("limit", "after")


class Asked(NamedTuple):
    criteria: Criteria
    limit: int
    after: str


class Refused(NamedTuple):
    """`unknown` keys mean nothing here; the values of `unread` can't be meant, and why."""

    unknown: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    sentences: tuple[str, ...] = ()


def described(name: str) -> Schema:
    """As OpenAPI has it. A filter that takes several is repeated."""
    schema = _OURS.get(name) or dict(FILTERS[name].schema)
    if name in FILTERS and name not in ONE_VALUE:
        schema = {"type": "array", "items": schema}
    return {"name": name, "in": "query", "description": _WORDS[name], "schema": schema}


def read(arguments: "MultiDict[str, str]", names: Collection[str]) -> Asked | Refused:
    """A program that mistypes a filter must not get everything, so nothing is overlooked."""
    allowed = (*names, "lang")
    unknown = tuple(key for key in arguments if key not in allowed)
    if unknown:
        return Refused(unknown=unknown)
    limit = _limit(arguments) if "limit" in arguments else USUAL
    unread = [key for key in arguments if not _can_be_meant(key, arguments)]
    reading = read_criteria(arguments)
    if unread or limit is None or reading.problems:
        return Refused(unread=tuple(unread), sentences=reading.problems)
    return Asked(reading.criteria, limit, arguments.get("after", ""))


def _can_be_meant(key: str, arguments: "MultiDict[str, str]") -> bool:
    """Read by itself; what is measured from a place is looked at together with it."""
    values = arguments.getlist(key)
    if key == "limit":
        return _limit(arguments) is not None
    if key == "after":
        return len(values) == 1 and 0 < len(values[0]) <= LONGEST_AFTER
    if key == "lang":
        return set(values) <= {"zh", "en"}
    near = {"near": arguments.getlist("near")} if key in ("within", "sort") else {}
    return (
        all(map(str.strip, values)) and not read_criteria(MultiDict({key: values, **near})).problems
    )


def _limit(arguments: "MultiDict[str, str]") -> int | None:
    [*values] = {clean_line(value) for value in arguments.getlist("limit")}
    if len(values) != 1 or not (values[0].isascii() and values[0].isdigit()):
        return None
    return int(values[0]) if len(values[0]) <= 3 and 1 <= int(values[0]) <= MOST else None
