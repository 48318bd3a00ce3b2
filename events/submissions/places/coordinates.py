"""Coordinates as people paste them -> WGS-84 degrees, and how far apart two points are. Pure."""

import re
from collections.abc import Iterable
from math import asin, cos, radians, sin, sqrt

from events.errors import EventsError

Point = tuple[float, float]  # latitude, longitude

FAR_KM = 100
_PAIR = re.compile(r"(-?\d{1,3}(?:\.\d{1,15})?)\s*[,，、;；\s]\s*(-?\d{1,3}(?:\.\d{1,15})?)")
_EARTH_KM = 6371.0


class CoordinatesUnread(EventsError):
    """No point on earth."""


def read_point(text: str) -> Point:
    """Latitude first, unless only the other way round can be meant; raises CoordinatesUnread."""
    found = _PAIR.fullmatch(text.strip("()（） "))
    if not found:
        raise CoordinatesUnread(
            f"看不懂坐标“{text[:30]}”，请写成“纬度,经度”，例如 29.5628,106.5528。"
        )
    first, second = (round(float(number), 6) for number in found.groups())
    latitude, longitude = (second, first) if abs(first) > 90 else (first, second)
    if abs(latitude) > 90 or abs(longitude) > 180:
        raise CoordinatesUnread(f"地球上没有“{text[:30]}”这个地方，请核对坐标。")
    return latitude, longitude


def distance_km(one: Point, other: Point) -> float:
    """Along the great circle."""
    (a, b), (c, d) = ((radians(x), radians(y)) for x, y in (one, other))
    chord = sin((c - a) / 2) ** 2 + cos(a) * cos(c) * sin((d - b) / 2) ** 2
    return 2 * _EARTH_KM * asin(sqrt(min(1.0, chord)))


def far_from_all(point: Point, known: Iterable[Point]) -> int | None:
    """Kilometres to the nearest of these points if that is FAR_KM or more; else None."""
    nearest = min((distance_km(point, other) for other in known), default=0.0)
    return round(nearest) if nearest >= FAR_KM else None
