"""Who may look at a submission in review, and who may decide: by district, or the whole office."""

from collections.abc import Callable
from typing import Any

from events.db import LARGEST_ID
from events.errors import NotFound
from events.people.actors import Actor
from events.people.policies import signed_in
from events.reviews.reach import may_read, may_review
from events.submissions.models import Submission
from web.policies import Policy


def _about_submission(name: str, may: Callable[[Actor, Submission], bool]) -> Policy:
    def check(submission_id: int, **_arguments: Any) -> None:
        actor = signed_in()
        found = submission_id <= LARGEST_ID and Submission.get_or_none(
            Submission.id == submission_id, Submission.revision_number > 0
        )
        if not found or not may(actor, found):
            raise NotFound("没有这份申报，或者它不归您审核。请从“审核”页进入。")

    return Policy(name, check)


REVIEWED_SUBMISSION = _about_submission("review-submission", may_read)
DECIDE_SUBMISSION = _about_submission("decide-submission", may_review)
