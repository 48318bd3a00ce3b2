"""How dark a day is drawn by how much takes place then: four shades beside the empty day. Pure."""

from dataclasses import dataclass
from itertools import pairwise

SHADES = 4


@dataclass(frozen=True)
class Scale:
    """`most` is the fullest day in sight. Shades grow with the square root of the count: otherwise
    one great day would make all others look alike."""

    most: int

    def shade(self, count: int) -> int:
        """0 for an empty day, up to 4."""
        return sum(low <= count for low, _high in self.steps)

    @property
    def steps(self) -> list[tuple[int, int]]:
        """The counts of each shade in use, inclusive; none where nothing takes place."""
        bounds = [self.most * number * number // (SHADES * SHADES) for number in range(SHADES + 1)]
        return [(low + 1, high) for low, high in pairwise(bounds) if high > low]
