"""The pages of the steps that are plain forms; schedule and places have rooms of their own."""

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from werkzeug import Response

from events import clock
from events.submissions.actions import DraftChanged, refuse_closed, save_step
from events.submissions.forms import sheet_of
from events.submissions.links import (
    find_submission,
    read_version,
    setting_of,
    step_page,
    url_after,
)
from events.submissions.models import Submission
from events.submissions.policies import OWN_SUBMISSION
from events.submissions.sheets.forms import Sheet
from events.submissions.text.pictures import PictureRefused, keep_picture
from events.submissions.typed import Typed, refuse_long
from web.policies import policy

steps = Blueprint(
    "submission_steps",
    __name__,
    url_prefix="/workspace/submissions/<int:submission_id>/"
    "<any(basics,signup,text,questions):step>",
)
Page = str | tuple[str, int] | Response


@steps.get("")
@policy(OWN_SUBMISSION)
def edit(submission_id: int, step: str) -> Page:
    """A step as it was left; what is wrong is said only of one that somebody has begun."""
    submission = find_submission(submission_id)
    refuse_closed(submission)
    sheet = sheet_of(step, submission.draft, setting_of(submission))
    if submission.version and not sheet.is_empty:
        sheet.validate()
    return _page(submission, sheet)


@steps.post("")
@policy(OWN_SUBMISSION)
def update(submission_id: int, step: str) -> Page:
    """Saves what was typed, right or wrong, then leads on or says what is wrong."""
    submission = find_submission(submission_id)
    refuse_closed(submission)
    setting = setting_of(submission)
    typed = sheet_of(step, submission.draft, setting).typed_from(request.form)
    refuse_long(typed)
    typed, troubles = _with_picture(typed) if step == "text" else (typed, [])
    try:
        saved = save_step(submission, step, typed, read_version(request.form), clock.now())
    except DraftChanged as changed:
        return _beside(changed.submission, step, typed)
    if "leave" in request.form and not troubles:
        return redirect(url_for("submissions.show", submission_id=submission_id), 303)
    sheet = sheet_of(step, saved.draft, setting)
    if not sheet.validate() or troubles:
        return _page(saved, sheet, others=troubles), 422
    return redirect(url_after(step, submission_id, saved.draft), 303)


def _beside(submission: Submission, step: str, typed: Typed) -> Page:
    """What was typed, and beside it what somebody else has saved meanwhile."""
    setting = setting_of(submission)
    theirs = sheet_of(step, submission.draft, setting).words()
    mine = sheet_of(step, {**submission.draft, step: typed}, setting)
    ours = mine.words()
    return _page(submission, mine, theirs=[pair for pair in theirs if pair not in ours]), 409


def _page(
    submission: Submission,
    sheet: Sheet,
    others: list[str] | None = None,
    theirs: list[tuple[str, str]] | None = None,
) -> str:
    """`theirs` is None unless somebody else has saved the draft meanwhile."""
    return render_template(
        f"submissions/{sheet.step}.html",
        form=sheet,
        others=others or (),
        theirs=theirs,
        **step_page(submission, sheet.step),
    )


def _with_picture(typed: Typed) -> tuple[Typed, list[str]]:
    """With the picture that came along, or without one; and what is wrong with the file."""
    upload = request.files.get("picture_file")
    if upload and upload.filename:
        folder = current_app.config["SETTINGS"].data_dir.resolve() / "pictures"
        try:
            return {**typed, "picture": keep_picture(upload.stream, folder)}, []
        except PictureRefused as refusal:
            return typed, [refusal.message]
    return ({**typed, "picture": ""}, []) if "remove_picture" in request.form else (typed, [])
