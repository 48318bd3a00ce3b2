"""What a page of the calendar shows: the activities, editions and days off of a month or a year."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from events.activities.choosing import Chosen
from events.activities.daily import (
    DayCounts,
    count_by_day,
    days_within,
    find_long,
    first_of_each_day,
)
from events.activities.lines import OccurrenceLine, occurrence_lines
from events.days.editions import EditionRow
from events.days.queries import DaysOff, almanac, days_off


@dataclass(frozen=True)
class Around:
    """What the days are by themselves: editions that touch them, official days off."""

    editions: tuple[EditionRow, ...]
    days_off: DaysOff


@dataclass(frozen=True)
class Few:
    """The first few lines of each day they begin on, in time order, and the first of those that
    last for several days; some may be in both."""

    by_day: Mapping[date, tuple[OccurrenceLine, ...]]
    long: tuple[OccurrenceLine, ...]


def around(chosen: Chosen, first: date, last: date, today: date) -> Around:
    """Of the chosen themed days, of all where none is chosen (five statements)."""
    book = almanac(today, between=(first, last))
    asked = chosen.scope.day
    rows = [row for row in book.rows_between(first, last) if asked is None or row.day.id in asked]
    return Around(tuple(rows), days_off(first, last))


def counts_on_days(chosen: Chosen, first: date, last: date, today: date) -> DayCounts:
    """True counts of those chosen, on days they ask for (one statement)."""
    days = days_within(chosen.criteria.span(today), first, last)
    return count_by_day(chosen, days) if days else DayCounts({}, 0)


def few_on_days(
    chosen: Chosen, first: date, last: date, today: date, few: int, most_long: int
) -> Few:
    """At most `few` a day and `most_long` that last longer (four statements)."""
    days = days_within(chosen.criteria.span(today), first, last)
    if days is None:
        return Few({}, ())
    ids = first_of_each_day(chosen, days, few)
    long = find_long(chosen, days, most_long)
    lines = occurrence_lines({*ids, *long})
    by_day: dict[date, tuple[OccurrenceLine, ...]] = {}
    for line in (lines[id_] for id_ in ids if id_ in lines):
        day = line.occurrence.first_day
        by_day[day] = (*by_day.get(day, ()), line)
    return Few(by_day, tuple(lines[id_] for id_ in long if id_ in lines))
