"""How the public would see a content: the rows of an activity's page, made but not stored."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from events.activities.models import Activity, ActivityEdition, Occurrence
from events.activities.queries import ActivityRow, OccurrenceRow
from events.days.models import ThemedDay
from events.plans.models import WorkItem, WorkPlan
from events.submissions.content import Content, Place, Sitting
from events.submissions.models import Submission
from events.submissions.published import fields_of
from events.submissions.renewing import timing_of
from events.submissions.signup.settling import booking
from events.units.models import District, Unit
from events.venues.models import Venue

NOBODY = 0  # the number of what has none yet


def preview(submission: Submission, content: Content, now: datetime) -> ActivityRow:
    """As it would stand on its page (six statements); new rows have the number NOBODY."""
    fields = fields_of(content) | {"work_item": _work_item(content)}
    activity = Activity(
        id=submission.activity_id or NOBODY,
        organiser=submission.unit,
        published_at=now,
        created_at=now,
        updated_at=now,
        **fields,
    )
    days = _found(ThemedDay, (tie.day for tie in content.editions))
    units = _found(Unit, (*content.co_organisers, *content.supporters))
    editions = tuple(
        ActivityEdition(activity=activity, themed_day=days[tie.day], year=tie.year)
        for tie in content.editions
        if tie.day in days
    )
    return ActivityRow(
        activity=activity,
        occurrences=tuple(_occurrences(activity, content, editions)),
        audiences=content.audiences,
        co_organisers=tuple(units[id_] for id_ in content.co_organisers if id_ in units),
        supporters=tuple(units[id_] for id_ in content.supporters if id_ in units),
        editions=editions,
        history=(),
    )


def _occurrences(
    activity: Activity, content: Content, editions: tuple[ActivityEdition, ...]
) -> Iterable[OccurrenceRow]:
    venues = _venues(content)
    region = activity.organiser.region
    day = editions[0].themed_day if editions else None
    for sitting in sorted(content.sittings, key=lambda one: one.start):
        place = content.place(sitting.place)
        venue = venues.get(sitting.place)
        yield OccurrenceRow(
            occurrence=_occurrence(activity, content, sitting, place),
            activity=activity,
            organiser=activity.organiser,
            venue=venue,
            moved_from_venue=None,
            district=venue.district if venue else region,
            audiences=content.audiences,
            day=day,
        )


def _occurrence(
    activity: Activity, content: Content, sitting: Sitting, place: Place | None
) -> Occurrence:
    zone = ZoneInfo(content.timezone)
    timing = timing_of(sitting, zone)
    return Occurrence(
        id=NOBODY,
        activity=activity,
        place_note=place.note if place else "",
        start=timing.start,
        end=timing.end,
        first_day=timing.first_day,
        last_day=timing.last_day,
        all_day=timing.all_day,
        capacity=sitting.capacity,
        is_public=True,
        **booking(content.terms, timing.start, timing.first_day, zone),
    )


def _venues(content: Content) -> dict[str, Venue]:
    """A place's key -> its venue, with its district (two statements)."""
    known = (
        Venue.select(Venue, District)
        .join(District)
        .where(Venue.id.in_([place.venue for place in content.places if place.venue]))
    )
    by_id = {venue.id: venue for venue in known}
    districts = _found(District, (place.district for place in content.places))
    made = {
        place.key: by_id.get(place.venue) if place.venue else _new_venue(place, districts)
        for place in content.places
    }
    return {key: venue for key, venue in made.items() if venue}


def _new_venue(place: Place, districts: dict[int, Any]) -> Venue | None:
    if place.district not in districts:
        return None
    return Venue(
        id=NOBODY, name=place.name, district=districts[place.district], address=place.address
    )


def _work_item(content: Content) -> WorkItem | None:
    return (
        WorkItem.select(WorkItem, WorkPlan)
        .join(WorkPlan)
        .where(WorkItem.id == content.work_item)
        .first()
    )


def _found(model: Any, ids: Iterable[int | None]) -> dict[int, Any]:
    wanted = [id_ for id_ in set(ids) if id_ is not None]
    return {row.id: row for row in model.select().where(model.id.in_(wanted))}
