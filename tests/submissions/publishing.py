"""A submission that the office has published."""

from typing import Any

from events import clock
from events.audit import PROGRAM
from events.submissions.content import Content
from events.submissions.models import Revision, Submission
from events.submissions.publishing import publish
from events.units.models import Unit
from tests.factories import make_content, make_submission


def published(unit: Unit, content: Content | None = None, **fields: Any) -> Submission:
    content = content or make_content(description="看标本师怎样让一只白鹇过冬。")
    submission = make_submission(content, unit=unit, **fields)
    publish(submission, Revision.get(submission=submission), PROGRAM, clock.now())
    return Submission.get_by_id(submission.id)
