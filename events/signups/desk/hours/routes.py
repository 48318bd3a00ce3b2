"""When sign-up for one occurrence is open: now, not any more, from then until then."""

from zoneinfo import ZoneInfo

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from events import clock
from events.activities.models import Occurrence
from events.activities.standing import standing
from events.errors import EventsError, InvalidTransition
from events.people.policies import signed_in
from events.signups.desk.hours.actions import HoursRefused, close_now, open_now, set_hours
from events.signups.desk.hours.forms import HoursForm, wall
from events.signups.desk.queries import get_sitting
from events.signups.policies import OWN_OCCURRENCE
from web.errors import status_of
from web.policies import policy

desk_hours = Blueprint(
    "desk_hours", __name__, url_prefix="/workspace/occurrences/<int:occurrence_id>/hours"
)
Page = str | Response | tuple[str, int]


@desk_hours.get("")
@policy(OWN_OCCURRENCE)
def edit(occurrence_id: int) -> Page:
    return _page(get_sitting(occurrence_id))


@desk_hours.post("")
@policy(OWN_OCCURRENCE)
def update(occurrence_id: int) -> Page:
    """`now=open` and `now=close` need no times."""
    occurrence, form = get_sitting(occurrence_id), HoursForm(request.form)
    if not request.form.get("now") and not form.validate():
        return _page(occurrence, form), 422
    try:
        _set(occurrence, form)
    except (HoursRefused, InvalidTransition) as refusal:
        return _page(occurrence, form, refusal), status_of(refusal)
    flash(_("报名时间已改，公众的页面跟着变。"))
    return redirect(url_for("desk.show", occurrence_id=occurrence_id), 303)


def _set(occurrence: Occurrence, form: HoursForm) -> None:
    by, now = signed_in(), clock.now()
    match request.form.get("now"):
        case "open":
            open_now(occurrence, by, now)
        case "close":
            close_now(occurrence, by, now)
        case _:
            opens_at, closes_at = form.instants(ZoneInfo(occurrence.activity.timezone))
            set_hours(occurrence, opens_at, closes_at, by, now)


def _page(
    occurrence: Occurrence, form: HoursForm | None = None, refusal: EventsError | None = None
) -> str:
    zone = ZoneInfo(occurrence.activity.timezone)
    times = {
        "opens": wall(occurrence.signup_opens_at, zone),
        "closes": wall(occurrence.signup_closes_at, zone),
    }
    return render_template(
        "signups/desk/hours.html",
        occurrence=occurrence,
        form=form or HoursForm(data=times),
        refusal=refusal,
        standing=standing(occurrence.activity, occurrence, clock.now()),
    )
