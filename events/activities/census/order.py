"""Marked occurrences in the order of lists: by their first day, their instant, their id. Pure."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import chain, islice

from pyroaring import BitMap

from events.activities.census.marks import Marks
from events.activities.cursors import Cursor

_DAY_ANYWHERE = (timedelta(hours=-14), timedelta(hours=24 + 12))  # in UTC, from its midnight there

Group = tuple[BitMap, Iterator[int]]  # some, and the same in their order


def first_of_each_day(marks: Marks, among: BitMap, first: date | None, few: int) -> list[int]:
    """From the day `first` on."""
    return [
        id_
        for day, some in _day_by_day(marks, among)
        if first is None or day >= first
        for id_ in islice(_on_day(marks, day, some), few)
    ]


def soonest(
    marks: Marks, among: BitMap, limit: int, offset: int, after: Cursor | None
) -> list[int]:
    """All behind the cursor, or without one all but the first `offset`."""
    return _some_of(_groups(marks, among, after), limit, offset)


def nearest(
    marks: Marks, among: BitMap, venues: Sequence[int], limit: int, offset: int,
    after: Cursor | None,
) -> list[int]:  # fmt: skip
    """At these venues, one after the other; as above."""
    begun = after.venue if after and after.venue in venues else None
    ahead = venues[0 if begun is None else venues.index(begun) :]
    there = ((venue, among & marks.having("venue", [venue])) for venue in ahead)
    groups = (
        (some, _in_time_order(marks, some, after if venue == begun else None))
        for venue, some in there
    )
    return _some_of(groups, limit, offset)


def _in_time_order(marks: Marks, among: BitMap, after: Cursor | None) -> Iterator[int]:
    return chain.from_iterable(ids for _some, ids in _groups(marks, among, after))


def _groups(marks: Marks, among: BitMap, after: Cursor | None) -> Iterator[Group]:
    """Day by day, from that of the cursor on."""
    for day, some in _day_by_day(marks, among):
        if after is None or day >= after.first_day:
            yield some, _on_day(marks, day, some, after)


def _day_by_day(marks: Marks, among: BitMap) -> Iterator[tuple[date, BitMap]]:
    """Those of `among` that begin on each day on which some do."""
    for day in marks.values("first_day"):
        if some := among & marks.of["first_day"][day]:
            yield day, some


def _on_day(marks: Marks, day: date, some: BitMap, after: Cursor | None = None) -> Iterator[int]:
    """Ids of those that begin on that day, wherever they are; of the cursor's day, those after."""
    midnight, instants = datetime.combine(day, time(), UTC), marks.values("start")
    first, end = (bisect_left(instants, midnight + distance) for distance in _DAY_ANYWHERE)
    passed = (after.start, after.id) if after and after.first_day == day else None
    for at in instants[first:end]:
        for id_ in some & marks.of["start"][at]:
            if passed is None or (at, id_) > passed:
                yield id_


def _some_of(groups: Iterable[Group], limit: int, offset: int) -> list[int]:
    """Behind the first `offset` of all; a group is put in order only if some of it is wanted."""
    found: list[int] = []
    for some, ids in groups:
        if offset >= len(some):
            offset -= len(some)
            continue
        found += islice(ids, offset, offset + limit - len(found))
        offset = 0
        if len(found) == limit:
            break
    return found
