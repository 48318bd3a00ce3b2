"""What a unit does with occurrences that are public already. One verb, one transaction, for one of
them or for it and all that follow. Who subscribed is told at once."""

from collections.abc import Callable, Collection
from datetime import datetime

from events import audit
from events.activities.models import Occurrence
from events.activities.occurrences import (
    cancel_occurrence,
    postpone_occurrence,
    reinstate_occurrence,
)
from events.activities.vocabulary import TAKING_PLACE, Status
from events.audit import By
from events.db import database
from events.errors import InvalidTransition
from events.submissions.models import State, Submission
from events.submissions.occurrences.choosing import OFF, OPEN, Target, choose
from events.submissions.occurrences.keeping import keep_in_step

Verb = Callable[[Occurrence, str, datetime], Occurrence]


def cancel(submission: Submission, target: Target, reason: str, by: By, now: datetime) -> int:
    """They don't take place; returns how many."""
    return _each(cancel_occurrence, "cancelled", OPEN, submission, target, reason, by, now)


def postpone(submission: Submission, target: Target, reason: str, by: By, now: datetime) -> int:
    """Not then, and nobody knows when; returns how many."""
    return _each(
        postpone_occurrence, "postponed", TAKING_PLACE, submission, target, reason, by, now
    )


def reinstate(submission: Submission, target: Target, reason: str, by: By, now: datetime) -> int:
    """They take place after all; returns how many. Not while a revision without them is reviewed:
    publishing it would cancel them again."""
    if Submission.get_by_id(submission.id).state == State.SUBMITTED:
        raise InvalidTransition("这份申报正在审核，里面没有这一场：请先撤回申报，再恢复。")
    return _each(reinstate_occurrence, "reinstated", OFF, submission, target, reason, by, now)


def _each(
    verb: Verb, word: str, among: Collection[Status], submission: Submission, target: Target,
    reason: str, by: By, now: datetime,
) -> int:  # fmt: skip
    with database.atomic():
        rows = choose(submission, target, among, now)
        for row in rows:
            verb(row, reason, now)
        keep_in_step(submission, {row.uid for row in rows}, now)
        note(submission, rows, word, reason, by, now)
    return len(rows)


def note(
    submission: Submission, rows: list[Occurrence], word: str, reason: str, by: By, now: datetime
) -> None:
    """One entry for all that changed together."""
    audit.write(
        by,
        f"occurrence.{word}",
        "occurrence",
        rows[0].id,
        now,
        name=submission.title,
        unit_id=submission.unit_id,
        reason=reason,
        occurrences=[row.id for row in rows],
    )
