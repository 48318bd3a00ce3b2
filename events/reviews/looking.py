"""A closer look at one submission: every flag there is, and what it may be a double of."""

from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from events.reviews.facts import read_facts, read_newest
from events.reviews.flags import Flag, find_flags
from events.submissions.capacity.resized import as_resized
from events.submissions.content import Content
from events.submissions.duplicates import Twin, likely_twins
from events.submissions.models import Revision, Submission
from events.submissions.schedule.warnings import find_warnings


class Look(NamedTuple):
    """A submission with its unit, its newest revision, and what stands out in it."""

    submission: Submission
    revision: Revision
    content: Content
    twins: tuple[Twin, ...]
    flags: tuple[Flag, ...]


def look_at(submission_id: int, now: datetime) -> Look | None:
    """None for what was never handed in (twenty statements)."""
    newest = read_newest([submission_id])
    if not newest:
        return None
    submission, revision, content = newest[submission_id]
    content = as_resized(content, revision, submission.activity_id)
    twins = likely_twins(submission_id, content, submission.unit)
    facts = replace(
        read_facts(newest)[submission_id],
        twins=len(twins),
        warnings=find_warnings(content, submission_id, submission.unit, now),
    )
    return Look(submission, revision, content, twins, find_flags(content, facts))
