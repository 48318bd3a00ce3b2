"""A step saved by the page itself while somebody types; answers programs, not people."""

from typing import Any

from flask import Blueprint, Response, jsonify, request
from flask_wtf.csrf import CSRFError

from events.errors import EventsError, InvalidTransition, NotFound
from events.submissions.actions import save_step
from events.submissions.forms import typed_from
from events.submissions.links import find_submission, read_version, setting_of
from events.submissions.policies import OWN_SUBMISSION
from events.submissions.typed import refuse_long
from web.policies import SignInNeeded, policy

drafts = Blueprint(
    "submission_drafts", __name__, url_prefix="/workspace/submissions/<int:submission_id>/drafts"
)
_STATUS: dict[type[EventsError], int] = {SignInNeeded: 401, NotFound: 404, InvalidTransition: 409}


@drafts.post("/<any(basics,schedule,places,signup,text,questions):step>")
@policy(OWN_SUBMISSION)
def update(submission_id: int, step: str) -> dict[str, Any]:
    """{"version": …, "saved_at": "10:32"}, or an error with a sentence."""
    submission = find_submission(submission_id)
    setting = setting_of(submission)
    typed = typed_from(step, request.form, submission.draft, setting)
    refuse_long(typed)
    saved = save_step(submission, step, typed, read_version(request.form), setting.now)
    return {"version": saved.version, "saved_at": f"{setting.now.astimezone(setting.zone):%H:%M}"}


@drafts.errorhandler(EventsError)
def refused(error: EventsError) -> tuple[Response, int]:
    code = next((code for kind, code in _STATUS.items() if isinstance(error, kind)), 422)
    return jsonify(error=error.message), code


@drafts.errorhandler(CSRFError)
def stale(_error: CSRFError) -> tuple[Response, int]:
    return jsonify(error="登录状态已经变了：内容还在这一页，请刷新以后再保存。"), 400
