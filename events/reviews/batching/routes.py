"""Publishing several together: a preview, ten seconds in which to undo it, the outcome."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from events import clock
from events.people.policies import QUEUE, REVIEWER, signed_in
from events.reviews.batches import (
    Chosen,
    NotTogether,
    check_together,
    read_chosen,
    run_due,
    start_batch,
    undo_batch,
)
from events.reviews.batching.queries import get_batch, submissions
from events.reviews.reach import may_read
from events.submissions.models import Submission
from web.dates import today
from web.policies import policy

Together = tuple[Chosen, Submission]
LeftOut = tuple[Submission | None, str]

batches = Blueprint("batches", __name__, url_prefix="/office/reviews/batches")


@batches.get("/new")
@policy(REVIEWER)
def new() -> str | tuple[str, int]:
    """What would be published, and what not and why; nothing happens yet."""
    return _preview(request.args.getlist("item"))


@batches.post("")
@policy(REVIEWER)
def create() -> Response | tuple[str, int]:
    typed = request.form.getlist("item")
    chosen, left_out = _sorted(typed)
    if not chosen or left_out:
        return _preview(typed, 409 if left_out else 422)
    batch = start_batch([one for one, _submission in chosen], signed_in(), clock.now())
    return redirect(url_for("batches.show", batch_id=batch.id), 303)


@batches.get("/<int:batch_id>")
@policy(QUEUE)
def show(batch_id: int) -> str:
    row = get_batch(batch_id, signed_in())
    return render_template("reviews/batches/show.html", row=row, left=row.seconds_left(clock.now()))


@batches.post("/<int:batch_id>/undo")
@policy(REVIEWER)
def undo(batch_id: int) -> Response:
    undo_batch(get_batch(batch_id, signed_in()).batch, signed_in(), clock.now())
    flash(_("已撤回，一件也没有发布。"))
    return redirect(url_for("batches.show", batch_id=batch_id), 303)


@batches.post("/<int:batch_id>/execution")
@policy(REVIEWER)
def execute(batch_id: int) -> Response:
    """Don't wait for the program to come round; before the ten seconds are over nothing happens."""
    get_batch(batch_id, signed_in())
    run_due(clock.now(), today())
    return redirect(url_for("batches.show", batch_id=batch_id), 303)


def _preview(typed: list[str], code: int = 200) -> tuple[str, int]:
    chosen, left_out = _sorted(typed)
    page = render_template("reviews/batches/new.html", chosen=chosen, left_out=left_out)
    return page, code


def _sorted(typed: list[str]) -> tuple[list[Together], list[LeftOut]]:
    """Those that can be published together, and the others with the reason."""
    actor = signed_in()
    together: list[Together] = []
    left_out: list[LeftOut] = []
    ticked = read_chosen(typed)
    known = submissions(one.submission for one in ticked)
    for one in ticked:
        try:
            together.append((one, check_together(one, actor, clock.now())))
        except NotTogether as refusal:
            found = known.get(one.submission)
            is_mine = found is not None and may_read(actor, found)
            left_out.append((found if is_mine else None, refusal.message))
    return together, left_out
