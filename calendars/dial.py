"""The year as a dial: today at the top, the coming twelve months clockwise.

A year has no beginning here; its seam is a small mark. Pure geometry, ready for a template.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import pi

from calendars.dial_face import (
    CENTRE,
    HUB,
    RIM,
    DialMonth,
    RimText,
    Seam,
    lay_months,
    lay_seam,
    lay_terms,
    month_starts,
)
from calendars.dial_shapes import FULL_TURN, TurningYear, arc, polyline, rounded, sector
from calendars.dial_tiles import SIZE, Anchor, Tile, lay_tiles

_TRACKS = (199.0, 220.0)  # innermost and outermost radius of spans
_TRACK_STEP = 10.5
_SPAN_WIDTH = 8.5
_DAYS = (177.0, 193.0)  # single days reach from here to there
_DAY_WIDTH = 4.0
_KINDS = {"fixed": "fixed", "predicted": "guess", "unknown": "season"}


@dataclass(frozen=True)
class Mark:
    """One themed day in one year, both days inclusive.

    `subject` is the style of its hue; `certainty` is fixed, predicted or unknown.
    """

    first_day: date
    last_day: date
    subject: str
    glyph: str
    certainty: str
    label: str


@dataclass(frozen=True)
class Stroke:
    """A mark as drawn. kind: fixed (filled), guess (hollow) or season (dotted)."""

    path: str
    subject: str
    kind: str
    width: float


@dataclass(frozen=True)
class Dial:
    """All lengths in units of view_box; months start with today's, tiles follow the year."""

    today: date
    view_box: str
    centre: float
    rim: float
    hub: float
    tile_size: float
    days: int
    months: tuple[DialMonth, ...]
    spokes: str
    terms: tuple[RimText, ...]
    seam: Seam
    arcs: tuple[Stroke, ...]
    day_marks: tuple[Stroke, ...]
    tiles: tuple[Tile, ...]
    hand: str


@dataclass(frozen=True)
class Ring:
    """The small dial of a themed day's page; mark is empty if it isn't in the coming year."""

    ticks: str
    mark: str
    hand: str


@dataclass(frozen=True)
class _Placed:
    """The visible part of a mark, and which lane of how many it lies in."""

    mark: Mark
    start: float
    end: float
    lane: int = 0
    lanes: int = 1

    @property
    def is_single_day(self) -> bool:
        return self.mark.first_day == self.mark.last_day


def draw_dial(today: date, marks: Sequence[Mark], solar_terms: Sequence[tuple[date, str]]) -> Dial:
    """Lay out the twelve months from today; what lies outside them is clipped or left out."""
    year = TurningYear(today)
    placed = [
        _Placed(mark, *visible)
        for mark in marks
        if (visible := year.clip(mark.first_day, mark.last_day)) is not None
    ]
    placed.sort(key=lambda p: (p.start, -p.end, p.mark.subject, p.mark.label))
    spans = [_draw_span(p) for p in _in_lanes([p for p in placed if not p.is_single_day])]
    days = [_draw_day(p) for p in _in_lanes([p for p in placed if p.is_single_day])]
    months = tuple(lay_months(year, [(p.start, p.end, p.mark.label) for p in placed]))
    return Dial(
        today=today,
        view_box="-16 -36 632 652",
        centre=CENTRE,
        rim=RIM,
        hub=HUB,
        tile_size=SIZE,
        days=year.days,
        months=months,
        spokes="".join(polyline(CENTRE, (a, RIM), (a, HUB)) for a in month_starts(year)),
        terms=tuple(lay_terms(year, months, solar_terms)),
        seam=lay_seam(year),
        arcs=tuple(stroke for stroke, _ in spans),
        day_marks=tuple(stroke for stroke, _ in days),
        tiles=lay_tiles(CENTRE, [anchor for _, anchor in (*spans, *days)], year.days),
        hand=polyline(CENTRE, (0, HUB), (0, RIM)),
    )


def draw_ring(today: date, first_day: date, last_day: date) -> Ring:
    """Show where in the twelve months from today a themed day lies (viewBox 0 0 120 120)."""
    year = TurningYear(today)
    visible = year.clip(first_day, last_day)
    mark = ""
    if visible is not None:
        start, end = visible
        room = max(6.0 - (end - start), 0.0) / 2  # a single day must still be seen
        mark = arc(60, max(start - room, 0.0), min(end + room, FULL_TURN), 45)
    ticks = "".join(polyline(60, (start, 56), (start, 50)) for start in month_starts(year))
    return Ring(ticks, mark, polyline(60, (0, 34), (0, 58)))


def _in_lanes(placed: Sequence[_Placed]) -> list[_Placed]:
    """Side by side instead of on top of each other: each knot has as many lanes as it needs."""
    result: list[_Placed] = []
    knot: list[_Placed] = []
    ends: list[float] = []
    gap = 0.5  # degrees between two marks in one lane
    for p in placed:
        if all(p.start >= end + gap for end in ends):
            result += [replace(member, lanes=len(ends)) for member in knot]
            knot, ends = [], []
        lane = next((i for i, end in enumerate(ends) if p.start >= end + gap), len(ends))
        ends[lane : lane + 1] = [p.end]
        knot.append(replace(p, lane=lane))
    return result + [replace(member, lanes=len(ends)) for member in knot]


def _draw_span(p: _Placed) -> tuple[Stroke, Anchor]:
    innermost, outermost = _TRACKS
    step = min(_TRACK_STEP, (outermost - innermost) / max(p.lanes - 1, 1))
    width = rounded(min(_SPAN_WIDTH, step - 1))
    radius = rounded(outermost - p.lane * step)
    kind = _KINDS[p.mark.certainty]
    path = arc(CENTRE, p.start, p.end, radius)
    if kind == "guess":
        path = sector(CENTRE, p.start, p.end, radius + width / 2, radius - width / 2)
    return Stroke(path, p.mark.subject, kind, width), _anchor(p, radius - width / 2)


def _draw_day(p: _Placed) -> tuple[Stroke, Anchor]:
    foot, head = _DAYS
    step = (head - foot + 1) / p.lanes
    head = rounded(head - p.lane * step)
    foot = rounded(head - step + 1)
    middle = (p.start + p.end) / 2
    kind = _KINDS[p.mark.certainty]
    path = polyline(CENTRE, (middle, head), (middle, foot))
    if kind == "guess":
        half = _DAY_WIDTH / 2 * FULL_TURN / (2 * pi * head)
        path = sector(CENTRE, middle - half, middle + half, head, foot)
    return Stroke(path, p.mark.subject, kind, _DAY_WIDTH), _anchor(p, foot)


def _anchor(p: _Placed, radius: float) -> Anchor:
    return Anchor(p.start, p.end, radius, p.mark.subject, p.mark.glyph, p.mark.label)
