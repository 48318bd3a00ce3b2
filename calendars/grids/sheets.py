"""A period's days, filled: what stands on each of them, on each bar, and how much more there is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from calendars.grids.lanes import Bar, LaidWeek, Slot, lay_bars
from calendars.grids.periods import Period, Week
from calendars.grids.shades import Scale
from events.published import Around, DayCounts, DayOff, EditionRow, Few, OccurrenceLine

_MOST_EDITIONS = 6  # lanes a week
_MOST_LONG = 2
_NOTHING = Few({}, ())


@dataclass(frozen=True)
class Cell:
    """One day. Of `count` occurrences `rows` begin then and `long` go on over it in a bar; `more`
    are not shown. `editions` touch the day, `editions_left` of them have no bar."""

    day: date
    count: int
    shade: int
    off: DayOff | None
    rows: tuple[OccurrenceLine, ...]
    long: tuple[OccurrenceLine, ...]
    editions: tuple[EditionRow, ...]
    editions_left: int

    @property
    def more(self) -> int:
        return self.count - len(self.rows) - len(self.long)


@dataclass(frozen=True)
class SheetWeek:
    """Up to seven days, Monday first, and the lanes of bars over them."""

    cells: tuple[Cell, ...]
    editions: tuple[tuple[Slot, ...], ...]
    long: tuple[tuple[Slot, ...], ...]

    @property
    def before(self) -> int:
        """Days of this week that come before the period."""
        return self.cells[0].day.weekday()

    @property
    def after(self) -> int:
        return 6 - self.cells[-1].day.weekday()


@dataclass(frozen=True)
class Sheet:
    period: Period
    weeks: tuple[SheetWeek, ...]
    editions: tuple[EditionRow, ...]

    @property
    def cells(self) -> list[Cell]:
        return [cell for week in self.weeks for cell in week.cells]

    def opened(self, today: date) -> date | None:
        """The day whose entries are shown first: today, else the first that has any."""
        full = [cell.day for cell in self.cells if cell.count]
        return today if today in full else next(iter(full), None)


@dataclass(frozen=True)
class Contents:
    """What there is to fill sheets with: without `few` nothing is named, only counted."""

    counts: DayCounts
    around: Around
    few: Few = _NOTHING

    @cached_property
    def scale(self) -> Scale:
        return Scale(max(self.counts.by_day.values(), default=0))

    def sheet(self, period: Period) -> Sheet:
        """The sheet of a period within the days that all this is about."""
        editions = self._editions(period.first_day, period.last_day)
        bars = [Bar(row.span.first_day, row.span.last_day, row) for row in editions if row.span]
        laid = lay_bars(bars, period.weeks, _MOST_EDITIONS)
        long = lay_bars(map(self._long_bar, self.few.long), period.weeks, _MOST_LONG)
        weeks = zip(period.weeks, laid, long, strict=True)
        return Sheet(period, tuple(self._week(*week) for week in weeks), editions)

    def _week(self, days: Week, themed: LaidWeek, long: LaidWeek) -> SheetWeek:
        cells = tuple(
            self._cell(day, tuple(bar.what for bar in long.over(day)), themed.left_out[day])
            for day in days
        )
        return SheetWeek(cells, themed.lanes, long.lanes)

    def _cell(self, day: date, long: tuple[OccurrenceLine, ...], editions_left: int) -> Cell:
        count = self.counts.by_day.get(day, 0)
        return Cell(
            day=day,
            count=count,
            shade=self.scale.shade(count),
            off=next((off for off in self.around.days_off.days if off.day == day), None),
            rows=tuple(row for row in self.few.by_day.get(day, ()) if row not in long),
            long=long,
            editions=self._editions(day, day),
            editions_left=editions_left,
        )

    def _editions(self, first: date, last: date) -> tuple[EditionRow, ...]:
        return tuple(
            row
            for row in self.around.editions
            if row.span and row.span.first_day <= last and row.span.last_day >= first
        )

    def _long_bar(self, row: OccurrenceLine) -> Bar:
        """Over the days that are counted: a filter may leave out some of those it lasts."""
        first, last = min(self.counts.by_day), max(self.counts.by_day)
        occurrence = row.occurrence
        return Bar(max(occurrence.first_day, first), min(occurrence.last_day, last), row)


def in_a_row(days: Sequence[DayOff]) -> list[tuple[DayOff, DayOff]]:
    """First and last of each run of days that are off, or worked, by the same name."""
    runs: list[tuple[DayOff, DayOff]] = []
    for off in days:
        first, last = runs[-1] if runs else (off, off)
        is_next = off.day - last.day == timedelta(days=1)
        if runs and is_next and (off.kind, off.name) == (last.kind, last.name):
            runs[-1] = (first, off)
        else:
            runs.append((off, off))
    return runs
