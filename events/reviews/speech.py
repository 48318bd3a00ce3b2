"""How a reviewer is spoken to. Pure."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Speech:
    """`say` translates a text of ours, `day` writes a date."""

    say: Callable[[str], str]
    day: Callable[[date], str]
