"""Occurrences as a calendar page says them: what, when, where, and no more, because there are
over a hundred on a page."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from peewee import JOIN

from events.activities.models import Activity, ActivityEdition, Occurrence
from events.days.models import ThemedDay
from events.finding.inverted import numbers
from events.venues.models import Venue

_COLUMNS = (
    *(Occurrence.id, Occurrence.is_public, Occurrence.status, Occurrence.start, Occurrence.end),
    *(Occurrence.all_day, Occurrence.first_day, Occurrence.last_day),
    *(Occurrence.capacity, Occurrence.taken, Occurrence.waiting, Occurrence.waiting_limit),
    *(Occurrence.signup_opens_at, Occurrence.signup_closes_at),
    *(Occurrence.moved_from_start, Occurrence.moved_from_venue, Occurrence.venue),
    *(Activity.id, Activity.title, Activity.kind, Activity.format, Activity.timezone),
    *(Activity.signup_mode, Activity.is_fictional, Venue.id, Venue.name, Venue.name_en),
)


@dataclass(frozen=True)
class OccurrenceLine:
    """The models hold nothing but what a line says; `subject` as in an `OccurrenceRow`."""

    occurrence: Occurrence
    activity: Activity
    venue: Venue | None
    subject: str | None


def occurrence_lines(ids: Collection[int]) -> dict[int, OccurrenceLine]:
    """By id (two statements)."""
    query = (
        Occurrence.select(*_COLUMNS)
        .join(Activity)
        .switch(Occurrence)
        .join(Venue, JOIN.LEFT_OUTER, on=(Occurrence.venue == Venue.id), attr="venue")
        .where(Occurrence.id.in_(numbers(tuple(ids))))
    )
    found = list(query)
    subjects = _subjects({row.activity.id for row in found})
    return {
        row.id: OccurrenceLine(
            occurrence=row,
            activity=row.activity,
            venue=row.venue if row.venue_id else None,
            subject=subjects.get(row.activity.id),
        )
        for row in found
    }


def _subjects(activities: Iterable[int]) -> dict[int, str]:
    """Of the first themed day each belongs to, if to any (one statement)."""
    query: Any = ActivityEdition.select(ActivityEdition.activity, ThemedDay.subject)
    query = query.join(ThemedDay).where(ActivityEdition.activity.in_(numbers(tuple(activities))))
    last_first = query.order_by(ActivityEdition.position.desc())
    return dict(last_first.tuples())
