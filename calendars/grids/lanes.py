"""Bars of days in the lanes of a grid's weeks: they never overlap, and keep their order. Pure.

A bar has one lane wherever it goes, so in each week the same bars stand in the same order; lanes
that a week does not use are left out of it.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Bar:
    """Days in a row, inclusive; `what` is whatever the page wants to say about it."""

    first_day: date
    last_day: date
    what: Any = None


@dataclass(frozen=True)
class Slot:
    """A stretch of a lane within a week: a single free day, or the days of its bar there."""

    first_day: date
    last_day: date
    bar: Bar | None = None

    @property
    def width(self) -> int:
        return (self.last_day - self.first_day).days + 1

    @property
    def begins(self) -> bool:
        return self.bar is not None and self.bar.first_day == self.first_day

    @property
    def ends(self) -> bool:
        return self.bar is not None and self.bar.last_day == self.last_day


@dataclass(frozen=True)
class LaidWeek:
    """Each lane fills the days of the week, in time order; `left_out` are the bars of each day
    that there was no lane for."""

    lanes: tuple[tuple[Slot, ...], ...]
    left_out: Counter[date]

    def over(self, day: date) -> list[Bar]:
        """The bars that have a lane that day."""
        slots = [slot for lane in self.lanes for slot in lane]
        return [slot.bar for slot in slots if slot.bar and slot.first_day <= day <= slot.last_day]


def lay_bars(
    bars: Iterable[Bar], weeks: Sequence[Sequence[date]], most: int
) -> tuple[LaidWeek, ...]:
    """At most `most` lanes in each week. Of bars that begin on one day the longer goes first, then
    the one given first."""
    ordered = sorted(bars, key=lambda bar: (bar.first_day, -bar.last_day.toordinal()))
    lanes = _choose_lanes(ordered)
    return tuple(_lay_week(lanes, week, most) for week in weeks)


def _choose_lanes(bars: Sequence[Bar]) -> list[list[Bar]]:
    """Each bar goes to the first lane that is free by then; so no lane is opened without need."""
    lanes: list[list[Bar]] = []
    for bar in bars:
        free = next((lane for lane in lanes if lane[-1].last_day < bar.first_day), None)
        if free is None:
            lanes.append([bar])
        else:
            free.append(bar)
    return lanes


def _lay_week(lanes: Sequence[Sequence[Bar]], week: Sequence[date], most: int) -> LaidWeek:
    used = [found for lane in lanes if (found := _within(lane, week))]
    left_out = [day for slots in used[most:] for slot in slots for day in _days(slot)]
    return LaidWeek(tuple(_fill(slots, week) for slots in used[:most]), Counter(left_out))


def _within(lane: Sequence[Bar], week: Sequence[date]) -> list[Slot]:
    return [
        Slot(max(bar.first_day, week[0]), min(bar.last_day, week[-1]), bar)
        for bar in lane
        if bar.first_day <= week[-1] and bar.last_day >= week[0]
    ]


def _fill(slots: Sequence[Slot], week: Sequence[date]) -> tuple[Slot, ...]:
    """The same, with free days between them."""
    taken = {day for slot in slots for day in _days(slot)}
    free = [Slot(day, day) for day in week if day not in taken]
    return tuple(sorted([*slots, *free], key=lambda slot: slot.first_day))


def _days(slot: Slot) -> list[date]:
    return [slot.first_day + number * ONE_DAY for number in range(slot.width)]
