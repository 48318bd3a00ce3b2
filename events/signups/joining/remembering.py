"""Pages that are the same for everybody, made once in a moment: for the crowd that is too late."""

import time
from collections.abc import Callable, Hashable

_MOMENT = 1.0  # seconds
_MOST = 200


class Memory:
    """What was made lately; a key must hold all that the text depends on."""

    def __init__(self) -> None:
        self._made: dict[Hashable, tuple[float, str]] = {}

    def get(self, key: Hashable, make: Callable[[], str]) -> str:
        until, text = self._made.get(key, (0.0, ""))
        if until > time.monotonic():
            return text
        if len(self._made) >= _MOST:
            self._made = {}
        text = make()
        self._made[key] = time.monotonic() + _MOMENT, text
        return text
