"""Shapes in polar coordinates: degrees clockwise from the top, lengths in viewBox units.

Everything is rounded to 0.1, so that equal input gives equal bytes (and an equal ETag).
"""

from dataclasses import dataclass
from datetime import date, timedelta
from math import cos, radians, sin

FULL_TURN = 360.0


@dataclass(frozen=True)
class TurningYear:
    """The twelve months from today on, laid round a circle with today at the top."""

    today: date

    @property
    def end(self) -> date:
        """The same day next year, exclusive; 29 February is followed by 1 March."""
        if (self.today.month, self.today.day) == (2, 29):
            return date(self.today.year + 1, 3, 1)
        return self.today.replace(year=self.today.year + 1)

    @property
    def days(self) -> int:
        return (self.end - self.today).days

    def angle(self, day: date) -> float:
        """Where the day begins; negative before today, beyond a full turn after the year."""
        return (day - self.today).days * FULL_TURN / self.days

    def clip(self, first_day: date, last_day: date) -> tuple[float, float] | None:
        """Start and end of the visible part of a span, or None if nothing of it is visible."""
        start = max(self.angle(first_day), 0.0)
        end = min(self.angle(last_day + timedelta(days=1)), FULL_TURN)
        return (start, end) if start < end else None


def rounded(value: float) -> float:
    return round(value, 1) + 0.0  # + 0.0 turns -0.0 into 0.0


def point(centre: float, angle: float, radius: float) -> tuple[float, float]:
    turn = radians(angle)
    return rounded(centre + radius * sin(turn)), rounded(centre - radius * cos(turn))


def _at(centre: float, angle: float, radius: float) -> str:
    x, y = point(centre, angle, radius)
    return f"{x:g} {y:g}"


def polyline(centre: float, *stations: tuple[float, float]) -> str:
    """A path through (angle, radius) stations."""
    return "M" + "L".join(_at(centre, angle, radius) for angle, radius in stations)


def arc(centre: float, start: float, end: float, radius: float) -> str:
    """An open arc, clockwise; a full turn stays a hair open, as SVG cannot draw it closed."""
    return "M" + _at(centre, start, radius) + _sweep(centre, start, end, radius, clockwise=True)


def sector(centre: float, start: float, end: float, outer: float, inner: float) -> str:
    """A closed piece of a ring."""
    return (
        arc(centre, start, end, outer)
        + "L"
        + _at(centre, min(end, start + FULL_TURN - 0.1), inner)
        + _sweep(centre, end, start, inner, clockwise=False)
        + "Z"
    )


def _sweep(centre: float, start: float, end: float, radius: float, *, clockwise: bool) -> str:
    turn = min(abs(end - start), FULL_TURN - 0.1)
    target = start + turn if clockwise else end
    return f"A{radius:g} {radius:g} 0 {turn > 180:d} {clockwise:d} {_at(centre, target, radius)}"


def upright(angle: float) -> float:
    """The rotation for text that runs along the rim and is never upside down."""
    turn = angle % FULL_TURN
    return rounded(turn - 180 if 90 < turn < 270 else turn - FULL_TURN if turn >= 270 else turn)
