"""What the pages of a submission share: the row, what its steps are read with, where they lead."""

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from flask import current_app, url_for

from events import clock
from events.submissions.actions import draft_now
from events.submissions.models import Submission
from events.submissions.published import content_of
from events.submissions.queries import comments_on
from events.submissions.readings import Setting
from events.submissions.steps.order import STEPS, Step, step_of, steps_of
from events.submissions.typed import Draft
from events.units.models import Unit


def find_submission(submission_id: int) -> Submission:
    """One that a policy has let through, with its unit and its draft as it is now (one statement,
    eight for one that is public and unchanged)."""
    found = (
        Submission.select(Submission, Unit).join(Unit).where(Submission.id == submission_id).get()
    )
    found.draft = draft_now(found)
    return found


def setting_of(submission: Submission) -> Setting:
    """(No statement, or six for one that is public.)"""
    public = content_of(submission.activity) if submission.activity else None
    zone = ZoneInfo(public.timezone) if public else current_app.config["SETTINGS"].timezone
    return Setting(submission.unit, zone, clock.now(), public)


def read_version(form: Mapping[str, str]) -> int:
    """Of the draft that the page was made from; -1, which is none, where it doesn't say."""
    text = form.get("version", "")
    return int(text) if text.isdecimal() and len(text) < 10 else -1


def step_page(submission: Submission, name: str) -> dict[str, Any]:
    """What every step's page shows beside its form (two statements)."""
    steps = steps_of(submission.draft)
    names = [step.name for step in steps]
    comments = comments_on(submission)
    return {
        "submission": submission,
        "step": next(step for step in STEPS if step.name == name),
        "number": names.index(name) + 1 if name in names else len(steps),
        "count": len(steps),
        "comments": [comment for comment in comments if step_of(comment["field"]) == name],
    }


def step_url(step: Step, submission_id: int) -> str:
    named: Any = {"step": step.name} if step.endpoint == "submission_steps.edit" else {}
    return url_for(step.endpoint, submission_id=submission_id, **named)


def url_after(step_name: str, submission_id: int, draft: Draft) -> str:
    """The page of the step that follows; of the last one the check of everything."""
    steps = steps_of(draft)
    names = [step.name for step in steps]
    if step_name not in names[:-1]:
        return url_for("submission_check.show", submission_id=submission_id)
    return step_url(steps[names.index(step_name) + 1], submission_id)
