"""Predicted against real: the history of a themed day as one bar for each year.

All years share one window of the calendar, chosen from the usual years; a year far off (May moved
to August) is an arrow at the edge. Lengths are in viewBox units.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

WIDTH = 220.0
HEIGHT = 28.0

Span = tuple[date, date]

_USUAL = 45  # days around the usual day within which a year still counts as usual
_MARGIN = 3  # days of paper left and right of the outermost bar
_SHORTEST = 21
_LEAP_YEAR = 2000  # every date exists in it, so that bars of different years line up


@dataclass(frozen=True)
class Bar:
    x: float
    width: float


@dataclass(frozen=True)
class DriftRow:
    """One year. days_late is negative when early, None when nothing was predicted.

    A bar outside the window is None; `beyond` is then "later" or "earlier" for the real one.
    """

    expected: Bar | None
    actual: Bar | None
    beyond: str
    days_late: int | None


@dataclass(frozen=True)
class Drift:
    """Rows in the order given; the window's days are inclusive and their year means nothing."""

    rows: tuple[DriftRow, ...]
    first_day: date
    last_day: date
    guides: tuple[float, ...]
    width: float = WIDTH
    height: float = HEIGHT


@dataclass(frozen=True)
class _Window:
    start: int
    end: int  # exclusive

    def bar(self, start: int, end: int) -> Bar | None:
        """The visible part of the days from start up to, not including, end."""
        left, right = max(start, self.start), min(end, self.end)
        if left >= right:
            return None
        return Bar(round(self.x(left), 1), round(self.x(right) - self.x(left), 1))

    def x(self, day: int) -> float:
        return (day - self.start) * WIDTH / (self.end - self.start)


def draw_drift(years: Sequence[tuple[Span | None, Span]]) -> Drift:
    """Lay out (expected, actual) of each year; the spans are inclusive. At least one year."""
    placed = [_place(expected, actual) for expected, actual in years]
    window = _choose_window([bar for row in placed for bar in row if bar is not None])
    rows = tuple(
        _row(window, expected, actual, _days_late(*year))
        for (expected, actual), year in zip(placed, years, strict=True)
    )
    step = 7 * max(1, round((window.end - window.start) / 28))
    guides = range(window.start + step // 2, window.end, step)
    return Drift(
        rows,
        _day(window.start),
        _day(window.end - 1),
        tuple(round(window.x(guide), 1) for guide in guides),
    )


def _place(expected: Span | None, actual: Span) -> tuple[tuple[int, int] | None, tuple[int, int]]:
    """Both spans as days of one leap year; the second may begin before or after it."""
    year = (expected or actual)[0].year
    return expected and _days(expected, year), _days(actual, year)


def _days(span: Span, year: int) -> tuple[int, int]:
    first_day, last_day = span
    start = first_day.replace(year=_LEAP_YEAR).toordinal() + (first_day.year - year) * 366
    return start, start + (last_day - first_day).days + 1


def _choose_window(bars: Sequence[tuple[int, int]]) -> _Window:
    starts = sorted(start for start, _ in bars)
    usual_day = starts[(len(starts) - 1) // 2]
    usual = [bar for bar in bars if abs(bar[0] - usual_day) <= _USUAL]
    start = min(start for start, _ in usual) - _MARGIN
    end = max(end for _, end in usual) + _MARGIN
    missing = max(_SHORTEST - (end - start), 0)
    return _Window(start - missing // 2, end + missing - missing // 2)


def _row(
    window: _Window,
    expected: tuple[int, int] | None,
    actual: tuple[int, int],
    days_late: int | None,
) -> DriftRow:
    bar = window.bar(*actual)
    beyond = "" if bar else "later" if actual[0] >= window.end else "earlier"
    return DriftRow(expected and window.bar(*expected), bar, beyond, days_late)


def _days_late(expected: Span | None, actual: Span) -> int | None:
    return (actual[0] - expected[0]).days if expected else None


def _day(ordinal: int) -> date:
    return date(1, 1, 1) + timedelta(days=ordinal - 1)
