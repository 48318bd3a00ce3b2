"""An almanac and a window -> the entries of a calendar, with names and revisions that last.

Pure: works on rows already read. `events/published/` is the door to it.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID, uuid5

from dateutil.relativedelta import relativedelta

from events.days.editions import Almanac, EditionRow, is_certain
from events.days.models import DateStatus, ThemedDay
from events.days.recurrence import Span

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


def editions_in(
    book: Almanac, days: Collection[ThemedDay], window: Window
) -> tuple[PublishedEdition, ...]:
    """What a calendar shows of these themed days, in date order."""
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
        parts.append(_revision(book, book.days_by_id[day.parent_id], year))
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
