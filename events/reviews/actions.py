"""What the office answers a unit. One verb, one transaction; each names the revision it was shown.

All of them take the turn of the change log first, as publishing does, so that of two answers at
once the second sees what the first has made of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from events import audit, changes
from events.activities.models import Activity
from events.audit import By
from events.db import database
from events.errors import InvalidTransition
from events.notifications.actions import tell
from events.people.actors import Actor
from events.people.members import people_of
from events.people.models import Account
from events.reviews.telling import FIELDS
from events.submissions.models import Decision, Review, Revision, Sample, State, Submission
from events.submissions.publishing import publish


class MovedOn(InvalidTransition):
    """It isn't as the reviewer was shown it: somebody has decided, or the unit has changed it."""

    def __init__(self) -> None:
        super().__init__(
            "这份申报刚刚有了变化，您的决定没有生效，写的话还在；请看过现在的样子再决定。"
        )


class WordsMissing(InvalidTransition):
    """The unit, or the colleague, must be told why."""


@dataclass(frozen=True)
class Said:
    """What goes with an answer: a note, and comments as a Review keeps them, {field: text}."""

    note: str = ""
    comments: Mapping[str, str] | None = None

    @property
    def rows(self) -> list[dict[str, str]]:
        return [{"field": field, "text": text} for field, text in (self.comments or {}).items()]

    def __bool__(self) -> bool:
        return bool(self.note or self.comments)


def find_shown(submission_id: int, number: int, digest: str) -> Revision:
    """The revision that a decision is about; raises MovedOn if there is none like that."""
    revision = Revision.get_or_none(
        Revision.submission == submission_id, Revision.number == number, Revision.digest == digest
    )
    if revision is None:
        raise MovedOn
    return revision


def approve(revision: Revision, said: Said, by: By, now: datetime) -> Activity:
    """The public sees exactly this revision from now on; raises MovedOn."""
    with database.atomic():
        _hold(revision, State.SUBMITTED)
        return publish(revision.submission, revision, by, now, note=said.note, comments=said.rows)


def return_for_changes(revision: Revision, said: Said, by: By, now: datetime) -> Submission:
    """The unit shall change it and hand it in again; raises MovedOn, WordsMissing."""
    if not said:
        raise WordsMissing("请写明要单位改什么，写在“给单位的话”里，或者写在要改的那一栏旁边。")
    with database.atomic():
        submission = _hold(revision, State.SUBMITTED)
        _answer(submission, revision, State.RETURNED, Decision.RETURNED, said, by, now)
    return submission


def refuse(revision: Revision, said: Said, by: By, now: datetime) -> Submission:
    """It won't be published, for good; raises MovedOn, WordsMissing."""
    if not said.note:
        raise WordsMissing("请在“给单位的话”里写明不予发布的原因。")
    with database.atomic():
        submission = _hold(revision, State.SUBMITTED)
        _answer(submission, revision, State.REFUSED, Decision.REFUSED, said, by, now)
    return submission


def pass_on(revision: Revision, to: Actor | None, note: str, by: By, now: datetime) -> Submission:
    """Somebody else shall decide; raises MovedOn, and WordsMissing without a person or a note."""
    if to is None:
        raise WordsMissing("请先在“转给”里选一位同事。")
    if not note:
        raise WordsMissing("请写一句为什么转给对方，对方会看到。")
    with database.atomic():
        submission = _hold(revision, State.SUBMITTED)
        submission.handler_id, submission.updated_at = to.account_id, now
        submission.save()
        review = _write(revision, Decision.PASSED, Said(note), by, now)
        _note(submission, revision, Decision.PASSED, by, now, to=to.account_id)
        tell(
            [Account.get_by_id(to.account_id)],
            "submission-passed",
            f"{submission.id}/{revision.number}/{review.id}",
            now,
            **_facts(submission, note),
            by=by.name,
        )
    return submission


def note_sample(revision: Revision, by: By, now: datetime) -> None:
    """What was published on trust has been looked at, and may stay as it is."""
    with database.atomic():
        _see_sample(revision, by, now)
        _write(revision, Decision.SAMPLED, Said(), by, now)
        _note(revision.submission, revision, Decision.SAMPLED, by, now)


def ask_for_correction(revision: Revision, said: Said, by: By, now: datetime) -> Submission:
    """A sample stays public, and the unit shall correct it; raises MovedOn, WordsMissing."""
    if not said:
        raise WordsMissing("请写明要单位改正什么，写在“给单位的话”里，或者写在要改的那一栏旁边。")
    with database.atomic():
        submission = _hold(revision, State.PUBLISHED)
        _see_sample(revision, by, now)
        _answer(submission, revision, State.RETURNED, Decision.RETURNED, said, by, now)
    return submission


def _hold(revision: Revision, state: State) -> Submission:
    """The submission, whose state nobody else changes now; raises MovedOn if it is another, or
    the revision isn't the newest."""
    changes.take_turn()
    held = (
        Submission.update(state=state)
        .where(
            Submission.id == revision.submission_id,
            Submission.state == state,
            Submission.revision_number == revision.number,
        )
        .execute()
    )
    if not held:
        raise MovedOn
    return Submission.get_by_id(revision.submission_id)


def _answer(
    submission: Submission, revision: Revision, state: State, decision: Decision,
    said: Said, by: By, now: datetime,
) -> None:  # fmt: skip
    submission.state, submission.updated_at = state, now
    submission.save()
    _write(revision, decision, said, by, now)
    _note(submission, revision, decision, by, now)
    comments = [{"label": FIELDS.get(row["field"], ""), "text": row["text"]} for row in said.rows]
    tell(
        people_of(submission.unit_id),
        f"submission-{decision}",
        f"{submission.id}/{revision.number}",
        now,
        **_facts(submission, said.note),
        comments=comments,
        activity_id=submission.activity_id,
    )


def _see_sample(revision: Revision, by: By, now: datetime) -> None:
    seen = (
        Sample.update(seen_by=by.account_id, seen_at=now)
        .where(
            Sample.submission_id == revision.submission_id,
            Sample.revision_number == revision.number,
            Sample.seen_at.is_null(),
        )
        .execute()
    )
    if not seen:
        raise MovedOn


def _write(revision: Revision, decision: Decision, said: Said, by: By, now: datetime) -> Review:
    return Review.create(
        submission=revision.submission_id,
        revision=revision,
        decision=decision,
        note=said.note,
        comments=said.rows,
        made_by=by.account_id,
        made_at=now,
    )


def _note(
    submission: Submission, revision: Revision, decision: Decision, by: By, now: datetime,
    **details: object,
) -> None:  # fmt: skip
    audit.write(
        by,
        f"submission.{decision}",
        "submission",
        submission.id,
        now,
        name=submission.title,
        unit_id=submission.unit_id,
        revision=revision.number,
        **details,
    )


def _facts(submission: Submission, note: str) -> dict[str, Any]:
    return {
        "submission_id": submission.id,
        "title": submission.title,
        "unit": submission.unit.name,
        "note": note,
    }
