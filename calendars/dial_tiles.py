"""Glyph tiles of the dial: which marks share one, and where it goes without touching another.

Tiles stand upright in two rows inside the marks. Marks of one subject that are close to each
other share a tile; how close is chosen so that the lead-lines stay short.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, pairwise
from math import asin, cos, degrees, radians, sin

from calendars.dial_shapes import FULL_TURN, point, polyline

SIZE = 23.0
ROWS = (156.0, 128.5)  # the tile's middle from the centre of the dial: outer row, inner row
KNEE = 172.5  # lead-lines bend here, outside the corners of every tile

_GAP = 2.5
_HAND_CLEARANCE = 7.2  # degrees between the hand and the middle of a tile
_CROWDED = 9.0  # degrees; a tile this close to the one before goes to the other row
_REACHES = (3, 6, 9, 12, 16, 24, 45, 92)  # days within which marks of one subject share a tile


@dataclass(frozen=True)
class Anchor:
    """The place on a mark that a lead-line may start from: an arc offers its whole length."""

    start: float
    end: float
    radius: float
    subject: str
    glyph: str
    label: str

    @property
    def middle(self) -> float:
        return (self.start + self.end) / 2

    def nearest(self, angle: float) -> float:
        margin = min(1.0, (self.end - self.start) / 2)
        return min(max(angle, self.start + margin), self.end - margin)


@dataclass(frozen=True)
class Tile:
    """One glyph in its square; x and y are the middle, labels name the marks that lead to it."""

    x: float
    y: float
    glyph: str
    subject: str
    lead_line: str
    labels: tuple[str, ...]


@dataclass(frozen=True)
class _Layout:
    clusters: list[list[Anchor]]
    rows: list[int]
    angles: list[float]

    def strain(self) -> float:
        """How far the lead-lines reach sideways; squared, as one long line is worse than two."""
        return sum(
            (anchor.nearest(angle) - angle) ** 2
            for cluster, angle in zip(self.clusters, self.angles, strict=True)
            for anchor in cluster
        )


def lay_tiles(centre: float, anchors: Sequence[Anchor], days: int) -> tuple[Tile, ...]:
    """Lay one tile for each cluster of anchors, clear of each other and of the hand."""
    layouts = [_lay_out(_cluster(anchors, reach * FULL_TURN / days)) for reach in _REACHES]
    best = min(layouts, key=_Layout.strain)
    places = zip(best.clusters, best.rows, best.angles, strict=True)
    return tuple(_draw(centre, *place) for place in places)


def _lay_out(clusters: list[list[Anchor]]) -> _Layout:
    wishes = [_middle(cluster) for cluster in clusters]
    rows = _rows(wishes)
    return _Layout(clusters, rows, _spread(wishes, rows))


def _cluster(anchors: Sequence[Anchor], reach: float) -> list[list[Anchor]]:
    """Group by subject and nearness, in the order of the year."""
    clusters: list[list[Anchor]] = []
    latest: dict[tuple[str, str], list[Anchor]] = {}
    for anchor in sorted(anchors, key=lambda a: (a.middle, a.subject, a.label)):
        kin = (anchor.subject, anchor.glyph)
        if kin not in latest or anchor.middle - latest[kin][0].middle > reach:
            latest[kin] = []
            clusters.append(latest[kin])
        latest[kin].append(anchor)
    return sorted(clusters, key=_middle)


def _middle(cluster: list[Anchor]) -> float:
    return sum(anchor.middle for anchor in cluster) / len(cluster)


def _rows(wishes: Sequence[float]) -> list[int]:
    """The outer row where there is room, both in turn where it is crowded."""
    rows = [0] * len(wishes)
    for index, (before, wish) in enumerate(pairwise(wishes)):
        rows[index + 1] = 1 - rows[index] if wish - before < _CROWDED else 0
    return rows


def _spread(wishes: Sequence[float], rows: Sequence[int]) -> list[float]:
    """The nearest angles to those wished for that keep the tiles apart, in the same order."""
    angles = list(wishes)
    for _ in range(4):  # the room a tile takes depends a little on where it stands
        rooms = [
            _room(round((angles[i] + angles[i + 1]) / 2), rows[i], rows[i + 1])
            for i in range(len(rows) - 1)
        ]
        offsets = [0.0, *accumulate(rooms)]
        low, high = _HAND_CLEARANCE, FULL_TURN - _HAND_CLEARANCE - offsets[-1]
        level = _rising([wish - offset for wish, offset in zip(wishes, offsets, strict=False)])
        angles = [
            min(max(value, low), high) + offset
            for value, offset in zip(level, offsets, strict=False)
        ]
    return angles


def _rising(values: Sequence[float]) -> list[float]:
    """The nearest sequence that never falls: neighbours that would cross share their mean."""
    blocks: list[tuple[float, int]] = []
    for value in values:
        mean, size = value, 1
        while blocks and blocks[-1][0] > mean:
            other, count = blocks.pop()
            mean, size = (mean * size + other * count) / (size + count), size + count
        blocks.append((mean, size))
    return [mean for mean, size in blocks for _ in range(size)]


@cache
def _room(angle: int, row: int, next_row: int) -> float:
    """Degrees from one tile to the next at this place of the dial, given in whole degrees.

    In one row their squares must not touch. In two rows the lead-line to the inner tile must pass
    the outer one, half the room of a row is left to each, and corners must not meet.
    """
    across, along = abs(cos(radians(angle))), abs(sin(radians(angle)))
    chord = (SIZE + _GAP) / max(across, along)
    if row == next_row:
        return _degrees(chord, ROWS[row])
    passage = SIZE / 2 * (across + along) + _GAP
    room = max(_degrees(passage, ROWS[0]), _degrees(chord, ROWS[1]) / 2)
    while _touch(angle - room / 2, row, angle + room / 2, next_row):
        room += 0.25
    return room


def _touch(angle: float, row: int, next_angle: float, next_row: int) -> bool:
    x, y = point(0, angle, ROWS[row])
    next_x, next_y = point(0, next_angle, ROWS[next_row])
    return max(abs(x - next_x), abs(y - next_y)) < SIZE + 1


def _degrees(chord: float, radius: float) -> float:
    return degrees(2 * asin(chord / (2 * radius)))


def _draw(centre: float, cluster: list[Anchor], row: int, angle: float) -> Tile:
    leads = [
        polyline(centre, (anchor.nearest(angle), anchor.radius), (angle, KNEE), (angle, ROWS[row]))
        for anchor in cluster
    ]
    x, y = point(centre, angle, ROWS[row])
    labels = tuple(anchor.label for anchor in cluster)
    return Tile(x, y, cluster[0].glyph, cluster[0].subject, "".join(leads), labels)
