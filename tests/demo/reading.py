"""What people find among the activities of the demonstration on some days."""

from datetime import date, timedelta
from typing import Any

from events import clock
from events.activities.choosing import choose
from events.activities.criteria import Criteria, DaySpan
from events.activities.models import Activity, Occurrence
from events.activities.queries import OccurrenceRow, find_occurrences, occurrence_rows
from events.demo.commands import DEMO
from events.demo.placing import ZONE
from events.demo.refreshing import Refreshed, refresh_demo


def refresh() -> Refreshed:
    return refresh_demo(DEMO, clock.now(), ZONE)


def today() -> date:
    return clock.today(ZONE)


def find(first_day: date, last_day: date | None = None, **keys: Any) -> list[OccurrenceRow]:
    chosen = choose(Criteria(**keys))
    return occurrence_rows(find_occurrences(chosen, DaySpan(first_day, last_day or first_day), 999))


def find_weekend(**keys: Any) -> list[OccurrenceRow]:
    span = Criteria(when="weekend").span(today())
    assert span.first_day
    return find(span.first_day, span.last_day, **keys)


def occurrences_of(key: str) -> list[Occurrence]:
    query = Occurrence.select(Occurrence, Activity).join(Activity)
    ours = query.where(Activity.source_key == f"demo/{key}")
    return list(ours.order_by(Occurrence.first_day, Occurrence.start))


def next_of(key: str) -> Occurrence:
    """The first that is still to come and as it was planned."""
    return next(
        one
        for one in occurrences_of(key)
        if one.start > clock.now() + timedelta(days=1) and one.status == "scheduled"
    )
