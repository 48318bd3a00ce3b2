"""Reads of activities and occurrences: frozen rows, a constant number of statements."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from peewee import JOIN

from events.activities.belonging import (
    ActivityFacts,
    audiences_of,
    facts_of,
    first_days_of,
)
from events.activities.choosing import Chosen, choose
from events.activities.counting import count
from events.activities.criteria import Criteria, DaySpan
from events.activities.models import (
    Activity,
    HistoryEntry,
    Occurrence,
)
from events.activities.on_days import begin, run
from events.activities.ordering import soonest
from events.activities.scoping import Scope, condition
from events.days.models import ThemedDay
from events.db import LARGEST_ID
from events.errors import Gone, NotFound
from events.plans.models import WorkItem, WorkPlan
from events.units.models import District, Unit
from events.venues.models import Venue

ORDER = (Occurrence.first_day, Occurrence.start, Occurrence.id)


class Withdrawn(Gone):
    """It was public and no longer is; `activity` is for the ways on that its page offers."""

    def __init__(self, activity: Activity) -> None:
        super().__init__(f"“{activity.title}”已撤下，不再举办。请到“活动”页找别的活动。")
        self.activity = activity


@dataclass(frozen=True)
class OccurrenceRow:
    """An occurrence with its activity, organiser, venue and district read along.

    `subject` is that of the first themed day it belongs to, None for an everyday activity.
    """

    occurrence: Occurrence
    activity: Activity
    organiser: Unit
    venue: Venue | None
    moved_from_venue: Venue | None
    district: District
    audiences: tuple[str, ...]
    day: ThemedDay | None

    @property
    def subject(self) -> str | None:
        return self.day.subject if self.day else None


@dataclass(frozen=True)
class ActivityRow(ActivityFacts):
    """An activity with all that its page says; `occurrences` in time order."""

    occurrences: tuple[OccurrenceRow, ...]
    history: tuple[HistoryEntry, ...]


@dataclass(frozen=True)
class Coming:
    """What takes place from a day on, of those chosen: the first few, and how many in all."""

    chosen: Chosen
    rows: tuple[OccurrenceRow, ...]
    count: int


def find_occurrences(chosen: Chosen, span: DaySpan, limit: int, offset: int = 0) -> list[int]:
    """Ids of those that take place on these days, in time order (one statement, or two)."""
    return soonest(chosen, span, limit, offset)


def find_few(span: DaySpan, now: datetime, limit: int) -> list[int]:
    """For a glimpse of these days, of all that is public and not over: what begins then, in time
    order, before what began earlier and runs on, soonest over first (two statements)."""
    which = condition(Scope()) & (Occurrence.end > now)
    open_ids = Occurrence.select(Occurrence.id).where(which)
    begins = open_ids.where(begin(span)).order_by(*ORDER).limit(limit)
    runs = open_ids.where(run(span)).order_by(Occurrence.last_day, Occurrence.id).limit(limit)
    return [row[0] for row in (*begins.tuples(), *runs.tuples())][:limit]


def count_occurrences(chosen: Chosen, span: DaySpan) -> int:
    """How many there are on these days (one statement)."""
    return count(chosen.scope, span)


def coming_occurrences(today: date, limit: int, **keys: Any) -> Coming:
    """The next ones of a page's subject, such as `district=("500109",)` (six statements)."""
    chosen = choose(Criteria(**keys))
    span = DaySpan(today, None)
    ids = find_occurrences(chosen, span, limit)
    return Coming(chosen, tuple(occurrence_rows(ids)), count_occurrences(chosen, span))


def occurrence_rows(ids: Sequence[int]) -> list[OccurrenceRow]:
    """The occurrences in the order of `ids` (three statements)."""
    if not ids:
        return []
    former = Venue.alias()
    query = (
        Occurrence.select(Occurrence, Activity, Unit, Venue, former, District)
        .join(Activity)
        .join(Unit, on=(Activity.organiser == Unit.id), attr="organiser")
        .switch(Occurrence)
        .join(Venue, JOIN.LEFT_OUTER, on=(Occurrence.venue == Venue.id), attr="venue")
        .switch(Occurrence)
        .join(
            former,
            JOIN.LEFT_OUTER,
            on=(Occurrence.moved_from_venue == former.id),
            attr="moved_from_venue",
        )
        .switch(Occurrence)
        .join(District, on=(Occurrence.district == District.id), attr="district")
        .where(Occurrence.id.in_(ids))
    )
    found = {row.id: row for row in query}
    activities = {row.activity_id for row in found.values()}
    audiences, days = audiences_of(activities), first_days_of(activities)
    return [_row(found[id_], audiences, days) for id_ in ids if id_ in found]


def find_public(activity_id: int) -> Activity:
    """A public activity with its organiser and its work item (one statement).

    Raises NotFound for what was never public, Withdrawn for what no longer is.
    """
    activity = (
        Activity.select(Activity, Unit, WorkItem, WorkPlan)
        .join(Unit, on=(Activity.organiser == Unit.id), attr="organiser")
        .switch(Activity)
        .join(WorkItem, JOIN.LEFT_OUTER)
        .join(WorkPlan, JOIN.LEFT_OUTER)
        .where(Activity.id == activity_id, Activity.published_at.is_null(False))
        .first()
        if activity_id <= LARGEST_ID
        else None
    )
    if activity is None:
        raise NotFound("没有这个活动，请到“活动”页查找。")
    if activity.withdrawn_at is not None:
        raise Withdrawn(activity)
    return activity


def public_activities(ids: Collection[int]) -> list[ActivityFacts]:
    """Those of them that are public, by their number (four statements)."""
    found = Activity.select(Activity, Unit).join(Unit, attr="organiser")
    is_public = Activity.published_at.is_null(False) & Activity.withdrawn_at.is_null()
    return facts_of(list(found.where(Activity.id.in_(ids), is_public).order_by(Activity.id)))


def get_occurrence(occurrence_id: int) -> Occurrence:
    """An occurrence of a public activity (two statements); raises NotFound, Withdrawn."""
    known = occurrence_id <= LARGEST_ID
    occurrence = Occurrence.get_or_none(Occurrence.id == occurrence_id) if known else None
    if occurrence is None:
        raise NotFound("没有这一场，请到活动的页面上看现有的场次。")
    occurrence.activity = find_public(occurrence.activity_id)
    return occurrence


def get_activity(activity_id: int) -> ActivityRow:
    """A public activity with all that its page says (seven statements); raises as find_public."""
    return read_activity(find_public(activity_id))


def read_activity(activity: Activity) -> ActivityRow:
    """All that belongs to an activity, public or not (seven statements)."""
    [facts] = facts_of([activity])
    ids = Occurrence.select(Occurrence.id).where(Occurrence.activity == activity)
    history = HistoryEntry.select().where(HistoryEntry.activity == activity)
    return ActivityRow(
        **vars(facts),
        occurrences=tuple(occurrence_rows([row.id for row in ids.order_by(*ORDER)])),
        history=tuple(history.order_by(HistoryEntry.made_at.desc(), HistoryEntry.id.desc())),
    )


def _row(
    occurrence: Occurrence, audiences: dict[int, list[str]], days: dict[int, ThemedDay]
) -> OccurrenceRow:
    return OccurrenceRow(
        occurrence=occurrence,
        activity=occurrence.activity,
        organiser=occurrence.activity.organiser,
        venue=occurrence.venue if occurrence.venue_id else None,
        moved_from_venue=occurrence.moved_from_venue if occurrence.moved_from_venue_id else None,
        district=occurrence.district,
        audiences=tuple(audiences.get(occurrence.activity_id, ())),
        day=days.get(occurrence.activity_id),
    )
