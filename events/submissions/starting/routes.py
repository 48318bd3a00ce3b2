"""How a new submission begins: empty, from last year's activity, or as a copy."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from events import clock
from events.activities.models import Activity
from events.days.queries import almanac
from events.db import LARGEST_ID
from events.errors import NotFound
from events.people.policies import EDITOR, signed_in
from events.plans.models import WorkItem
from events.submissions.actions import begin
from events.submissions.content import EditionTie
from events.submissions.models import Submission
from events.submissions.starting.carrying import (
    Wish,
    from_activity,
    from_defaults,
    from_submission,
    with_wish,
)
from events.submissions.starting.queries import past_activities, unpublished
from events.submissions.typed import Draft
from events.text import clean_line
from events.units.models import Unit
from events.units.queries import get_unit
from web.dates import today
from web.policies import policy

starting = Blueprint("submission_start", __name__, url_prefix="/workspace/<unit_slug>/submissions")


@starting.get("/new")
@policy(EDITOR)
def new(unit_slug: str) -> str:
    unit = get_unit(unit_slug)
    asked = clean_line(request.args.get("q", ""))[:60]
    book = almanac(today())
    day = book.find(request.args.get("day", ""))
    item = _number(request.args.get("work_item"))
    return render_template(
        "submissions/new.html",
        unit=unit,
        asked=asked,
        activities=past_activities(unit.id, asked.split()),
        submissions=unpublished(unit.id, asked.split()),
        day=day,
        year=_number(request.args.get("year")) or book.today.year,
        work_item=WorkItem.get_or_none(WorkItem.id == item) if item else None,
    )


@starting.post("")
@policy(EDITOR)
def create(unit_slug: str) -> Response:
    """Then the first step is open; what was not carried over is said."""
    unit = get_unit(unit_slug)
    source = request.form.get("source", "")
    draft, carried = _start(unit, source)
    submission = begin(unit, with_wish(draft, _wish()), signed_in(), clock.now(), carried)
    if not source:
        first = url_for("submission_steps.edit", submission_id=submission.id, step="basics")
        return redirect(first, 303)
    flash(_("除了日期和场次，都带过来了：请填这一次的时间，再看看其余的还对不对。"))
    return redirect(url_for("submissions.show", submission_id=submission.id), 303)


def _start(unit: Unit, source: str) -> tuple[Draft, Activity | None]:
    """The draft, and the activity it was carried over from. `source` is activity-7, submission-7
    or nothing; raises NotFound for another unit's."""
    kind, _dash, number = source.partition("-")
    if kind == "activity":
        activity = Activity.get_or_none(
            Activity.id == _number(number),
            Activity.organiser == unit,
            Activity.published_at.is_null(False),
        )
        if activity:
            return from_activity(activity, almanac(today())), activity
    elif kind == "submission":
        copied = Submission.get_or_none(Submission.id == _number(number), Submission.unit == unit)
        if copied:
            return from_submission(copied), None
    elif not source:
        return from_defaults(unit), None
    raise NotFound("没有这个活动，或者它属于别的单位；请从列表里选。")


def _wish() -> Wish:
    day, year = (
        almanac(today()).find(request.form.get("day", "")),
        _number(request.form.get("year")),
    )
    item = _number(request.form.get("work_item"))
    return Wish(EditionTie(day.id, year) if day and 1900 <= year <= 2200 else None, item or None)


def _number(text: str | None) -> int:
    """0 for what is no number that could be meant."""
    is_number = bool(text and text.isascii() and text.isdecimal() and len(text) < 11)
    return int(text) if text and is_number and int(text) <= LARGEST_ID else 0
