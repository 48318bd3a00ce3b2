"""What the schedule is checked against: days of editions, days off."""

from collections.abc import Collection, Iterable
from datetime import date

from events.days.editions import EditionRow
from events.days.models import DateStatus
from events.days.queries import DaysOff, almanac, days_off
from events.submissions.content import EditionTie
from events.submissions.schedule.workdays import Workdays


def editions_of(ties: Collection[EditionTie], today: date) -> list[EditionRow]:
    """Their editions with known or expected days, each once (five statements, none without ties).

    An edition that does not take place this year has no days.
    """
    if not ties:
        return []
    book = almanac(today, [tie.day for tie in ties])
    keys = dict.fromkeys((tie.day, tie.year) for tie in ties)
    rows = [book.row(book.days_by_id[day], year) for day, year in keys if day in book.days_by_id]
    return [row for row in rows if row.span and row.date_status is not DateStatus.CANCELLED]


def workdays_of(days: Iterable[date]) -> Workdays:
    """For all days between the first and the last of these (one statement)."""
    ordered = sorted(days)
    return Workdays(days_off(ordered[0], ordered[-1]) if ordered else DaysOff((), ()))
