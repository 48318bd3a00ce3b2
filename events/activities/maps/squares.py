"""Places as squares of a grid, roughly where they lie: a map without borders. Pure.

Rows are as full as each other, so a crowded town gets as much room as the empty country round it:
what is in an upper row lies further north, what stands left in a row further west.
"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from itertools import pairwise
from math import ceil, cos, radians, sqrt

WIDEST = 8
_ROOM = 1.7  # squares to a place: the gaps say where nothing lies
_SHAPES = 0.6, 3.0  # widths to a height: a screen is wider than high

Row = tuple[str | None, ...]


def lay_out(positions: Mapping[str, tuple[float, float]]) -> tuple[Row, ...]:
    """Rows from north to south, all equally long, None where a square stays free.

    `positions`: a name -> degrees north and east.
    """
    if not positions:
        return ()
    wide = _columns(list(positions.values()))
    wish = _wishes(positions, wide)
    ordered = sorted(positions, key=lambda name: (-positions[name][0], positions[name][1], name))
    return tuple(
        _lay_row(sorted(band, key=lambda name: (positions[name][1], name)), wish, wide)
        for band in _bands(ordered, most=ceil(wide / _ROOM))
    )


def _wishes(positions: Mapping[str, tuple[float, float]], wide: int) -> dict[str, float]:
    """The column of each by how many lie further west."""
    longitudes = sorted(longitude for _latitude, longitude in positions.values())
    step = (wide - 1) / max(len(positions) - 1, 1)
    return {name: bisect_left(longitudes, at[1]) * step for name, at in positions.items()}


def _bands(names: Sequence[str], most: int) -> list[Sequence[str]]:
    count = -(-len(names) // most)
    bounds = [number * len(names) // count for number in range(count + 1)]
    return [names[first:last] for first, last in pairwise(bounds)]


def _columns(places: Sequence[tuple[float, float]]) -> int:
    """As many as give the grid about the shape of the area."""
    souths, wests = zip(*places, strict=True)
    high = max(souths) - min(souths)
    wide = (max(wests) - min(wests)) * cos(radians(sum(souths) / len(souths)))
    least, most = _SHAPES
    shape = min(max(wide / high, least), most) if high else most
    return min(max(round(sqrt(len(places) * _ROOM * shape)), 1), WIDEST, len(places))


def _lay_row(names: Sequence[str], wish: Mapping[str, float], wide: int) -> Row:
    """Each in the column it wishes, or the nearest that keeps them in order."""
    row: list[str | None] = [None] * wide
    column = -1
    for number, name in enumerate(names):
        last = wide - len(names) + number  # the rest must have room, too
        column = min(max(round(wish[name]), column + 1), last)
        row[column] = name
    return tuple(row)
