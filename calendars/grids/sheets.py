"""A period's days, filled: what stands on each of them, on each bar, and how much more there is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from calendars.grids.lanes import Bar, LaidWeek, Slot, lay_bars
from calendars.grids.periods import Period
from calendars.grids.shades import Scale
from events.published import Around, DayCounts, DayOff, EditionRow, Few, OccurrenceRow

_MOST_EDITIONS = 6  # lanes a week
_MOST_LONG = 2


@dataclass(frozen=True)
class Cell:
    """One day. Of `count` occurrences `rows` begin then and `long` go on over it in a bar; `more`
    are not shown. `editions` touch the day, `editions_left` of them have no bar."""

    day: date
    count: int
    shade: int
    off: DayOff | None
    rows: tuple[OccurrenceRow, ...]
    long: tuple[OccurrenceRow, ...]
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


def fill(
    period: Period, counts: DayCounts, around: Around, scale: Scale, few: Few | None = None
) -> Sheet:
    """The sheet of a period that lies within what `counts` and `around` are about; without `few`
    nothing is named, only counted."""
    few = few or Few({}, ())
    editions = [row for row in around.editions if _touches(row, period.first_day, period.last_day)]
    bars = [Bar(row.span.first_day, row.span.last_day, row) for row in editions if row.span]
    long = [_long_bar(row, counts) for row in few.long]
    laid = lay_bars(bars, period.weeks, _MOST_EDITIONS)
    laid_long = lay_bars(long, period.weeks, _MOST_LONG)
    off = {one.day: one for one in around.days_off.days}

    def cell(day: date, themed: LaidWeek, lasting: LaidWeek) -> Cell:
        over = tuple(bar.what for bar in lasting.over(day))
        return Cell(
            day=day,
            count=counts.by_day.get(day, 0),
            shade=scale.shade(counts.by_day.get(day, 0)),
            off=off.get(day),
            rows=tuple(row for row in few.by_day.get(day, ()) if row not in over),
            long=over,
            editions=tuple(row for row in editions if _touches(row, day, day)),
            editions_left=themed.left_out[day],
        )

    weeks = zip(period.weeks, laid, laid_long, strict=True)
    return Sheet(
        period,
        tuple(
            SheetWeek(tuple(cell(day, *bars) for day in week), bars[0].lanes, bars[1].lanes)
            for week, *bars in weeks
        ),
        tuple(editions),
    )


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


def _long_bar(row: OccurrenceRow, counts: DayCounts) -> Bar:
    """Over the days that are counted: a filter may leave out some of those it lasts."""
    first, last = min(counts.by_day), max(counts.by_day)
    occurrence = row.occurrence
    return Bar(max(occurrence.first_day, first), min(occurrence.last_day, last), row)


def _touches(row: EditionRow, first: date, last: date) -> bool:
    return row.span is not None and row.span.first_day <= last and row.span.last_day >= first
