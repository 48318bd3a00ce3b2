"""What was handed in comes back, what was begun is given up, what was public is taken down.

One verb, one transaction.
"""

from datetime import datetime

from events import audit, changes
from events.activities.actions import withdraw_activity
from events.audit import By
from events.db import database
from events.errors import InvalidTransition
from events.submissions.models import Decision, Review, Revision, State, Submission


def take_back(submission: Submission, by: By, now: datetime) -> Submission:
    """Out of review, to go on writing; raises InvalidTransition once somebody has decided."""
    with database.atomic():
        taken = (
            Submission.update(state=State.DRAFT, handler=None, updated_at=now)
            .where(Submission.id == submission.id, Submission.state == State.SUBMITTED)
            .execute()
        )
        if not taken:
            raise InvalidTransition("这份申报已经不在审核中，不用撤回；请刷新看看最新的状态。")
        fresh = Submission.get_by_id(submission.id)
        revision = Revision.get(submission=fresh, number=fresh.revision_number)
        Review.create(
            submission=fresh,
            revision=revision,
            decision=Decision.TAKEN_BACK,
            made_by=by.account_id,
            made_at=now,
        )
        _note(fresh, "submission.taken_back", by, now)
    return fresh


def give_up(submission: Submission, by: By, now: datetime) -> Submission:
    """For good, before it was ever public; raises InvalidTransition for any other."""
    with database.atomic():
        given_up = (
            Submission.update(state=State.WITHDRAWN, updated_at=now)
            .where(
                Submission.id == submission.id,
                Submission.activity.is_null(),
                Submission.state.in_([State.DRAFT, State.RETURNED]),
            )
            .execute()
        )
        if not given_up:
            raise InvalidTransition(
                "只有草稿和退回修改的申报可以放弃；正在审核的请先撤回，已发布的请撤下活动。"
            )
        fresh = Submission.get_by_id(submission.id)
        _note(fresh, "submission.withdrawn", by, now)
    return fresh


def take_down(submission: Submission, reason: str, by: By, now: datetime) -> Submission:
    """The public activity goes, at once and for good; the public reads the reason."""
    with database.atomic():
        changes.take_turn()  # nobody publishes it meanwhile
        fresh = Submission.get_by_id(submission.id)
        if fresh.activity is None:
            raise InvalidTransition("这份申报还没有发布过，没有可以撤下的活动。")
        withdraw_activity(fresh.activity, reason, now)
        fresh.state, fresh.handler, fresh.updated_at = State.WITHDRAWN, None, now
        fresh.save()
        _note(fresh, "submission.taken_down", by, now, reason=reason)
    return fresh


def _note(submission: Submission, action: str, by: By, now: datetime, **details: str) -> None:
    audit.write(
        by,
        action,
        "submission",
        submission.id,
        now,
        name=submission.title,
        unit_id=submission.unit_id,
        revision=submission.revision_number or None,
        **details,
    )
