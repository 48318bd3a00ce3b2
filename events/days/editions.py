"""What is known of each edition, and what the rule expects where nothing is known.

The rule proposes, the edition decides: a stored edition always wins over its themed day's rule.
Pure: works on rows already read.
"""

import logging
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from events.days.models import DateStatus, Edition, ThemedDay
from events.days.recurrence import (
    Predictability,
    Recurrence,
    RuleRefused,
    SolarTerms,
    Span,
    expected,
)
from events.units.models import District

logger = logging.getLogger(__name__)

PREDICTED_YEARS = 2  # how many years ahead a rule that only predicts is followed


@dataclass(frozen=True)
class EditionRow:
    """One edition as people see it, stored or only expected.

    `span` is None while nobody knows the days. `expected` is what the rule says, for comparison.
    `region` is set where each region has its own rule.
    """

    day: ThemedDay
    year: int
    span: Span | None
    expected: Span | None
    date_status: DateStatus
    stored: Edition | None
    region: District | None = None

    @property
    def name(self) -> str:
        """The edition as a sentence names it: 全国科技活动周 2027 年."""
        return f"{self.day.name} {self.year} 年"

    @property
    def first_day(self) -> date | None:
        return self.span.first_day if self.span else None

    @property
    def last_day(self) -> date | None:
        return self.span.last_day if self.span else None

    @property
    def themes(self) -> tuple[str, ...]:
        return tuple(theme["text"] for theme in self.stored.themes) if self.stored else ()

    @property
    def end_known(self) -> bool:
        return self.stored is None or self.stored.end_known

    @property
    def moved_from(self) -> Span | None:
        return self.stored.moved_from if self.stored else None

    @property
    def certainty(self) -> str:
        """How a page draws it: fixed (filled), predicted (hollow), unknown (dotted)."""
        if self.span is None:
            return "unknown"
        is_promised = self.date_status is not DateStatus.PREDICTED
        return "fixed" if is_promised or is_certain(self.day) else "predicted"

    @property
    def updated_at(self) -> datetime:
        return self.stored.updated_at if self.stored else self.day.updated_at

    @property
    def key(self) -> str:
        """Names this edition for ever, whatever becomes of its dates."""
        parts = [self.day.slug, str(self.year), *([self.region.slug] if self.region else [])]
        return "/".join(parts)


def is_certain(day: ThemedDay) -> bool:
    """The rule gives the true days; nobody needs to announce them."""
    return day.predictability in (Predictability.FIXED, Predictability.COMPUTED)


def recurrence_of(day: ThemedDay) -> Recurrence:
    """The pure recurrence of a stored themed day."""
    return Recurrence(
        predictability=Predictability(day.predictability),
        rule=day.rule,
        duration_days=day.duration_days,
        offset_days=day.offset_days,
        solar_term=day.solar_term,
        regional_rules={
            regional["region"]: Recurrence(
                Predictability.FIXED, regional["rule"], regional.get("duration_days")
            )
            for regional in day.regional_rules
        },
        valid_from=day.valid_from,
        valid_to=day.valid_to,
    )


@dataclass(frozen=True)
class Almanac:
    """Themed days, their stored editions and the tables, read together (see `queries.almanac`).

    `regions` are the districts this office serves, with their provinces, that have a rule of their
    own.
    """

    days: tuple[ThemedDay, ...]
    recurrences: Mapping[int, Recurrence]  # by themed day id
    editions: Mapping[tuple[int, int], Edition]  # (themed day id, year)
    solar_terms: SolarTerms
    regions: tuple[District, ...]
    today: date

    def find(self, slug: str) -> ThemedDay | None:
        return next((day for day in self.days if day.slug == slug), None)

    def row(self, day: ThemedDay, year: int) -> EditionRow:
        """That year's edition; without days when nothing is stored and nothing expected."""
        unknown = EditionRow(day, year, None, None, DateStatus.PREDICTED, None)
        return next(iter(self.rows_of(day, [year])), unknown)

    def rows_of(self, day: ThemedDay, years: Iterable[int]) -> Iterator[EditionRow]:
        """The editions of these years: stored ones, and expected ones that may be shown."""
        for year in years:
            stored = self.editions.get((day.id, year))
            if stored is not None:
                yield self._stored_row(day, stored)
            elif day.predictability == Predictability.REGIONAL:
                yield from self._regional_rows(day, year)
            elif row := self._expected_row(day, year):
                yield row

    def rows_between(self, first: date, last: date) -> list[EditionRow]:
        """Every edition with known or expected days that touch the span, in date order."""
        years = years_between(first, last)
        rows = [row for day in self.days for row in self.rows_of(day, years)]
        touching = [row for row in rows if row.span and _touch(row.span, first, last)]
        return sorted(touching, key=lambda row: (row.first_day, row.last_day, row.day.position))

    def stored_years(self, day: ThemedDay) -> list[int]:
        return self._years[day.id]

    @cached_property
    def _years(self) -> dict[int, list[int]]:
        years: dict[int, list[int]] = {day.id: [] for day in self.days}
        for day_id, year in sorted(self.editions):
            years[day_id].append(year)
        return years

    def expected_span(self, day: ThemedDay, year: int, region: str | None = None) -> Span | None:
        """What the rule says for that year, whether or not an edition is stored."""
        parent = self.days_by_id[day.parent_id] if day.parent_id else None
        try:
            return expected(
                self.recurrences[day.id],
                year,
                parent=self._decided_span(parent, year) if parent else None,
                solar_terms=self.solar_terms,
                region=region,
            )
        except RuleRefused:  # written past the catalogue's check; the other days must not suffer
            logger.warning("themed day %s has a rule that cannot be used", day.slug)
            return None

    def _stored_row(self, day: ThemedDay, stored: Edition) -> EditionRow:
        rule_says = self.expected_span(day, stored.year)
        span = stored.span
        if span is None and rule_says and self._may_show(day, stored.year, rule_says):
            span = rule_says  # stored for its theme or number only
        status = DateStatus(stored.date_status)
        return EditionRow(day, stored.year, span, rule_says, status, stored)

    def _expected_row(self, day: ThemedDay, year: int) -> EditionRow | None:
        span = self.expected_span(day, year)
        if span is None or not self._may_show(day, year, span):
            return None
        return EditionRow(day, year, span, span, DateStatus.PREDICTED, None)

    def _regional_rows(self, day: ThemedDay, year: int) -> Iterator[EditionRow]:
        for region in self.regions:
            span = self.expected_span(day, year, region.slug)
            if span and self._may_show(day, year, span):
                yield EditionRow(day, year, span, span, DateStatus.PREDICTED, None, region)

    def _may_show(self, day: ThemedDay, year: int, span: Span) -> bool:
        """A true rule holds for any year; a prediction only ahead, and not for ever."""
        if day.first_year is not None and year < day.first_year:
            return False
        if is_certain(day):
            return True
        is_table = day.predictability == Predictability.ASTRONOMICAL
        if span.last_day < self.today and not is_table:
            return False
        return year <= self.today.year + PREDICTED_YEARS

    def _decided_span(self, day: ThemedDay, year: int) -> Span | None:
        """What other days may follow: nothing when it is cancelled."""
        stored = self.editions.get((day.id, year))
        if stored and stored.date_status == DateStatus.CANCELLED:
            return None
        return (stored and stored.span) or self.expected_span(day, year)

    @cached_property
    def days_by_id(self) -> dict[int, ThemedDay]:
        return {day.id: day for day in self.days}


def years_between(first: date, last: date) -> range:
    """Of editions that may touch the span: some begin in the year before."""
    return range(first.year - 1, last.year + 1)


def _touch(span: Span, first: date, last: date) -> bool:
    return span.first_day <= last and span.last_day >= first
