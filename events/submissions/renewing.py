"""The occurrences of a public activity become those of a new content, one by one.

Who subscribed is told what moved, where to, and what is off; what stays the same stays untouched.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from events.activities import actions, occurrences
from events.activities.models import Activity, Occurrence
from events.activities.recording import touch
from events.activities.timing import Timing, between, whole_days
from events.activities.vocabulary import Status
from events.submissions.content import Content, Place, Sitting
from events.venues.models import Venue

Places = Mapping[str, tuple[Venue, str]]  # a place's key -> its venue and the note in the house


def settle_places(content: Content, now: datetime) -> Places:
    """The venues of the content; new ones are made; part of a transaction."""
    return {place.key: (_venue(place, now), place.note) for place in content.places}


def sittings_of(content: Content, places: Places) -> list[actions.Sitting]:
    """The content's sittings as new occurrences."""
    return [_new(sitting, content, places) for sitting in content.sittings]


def renew_occurrences(activity: Activity, content: Content, places: Places, now: datetime) -> None:
    """Move, relocate, add and cancel until the public occurrences are those of the content."""
    public = {row.uid: row for row in Occurrence.select().where(Occurrence.activity == activity)}
    for sitting in content.sittings:
        row = public.get(sitting.uid)
        if row is None:
            actions.add_occurrence(activity, _new(sitting, content, places), now)
        elif row.status != Status.CANCELLED:
            _change(row, _new(sitting, content, places), content.change_reason, now)
    kept = {sitting.uid for sitting in content.sittings}
    _cancel((row for uid, row in public.items() if uid not in kept), content.change_reason, now)


def _change(row: Occurrence, wanted: actions.Sitting, reason: str, now: datetime) -> None:
    timing, venue = wanted.timing, wanted.venue
    if (row.start, row.end, row.all_day) != (timing.start, timing.end, timing.all_day):
        occurrences.move_occurrence(row, timing, reason, now)
    if (row.venue_id, row.place_note) != (venue.id if venue else None, wanted.place_note):
        occurrences.relocate_occurrence(row, venue, wanted.place_note, reason, now)
    if row.capacity != wanted.capacity:
        touch(Occurrence.id == row.id, now, capacity=wanted.capacity)


def _cancel(rows: Iterable[Occurrence], reason: str, now: datetime) -> None:
    """What is over stays as it was."""
    for row in rows:
        if row.status != Status.CANCELLED and row.end > now:
            occurrences.cancel_occurrence(row, reason, now)


def _new(sitting: Sitting, content: Content, places: Places) -> actions.Sitting:
    venue, note = places.get(sitting.place, (None, ""))
    timing = timing_of(sitting, ZoneInfo(content.timezone))
    return actions.Sitting(timing, venue, note, sitting.capacity)


def timing_of(sitting: Sitting, zone: ZoneInfo) -> Timing:
    """Its instants and days; raises TimingRefused."""
    if sitting.all_day:
        return whole_days(sitting.start.date(), sitting.end.date() - timedelta(days=1), zone)
    return between(sitting.start, sitting.end, zone)


def _venue(place: Place, now: datetime) -> Venue:
    if place.venue is None:
        return Venue.create(
            name=place.name,
            district=place.district,
            address=place.address,
            latitude=place.latitude,
            longitude=place.longitude,
            created_at=now,
            updated_at=now,
        )
    venue = Venue.get_by_id(place.venue)
    return venue.merged_into if venue.merged_into_id else venue
