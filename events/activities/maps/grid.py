"""The districts with activities as squares of a grid, and those of which nobody knows where."""

from dataclasses import dataclass

from calendars.grids.shades import Scale
from events.activities.choosing import Chosen
from events.activities.criteria import DaySpan
from events.activities.facets import count_districts
from events.activities.maps.queries import find_middles
from events.activities.maps.squares import lay_out
from events.units.areas import Area


@dataclass(frozen=True)
class Square:
    """`count` is how many there are with this district alone, whatever others are chosen."""

    area: Area
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class Grid:
    """Rows from north to south; `elsewhere` has no position, most first."""

    rows: tuple[tuple[Square | None, ...], ...]
    elsewhere: tuple[Square, ...]
    scale: Scale

    @property
    def wide(self) -> int:
        return len(self.rows[0]) if self.rows else 0


def find_grid(chosen: Chosen, span: DaySpan) -> Grid:
    """(Four statements.)"""
    picked = chosen.criteria.district
    squares = {
        area.slug: Square(area, count, area.slug in picked)
        for area, count in count_districts(chosen, span)
    }
    middles = find_middles(square.area for square in squares.values())
    places = {
        slug: middles[square.area.id]
        for slug, square in squares.items()
        if square.area.id in middles
    }
    rows = [[squares[slug] if slug else None for slug in row] for row in lay_out(places)]
    return Grid(
        rows=tuple(map(tuple, rows)),
        elsewhere=tuple(square for slug, square in squares.items() if slug not in places),
        scale=Scale(max((square.count for square in squares.values()), default=0)),
    )
