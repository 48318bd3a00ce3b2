"""Everything once more as it will be read, what is still wrong, and the button that hands it in."""

from dataclasses import replace

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from events.errors import InvalidTransition
from events.people.policies import signed_in
from events.submissions.actions import DraftChanged, refuse_closed
from events.submissions.comparing import changed_sittings
from events.submissions.content import Content, Sitting
from events.submissions.deadlines import closed_editions
from events.submissions.duplicates import likely_twins
from events.submissions.forms import DraftReading, read_draft, told
from events.submissions.handing_in import hand_in
from events.submissions.links import find_submission, read_version, setting_of, step_url
from events.submissions.models import State, Submission
from events.submissions.policies import OWN_SUBMISSION
from events.submissions.readings import Setting
from events.submissions.schedule.warnings import find_warnings
from events.submissions.signup.promises import broken_promises
from events.submissions.steps.order import STEPS, Step
from events.text import clean_line
from web.policies import policy

check = Blueprint(
    "submission_check", __name__, url_prefix="/workspace/submissions/<int:submission_id>"
)


@check.get("/check")
@policy(OWN_SUBMISSION)
def show(submission_id: int) -> str:
    submission = find_submission(submission_id)
    refuse_closed(submission)
    setting = setting_of(submission)
    reading = read_draft(submission.draft, setting)
    return _page(submission, setting, reading, _broken(submission, reading.content, setting))


@check.post("/submission")
@policy(OWN_SUBMISSION)
def submit(submission_id: int) -> Response | tuple[str, int]:
    """Hands it in as it was shown, or shows it again with what stands in the way."""
    submission = find_submission(submission_id)
    refuse_closed(submission)
    setting = setting_of(submission)
    reading = read_draft(submission.draft, setting)
    try:
        if read_version(request.form) != submission.version:
            raise DraftChanged(submission)
        content = reading.content
        wrong = _broken(submission, content, setting)
        wrong += _unsaid(submission, content, setting) if content else []
        if content is None or wrong:
            return _page(submission, setting, reading, wrong), 422
        content = replace(content, change_reason=_reason())
        office = current_app.config["SETTINGS"].timezone
        handed_in = hand_in(submission, content, signed_in(), setting.now, office)
    except InvalidTransition as refusal:
        return _page(submission, setting, reading, [refusal.message]), 409
    is_public = handed_in.state == State.PUBLISHED
    flash(
        _("已经发布，公众现在就能看到。") if is_public else _("已提交，审核有结果时会发信告诉您。")
    )
    return redirect(url_for("submissions.show", submission_id=submission_id), 303)


def _broken(submission: Submission, content: Content | None, setting: Setting) -> list[str]:
    if content is None or submission.activity is None:
        return []
    return broken_promises(submission.activity, content, setting.now)


def _unsaid(submission: Submission, content: Content, setting: Setting) -> list[str]:
    """What only the person who hands it in can say."""
    wrong = []
    if likely_twins(submission.id, content, submission.unit) and "not_twins" not in request.form:
        wrong.append(_("有很像的活动，请看一眼；确实不是同一个，就在下面打勾。"))
    if len(_reason()) > 200:
        wrong.append(_("改动的原因最多 200 个字。"))
    if _changed(content, setting) and not _reason():
        wrong.append(_("有公众已经看到的场次要变，请写一句原因，公众会看到。"))
    return wrong


def _reason() -> str:
    return clean_line(request.form.get("change_reason", ""))


def _changed(content: Content, setting: Setting) -> tuple[Sitting, ...]:
    wall = setting.now.astimezone(setting.zone).replace(tzinfo=None)
    return changed_sittings(setting.public, content, wall) if setting.public else ()


def _page(
    submission: Submission, setting: Setting, reading: DraftReading, others: list[str] | None = None
) -> str:
    content = reading.content
    return render_template(
        "submissions/check.html",
        submission=submission,
        reading=reading,
        told=told(reading),
        missing=_missing(submission, reading),
        others=others or (),
        warnings=(*reading.warnings, *_warnings(submission, content, setting)),
        twins=likely_twins(submission.id, content, submission.unit) if content else (),
        changed=_changed(content, setting) if content else (),
        reason=request.form.get("change_reason", ""),
        urls={step.name: step_url(step, submission.id) for step in STEPS},
    )


def _missing(submission: Submission, reading: DraftReading) -> list[tuple[Step, str, str]]:
    """(step, address of the field, what is wrong with it)."""
    return [
        (step, f"{step_url(step, submission.id)}#{problem.field}", problem.text)
        for step in STEPS
        for problem in reading.problems.get(step.name, ())
    ]


def _warnings(submission: Submission, content: Content | None, setting: Setting) -> tuple[str, ...]:
    if content is None:
        return ()
    today = setting.now.astimezone(current_app.config["SETTINGS"].timezone).date()
    closed = closed_editions(content, setting.public, today)
    return (*closed, *find_warnings(content, submission.id, submission.unit, setting.now))
