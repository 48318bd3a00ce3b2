"""How far the office is with each themed day: the edition that comes next, and what it lacks.

Pure: works on an almanac already read.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from events.days.deadlines import Deadlines, DeadlinesRefused, check_deadlines
from events.days.editions import PREDICTED_YEARS, Almanac, EditionRow
from events.days.listing import next_edition
from events.days.models import DateStatus, ThemedDay
from events.days.recurrence import Predictability
from events.errors import NotFound
from events.office.editions.queries import Registered

SOON = timedelta(days=60)


class Missing(StrEnum):
    DATES = "dates"  # the rule expects it soon, and nobody has named the days
    DEADLINES = "deadlines"  # it is soon, and units don't know until when to hand in


@dataclass(frozen=True)
class Standing:
    """A themed day with its next edition; `row` is None where no date can be told."""

    day: ThemedDay
    row: EditionRow | None
    public: int
    in_review: int
    missing: tuple[Missing, ...]


def standings(book: Almanac, registered: Registered) -> list[Standing]:
    """Every themed day that goes on, the soonest first, those without any date last."""
    found = [_standing(book, day, registered) for day in book.days if _goes_on(book, day)]
    return sorted(found, key=lambda one: (one.row is None, one.row and one.row.first_day))


def edition_row(book: Almanac, slug: str, year: int) -> EditionRow:
    """The edition an address means: a stored one, or of the years that can be planned.

    Raises NotFound.
    """
    day = book.find(slug)
    this_year = book.today.year
    planned = range(this_year - 1, this_year + PREDICTED_YEARS + 1)
    if day is None or not (year in planned or (day.id, year) in book.editions):
        raise NotFound("没有这一届，请到“主题日管理”里查找。")
    return book.row(day, year)


def deadlines_of(row: EditionRow) -> Deadlines:
    stored = row.stored
    if stored is None:
        return Deadlines()
    return Deadlines(stored.submission_opens, stored.submission_closes, stored.report_due)


def doubt_about_deadlines(row: EditionRow) -> str:
    """What is wrong with them since the days were changed, or ""."""
    try:
        check_deadlines(deadlines_of(row), row.year, row.span)
    except DeadlinesRefused as refusal:
        return refusal.message
    return ""


def _standing(book: Almanac, day: ThemedDay, registered: Registered) -> Standing:
    row = next_edition(book, day)
    key = (day.id, row.year if row else book.today.year)
    missing = tuple(_missing(book, row)) if row else ()
    return Standing(day, row, registered.public[key], registered.in_review[key], missing)


def _missing(book: Almanac, row: EditionRow) -> list[Missing]:
    is_soon = row.first_day is not None and row.first_day <= book.today + SOON
    is_planned = row.region is None and row.date_status is not DateStatus.CANCELLED
    if not (is_soon and is_planned):
        return []
    found = [Missing.DATES] if row.certainty == "predicted" else []
    return found if deadlines_of(row).submission_closes else [*found, Missing.DEADLINES]


def _goes_on(book: Almanac, day: ThemedDay) -> bool:
    return day.valid_to is None or day.valid_to >= book.today.year


def is_regional(row: EditionRow) -> bool:
    """Each region decides for itself, so there is no edition for this office to decide about."""
    return row.day.predictability == Predictability.REGIONAL


def steps(row: EditionRow) -> frozenset[str]:
    """What can be done about its days now, by the nouns of the addresses."""
    if is_regional(row):
        return frozenset()
    if row.date_status is DateStatus.CANCELLED:
        return frozenset({"reinstatement"})
    is_open = row.date_status is not DateStatus.CONFIRMED
    return frozenset(
        noun
        for noun, is_possible in {
            "announcement": row.certainty != "fixed",
            "confirmation": row.span is not None and is_open,
            "move": row.certainty == "fixed",
            "cancellation": row.span is not None,
        }.items()
        if is_possible
    )
