"""The page of an occurrence that is full, kept for a moment: for the crowd that is too late."""

import time
from collections.abc import Hashable
from typing import NamedTuple

_MOMENT = 3.0  # seconds; as old may be what it says of other occurrences
_MOST = 200


class FullPage(NamedTuple):
    """`counted` are the numbers that the occurrence had (`queries.counted`)."""

    text: str
    counted: tuple[int | None, ...]


class Memory:
    """Pages made lately, by all that their text depends on besides the numbers."""

    def __init__(self) -> None:
        self._made: dict[Hashable, tuple[float, FullPage]] = {}

    def find(self, key: Hashable) -> FullPage | None:
        until, page = self._made.get(key, (0.0, None))
        return page if until > time.monotonic() else None

    def keep(self, key: Hashable, page: FullPage) -> None:
        if len(self._made) >= _MOST:
            self._made = {}
        self._made[key] = time.monotonic() + _MOMENT, page
