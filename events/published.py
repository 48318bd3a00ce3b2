"""The only door for `calendars/`: what is published, in a window, with revisions."""

from dataclasses import dataclass
from datetime import date

from dateutil.relativedelta import relativedelta

from events.days.editions import EditionRow
from events.days.entries import PublishedEdition, Window, editions_in
from events.days.models import DateStatus, SolarTerm, ThemedDay
from events.days.queries import almanac, get_day, solar_terms_between
from events.plans.queries import days_answered_by
from events.units.models import District, Unit
from events.units.queries import get_unit, units_by_region


@dataclass(frozen=True)
class Publication:
    """What a feed holds, and what it is about."""

    editions: tuple[PublishedEdition, ...]
    day: ThemedDay | None = None
    unit: Unit | None = None


@dataclass(frozen=True)
class YearAhead:
    """The coming twelve months: their editions, the days that may come, the solar terms."""

    rows: tuple[EditionRow, ...]
    days: tuple[ThemedDay, ...]
    solar_terms: tuple[SolarTerm, ...]


@dataclass(frozen=True)
class Choices:
    """What there is to subscribe to: themed days still alive, units by region."""

    days: tuple[ThemedDay, ...]
    units: dict[District, list[Unit]]


def year_ahead(today: date) -> YearAhead:
    """From the first of this month for twelve months, what is over left out (five statements)."""
    book = almanac(today)
    last_day = today.replace(day=1) + relativedelta(months=12, days=-1)
    rows = book.rows_between(today, last_day)
    return YearAhead(
        rows=tuple(row for row in rows if row.date_status is not DateStatus.CANCELLED),
        days=tuple(day for day in book.days if day.valid_to is None or day.valid_to >= today.year),
        solar_terms=tuple(solar_terms_between(today, today + relativedelta(years=1))),
    )


def choices() -> Choices:
    """Themed days and units to choose from (two statements)."""
    days = ThemedDay.select().where(ThemedDay.valid_to.is_null()).order_by(ThemedDay.position)
    return Choices(tuple(days), units_by_region())


def all_editions(window: Window) -> Publication:
    """Every themed day's editions (four statements)."""
    book = almanac(window.today)
    return Publication(editions_in(book, book.days, window))


def editions_of_day(slug: str, window: Window) -> Publication:
    """One themed day's editions; where another took over, its successor's too.

    Raises NotFound.
    """
    day = get_day(slug)
    book = almanac(window.today)
    chosen = {day.id, day.successor_id}
    return Publication(
        editions_in(book, [other for other in book.days if other.id in chosen], window), day=day
    )


def editions_of_unit(slug: str, window: Window) -> Publication:
    """The editions a unit answers for, where each region has its own only its own region's.

    Raises NotFound.
    """
    unit = get_unit(slug)
    book = almanac(window.today)
    answered = days_answered_by(unit)
    regions = {unit.region_id, unit.region.parent_id}
    editions = editions_in(book, [day for day in book.days if day.id in answered], window)
    near = [
        edition
        for edition in editions
        if edition.row.region is None or edition.row.region.id in regions
    ]
    return Publication(tuple(near), unit=unit)
