"""Which public occurrences a change is about: one, or that and all that follow."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from events import changes
from events.activities.models import Occurrence
from events.activities.vocabulary import TAKING_PLACE, Status
from events.db import LARGEST_ID
from events.errors import InvalidTransition, NotFound
from events.submissions.models import Submission

OPEN = (*TAKING_PLACE, Status.POSTPONED)
OFF = (Status.CANCELLED, Status.POSTPONED)


class Reach(StrEnum):
    ONE = "one"
    FOLLOWING = "following"


@dataclass(frozen=True)
class Target:
    """An occurrence as somebody saw it: its SEQUENCE then tells whether it has changed since."""

    occurrence_id: int
    sequence: int
    reach: Reach = Reach.ONE


def find_occurrence(submission: Submission, occurrence_id: int) -> Occurrence:
    """One of this submission's activity (one statement); raises NotFound."""
    found = (
        Occurrence.get_or_none(
            Occurrence.id == occurrence_id, Occurrence.activity == submission.activity_id
        )
        if submission.activity_id and occurrence_id <= LARGEST_ID
        else None
    )
    if found is None:
        raise NotFound("这个活动没有这一场，请从场次列表里选。")
    return found


def choose(
    submission: Submission, target: Target, among: Collection[Status], now: datetime
) -> list[Occurrence]:
    """As they are now, in time order; whoever else writes waits. Part of a transaction.

    Raises InvalidTransition if the first is over, or has changed since it was seen.
    """
    changes.take_turn()
    first = find_occurrence(submission, target.occurrence_id)
    if first.sequence != target.sequence:
        raise InvalidTransition("这一场刚刚有人改过，请看过现在的情况再决定。")
    if first.end <= now:
        raise InvalidTransition("这一场已经结束，不能再改。")
    return [first, *following(first, among)] if target.reach is Reach.FOLLOWING else [first]


def following(first: Occurrence, among: Collection[Status]) -> list[Occurrence]:
    """Those of the same activity that start after it, or with it and were written after it."""
    later = (Occurrence.start > first.start) | (
        (Occurrence.start == first.start) & (Occurrence.id > first.id)
    )
    rows = Occurrence.select().where(
        Occurrence.activity == first.activity_id, Occurrence.status.in_(list(among)), later
    )
    return list(rows.order_by(Occurrence.start, Occurrence.id))
