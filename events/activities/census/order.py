"""Marked occurrences in the order of lists: by their first day, their instant, their id. Pure."""

from bisect import bisect_left
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from pyroaring import BitMap

from events.activities.census.marks import Marks
from events.activities.cursors import Cursor

_DAY_ANYWHERE = (timedelta(hours=-14), timedelta(hours=24 + 12))  # in UTC, from its midnight there


def day_by_day(marks: Marks, among: BitMap) -> Iterator[tuple[date, BitMap]]:
    """Those of `among` that begin on each day on which some do."""
    for day in marks.values("first_day"):
        if some := among & marks.of["first_day"][day]:
            yield day, some


def in_order(marks: Marks, day: date, some: BitMap, after: Cursor | None = None) -> Iterator[int]:
    """Ids of those that begin on that day, wherever they are; of the cursor's day, those after."""
    midnight, instants = datetime.combine(day, time(), UTC), marks.values("start")
    first, end = (bisect_left(instants, midnight + distance) for distance in _DAY_ANYWHERE)
    passed = (after.start, after.id) if after and after.first_day == day else None
    for at in instants[first:end]:
        for id_ in some & marks.of["start"][at]:
            if passed is None or (at, id_) > passed:
                yield id_


def in_time_order(marks: Marks, among: BitMap, after: Cursor | None = None) -> Iterator[int]:
    """All of `among`, those after the cursor."""
    for day, some in day_by_day(marks, among):
        if after is None or day >= after.first_day:
            yield from in_order(marks, day, some, after)
