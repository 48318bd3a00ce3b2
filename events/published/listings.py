"""What the list of activities shows, for pages that lie beside it: on paper, in a frame."""

from datetime import date, datetime

from events.activities.criteria import Criteria
from events.activities.queries import (
    Coming,
    count_occurrences,
    find_occurrences,
    occurrence_rows,
)
from events.days.editions import EditionRow
from events.days.listing import next_edition
from events.days.models import ThemedDay
from events.days.queries import almanac
from events.published.publications import choose_known


def listed(criteria: Criteria, today: date, now: datetime, limit: int) -> Coming:
    """The first of what the list has from today on, or on the days asked for, in time order; raises
    NotFound."""
    chosen = choose_known(criteria, now)
    span = criteria.span_ahead(today)
    ids = find_occurrences(chosen, span, limit)
    return Coming(chosen, tuple(occurrence_rows(ids)), count_occurrences(chosen, span))


def coming_edition(day: ThemedDay, today: date) -> EditionRow | None:
    """The one that runs or comes next (four statements)."""
    book = almanac(today, only=(day.id,))
    return next_edition(book, book.days_by_id[day.id])
