"""Who may look at a submission in review, and who may decide: by district, or the whole office."""

from collections.abc import Callable
from typing import Any

from events.db import LARGEST_ID
from events.errors import NotFound
from events.people.actors import Actor
from events.people.models import OfficeRole
from events.people.policies import signed_in
from events.submissions.models import Submission
from web.policies import Policy


def may_review(actor: Actor, submission: Submission) -> bool:
    """In his or her districts, or because it was passed on to exactly this person; never one's own
    unit's, unless the office has nobody else: the office may."""
    if OfficeRole.OFFICE in actor.roles:
        return True
    if not actor.reviews or actor.may_edit(submission.unit_id):
        return False
    return submission.handler_id == actor.account_id or actor.reviews_in(submission.district_id)


def _about_submission(name: str, may: Callable[[Actor, Submission], bool]) -> Policy:
    def check(submission_id: int, **_arguments: Any) -> None:
        actor = signed_in()
        found = submission_id <= LARGEST_ID and Submission.get_or_none(
            Submission.id == submission_id, Submission.revision_number > 0
        )
        if not found or not may(actor, found):
            raise NotFound("没有这份申报，或者它不归您审核。请从“审核”页进入。")

    return Policy(name, check)


def _may_read(actor: Actor, submission: Submission) -> bool:
    return actor.is_any(OfficeRole.AUDITOR) or may_review(actor, submission)


REVIEWED_SUBMISSION = _about_submission("review-submission", _may_read)
DECIDE_SUBMISSION = _about_submission("decide-submission", may_review)
