"""One activity of the file brought onto the stage: published once, then kept going.

What is there stays as people have it: nothing is written over, taken back or published again. New
occurrences come under UIDs that last, and an edition that gets other days takes along what nobody
has touched.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from events import changes
from events.activities.actions import Sitting, Ties, add_occurrence, publish_activity
from events.activities.indexing.actions import index_activities
from events.activities.models import Activity, ActivityEdition, Occurrence
from events.activities.occurrences import (
    cancel_occurrence,
    move_occurrence,
    postpone_occurrence,
    relocate_occurrence,
)
from events.activities.recording import hold, touch
from events.activities.vocabulary import SignupMode, Status
from events.days.editions import Almanac
from events.demo.places import SOURCE
from events.demo.placing import ZONE, Placed, Placing, moved_timing, place
from events.demo.signups import fill, open_signup, put_terms
from events.plans.models import WorkItem, WorkPlan
from events.records.files import Record
from events.units.models import District, Unit
from events.venues.models import Venue

FOLLOWED = "主题日的日期有变动，活动跟着调整"

_NAMES = UUID("b9b0a6c5-9d5c-5f44-8a53-0c1f7a1d6e02")  # ours; changing it would rename every UID
_AS_WRITTEN = (
    *("title", "description", "kind", "format", "age_from", "age_to", "audience_note", "fee"),
    *("signup_mode", "signup_phone", "signup_url", "online_url", "sign_language", "captions"),
    *("contact", "contact_is_public"),
)


@dataclass(frozen=True)
class Stage:
    """What is there before a refresh; `activities` by source key, `occurrences` by UID."""

    units: Mapping[str, Unit]
    venues: Mapping[str, Venue]
    book: Almanac
    activities: Mapping[str, Activity]
    occurrences: Mapping[str, Occurrence]
    now: datetime

    def bring(self, record: Record) -> Counter[str]:
        """Put an activity where it belongs; counts the added `activities` and `occurrences` and
        the `moved` ones. Part of a transaction."""
        done: Counter[str] = Counter()
        placed = place(record, self.book)
        activity = self.activities.get(SOURCE + record["key"])
        if activity is None and placed.placings:
            activity = self._publish(record, placed)
            done["activities"] += 1
        if activity is None or not activity.is_public:
            return done
        self._tie(activity, placed)
        for placing in placed.placings:
            occurrence = self.occurrences.get(_uid(record, placing))
            if occurrence is None:
                self._add(activity, record, placing)
                done["occurrences"] += 1
            elif placed.editions:
                done["moved"] += self._follow(occurrence, placing)
        if done["occurrences"]:
            index_activities([activity.id])
            changes.record("activity", str(activity.id), self.now)
        if activity.signup_mode == SignupMode.HERE:
            self._fill(activity, record, placed)
        return done

    def _fill(self, activity: Activity, record: Record, placed: Placed) -> None:
        crowds = {_uid(record, one): one.sitting.get("crowd", 0) for one in placed.placings}
        mine = Occurrence.select(Occurrence.id, Occurrence.uid)
        for row in list(mine.where(Occurrence.activity == activity).order_by(Occurrence.id)):
            fill(row.id, crowds.get(row.uid, 0), self.now)

    def _publish(self, record: Record, placed: Placed) -> Activity:
        activity = Activity(
            **{key: record[key] for key in _AS_WRITTEN if key in record},
            organiser=self.units[record["organiser"]],
            work_item=_find_item(record["work_item"]) if "work_item" in record else None,
            timezone=ZONE.key,
            is_fictional=True,
            source_key=SOURCE + record["key"],
        )
        ties = Ties(
            editions=placed.editions,
            audiences=tuple(record.get("audiences", [])),
            co_organisers=tuple(self.units[one].id for one in record.get("co_organisers", [])),
            supporters=tuple(self.units[one].id for one in record.get("supporters", [])),
        )
        publish_activity(activity, ties, [], self.now)
        put_terms(activity, record, self.now)
        return activity

    def _tie(self, activity: Activity, placed: Placed) -> None:
        """The next edition beside those it belonged to."""
        rows = ActivityEdition.select().where(ActivityEdition.activity == activity)
        tied = {(row.themed_day_id, row.year) for row in rows} if placed.editions else set()
        new = [pair for pair in placed.editions if pair not in tied]
        for position, (day, year) in enumerate(new, len(tied) + 1):
            ActivityEdition.create(activity=activity, themed_day=day, year=year, position=position)
        if new:
            hold(Occurrence.activity == activity)
            touch(Occurrence.activity == activity, self.now)
            index_activities([activity.id])
            changes.record("activity", str(activity.id), self.now)

    def _add(self, activity: Activity, record: Record, placing: Placing) -> None:
        sitting = placing.sitting
        key = sitting.get("venue", record.get("venue"))
        occurrence = add_occurrence(
            activity,
            Sitting(
                placing.timing,
                self.venues[key] if key else None,
                sitting.get("place_note", ""),
                sitting.get("capacity"),
                _uid(record, placing),
            ),
            self.now,
        )
        open_signup(occurrence)
        if placing.timing.start > self.now:
            for change in placing.changes:
                self._tell(occurrence, placing, change)

    def _tell(self, occurrence: Occurrence, placing: Placing, change: Record) -> None:
        reason = change["reason"]
        match change["kind"]:
            case "moved":
                move_occurrence(occurrence, moved_timing(placing, change), reason, self.now)
            case "relocated":
                venue, place_note = self.venues[change["venue"]], change.get("place_note", "")
                relocate_occurrence(occurrence, venue, place_note, reason, self.now)
            case "postponed":
                postpone_occurrence(occurrence, reason, self.now)
            case "cancelled":
                cancel_occurrence(occurrence, reason, self.now)

    def _follow(self, occurrence: Occurrence, placing: Placing) -> bool:
        """Whether the edition has other days now and the occurrence went along."""
        is_ours = occurrence.status == Status.SCHEDULED or occurrence.status_reason == FOLLOWED
        is_there = (occurrence.start, occurrence.end) == (placing.timing.start, placing.timing.end)
        if is_there or not is_ours or occurrence.start <= self.now:
            return False
        move_occurrence(occurrence, placing.timing, FOLLOWED, self.now)
        return True


def _uid(record: Record, placing: Placing) -> str:
    name = uuid5(_NAMES, f"{record['key']}/{placing.token}")
    return f"{name}@kepuli"


def _find_item(written: str) -> WorkItem | None:
    """The item of region/year/number; None when no such plan was imported."""
    region, year, number = written.split("/")
    query = (
        WorkItem.select(WorkItem)
        .join(WorkPlan)
        .join(District)
        .where(District.slug == region, WorkPlan.year == int(year), WorkItem.number == int(number))
    )
    return query.order_by(WorkPlan.id, WorkItem.position).first()
