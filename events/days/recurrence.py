"""When a themed day comes back: how it recurs + a year -> the days to expect.

The rule proposes, the edition decides: nothing here knows what was announced. Days are local
calendar days without a clock or a zone, so no summer time can move them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import MAXYEAR, MINYEAR, date, timedelta
from enum import StrEnum
from typing import Self

from events.days.rules import RuleRefused, check_rule, read_rule
from events.errors import EventsError

__all__ = [
    "LastDayBeforeFirst",
    "Predictability",
    "Recurrence",
    "RuleRefused",
    "Span",
    "check_rule",
    "drift_days",
    "expected",
]

SolarTerms = Mapping[int, Mapping[str, date]]  # year -> 秋分 -> its day in China


class Predictability(StrEnum):
    """What can be known of a coming edition before anybody announces it."""

    FIXED = "fixed"  # the rule gives the true day, the same each year
    COMPUTED = "computed"  # the rule gives the true day, by weekday
    ANNOUNCED = "announced"  # a notice decides; the rule, if there is one, only predicts
    DERIVED = "derived"  # so many days from the first day of a parent's edition
    REGIONAL = "regional-rule"  # each region has a rule of its own
    ASTRONOMICAL = "astronomical"  # a solar term, from a table
    OPEN = "open"  # no days at all


class LastDayBeforeFirst(EventsError):
    """Two days the wrong way round."""

    def __init__(self, first_day: date, last_day: date) -> None:
        super().__init__(f"最后一天 {last_day} 早于第一天 {first_day}：请核对两个日期。")
        self.first_day = first_day
        self.last_day = last_day


@dataclass(frozen=True)
class Span:
    """Days in a row, both ends inclusive; may run into the next year."""

    first_day: date
    last_day: date

    def __post_init__(self) -> None:
        if self.last_day < self.first_day:
            raise LastDayBeforeFirst(self.first_day, self.last_day)

    @classmethod
    def lasting(cls, first_day: date, days: int) -> Self:
        return cls(first_day, first_day + timedelta(days=days - 1))

    @property
    def days(self) -> int:
        return (self.last_day - self.first_day).days + 1


@dataclass(frozen=True)
class Recurrence:
    """How a themed day comes back, as the catalogue has it."""

    predictability: Predictability
    rule: str | None = None  # RFC 5545 §3.3.10, as check_rule accepts it
    duration_days: int | None = (
        None  # None: as long as the parent's edition (derived), else one day
    )
    offset_days: int | None = None  # from the parent's first day or from the solar term; None: 0
    solar_term: str | None = None
    # By region code. The caller climbs the tree of districts. What a regional recurrence leaves
    # open (its duration) is that of the whole themed day.
    regional_rules: Mapping[str, "Recurrence"] = field(default_factory=dict, hash=False)
    valid_from: int | None = None  # years, inclusive; None: no limit
    valid_to: int | None = None

    @property
    def is_certain(self) -> bool:
        """The rule gives the true days; nobody needs to announce them."""
        return self.predictability in (Predictability.FIXED, Predictability.COMPUTED)

    def is_valid_in(self, year: int) -> bool:
        earliest, latest = self.valid_from or MINYEAR, self.valid_to or MAXYEAR
        return earliest <= year <= latest


def expected(
    recurrence: Recurrence,
    year: int,
    *,
    parent: Span | None = None,
    solar_terms: SolarTerms | None = None,
    region: str | None = None,
) -> Span | None:
    """The days to expect for the edition that starts in this year; None if nothing says.

    `parent` is the parent's edition of the same year. Looks at that one year, whatever the first
    edition was. Raises RuleRefused for a rule that check_rule does not accept.
    """
    # A span that begins in 9999 could end where `date` ends.
    if not (MINYEAR <= year < MAXYEAR and recurrence.is_valid_in(year)):
        return None
    if recurrence.predictability is Predictability.REGIONAL:
        regional = _in_region(recurrence, region)
        if regional is None:
            return None
        return expected(regional, year, parent=parent, solar_terms=solar_terms)
    first_day = _first_day(recurrence, year, parent, solar_terms or {})
    if first_day is None or first_day.year != year:
        return None
    is_derived = recurrence.predictability is Predictability.DERIVED
    usual_days = parent.days if parent and is_derived else 1
    return Span.lasting(first_day, recurrence.duration_days or usual_days)


def drift_days(expected: Span, actual_first_day: date) -> int:
    """Days from the expected to the actual start: 0 met, positive later, negative earlier."""
    return (actual_first_day - expected.first_day).days


def _in_region(recurrence: Recurrence, region: str | None) -> Recurrence | None:
    regional = recurrence.regional_rules.get(region) if region is not None else None
    if regional is None:
        return None
    return replace(regional, duration_days=regional.duration_days or recurrence.duration_days)


def _first_day(
    recurrence: Recurrence, year: int, parent: Span | None, solar_terms: SolarTerms
) -> date | None:
    offset = timedelta(days=recurrence.offset_days or 0)
    match recurrence.predictability:
        case Predictability.FIXED | Predictability.COMPUTED | Predictability.ANNOUNCED:
            days = read_rule(recurrence.rule).days_in(year) if recurrence.rule else []
            return days[0] if days else None
        case Predictability.DERIVED:
            return parent.first_day + offset if parent else None
        case Predictability.ASTRONOMICAL:
            term = solar_terms.get(year, {}).get(recurrence.solar_term or "")
            return term + offset if term else None
        case _:
            return None
