"""What a person asks for: the filters of a list, a feed, a count, as one value. Pure.

The words are the address's own (docs/calendars.md): the same query string gives the page and the
feed. A key that is repeated means any of its values; different keys must all hold.
"""

from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from typing import Any, Self
from urllib.parse import urlencode

from dateutil.relativedelta import relativedelta

from events.days.recurrence import Span


@dataclass(frozen=True)
class Criteria:
    """Every field is named after its key, but `from` and `to`, which are Python's and too short.

    `day`, `unit` and `district` hold slugs, `venue` ids; tuples are sorted, without repeats.
    """

    day: tuple[str, ...] = ()
    unit: tuple[str, ...] = ()
    district: tuple[str, ...] = ()
    venue: tuple[int, ...] = ()
    kind: tuple[str, ...] = ()
    audience: tuple[str, ...] = ()
    when: str | None = None
    first_day: date | None = None
    last_day: date | None = None

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Key and value as the address has them, in the vocabulary's order."""
        return [
            (key, str(value))
            for key, name in KEYS.items()
            for value in _several(getattr(self, name))
        ]

    @property
    def query(self) -> str:
        """Canonical: equal criteria give equal text, whatever order they were typed in."""
        return urlencode(self.pairs)

    def with_only(self, key: str, value: Any) -> Self:
        """`value` in place of whatever the key had; None takes it away."""
        name = KEYS[key]
        if isinstance(getattr(self, name), tuple):
            value = () if value is None else (value,)
        changed: dict[str, Any] = {name: value}
        return replace(self, **changed)

    def without(self, key: str, value: str) -> Self:
        """One value less."""
        name = KEYS[key]
        now = getattr(self, name)
        kept = tuple(one for one in now if str(one) != value) if isinstance(now, tuple) else None
        changed: dict[str, Any] = {name: kept}
        return replace(self, **changed)

    def having(self, key: str, value: Any) -> Self:
        """One value more."""
        name = KEYS[key]
        changed: dict[str, Any] = {name: tuple(sorted({*getattr(self, name), value}))}
        return replace(self, **changed)

    def span(self, today: date) -> "DaySpan":
        """The days asked for: `when` and from–to together; without either, no limits."""
        span = DaySpan(self.first_day, self.last_day)
        if self.when is None:
            return span
        asked = when_span(self.when, today)
        return span.within(DaySpan(asked.first_day, asked.last_day))

    def span_ahead(self, today: date) -> "DaySpan":
        """What a list shows: from today on where nothing says from when; the past is asked for by
        its first day, or by a last day that is over."""
        span = self.span(today)
        if span.first_day or (span.last_day and span.last_day < today):
            return span
        return DaySpan(today, span.last_day)


_SPELLED = {"first_day": "from", "last_day": "to"}
KEYS = {_SPELLED.get(one.name, one.name): one.name for one in fields(Criteria)}


@dataclass(frozen=True)
class DaySpan:
    """Days in a row, inclusive, open where None; empty when the first comes after the last."""

    first_day: date | None
    last_day: date | None

    def within(self, other: "DaySpan") -> "DaySpan":
        """The days in both."""
        firsts = [day for day in (self.first_day, other.first_day) if day]
        lasts = [day for day in (self.last_day, other.last_day) if day]
        return DaySpan(max(firsts, default=None), min(lasts, default=None))


def when_span(when: str, today: date) -> Span:
    """The days a word means: the weekend is this week's, on a Sunday what is left of it."""
    sunday = today + timedelta(days=6 - today.weekday())
    return {
        "today": Span(today, today),
        "tomorrow": Span(today + timedelta(days=1), today + timedelta(days=1)),
        "weekend": Span(max(today, sunday - timedelta(days=1)), sunday),
        "week": Span(today, sunday),
        "month": Span(today, today + relativedelta(day=31)),
    }[when]


def _several(value: Any) -> tuple[Any, ...]:
    if isinstance(value, tuple):
        return value
    return () if value is None else (value,)
