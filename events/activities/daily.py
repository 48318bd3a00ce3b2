"""Occurrences day by day, for a calendar's pages: true counts, the first few of each day, and what
lasts for several days. Each is one statement, and none reads a row that is not shown or counted.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import reduce
from itertools import accumulate
from operator import add
from typing import Any

from peewee import Expression, fn

from events.activities.census.counting import Census
from events.activities.census.present import present
from events.activities.choosing import Chosen
from events.activities.criteria import DaySpan
from events.activities.models import Occurrence
from events.activities.on_days import begin, is_empty
from events.activities.queries import ORDER
from events.activities.scoping import EVERYTHING, condition

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class DayCounts:
    """`by_day` has what lasts for several days on each of them, `total` has it once."""

    by_day: Mapping[date, int]
    total: int


@dataclass(frozen=True)
class Days:
    """Days in a row, inclusive: a span with both ends, and not empty."""

    first: date
    last: date

    @property
    def all(self) -> list[date]:
        count = (self.last - self.first).days + 1
        return [self.first + number * _ONE_DAY for number in range(count)]


def days_within(span: DaySpan, first: date, last: date) -> Days | None:
    """Those of `span` between two days; None where there are none."""
    both = span.within(DaySpan(first, last))
    return None if is_empty(both) else Days(both.first_day or first, both.last_day or last)


def count_by_day(chosen: Chosen, days: Days) -> DayCounts:
    """How many there are on each day (one statement)."""
    with present.asked(chosen.scope) as census:
        if census:
            return _read_off(census, chosen, days)
    changes, total = Counter[date](), 0
    for first, last, count in _counted(condition(chosen.scope), days).tuples():
        begins = first if first == last else max(first + _ONE_DAY, days.first)
        changes[begins] += count
        changes[last + _ONE_DAY] -= count
        total += count if first == last or first < days.first else 0
    return DayCounts(_running(changes, days), total)


def _read_off(census: Census, chosen: Chosen, days: Days) -> DayCounts:
    scope, span = chosen.scope, _span(days)
    changes = Counter[date]()
    for day, count in census.count_by("first_day", scope, span).items():
        changes[max(day, days.first)] += count
    for day, count in census.count_by("last_day", scope, span).items():
        changes[day + _ONE_DAY] -= count
    return DayCounts(_running(changes, days), census.count(scope, span))


def _running(changes: Counter[date], days: Days) -> dict[date, int]:
    """What changes from one day to the next -> how many there are on each."""
    return dict(zip(days.all, accumulate(changes[day] for day in days.all), strict=True))


def _counted(which: Expression, days: Days) -> Any:
    """(first day, last day, count): all by the day they begin, as if it were their only one, which
    an index can count by itself; and those that last longer once more, for their other days."""
    count, first, last = fn.COUNT(Occurrence.id), Occurrence.first_day, Occurrence.last_day
    begun = Occurrence.select(first, first.alias("last_day"), count)
    begun = begun.where(which, begin(_span(days))).group_by(first)
    longer = Occurrence.select(first, last, count).where(which, _last_longer(days))
    return begun + longer.group_by(first, last)


def first_of_each_day(chosen: Chosen, days: Days, few: int) -> list[int]:
    """Ids of the first few that begin on each day, in time order (one statement).

    Without a census: where nothing is asked for, and so most is found, an index leads to the first
    of each day. A filter would be worked out anew for each day; there, one walk over all of them is
    cheaper.
    """
    with present.asked(chosen.scope) as census:
        if census:
            return census.first_of_each_day(chosen.scope, _span(days), few)
    which = condition(chosen.scope)
    walk = _jump if replace(chosen.scope, now=None) == EVERYTHING else _rank
    return [row[0] for row in walk(which, days, few).tuples()]


def find_long(chosen: Chosen, days: Days, most: int) -> list[int]:
    """Ids of the first that last for several of these days or reach into them (one statement)."""
    with present.asked(chosen.scope) as census:
        if census:
            return census.lasting(chosen.scope, _span(days), most)
    query: Any = Occurrence.select(Occurrence.id)
    query = query.where(condition(chosen.scope), _last_longer(days))
    return [row[0] for row in query.order_by(*ORDER).limit(most).tuples()]


def _jump(which: Expression, days: Days, few: int) -> Any:
    select = Occurrence.select(Occurrence.id).where(which).order_by(*ORDER).limit(few)
    each = [select.where(Occurrence.first_day == day).alias(f"d{day:%m%d}") for day in days.all]
    return reduce(add, (Occurrence.select(first.c.id).from_(first) for first in each))


def _rank(which: Expression, days: Days, few: int) -> Any:
    place = fn.ROW_NUMBER().over(partition_by=[Occurrence.first_day], order_by=list(ORDER[1:]))
    ranked = Occurrence.select(Occurrence.id, *ORDER[:2], place.alias("place"))
    ranked = ranked.where(which, begin(_span(days))).alias("ranked")
    columns = ranked.c
    query = Occurrence.select(columns.id).from_(ranked).where(columns.place <= few)
    return query.order_by(columns.first_day, columns.place)


def _last_longer(days: Days) -> Expression:
    """For longer than a day, on at least one of these: the words of the partial index."""
    return (
        (Occurrence.last_day > Occurrence.first_day)
        & (Occurrence.last_day >= days.first)
        & (Occurrence.first_day <= days.last)
    )


def _span(days: Days) -> DaySpan:
    return DaySpan(days.first, days.last)
