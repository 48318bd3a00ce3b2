"""Public occurrences in the hands of their unit: off, not now, on again, at another time."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_babel import ngettext
from werkzeug import Response

from events import clock
from events.activities.models import Occurrence
from events.activities.queries import ORDER, occurrence_rows
from events.activities.timing import TimingRefused
from events.activities.vocabulary import Status
from events.errors import EventsError, InvalidTransition, NotFound
from events.people.policies import signed_in
from events.submissions.actions import DraftChanged
from events.submissions.links import find_submission
from events.submissions.models import State, Submission
from events.submissions.occurrences import actions
from events.submissions.occurrences.choosing import (
    OPEN,
    find_occurrence,
    following,
)
from events.submissions.occurrences.forms import MoveForm, ReasonForm
from events.submissions.occurrences.moving import Moved, is_urgent, move
from events.submissions.policies import OWN_SUBMISSION
from events.submissions.schedule.listing import clock_control, day_control
from events.submissions.schedule.reading import TextUnread
from web.dates import today
from web.policies import policy

submission_occurrences = Blueprint(
    "submission_occurrences",
    __name__,
    url_prefix="/workspace/submissions/<int:submission_id>/occurrences",
)
Page = str | Response | tuple[str, int]


@submission_occurrences.get("")
@policy(OWN_SUBMISSION)
def index(submission_id: int) -> Page:
    """What the public knows of, coming and past."""
    submission = _public(submission_id)
    ids = Occurrence.select(Occurrence.id).where(Occurrence.activity == submission.activity_id)
    rows = occurrence_rows([row.id for row in ids.order_by(*ORDER)])
    now = clock.now()
    return render_template(
        "submissions/occurrences/index.html",
        submission=submission,
        coming=[row for row in rows if row.occurrence.end > now],
        over=[row for row in rows if row.occurrence.end <= now][::-1],
        today=today(),
    )


@submission_occurrences.get("/<int:occurrence_id>")
@policy(OWN_SUBMISSION)
def show(submission_id: int, occurrence_id: int) -> Page:
    submission = _public(submission_id)
    return _page(submission, find_occurrence(submission, occurrence_id))


@submission_occurrences.post("/<int:occurrence_id>/cancellation")
@policy(OWN_SUBMISSION)
def cancel(submission_id: int, occurrence_id: int) -> Page:
    return _change(submission_id, occurrence_id, "cancel", actions.cancel)


@submission_occurrences.post("/<int:occurrence_id>/postponement")
@policy(OWN_SUBMISSION)
def postpone(submission_id: int, occurrence_id: int) -> Page:
    return _change(submission_id, occurrence_id, "postpone", actions.postpone)


@submission_occurrences.post("/<int:occurrence_id>/reinstatement")
@policy(OWN_SUBMISSION)
def reinstate(submission_id: int, occurrence_id: int) -> Page:
    return _change(submission_id, occurrence_id, "reinstate", actions.reinstate)


@submission_occurrences.post("/<int:occurrence_id>/times")
@policy(OWN_SUBMISSION)
def reschedule(submission_id: int, occurrence_id: int) -> Page:
    """Another time for it, or for it and all that follow."""
    submission = _public(submission_id)
    occurrence = find_occurrence(submission, occurrence_id)
    form = MoveForm(request.form, prefix="move-")
    if not form.validate():
        return _page(submission, occurrence, move=form), 422
    office = current_app.config["SETTINGS"].timezone
    try:
        start, end = form.times(occurrence.all_day)
        became, count = move(
            submission, form.target(occurrence_id), start, end, form.reason.data,
            signed_in(), clock.now(), office,
        )  # fmt: skip
    except (TextUnread, TimingRefused) as refusal:
        return _page(submission, occurrence, refusal, move=form), 422
    except (InvalidTransition, DraftChanged) as refusal:
        return _page(
            submission, find_occurrence(submission, occurrence_id), refusal, move=form
        ), 409
    flash(_MOVED[became](count))
    if became is Moved.DRAFTED:
        return redirect(url_for("submission_check.show", submission_id=submission_id), 303)
    return redirect(url_for(".index", submission_id=submission_id), 303)


_MOVED: dict[Moved, Callable[[int], str]] = {
    Moved.PUBLIC: lambda count: ngettext(
        "%(num)d 场已经改期，公众现在就能看到。", "%(num)d 场已经改期，公众现在就能看到。", count
    ),
    Moved.IN_REVIEW: lambda count: ngettext(
        "%(num)d 场的新时间已提交审核；通过以前，公众看到的还是原来的时间。",
        "%(num)d 场的新时间已提交审核；通过以前，公众看到的还是原来的时间。",
        count,
    ),
    Moved.DRAFTED: lambda count: ngettext(
        "%(num)d 场的新时间已写进草稿。草稿里还有别的改动，请检查后一起提交。",
        "%(num)d 场的新时间已写进草稿。草稿里还有别的改动，请检查后一起提交。",
        count,
    ),
}
_DONE: dict[str, Callable[[int], str]] = {
    "cancel": lambda count: ngettext("%(num)d 场已取消。", "%(num)d 场已取消。", count),
    "postpone": lambda count: ngettext("%(num)d 场已延期。", "%(num)d 场已延期。", count),
    "reinstate": lambda count: ngettext("%(num)d 场已恢复。", "%(num)d 场已恢复。", count),
}


def _change(submission_id: int, occurrence_id: int, name: str, verb: Callable[..., int]) -> Page:
    submission = _public(submission_id)
    occurrence = find_occurrence(submission, occurrence_id)
    form = ReasonForm(request.form, prefix=f"{name}-")
    if not form.validate():
        return _page(submission, occurrence, **{name: form}), 422
    target = form.target(occurrence_id)
    try:
        count = verb(submission, target, form.reason.data, signed_in(), clock.now())
    except InvalidTransition as refusal:
        fresh = find_occurrence(submission, occurrence_id)
        return _page(submission, fresh, refusal, **{name: form}), 409
    flash(_DONE[name](count))
    return redirect(url_for(".index", submission_id=submission_id), 303)


def _public(submission_id: int) -> Submission:
    submission = find_submission(submission_id)
    if submission.activity_id is None:
        raise NotFound("这份申报还没有发布过，没有公开的场次。")
    return submission


def _page(
    submission: Submission, occurrence: Occurrence, refusal: EventsError | None = None,
    **forms: ReasonForm,
) -> str:  # fmt: skip
    """The occurrence as it is, with each form as it was sent; a sequence that is out of date is
    replaced, because the page now shows what is."""
    [row] = occurrence_rows([occurrence.id])
    shown = {
        name: forms.get(name) or kind(prefix=f"{name}-", **_start(row))
        for name, kind in _FORMS.items()
    }
    for form in shown.values():
        form.sequence.data = str(occurrence.sequence)
    status = Status(occurrence.status)
    later = following(occurrence, OPEN)
    return render_template(
        "submissions/occurrences/show.html",
        submission=submission,
        row=row,
        today=today(),
        forms=shown,
        wrong=next(iter(forms.values()), None),
        refusal=refusal,
        is_off=status is Status.CANCELLED,
        is_postponed=status is Status.POSTPONED,
        is_over=occurrence.end <= clock.now(),
        is_urgent=is_urgent(submission, occurrence, clock.now()),
        is_in_review=submission.state == State.SUBMITTED,
        has_changes=submission.state in (State.DRAFT, State.RETURNED),
        count_later=len(later),
        day_control=day_control,
        clock_control=clock_control,
        count_off=len(following(occurrence, (Status.CANCELLED, Status.POSTPONED))),
    )


_FORMS: dict[str, type[ReasonForm]] = {
    "move": MoveForm,
    "cancel": ReasonForm,
    "postpone": ReasonForm,
    "reinstate": ReasonForm,
}


def _start(row: Any) -> dict[str, str]:
    """What the form for another time begins with: the present one."""
    one, zone = row.occurrence, ZoneInfo(row.activity.timezone)
    start, end = one.start.astimezone(zone), one.end.astimezone(zone)
    last = one.last_day if one.all_day else end.date()
    spans = one.all_day or _is_long(start, end)
    return {
        "day": start.date().isoformat(),
        "start": f"{start:%H:%M}",
        "end": f"{end:%H:%M}",
        "last_day": last.isoformat() if spans and last != start.date() else "",
    }


def _is_long(start: datetime, end: datetime) -> bool:
    return end - start >= timedelta(days=1)
