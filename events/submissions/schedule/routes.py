"""The schedule step: pick days and times, see the list they make, correct it row by row."""

from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug import Response

from events import clock
from events.errors import EventsError
from events.submissions.actions import DraftChanged, refuse_closed, save_step
from events.submissions.basics.queries import read_tie
from events.submissions.content import Content, EditionTie
from events.submissions.links import (
    find_submission,
    read_version,
    setting_of,
    step_page,
    url_after,
)
from events.submissions.models import Submission
from events.submissions.places.forms import read_places
from events.submissions.places.seating import seat
from events.submissions.policies import OWN_SUBMISSION
from events.submissions.readings import Reading, Setting
from events.submissions.schedule.adding import with_capacity, with_rows, without_dropped
from events.submissions.schedule.forms import read_schedule
from events.submissions.schedule.listing import (
    clock_control,
    day_control,
    list_rows,
    read_rows,
)
from events.submissions.schedule.picker import NTHS, WEEKDAYS, Offered, pick
from events.submissions.schedule.queries import editions_of, workdays_of
from events.submissions.schedule.typed import rows_of, typed_from_form
from events.submissions.schedule.warnings import find_warnings
from events.submissions.typed import Draft, Typed, refuse_long, text_of, texts_of
from web.policies import policy

submission_schedule = Blueprint(
    "submission_schedule",
    __name__,
    url_prefix="/workspace/submissions/<int:submission_id>/schedule",
)

Page = str | Response | tuple[str, int]


@submission_schedule.get("")
@policy(OWN_SUBMISSION)
def edit(submission_id: int) -> Page:
    submission = find_submission(submission_id)
    refuse_closed(submission)
    return _page(submission, submission.draft.get("schedule", {}))


@submission_schedule.post("")
@policy(OWN_SUBMISSION)
def update(submission_id: int) -> Page:
    """Keep the list and go on, unless something is wrong or a warning has not been seen yet."""
    submission = find_submission(submission_id)
    typed = _typed()
    try:
        submission = _keep(submission, typed)
    except DraftChanged as refusal:
        return _page(refusal.submission, typed, [refusal.message]), 409
    if "leave" in request.form:
        return redirect(url_for("submissions.show", submission_id=submission_id), 303)
    setting = setting_of(submission)
    mode = text_of(submission.draft, "signup", "signup_mode")
    reading = read_schedule(typed, setting, mode)
    if reading.problems:
        return _page(submission, typed, reading=reading), 422
    if set(_warnings(submission, typed, setting)) - set(request.form.getlist("seen")):
        flash(_("已保存。下面有几点提醒，请看一眼；没有问题就再按一次“保存并继续”。"))
        return redirect(url_for(".edit", submission_id=submission_id), 303)
    return redirect(url_after("schedule", submission_id, submission.draft), 303)


@submission_schedule.post("/sittings")
@policy(OWN_SUBMISSION)
def add(submission_id: int) -> Page:
    """Add what the picker says to the list."""
    submission = find_submission(submission_id)
    typed = _typed()
    setting = setting_of(submission)
    today = setting.now.astimezone(setting.zone).date()
    offered = _offered(submission.draft, today)
    days = [day for one in offered for day in (one.span.first_day, one.span.last_day)]
    place = next(iter(texts_of(submission.draft, "places", "key")), "")
    try:
        more = with_rows(typed, pick(typed, today, offered, workdays_of(days)), place)
    except EventsError as refusal:
        return _refuse(submission, typed, refusal.message)
    count = len(rows_of(more)) - len(rows_of(typed))
    return _again(submission, more, ngettext("加入了 %(num)d 场。", "加入了 %(num)d 场。", count))


@submission_schedule.post("/capacity")
@policy(OWN_SUBMISSION)
def share_capacity(submission_id: int) -> Page:
    """The same capacity for all."""
    typed = _typed()
    more = with_capacity(typed, str(typed["new_capacity"]))
    return _again(find_submission(submission_id), more, _("各场的名额都改好了。"))


@submission_schedule.post("/removals")
@policy(OWN_SUBMISSION)
def remove(submission_id: int) -> Page:
    """Take what is not ticked off the list."""
    typed = without_dropped(_typed())
    return _again(find_submission(submission_id), typed, _("没打勾的已经去掉。"))


def _typed() -> Typed:
    typed = typed_from_form(request.form)
    refuse_long(typed)
    return typed


def _keep(submission: Submission, typed: Typed) -> Submission:
    """As it is then, with its unit; raises DraftChanged."""
    try:
        save_step(submission, "schedule", typed, read_version(request.form), clock.now())
    except DraftChanged as refusal:
        raise DraftChanged(find_submission(submission.id)) from refusal
    return find_submission(submission.id)


def _again(submission: Submission, typed: Typed, words: str) -> Page:
    try:
        _keep(submission, typed)
    except DraftChanged as refusal:
        return _page(refusal.submission, typed, [refusal.message]), 409
    flash(words)
    return redirect(url_for(".edit", submission_id=submission.id, _anchor="list"), 303)


def _refuse(submission: Submission, typed: Typed, sentence: str) -> Page:
    """What was typed is kept all the same."""
    try:
        return _page(_keep(submission, typed), typed, [sentence]), 422
    except DraftChanged as refusal:
        return _page(refusal.submission, typed, [sentence, refusal.message]), 409


def _page(
    submission: Submission, typed: Typed, others: list[str] | None = None,
    reading: Reading | None = None,
) -> str:  # fmt: skip
    setting = setting_of(submission)
    rows = read_rows(typed, setting.zone)
    return render_template(
        "submissions/schedule/edit.html",
        **step_page(submission, "schedule"),
        typed=typed,
        zone=setting.zone.key,
        listing=list_rows(rows, workdays_of(row.day for row in rows if row.day)),
        problems=reading.problems if reading else (),
        others=others or [],
        warnings=_warnings(submission, typed, setting),
        offered=_offered(submission.draft, setting.now.astimezone(setting.zone).date()),
        weekdays=WEEKDAYS,
        nths=NTHS,
        day_control=day_control,
        clock_control=clock_control,
    )


def _warnings(submission: Submission, typed: Typed, setting: Setting) -> tuple[str, ...]:
    """About the rows that can be read, with all that the other steps say of them so far."""
    draft = submission.draft
    rows = read_rows(typed, setting.zone)
    sittings = [row.sitting for row in rows if row.sitting and row.typed["kept"]]
    places = read_places(draft.get("places", {}), setting).values.get("places", ())
    content = Content(
        title=submission.title,
        kind="",
        editions=_ties(draft),
        audiences=tuple(texts_of(draft, "basics", "audiences")),
        places=places,
        sittings=seat(sittings, places),
        timezone=setting.zone.key,
    )
    return find_warnings(content, submission.id, submission.unit, setting.now)


def _offered(draft: Draft, today: date) -> list[Offered]:
    return [
        Offered(f"{row.day.id}-{row.year}", row.name, row.span)
        for row in editions_of(_ties(draft), today)
        if row.span
    ]


def _ties(draft: Draft) -> tuple[EditionTie, ...]:
    found = map(read_tie, texts_of(draft, "basics", "editions"))
    return tuple(tie for tie in found if tie)
