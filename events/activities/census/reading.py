"""Occurrences the public may see as marks, read from the database."""

from array import array
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from functools import partial
from typing import Any

from peewee import Expression
from pyroaring import BitMap

from events.activities.census.marks import Mark, Marks
from events.activities.models import Activity, ActivityAudience, Occurrence
from events.activities.scoping import VENUE_FACTS, fact_of
from events.activities.vocabulary import ACCESS, SignupMode
from events.db import database
from events.venues.models import Venue

_COLUMNS = (
    *("district", "venue", "status", "first_day", "last_day", "start", "end"),
    *("signup_opens_at", "signup_closes_at"),
)
_FIRST_DAY, _LAST_DAY = _COLUMNS.index("first_day"), _COLUMNS.index("last_day")
_OF_ACTIVITY = tuple(fact for fact in ACCESS if fact not in VENUE_FACTS)

Ids = Mapping[Any, Collection[int]]


def put_marks(marks: Marks, which: Expression | None = None) -> None:
    """Add all occurrences that meet the condition and are public (four statements)."""
    of_activity = _facts_of_activities(_named(Occurrence.activity, which))
    of_venue = _facts_of_venues(_named(Occurrence.venue, which))
    groups = [Group() for _ in _COLUMNS]
    alike, ids, lasting = Group(), array("I"), array("I")
    columns = [getattr(Occurrence, name) for name in _COLUMNS]
    for id_, activity, *values in rows(
        Occurrence, Occurrence.activity, *columns, where=is_public(which)
    ):
        ids.append(id_)
        alike[of_activity.get(activity, ())].append(id_)  # (): published since, and in the log
        if values[_FIRST_DAY] != values[_LAST_DAY]:
            lasting.append(id_)
        for group, value in zip(groups, values, strict=True):
            group[value].append(id_)
    marks.add_all(ids)
    if lasting:
        marks.add(("lasting", True), lasting)
    for name, column, group in zip(_COLUMNS, columns, groups, strict=True):
        group.pop(None, None)
        for value, some in group.items():
            marks.add((name, column.python_value(value)), some)
    _add_facts(marks, alike, {facts: facts for facts in alike})
    _add_facts(marks, groups[_COLUMNS.index("venue")], of_venue)


def is_public(which: Expression | None = None) -> Expression:
    """And meets the condition."""
    public = Occurrence.is_public == True  # noqa: E712  SQL
    return public if which is None else public & which


def ids_where(which: Expression) -> BitMap:
    """Of occurrences, public or not (one statement)."""
    return BitMap(array("I", (id_ for (id_,) in rows(Occurrence, where=which))))


class Group(defaultdict[Any, "array[int]"]):
    """Value -> ids; a million of them in four bytes each."""

    def __init__(self) -> None:
        super().__init__(partial(array, "I"))


def _add_facts(marks: Marks, group: Ids, facts: Mapping[Any, Iterable[Mark]]) -> None:
    for value, some in group.items():
        for mark in facts.get(value, ()):
            marks.add(mark, some)


def _facts_of_activities(which: Any) -> dict[int, tuple[Mark, ...]]:
    """Many have the same facts, and so the same tuple."""
    audiences: dict[int, list[Mark]] = defaultdict(list)
    tie = ActivityAudience
    where = None if which is None else tie.activity.in_(which)
    for _id, activity, audience in rows(tie, tie.activity, tie.audience, where=where):
        audiences[activity].append(("audience", audience))
    columns = (Activity.kind, Activity.format, Activity.age_from, Activity.age_to)
    facts = [fact_of(Activity, fact) for fact in _OF_ACTIVITY]
    where = None if which is None else Activity.id.in_(which)
    found: dict[int, tuple[Mark, ...]] = {}
    same: dict[tuple[Mark, ...], tuple[Mark, ...]] = {}
    for id_, kind, format_, first, last, mode, *known in rows(
        Activity, *columns, Activity.signup_mode, *facts, where=where
    ):
        marks: list[Mark] = [("kind", kind), ("format", format_), ("age", (first, last))]
        marks += [("elsewhere", True)] * (mode != SignupMode.HERE) + _true(_OF_ACTIVITY, known)
        all_ = (*marks, *sorted(audiences.get(id_, ())))
        found[id_] = same.setdefault(all_, all_)
    return found


def _facts_of_venues(which: Any) -> dict[int, list[Mark]]:
    facts = [fact_of(Venue, fact) for fact in VENUE_FACTS]
    where = None if which is None else Venue.id.in_(which)
    return {id_: _true(VENUE_FACTS, known) for id_, *known in rows(Venue, *facts, where=where)}


def _true(facts: tuple[str, ...], known: list[Any]) -> list[Mark]:
    return [("access", fact) for fact, is_so in zip(facts, known, strict=True) if is_so]


def _named(column: Any, which: Expression | None) -> Any:
    """What these occurrences name there; None for everything."""
    return None if which is None else Occurrence.select(column).where(which)


def rows(model: Any, *columns: Any, where: Any) -> Any:
    """Ids and columns as the database has them: as models, a million rows would take a minute."""
    query = model.select(model.id, *columns)
    return database.execute_sql(*(query if where is None else query.where(where)).sql())
