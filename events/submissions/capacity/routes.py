"""How many places a public occurrence has: more, or fewer that nobody has taken."""

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from events import clock
from events.activities.models import Occurrence
from events.errors import InvalidTransition
from events.people.policies import signed_in
from events.signups.desk.queries import get_sitting, largest_waiting
from events.signups.models import Signup
from events.signups.policies import OWN_OCCURRENCE
from events.submissions.capacity.actions import set_capacity
from events.submissions.capacity.forms import CapacityForm
from web.policies import policy

capacity = Blueprint(
    "capacity", __name__, url_prefix="/workspace/occurrences/<int:occurrence_id>/capacity"
)
Page = str | Response | tuple[str, int]


@capacity.get("")
@policy(OWN_OCCURRENCE)
def edit(occurrence_id: int) -> Page:
    occurrence = get_sitting(occurrence_id)
    form = CapacityForm(data={"capacity": str(occurrence.capacity or "")})
    return _page(occurrence, form)


@capacity.post("")
@policy(OWN_OCCURRENCE)
def update(occurrence_id: int) -> Page:
    occurrence, form = get_sitting(occurrence_id), CapacityForm(request.form)
    if not form.validate():
        return _page(occurrence, form), 422
    try:
        promoted = set_capacity(occurrence, form.places, signed_in(), clock.now())
    except InvalidTransition as refusal:
        return _page(get_sitting(occurrence_id), form, refusal), 409
    flash(_outcome(form.places, promoted))
    return redirect(url_for("desk.show", occurrence_id=occurrence_id), 303)


def _outcome(places: int | None, promoted: Sequence[Signup]) -> str:
    said = _("名额改为 %(count)d。", count=places) if places else _("名额不再限制。")
    if not promoted:
        return said
    people = sum(signup.party for signup in promoted)
    return said + ngettext(
        "候补里有 %(num)d 份报名（共 %(people)d 人）轮到了。",
        "候补里有 %(num)d 份报名（共 %(people)d 人）轮到了。",
        len(promoted),
        people=people,
    )


def _page(
    occurrence: Occurrence, form: CapacityForm, refusal: InvalidTransition | None = None
) -> str:
    return render_template(
        "submissions/capacity.html",
        occurrence=occurrence,
        form=form,
        refusal=refusal,
        largest=largest_waiting(occurrence.id) if occurrence.waiting else 0,
    )
