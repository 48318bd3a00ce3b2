"""What can happen to one occurrence once it is public. One verb, one transaction.

A change of time, place or status raises SEQUENCE, so that subscribed calendars take it over.
"""

from datetime import datetime
from typing import Any

from events import changes
from events.activities.indexing.actions import index_activities
from events.activities.models import Occurrence
from events.activities.recording import note, times_of
from events.activities.timing import Timing
from events.activities.vocabulary import Status
from events.db import database
from events.errors import InvalidTransition
from events.venues.models import Venue


def move_occurrence(
    occurrence: Occurrence, timing: Timing, reason: str, now: datetime
) -> Occurrence:
    """Another time. What was promised first stays to be seen, however often it moves; back at that,
    it is as if it had never moved, but for the history. Sign-up opens when it was to open, and
    closes as long before the start as before."""
    with database.atomic():
        occurrence = _open(occurrence, "改期")
        before = {"start": occurrence.start.isoformat(), "end": occurrence.end.isoformat()}
        after = {"start": timing.start.isoformat(), "end": timing.end.isoformat()}
        if before == after and occurrence.all_day == timing.all_day:
            raise InvalidTransition("这一场本来就在这个时间，没有改动。")
        first = occurrence.moved_from_start or occurrence.start
        until = occurrence.moved_from_end or occurrence.end
        if occurrence.signup_closes_at:
            occurrence.signup_closes_at += timing.start - occurrence.start
        is_back = (first, until) == (timing.start, timing.end)
        _set(occurrence, **times_of(timing))
        occurrence.moved_from_start, occurrence.moved_from_end = (
            (None, None) if is_back else (first, until)
        )
        flags = {"all_day": timing.all_day}
        note(occurrence.activity, occurrence, "moved", before, after | flags, reason, now)
        return _settle(occurrence, _standing(occurrence), reason, now)


def relocate_occurrence(
    occurrence: Occurrence, venue: Venue | None, place_note: str, reason: str, now: datetime
) -> Occurrence:
    """Another place; without a venue it is online."""
    with database.atomic():
        occurrence = _open(occurrence, "换地点")
        old = occurrence.venue if occurrence.venue_id else None
        if (old, occurrence.place_note) == (venue, place_note):
            raise InvalidTransition(f"这一场本来就在{venue.name if venue else '线上'}，没有改动。")
        first = occurrence.moved_from_venue_id or occurrence.venue_id
        district = venue.district_id if venue else occurrence.activity.organiser.region_id
        _set(occurrence, venue=venue, district=district, place_note=place_note)
        occurrence.moved_from_venue_id = None if venue and first == venue.id else first
        before = {"venue": old.name if old else ""}
        after = {"venue": venue.name if venue else ""}
        note(occurrence.activity, occurrence, "relocated", before, after, reason, now)
        status = Status.MOVED if old and old == venue else _standing(occurrence)
        occurrence = _settle(occurrence, status, reason, now)
        index_activities([occurrence.activity_id])
    return occurrence


def postpone_occurrence(occurrence: Occurrence, reason: str, now: datetime) -> Occurrence:
    """Not then, and nobody knows when; moving it later gives it a time again."""
    with database.atomic():
        occurrence = _open(occurrence, "延期")
        if occurrence.status == Status.POSTPONED:
            raise InvalidTransition("这一场已经延期了；有了新的时间请用“改期”。")
        note(occurrence.activity, occurrence, "postponed", {}, {}, reason, now)
        return _settle(occurrence, Status.POSTPONED, reason, now)


def cancel_occurrence(occurrence: Occurrence, reason: str, now: datetime) -> Occurrence:
    """It does not take place; calendars are told until 30 days after its last day."""
    with database.atomic():
        occurrence = _open(occurrence, "再取消")
        note(occurrence.activity, occurrence, "cancelled", {}, {}, reason, now)
        return _settle(occurrence, Status.CANCELLED, reason, now)


def reinstate_occurrence(occurrence: Occurrence, reason: str, now: datetime) -> Occurrence:
    """It takes place after all, when and where it was last meant to."""
    with database.atomic():
        occurrence = _locked(occurrence)
        if occurrence.status not in (Status.CANCELLED, Status.POSTPONED):
            raise InvalidTransition("这一场没有取消，也没有延期，不用恢复。")
        note(occurrence.activity, occurrence, "reinstated", {}, {}, reason, now)
        return _settle(occurrence, _standing(occurrence), reason, now)


def _open(occurrence: Occurrence, verb: str) -> Occurrence:
    """As it is now, unless it is cancelled or not public any more."""
    occurrence = _locked(occurrence)
    if occurrence.status == Status.CANCELLED:
        raise InvalidTransition(f"这一场已取消，不能{verb}；要照常举办请先恢复。")
    return occurrence


def _locked(occurrence: Occurrence) -> Occurrence:
    changes.take_turn()
    fresh = Occurrence.get_by_id(occurrence.id)
    if not fresh.is_public:
        raise InvalidTransition("这一场所属的活动已经撤下。")
    return fresh


def _standing(occurrence: Occurrence) -> Status:
    """Of one that takes place."""
    is_moved = occurrence.moved_from_start or occurrence.moved_from_venue_id
    return Status.MOVED if is_moved else Status.SCHEDULED


def _settle(occurrence: Occurrence, status: Status, reason: str, now: datetime) -> Occurrence:
    occurrence.status, occurrence.status_reason = status, reason
    occurrence.sequence += 1
    occurrence.revision += 1
    occurrence.updated_at = now
    occurrence.save()
    changes.record("occurrence", str(occurrence.id), now)
    return occurrence


def _set(row: Any, **values: Any) -> None:
    for name, value in values.items():
        setattr(row, name, value)
