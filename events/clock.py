"""The only clock. Everything else takes `now` or `today` as a parameter.

Routes and commands call it; tests hold it with `standing_at`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

_fixed: datetime | None = None


def now() -> datetime:
    """The present instant, aware, in UTC, to the second (calendars know no fractions)."""
    return _fixed or datetime.now(UTC).replace(microsecond=0)


def today(zone: ZoneInfo) -> date:
    """The date on the wall calendar of `zone`."""
    return now().astimezone(zone).date()


@contextmanager
def standing_at(instant: datetime) -> Iterator[None]:
    """Hold the clock at an aware instant: for tests and for reproducible demonstrations."""
    global _fixed
    before, _fixed = _fixed, instant.astimezone(UTC)
    try:
        yield
    finally:
        _fixed = before
