"""The face of the dial: months, solar terms and the seam of the year."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import radians, sin

from calendars.dial_shapes import FULL_TURN, TurningYear, point, polyline, sector, upright

CENTRE = 300.0
RIM = 290.0
HUB = 112.0
_NAMES = 261.5  # months' names, from the centre
_TERMS = 235.5
_NUMBERS = 304.0  # the years' numbers, outside the rim
_NAME_CLEARANCE = 9.5  # degrees between the hand and the middle of a month's name
_NAME_HALF = 25.5  # half a month's name and a solar term's height
_CLEARANCE = 4.5  # degrees; words nearer to the hand or to the seam than this would meet it


@dataclass(frozen=True)
class DialMonth:
    """A month's piece of the ring; count is the number of different themed days in it."""

    year: int
    month: int
    count: int
    sector: str
    x: float
    y: float


@dataclass(frozen=True)
class RimText:
    """A word along the rim, turned by that many degrees about its middle."""

    x: float
    y: float
    turn: float
    text: str


@dataclass(frozen=True)
class Seam:
    """The turn of the year, and the years' numbers beside it where the hand leaves room."""

    path: str
    years: tuple[RimText, ...]


def lay_months(year: TurningYear, marks: Sequence[tuple[float, float, str]]) -> list[DialMonth]:
    """The twelve months, beginning with today's; marks are (start, end, label)."""
    return [
        _month(year, start, first_day, marks)
        for start, first_day in zip(month_starts(year), _first_days(year), strict=True)
    ]


def month_starts(year: TurningYear) -> list[float]:
    """Where the twelve months begin; today's month begins a year later, left of the hand."""
    starts = [year.angle(first_day) for first_day in _first_days(year)]
    if starts[0] < 0:
        starts[0] = year.angle(year.today.replace(year=year.today.year + 1, day=1))
    return starts


def lay_terms(
    year: TurningYear, months: Sequence[DialMonth], solar_terms: Sequence[tuple[date, str]]
) -> Iterator[RimText]:
    """Solar terms within the year, except under the hand or where a month's name stands."""
    for day, name in solar_terms:
        angle = year.angle(day)
        x, y = point(CENTRE, angle, _TERMS)
        is_covered = any(
            abs(month.x - x) < _NAME_HALF + 10 * (month.month > 10) and abs(month.y - y) < 18
            for month in months
        )
        if _CLEARANCE < angle < FULL_TURN - _CLEARANCE and not is_covered:
            yield RimText(x, y, upright(angle), name)


def lay_seam(year: TurningYear) -> Seam:
    """At 1 January, which lies under the hand on New Year's Day itself."""
    if (year.today.month, year.today.day) == (1, 1):
        return Seam(polyline(CENTRE, (0, RIM), (0, RIM + 22)), ())
    new_year = year.today.year + 1
    angle = year.angle(date(new_year, 1, 1))
    numbers = [(angle - _CLEARANCE, new_year - 1), (angle + _CLEARANCE, new_year)]
    return Seam(
        polyline(CENTRE, (angle, RIM), (angle, RIM + 22)),
        tuple(
            RimText(*point(CENTRE, turn, _NUMBERS), upright(turn), str(number))
            for turn, number in numbers
            if 1.8 * _CLEARANCE < turn < FULL_TURN - 1.8 * _CLEARANCE
        ),
    )


def _first_days(year: TurningYear) -> Iterator[date]:
    first_day = year.today.replace(day=1)
    for _ in range(12):
        yield first_day
        first_day = _next_month(first_day)


def _next_month(first_day: date) -> date:
    return (first_day + timedelta(days=31)).replace(day=1)


def _month(
    year: TurningYear, start: float, first_day: date, marks: Sequence[tuple[float, float, str]]
) -> DialMonth:
    end = year.angle(_next_month(first_day))
    pieces = [(start, end)]
    if start > end:  # this month lies over the hand, half of it a year later
        pieces = [(start, FULL_TURN), (0.0, end)]
        start -= FULL_TURN
    inside = {
        label
        for mark_start, mark_end, label in marks
        if any(mark_start < piece_end and mark_end > piece for piece, piece_end in pieces)
    }
    return DialMonth(
        first_day.year,
        first_day.month,
        len(inside),
        sector(CENTRE, start, end, RIM, HUB),
        *_name_place(_name_angle(start, end), first_day.month),
    )


def _name_angle(start: float, end: float) -> float:
    """The middle of a month, or of its larger part where the hand would cross out the name."""
    if start >= 0:
        return (start + end) / 2
    if end > -start:
        return max(end / 2, _NAME_CLEARANCE)
    return min(start / 2, -_NAME_CLEARANCE)


def _name_place(angle: float, month: int) -> tuple[float, float]:
    """On the line of names; the two long ones (十一月, 十二月) further in where they lie across."""
    inwards = 5.5 * sin(radians(angle)) ** 2 if month > 10 else 0.0
    return point(CENTRE, angle, _NAMES - inwards)
