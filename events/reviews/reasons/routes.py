"""Sentences that reviewers need again and again: kept by the office, in its order."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from events import clock
from events.people.policies import OFFICE, signed_in
from events.reviews.reasons.actions import (
    add_reason,
    change_reason,
    move_reason_up,
    remove_reason,
)
from events.reviews.reasons.forms import ReasonForm
from events.reviews.reasons.queries import all_reasons, get_reason
from web.policies import policy

reasons = Blueprint("reasons", __name__, url_prefix="/office/reviews/reasons")


@reasons.get("")
@policy(OFFICE)
def index() -> str:
    return render_template("reviews/reasons/index.html", reasons=all_reasons(), form=ReasonForm())


@reasons.post("")
@policy(OFFICE)
def create() -> Response | tuple[str, int]:
    form = ReasonForm(request.form)
    if not form.validate():
        page = render_template("reviews/reasons/index.html", reasons=all_reasons(), form=form)
        return page, 422
    add_reason(form.decision.data, form.text.data, signed_in(), clock.now())
    flash(_("已加上。"))
    return _back()


@reasons.get("/<int:reason_id>")
@policy(OFFICE)
def edit(reason_id: int) -> str:
    reason = get_reason(reason_id)
    return render_template("reviews/reasons/edit.html", reason=reason, form=ReasonForm(obj=reason))


@reasons.post("/<int:reason_id>")
@policy(OFFICE)
def update(reason_id: int) -> Response | tuple[str, int]:
    reason = get_reason(reason_id)
    form = ReasonForm(request.form)
    if not form.validate():
        return render_template("reviews/reasons/edit.html", reason=reason, form=form), 422
    change_reason(reason, form.decision.data, form.text.data, signed_in(), clock.now())
    flash(_("已改好。"))
    return _back()


@reasons.post("/<int:reason_id>/place")
@policy(OFFICE)
def move_up(reason_id: int) -> Response:
    move_reason_up(get_reason(reason_id), signed_in(), clock.now())
    return _back()


@reasons.post("/<int:reason_id>/removal")
@policy(OFFICE)
def remove(reason_id: int) -> Response:
    remove_reason(get_reason(reason_id), signed_in(), clock.now())
    flash(_("已删掉。"))
    return _back()


def _back() -> Response:
    return redirect(url_for("reasons.index"), 303)
