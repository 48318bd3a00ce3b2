"""The only door for `calendars/`: what is published, in a window, with revisions."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID, uuid5

from dateutil.relativedelta import relativedelta

from events.days.editions import Almanac, EditionRow, is_certain
from events.days.models import DateStatus, SolarTerm, ThemedDay
from events.days.queries import almanac, get_day, solar_terms_between
from events.days.recurrence import Span
from events.plans.queries import days_answered_by
from events.units.models import District, Unit
from events.units.queries import get_unit, units_by_region

_NAMES = UUID("8f0b6f0e-6a52-5d0e-9d0a-2f6f3c1f7c11")  # ours; changing it would rename every UID
_FIRST_SERIES_YEAR = 2015  # where the catalogue's history begins
_CANCELLED_STAYS = timedelta(days=30)


@dataclass(frozen=True)
class Window:
    """The days a feed covers, inclusive: 90 days back, 18 months ahead of `today`."""

    today: date

    @property
    def first_day(self) -> date:
        return self.today - timedelta(days=90)

    @property
    def last_day(self) -> date:
        return self.today + relativedelta(months=18)


@dataclass(frozen=True)
class PublishedEdition:
    """An edition as a calendar shows it. With `rule` it stands for every year from its own on."""

    row: EditionRow
    uid: str
    sequence: int
    updated_at: datetime
    rule: str | None = None

    @property
    def first_day(self) -> date:
        return self._span.first_day

    @property
    def last_day(self) -> date:
        return self._span.last_day

    @property
    def created_at(self) -> datetime:
        """The themed day's: the entry began as a prediction and stays the same entry."""
        return self.row.day.created_at

    @property
    def is_cancelled(self) -> bool:
        return self.row.date_status is DateStatus.CANCELLED

    @property
    def is_guess(self) -> bool:
        """Only a prediction: nobody has named these days and the rule may be wrong."""
        return self.row.certainty != "fixed"

    @property
    def revision(self) -> str:
        """Names everything of ours that the entry's text depends on."""
        return f"{self.sequence}/{self.updated_at:%Y%m%dT%H%M%S}/{self.first_day}/{self.last_day}"

    @property
    def _span(self) -> Span:
        assert self.row.span is not None  # only rows with days are published
        return self.row.span


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
    return Publication(_editions(book, book.days, window))


def editions_of_day(slug: str, window: Window) -> Publication:
    """One themed day's editions; where another took over, its successor's too.

    Raises NotFound.
    """
    day = get_day(slug)
    book = almanac(window.today)
    chosen = {day.id, day.successor_id}
    return Publication(
        _editions(book, [other for other in book.days if other.id in chosen], window), day=day
    )


def editions_of_unit(slug: str, window: Window) -> Publication:
    """The editions a unit answers for, where each region has its own only its own region's.

    Raises NotFound.
    """
    unit = get_unit(slug)
    book = almanac(window.today)
    answered = days_answered_by(unit)
    regions = {unit.region_id, unit.region.parent_id}
    editions = _editions(book, [day for day in book.days if day.id in answered], window)
    near = [
        edition
        for edition in editions
        if edition.row.region is None or edition.row.region.id in regions
    ]
    return Publication(tuple(near), unit=unit)


def _editions(
    book: Almanac, days: Collection[ThemedDay], window: Window
) -> tuple[PublishedEdition, ...]:
    found = [edition for day in days for edition in _editions_of(book, day, window)]
    return tuple(sorted(found, key=lambda edition: (edition.first_day, edition.row.key)))


def _editions_of(book: Almanac, day: ThemedDay, window: Window) -> list[PublishedEdition]:
    """Single entries up to the last known edition, then a series or the predicted years."""
    series = _series(book, day, window.last_day.year)
    # Up to the series every year stands alone, even beyond the window: none may be missing.
    end = series.row.year if series else window.last_day.year + 1
    last_day = date(end, 12, 31) if series else window.last_day
    rows = book.rows_of(day, range(window.first_day.year - 1, end))
    singles = [_single(book, row) for row in rows if _belongs(row, window, last_day)]
    return singles + ([series] if series else [])


def _belongs(row: EditionRow, window: Window, last_day: date) -> bool:
    if row.span is None:
        return False
    first = window.first_day
    if row.date_status is DateStatus.CANCELLED:
        first = window.today - _CANCELLED_STAYS
    elif row.certainty == "predicted":  # nobody ever announced it: over, it says nothing
        first = window.today
    return row.span.last_day >= first and row.span.first_day <= last_day


def _single(book: Almanac, row: EditionRow) -> PublishedEdition:
    sequence, updated_at = _revision(book, row.day, row.year)
    return PublishedEdition(row, _uid(row.key), sequence, updated_at)


def _revision(book: Almanac, day: ThemedDay, year: int) -> tuple[int, datetime]:
    """SEQUENCE and the last change of an edition, stored or not.

    Its days may come from its own row, from the rule or from the parent's edition. The sum of
    their sequences grows with each of them, and never shrinks when one takes over from another.
    """
    stored = book.editions.get((day.id, year))
    parts = [(day.sequence, day.updated_at)]
    if stored:
        parts.append((stored.sequence, stored.updated_at))
    if day.parent_id:
        parent = next(other for other in book.days if other.id == day.parent_id)
        parts.append(_revision(book, parent, year))
    return sum(sequence for sequence, _ in parts), max(updated_at for _, updated_at in parts)


def _series(book: Almanac, day: ThemedDay, last_year: int) -> PublishedEdition | None:
    """The endless entry of a day whose rule gives the true date, from the first open year on."""
    if not is_certain(day) or day.valid_to is not None:
        return None
    stored = book.stored_years(day)
    first_year = stored[-1] + 1 if stored else max(day.first_year or 0, _FIRST_SERIES_YEAR)
    for year in range(first_year, last_year + 9):  # a 29 February may be eight years away
        row = next(iter(book.rows_of(day, [year])), None)
        if row is not None:
            newest = [book.editions[day.id, known].created_at for known in stored]
            return PublishedEdition(
                row,
                _uid(f"{day.slug}/series"),
                day.sequence + len(stored),
                max([day.updated_at, *newest]),
                rule=day.rule,
            )
    return None


def _uid(key: str) -> str:
    return f"{uuid5(_NAMES, key)}@kepuli"
