"""The words that occurrences can be found by, as marks: each has those of its activity."""

from array import array
from collections import defaultdict
from collections.abc import Iterator

from peewee import Expression, fn

from events.activities.census.marks import Marks
from events.activities.census.reading import Group, is_public, rows
from events.activities.models import Activity, Occurrence
from events.finding.inverted import numbers
from events.finding.models import Search

_AT_ONCE = 10_000  # activities whose words are held in memory while they are read


def put_terms(marks: Marks, which: Expression | None = None) -> None:
    """Of all occurrences that meet the condition and are public (two statements; without a
    condition two for each ten thousand activities)."""
    for some in _parts() if which is None else [which]:
        for term, ids in _read(some).items():
            marks.add(("term", term), array("I", b"".join(ids)))


def _parts() -> Iterator[Expression]:
    last = Activity.select(fn.MAX(Activity.id)).scalar() or 0
    for first in range(1, last + 1, _AT_ONCE):
        yield Occurrence.activity.between(first, first + _AT_ONCE - 1)


def _read(which: Expression) -> dict[str, list[bytes]]:
    """Term -> the ids of an activity's occurrences, as an array has them, for each that has it: a
    country's activities have 67 million terms, and this is what can be put together fastest."""
    sittings, found = Group(), defaultdict(list)
    for id_, activity in rows(Occurrence, Occurrence.activity, where=is_public(which)):
        sittings[activity].append(id_)
    named = Search.id.in_(numbers(tuple(sittings)))
    for activity, terms in rows(Search, Search.terms, where=named):
        ids = sittings[activity].tobytes()
        for term in terms.split(" "):
            found[term].append(ids)
    return found
