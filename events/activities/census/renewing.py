"""A census brought to the newest position of the change log, where it can be followed."""

from collections.abc import Callable
from functools import reduce
from operator import or_
from typing import Any

from peewee import Expression

from events import changes
from events.activities.census.counting import Census
from events.activities.census.marks import Marks
from events.activities.census.reading import ids_where, put_marks
from events.activities.census.wording import put_terms
from events.activities.indexing.actions import activities_of
from events.activities.models import Occurrence
from events.changes import Change
from events.finding.inverted import numbers
from events.units.models import Unit

_MOST_BEHIND = 100  # changes
_MOST_RENEWED = 5000  # occurrences
_NO_MATTER = ("edition", "work_plan")


def _of_unit(slug: str) -> Expression:
    unit: Any = Unit.select(Unit.id).where(Unit.slug == slug)
    return Occurrence.activity.in_(activities_of(unit))


_CONCERNED: dict[str, Callable[[str], Any]] = {
    "activity": lambda key: Occurrence.activity == int(key),
    "occurrence": lambda key: Occurrence.id == int(key),
    "venue": lambda key: Occurrence.venue == int(key),
    "unit": _of_unit,
}


def catch_up(census: Census) -> bool:
    """One statement, some more after a change; False if only a new census would be right."""
    position = changes.current().number
    if position == census.position:
        return True
    if not 0 < position - census.position <= _MOST_BEHIND:
        return False
    newer: Any = Change.select(Change.topic, Change.key).where(Change.position > census.position)
    changed = {pair for pair in newer.tuples() if pair[0] not in _NO_MATTER}
    if not all(_can_be_followed(*pair) for pair in changed):
        return False
    if changed and not _renew(census.marks, changed):
        return False
    census.moved(position)
    return True


def _can_be_followed(topic: str, key: str) -> bool:
    return topic == "unit" or (topic in _CONCERNED and key.isdecimal())


def _renew(marks: Marks, changed: set[tuple[str, str]]) -> bool:
    which = reduce(or_, (_CONCERNED[topic](key) for topic, key in changed))
    left = marks.having("venue", [int(key) for topic, key in changed if topic == "venue"])
    ids = ids_where(which) | left
    if len(ids) > _MOST_RENEWED:
        return False
    marks.remove(ids)
    again = Occurrence.id.in_(numbers(tuple(ids)))
    put_marks(marks, again)
    put_terms(marks, again)
    return True
