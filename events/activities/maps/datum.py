"""WGS-84 -> GCJ-02, which maps published in China use. Pure.

Only for showing: what is kept and asked for is WGS-84. The formula was never published by who
made it; this is the one everybody uses, with the ellipsoid of 1940 (a, and e squared).
"""

from math import cos, pi, radians, sin, sqrt

_A = 6378245.0
_EE = 0.00669342162296594323

Position = tuple[float, float]


def to_gcj02(latitude: float, longitude: float) -> Position:
    """Some hundred metres away within a rectangle round China, elsewhere the same."""
    if not (0.8293 <= latitude <= 55.8271 and 72.004 <= longitude <= 137.8347):
        return latitude, longitude
    north, east = _bend(longitude - 105, latitude - 35)
    slope = 1 - _EE * sin(radians(latitude)) ** 2
    meridian = radians(_A * (1 - _EE) / slope**1.5)  # metres to a degree
    parallel = radians(_A / sqrt(slope) * cos(radians(latitude)))
    return latitude + north / meridian, longitude + east / parallel


def _bend(x: float, y: float) -> tuple[float, float]:
    """Metres to the north and to the east."""
    root = sqrt(abs(x))
    ripple = 20 * sin(6 * pi * x) + 20 * sin(2 * pi * x)
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root
    north += (ripple + _waves(y, (20, 1), (40, 3), (160, 12), (320, 30))) * 2 / 3
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root
    east += (ripple + _waves(x, (20, 1), (40, 3), (150, 12), (300, 30))) * 2 / 3
    return north, east


def _waves(at: float, *waves: tuple[int, int]) -> float:
    return sum(height * sin(at * pi / length) for height, length in waves)
