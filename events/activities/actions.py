"""What can happen to an activity as a whole. One verb, one transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import uuid4

from events import changes
from events.activities.indexing.actions import index_activities
from events.activities.models import (
    Activity,
    ActivityAudience,
    ActivityEdition,
    ActivityUnit,
    Occurrence,
)
from events.activities.recording import hold, note, times_of, touch
from events.activities.timing import Timing
from events.activities.vocabulary import UnitRole
from events.db import database
from events.errors import InvalidTransition
from events.venues.models import Venue

MOST_OCCURRENCES = 366


class TooManyOccurrences(InvalidTransition):
    """An activity has at most MOST_OCCURRENCES."""

    def __init__(self, count: int) -> None:
        super().__init__(f"一个活动最多 {MOST_OCCURRENCES} 场，这里有 {count} 场：请分成几个活动。")
        self.count = count


@dataclass(frozen=True)
class Ties:
    """What an activity is tied to beside its organiser, each in the order written.

    `editions` are (themed day id, year) pairs; `blocks` name the block an edition has it in.
    """

    editions: tuple[tuple[int, int], ...] = ()
    blocks: Mapping[tuple[int, int], str] = field(default_factory=dict)
    audiences: tuple[str, ...] = ()
    co_organisers: tuple[int, ...] = ()
    supporters: tuple[int, ...] = ()


@dataclass(frozen=True)
class Sitting:
    """One occurrence to be: `venue` is None online. Without `uid` it gets a new one."""

    timing: Timing
    venue: Venue | None = None
    place_note: str = ""
    capacity: int | None = None
    uid: str = ""


def publish_activity(
    activity: Activity, ties: Ties, sittings: Sequence[Sitting], now: datetime
) -> Activity:
    """A new activity, with its occurrences, open to the public from now on."""
    if len(sittings) > MOST_OCCURRENCES:
        raise TooManyOccurrences(len(sittings))
    with database.atomic():
        activity.published_at = activity.created_at = activity.updated_at = now
        activity.save(force_insert=True)
        tie(activity, ties)
        for sitting in sittings:
            add_occurrence(activity, sitting, now)
        index_activities([activity.id])
        changes.record("activity", str(activity.id), now)
    return activity


def tie(activity: Activity, ties: Ties) -> None:
    """Put `ties` in place of what the activity was tied to; part of a transaction."""
    for model in (ActivityEdition, ActivityAudience, ActivityUnit):
        model.delete().where(model.activity == activity).execute()
    _insert(
        ActivityEdition,
        activity,
        [
            {"themed_day": day, "year": year, "block": ties.blocks.get((day, year), "")}
            for day, year in dict.fromkeys(ties.editions)
        ],
    )
    _insert(ActivityAudience, activity, [{"audience": a} for a in dict.fromkeys(ties.audiences)])
    _insert(
        ActivityUnit,
        activity,
        [{"unit": u, "role": UnitRole.CO_ORGANISER} for u in dict.fromkeys(ties.co_organisers)]
        + [{"unit": u, "role": UnitRole.SUPPORTER} for u in dict.fromkeys(ties.supporters)],
    )


def add_occurrence(activity: Activity, sitting: Sitting, now: datetime) -> Occurrence:
    """Part of a transaction that records the activity's change."""
    timing, venue = sitting.timing, sitting.venue
    return Occurrence.create(
        activity=activity,
        uid=sitting.uid or f"{uuid4()}@kepuli",
        venue=venue,
        district=venue.district_id if venue else activity.organiser.region_id,
        place_note=sitting.place_note,
        **times_of(timing),
        capacity=sitting.capacity,
        is_public=activity.is_public,
        created_at=now,
        updated_at=now,
    )


def retitle_activity(activity: Activity, title: str, now: datetime) -> Activity:
    """Another title; the old one stands in the history."""
    with database.atomic():
        activity = _fresh(activity)
        if title == activity.title:
            raise InvalidTransition(f"活动本来就叫“{title}”，没有改动。")
        note(activity, None, "retitled", {"title": activity.title}, {"title": title}, "", now)
        activity.title = title
        _save(activity, now)
        hold(Occurrence.activity == activity)
        touch(Occurrence.activity == activity, now)
    return activity


def withdraw_activity(activity: Activity, reason: str, now: datetime) -> Activity:
    """It should not have been public, or no longer is: gone from pages and feeds at once."""
    with database.atomic():
        activity = _fresh(activity)
        if not activity.is_public:
            raise InvalidTransition(f"“{activity.title}”没有公开，不用撤下。")
        activity.withdrawn_at, activity.withdrawal_reason = now, reason
        _save(activity, now)
        hold(Occurrence.activity == activity)
        higher = Occurrence.sequence + 1  # who subscribed to just this one is told it is cancelled
        touch(Occurrence.activity == activity, now, is_public=False, sequence=higher)
    return activity


def _fresh(activity: Activity) -> Activity:
    """As it is now; whoever else writes waits until this transaction ends."""
    changes.take_turn()
    return Activity.get_by_id(activity.id)


def _save(activity: Activity, now: datetime) -> None:
    activity.updated_at = now
    activity.save()
    index_activities([activity.id])
    changes.record("activity", str(activity.id), now)


def _insert(model: Any, activity: Activity, rows: list[dict[str, Any]]) -> None:
    for position, row in enumerate(rows, 1):
        model.create(activity=activity, position=position, **row)
