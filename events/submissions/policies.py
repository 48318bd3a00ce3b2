"""Who may touch a submission: the people of its unit; to everybody else it doesn't exist."""

from typing import Any

from events.db import LARGEST_ID
from events.errors import NotFound
from events.people.policies import signed_in
from events.submissions.models import Submission
from web.policies import Policy


def _of_my_unit(submission_id: int, **_arguments: Any) -> None:
    actor = signed_in()
    found = submission_id <= LARGEST_ID and Submission.get_or_none(Submission.id == submission_id)
    if not found or not actor.may_edit(found.unit_id):
        raise NotFound("没有这份申报，或者它属于别的单位。请从“工作台”进入。")


OWN_SUBMISSION = Policy("own-submission", _of_my_unit)
