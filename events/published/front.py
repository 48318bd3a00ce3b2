"""What the first pages show: the year ahead, today and the weekend, what to subscribe to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import chain

from dateutil.relativedelta import relativedelta

from events.activities.choosing import Chosen
from events.activities.criteria import Criteria, DaySpan
from events.activities.facets import count_districts
from events.activities.queries import (
    OccurrenceRow,
    count_occurrences,
    find_few,
    occurrence_rows,
)
from events.days.editions import EditionRow
from events.days.models import DateStatus, SolarTerm, ThemedDay
from events.days.queries import almanac, solar_terms_between
from events.units.areas import Area
from events.units.directory import LONGEST_WORDS, MOST_AT_ONCE, is_named
from events.units.models import District, Unit
from events.units.queries import districts_by_region, units_by_region

_FEW = 6


@dataclass(frozen=True)
class YearAhead:
    """The coming twelve months: their editions, the days that may come, the solar terms."""

    rows: tuple[EditionRow, ...]
    days: tuple[ThemedDay, ...]
    solar_terms: tuple[SolarTerm, ...]


@dataclass(frozen=True)
class Choices:
    """What there is to subscribe to: themed days still alive, units and districts by region; where
    those are `too_many` to look through only what has the `words` in its name."""

    days: tuple[ThemedDay, ...]
    units: dict[District, list[Unit]]
    districts: dict[District, list[District]]
    too_many: bool = False
    words: str = ""

    @property
    def offered(self) -> frozenset[tuple[str, str]]:
        """As picks."""
        regions = [*self.districts, *chain(*self.districts.values())]
        return frozenset(
            (key, row.slug)
            for key, rows in (
                ("day", self.days),
                ("unit", chain(*self.units.values())),
                ("district", regions),
            )
            for row in rows
        )


@dataclass(frozen=True)
class Glimpse:
    """The first few occurrences of today and of the weekend, with how many there are in all.

    Nothing stands in both. On a Saturday `weekend` holds what Sunday has; on a Sunday there is no
    weekend left, so it is the next seven days. `ahead` are the criteria of `weekend_count`,
    `ahead_day` is the first day that `weekend` tells of.
    """

    today: tuple[OccurrenceRow, ...]
    today_count: int
    weekend: tuple[OccurrenceRow, ...]
    weekend_count: int
    ahead: Criteria
    ahead_day: date


def today_and_weekend(today: date, now: datetime) -> Glimpse:
    """For a first page; what is over at `now` is counted and not listed (nine statements)."""
    tomorrow = today + timedelta(days=1)
    week = Criteria(first_day=tomorrow, last_day=today + timedelta(days=7))
    ahead = week if today.weekday() == 6 else Criteria(when="weekend")
    days = ahead.span(today).within(DaySpan(tomorrow, None))
    first = find_few(DaySpan(today, today), now, _FEW)
    then = [id_ for id_ in find_few(days, now, 2 * _FEW) if id_ not in first][:_FEW]
    rows = occurrence_rows([*first, *then])
    return Glimpse(
        today=tuple(row for row in rows if row.occurrence.id in first),
        today_count=count_occurrences(Chosen(Criteria()), DaySpan(today, today)),
        weekend=tuple(row for row in rows if row.occurrence.id in then),
        weekend_count=count_occurrences(Chosen(Criteria()), ahead.span(today)),
        ahead=ahead,
        ahead_day=days.first_day or tomorrow,
    )


def districts_ahead(today: date) -> list[Area]:
    """Where anything takes place from today on, most first (two statements)."""
    counted = count_districts(Chosen(Criteria()), DaySpan(today, None))
    return [area for area, _count in counted]


def year_ahead(today: date) -> YearAhead:
    """From the first of this month for twelve months, what is over left out (five statements)."""
    last_day = today.replace(day=1) + relativedelta(months=12, days=-1)
    book = almanac(today, between=(today, last_day))
    rows = book.rows_between(today, last_day)
    return YearAhead(
        rows=tuple(row for row in rows if row.date_status is not DateStatus.CANCELLED),
        days=tuple(day for day in book.days if day.valid_to is None or day.valid_to >= today.year),
        solar_terms=tuple(solar_terms_between(today, today + relativedelta(years=1))),
    )


def choices(words: str = "") -> Choices:
    """Themed days, units and districts to choose from (three statements, four where there are too
    many)."""
    living = ThemedDay.select().where(ThemedDay.valid_to.is_null()).order_by(ThemedDay.position)
    days, words = tuple(living), words[:LONGEST_WORDS]
    units, districts = units_by_region(most=MOST_AT_ONCE + 1), districts_by_region()
    if max(_count(units), _count(districts)) <= MOST_AT_ONCE:
        return Choices(days, units, districts)
    if not words:
        return Choices(days, {}, {}, too_many=True)
    units = units_by_region(is_named(words), MOST_AT_ONCE)
    return Choices(days, units, _named(districts, words), too_many=True, words=words)


def _count(by_region: Mapping[District, Sequence[object]]) -> int:
    return sum(map(len, by_region.values()))


def _named(districts: dict[District, list[District]], words: str) -> dict[District, list[District]]:
    """Those with the words in their names, and whole regions that have them."""
    found = {
        region: below if _has(region, words) else [row for row in below if _has(row, words)]
        for region, below in districts.items()
    }
    return {region: below for region, below in found.items() if below}


def _has(district: District, words: str) -> bool:
    return words in district.name or words.casefold() in district.name_en.casefold()
