"""What a person asks for: the filters of a list, a feed, a count, as one value. Pure.

The words are the address's own (docs/calendars.md): the same query string gives the page and the
feed. A key that is repeated means any of its values, of `access` all; different keys must all
hold.
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
    `year` is a calendar year, one more limit to the days. `near` is a latitude and a longitude in
    WGS-84 degrees, rounded so that no address says where somebody lives; `within` are kilometres.
    """

    q: str = ""
    day: tuple[str, ...] = ()
    year: int | None = None
    unit: tuple[str, ...] = ()
    district: tuple[str, ...] = ()
    venue: tuple[int, ...] = ()
    kind: tuple[str, ...] = ()
    audience: tuple[str, ...] = ()
    age: int | None = None
    format: tuple[str, ...] = ()
    signup: str | None = None
    access: tuple[str, ...] = ()
    when: str | None = None
    first_day: date | None = None
    last_day: date | None = None
    near: tuple[float, float] | None = None
    within: int | None = None
    sort: str | None = None

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Key and value as the address has them, in the vocabulary's order."""
        return [
            (key, _spelled(value))
            for key, name in KEYS.items()
            for value in _several(name, getattr(self, name))
        ]

    @property
    def values(self) -> dict[str, list[str]]:
        """As `url_for` takes them: each key with all its values."""
        values: dict[str, list[str]] = {}
        for key, value in self.pairs:
            values.setdefault(key, []).append(value)
        return values

    @property
    def query(self) -> str:
        """Canonical: equal criteria give equal text, whatever order they were typed in."""
        return urlencode(self.pairs, safe=",")

    @property
    def radius_km(self) -> int:
        """How far `near` reaches."""
        return self.within or NEAR_KM

    def with_only(self, key: str, value: Any) -> Self:
        """`value` in place of whatever the key had; None takes it away, and from `near` all that
        means nothing without it."""
        name = KEYS[key]
        if value is None:
            gone = ("near", "within", "sort") if key == "near" else (name,)
            return replace(self, **{one: _DEFAULTS[one] for one in gone})
        changed: dict[str, Any] = {name: (value,) if name in _MANY else value}
        return replace(self, **changed)

    def without(self, key: str, value: str) -> Self:
        """One value less."""
        name = KEYS[key]
        if name not in _MANY:
            return self.with_only(key, None)
        kept = tuple(one for one in getattr(self, name) if str(one) != value)
        changed: dict[str, Any] = {name: kept}
        return replace(self, **changed)

    def having(self, key: str, value: Any) -> Self:
        """One value more."""
        name = KEYS[key]
        changed: dict[str, Any] = {name: tuple(sorted({*getattr(self, name), value}))}
        return replace(self, **changed)

    def span(self, today: date) -> "DaySpan":
        """The days asked for: year, `when` and from–to together; without any, no limits."""
        span = DaySpan(self.first_day, self.last_day)
        if self.year:
            span = span.within(DaySpan(date(self.year, 1, 1), date(self.year, 12, 31)))
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


NEAR_KM = 10
SPAN_KEYS = ("year", "when", "from", "to")
_SPELLED = {"first_day": "from", "last_day": "to"}
KEYS = {_SPELLED.get(one.name, one.name): one.name for one in fields(Criteria)}
_DEFAULTS: dict[str, Any] = {one.name: one.default for one in fields(Criteria)}
_MANY = frozenset(name for name, value in _DEFAULTS.items() if value == ())


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
    """The days a word means: the weekend is this week's, on a Sunday what is left of it; the next
    weekend is always that of the next week."""
    sunday = today + timedelta(days=6 - today.weekday())
    return {
        "today": Span(today, today),
        "tomorrow": Span(today + timedelta(days=1), today + timedelta(days=1)),
        "weekend": Span(max(today, sunday - timedelta(days=1)), sunday),
        "next-weekend": Span(sunday + timedelta(days=6), sunday + timedelta(days=7)),
        "week": Span(today, sunday),
        "month": Span(today, today + relativedelta(day=31)),
    }[when]


def _several(name: str, value: Any) -> tuple[Any, ...]:
    if name in _MANY:
        return tuple(value)
    return () if value in (None, "") else (value,)


def _spelled(value: Any) -> str:
    """A position with two decimals, everything else as it is."""
    return ",".join(f"{one:.2f}" for one in value) if isinstance(value, tuple) else str(value)
