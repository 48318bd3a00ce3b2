"""Another time for public occurrences: a change of what was promised, so it is handed in like any
other; but what begins very soon is public at once (docs/decisions/0018-urgent-changes.md)."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from events.activities.models import Occurrence
from events.activities.occurrences import move_occurrence
from events.audit import By
from events.db import database
from events.errors import InvalidTransition
from events.submissions.actions import refuse_closed, save_step
from events.submissions.content import Content, Sitting
from events.submissions.handing_in import hand_in
from events.submissions.models import Sample, State, Submission, Trust
from events.submissions.occurrences.actions import note
from events.submissions.occurrences.choosing import OPEN, Target, choose
from events.submissions.occurrences.keeping import keep_in_step
from events.submissions.published import content_of
from events.submissions.renewing import timing_of
from events.submissions.schedule.typed import (
    columns_of,
    draft_schedule,
    in_time_order,
    row_of,
    rows_of,
)
from events.submissions.typed import Typed

URGENT = timedelta(hours=48)


class Moved(StrEnum):
    """What became of it."""

    PUBLIC = "public"
    IN_REVIEW = "in-review"
    DRAFTED = "drafted"  # beside other changes that the unit has not handed in yet


@dataclass(frozen=True)
class Shift:
    """By how much starts and ends move, in wall time: 14:00 stays 14:00 where clocks change."""

    start: timedelta
    end: timedelta


def move(
    submission: Submission, target: Target, start: datetime, end: datetime, reason: str, by: By,
    now: datetime, office: ZoneInfo,
) -> tuple[Moved, int]:  # fmt: skip
    """The first to these wall times, the others by as much; returns also how many they are.

    Raises InvalidTransition, TimingRefused, and what handing in raises.
    """
    with database.atomic():
        rows = choose(submission, target, OPEN, now)
        fresh = Submission.get_by_id(submission.id)
        refuse_closed(fresh)
        public = content_of(rows[0].activity)
        moved = _moved(public, rows, start, end, now)
        if is_urgent(fresh, rows[0], now):
            _move_at_once(fresh, rows, moved, reason, by, now)
            return Moved.PUBLIC, len(rows)
        content = replace(public, sittings=_all(public, moved), change_reason=reason)
        is_clean = fresh.state == State.PUBLISHED
        typed = draft_schedule(content) if is_clean else _mended(fresh, moved)
        drafted = save_step(fresh, "schedule", typed, fresh.version, now)
        if not is_clean:
            return Moved.DRAFTED, len(rows)
        done = hand_in(drafted, content, by, now, office)
    return (Moved.PUBLIC if done.state == State.PUBLISHED else Moved.IN_REVIEW), len(rows)


def is_urgent(submission: Submission, first: Occurrence, now: datetime) -> bool:
    """Whether people may be on their way before anybody could have agreed."""
    if first.start - now >= URGENT:
        return False
    is_trusted = Trust.select().where(Trust.unit == submission.unit_id).exists()
    return not (is_trusted and submission.state == State.PUBLISHED)


def _moved(
    public: Content, rows: list[Occurrence], start: datetime, end: datetime, now: datetime
) -> dict[str, Sitting]:
    """UID -> the sitting at its new time."""
    known = {sitting.uid: sitting for sitting in public.sittings}
    first = known[rows[0].uid]
    shift = Shift(start - first.start, end - first.end)
    if not (shift.start or shift.end):
        raise InvalidTransition("新的时间和原来一样，没有改动。")
    found = {row.uid: _shifted(known[row.uid], shift) for row in rows}
    zone = ZoneInfo(public.timezone)
    if min(timing_of(sitting, zone).end for sitting in found.values()) <= now:
        raise InvalidTransition("新的时间已经过去了，请核对日期。")
    return found


def _shifted(sitting: Sitting, shift: Shift) -> Sitting:
    return replace(sitting, start=sitting.start + shift.start, end=sitting.end + shift.end)


def _all(public: Content, moved: dict[str, Sitting]) -> tuple[Sitting, ...]:
    return tuple(moved.get(sitting.uid, sitting) for sitting in public.sittings)


def _mended(submission: Submission, moved: dict[str, Sitting]) -> Typed:
    """The draft's schedule with these at their new times; places and the rest stay."""
    typed = submission.draft.get("schedule", {})
    seats = {row["uid"]: row["place"] for row in rows_of(typed)}
    others = [row for row in rows_of(typed) if row["uid"] not in moved]
    new = [
        row_of(sitting) | {"place": seats.get(uid, sitting.place)} for uid, sitting in moved.items()
    ]
    return {**typed, **columns_of(in_time_order([*others, *new]))}


def _move_at_once(
    submission: Submission, rows: list[Occurrence], moved: dict[str, Sitting], reason: str,
    by: By, now: datetime,
) -> None:  # fmt: skip
    zone = ZoneInfo(rows[0].activity.timezone)
    for row in rows:
        move_occurrence(row, timing_of(moved[row.uid], zone), reason, now)
    keep_in_step(submission, set(moved), now)
    note(submission, rows, "moved", reason, by, now)
    _show_to_reviewers(submission, now)


def _show_to_reviewers(submission: Submission, now: datetime) -> None:
    """Once more if somebody has seen this revision already."""
    sample, is_new = Sample.get_or_create(
        submission_id=submission.id,
        revision_number=submission.revision_number,
        defaults={"made_at": now},
    )
    if not is_new:
        sample.made_at, sample.seen_by, sample.seen_at = now, None, None
        sample.save()
