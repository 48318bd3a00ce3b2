"""The page of one submission: how far its steps are, what the office said, what the public sees."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from events import clock
from events.people.policies import signed_in
from events.submissions.actions import EDITABLE, drop_changes
from events.submissions.content import from_json
from events.submissions.describing import Words, differences
from events.submissions.drafts import draft_of
from events.submissions.forms import DraftReading, read_draft, told
from events.submissions.links import find_submission, setting_of, step_url
from events.submissions.models import Revision, Submission
from events.submissions.policies import OWN_SUBMISSION
from events.submissions.queries import comments_on, reviews_of
from events.submissions.readings import Setting
from events.submissions.steps.order import STEPS, Step, step_of
from events.submissions.taking_back import give_up, take_back, take_down
from events.text import clean_line
from web.policies import policy

submissions = Blueprint(
    "submissions", __name__, url_prefix="/workspace/submissions/<int:submission_id>"
)


@submissions.get("")
@policy(OWN_SUBMISSION)
def show(submission_id: int) -> str:
    """Its steps, if it can be written; otherwise what was handed in, to read."""
    submission = find_submission(submission_id)
    setting = setting_of(submission)
    reading = read_draft(submission.draft, setting)
    is_open = submission.state in EDITABLE
    return render_template(
        "submissions/show.html",
        submission=submission,
        is_open=is_open,
        reading=reading,
        steps=_tasks(submission, reading) if is_open else (),
        told=() if is_open else told(_handed_in(submission, setting)),
        differences=_differences(reading, setting) if is_open and setting.public else (),
        reviews=reviews_of(submission.id),
        general=[comment for comment in comments_on(submission) if not step_of(comment["field"])],
    )


@submissions.post("/retraction")
@policy(OWN_SUBMISSION)
def retract(submission_id: int) -> Response:
    """Out of review."""
    take_back(find_submission(submission_id), signed_in(), clock.now())
    flash(_("已撤回，可以接着改；改好以后要再提交一次。"))
    return redirect(url_for(".show", submission_id=submission_id), 303)


@submissions.post("/restoration")
@policy(OWN_SUBMISSION)
def restore(submission_id: int) -> Response:
    """Back to what the public sees."""
    drop_changes(find_submission(submission_id), signed_in(), clock.now())
    flash(_("没有提交的改动已经丢掉，现在和公众看到的一样。"))
    return redirect(url_for(".show", submission_id=submission_id), 303)


@submissions.get("/withdrawal")
@policy(OWN_SUBMISSION)
def new_withdrawal(submission_id: int) -> str:
    """Asks first: what is given up, or taken down, does not come back."""
    return render_template(
        "submissions/withdrawal.html",
        submission=find_submission(submission_id),
        reason="",
        wrong="",
    )


@submissions.post("/withdrawal")
@policy(OWN_SUBMISSION)
def withdraw(submission_id: int) -> Response | tuple[str, int]:
    submission = find_submission(submission_id)
    reason = clean_line(request.form.get("reason", ""))
    if submission.activity_id is None:
        give_up(submission, signed_in(), clock.now())
        flash(_("这份申报已经放弃，只供查看。"))
    elif wrong := _unfit(reason):
        return render_template(
            "submissions/withdrawal.html", submission=submission, reason=reason, wrong=wrong
        ), 422
    else:
        take_down(submission, reason, signed_in(), clock.now())
        flash(_("活动已经撤下，公众的页面和日历里都不再有它。"))
    return redirect(url_for(".show", submission_id=submission_id), 303)


def _unfit(reason: str) -> str:
    if not reason:
        return _("请写一句公众看得懂的原因。")
    return (
        _("原因最多 200 个字，现在有 %(count)d 个。", count=len(reason))
        if len(reason) > 200
        else ""
    )


def _tasks(submission: Submission, reading: DraftReading) -> list[tuple[Step, str, Any, Any]]:
    """(step, address, its reading, the reviewer's comments on it)."""
    comments = comments_on(submission)
    return [
        (
            step,
            step_url(step, submission.id),
            reading.readings[step.name],
            [comment["text"] for comment in comments if step_of(comment["field"]) == step.name],
        )
        for step in STEPS
        if step.name in reading.readings
    ]


def _handed_in(submission: Submission, setting: Setting) -> DraftReading:
    """The newest revision, as a draft reads."""
    found = Revision.select().where(Revision.submission == submission)
    revision = found.order_by(Revision.number.desc()).first()
    draft = draft_of(from_json(revision.content)) if revision else submission.draft
    return read_draft(draft, setting)


def _differences(reading: DraftReading, setting: Setting) -> Any:
    public = read_draft(draft_of(setting.public), setting) if setting.public else reading
    return differences(_all_words(public), _all_words(reading))


def _all_words(reading: DraftReading) -> Words:
    return [pair for _step, pairs in told(reading) for pair in pairs]
