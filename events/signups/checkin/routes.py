"""签到: the page at the door. It works with forms alone; static/checkin.js makes it work without
network."""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from flask import (
    Blueprint,
    flash,
    get_flashed_messages,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug import Response

from events import clock
from events.activities.models import Occurrence
from events.errors import EventsError
from events.people.policies import signed_in
from events.signups.checkin.arriving import Arrival, check_in, take_back, why_no_door
from events.signups.checkin.forms import SearchForm, WalkInForm
from events.signups.checkin.links import clock_time, party_words
from events.signups.checkin.queries import Guest, count_of, guests_of, is_number
from events.signups.checkin.walking_in import walk_in
from events.signups.desk.queries import get_signup, get_sitting
from events.signups.policies import OWN_OCCURRENCE, OWN_SIGNUP
from web.policies import policy
from web.requests import allow_camera_and_worker

checkins = Blueprint("checkins", __name__, url_prefix="/workspace")
Page = Response | tuple[Response, int]


class Verdict(NamedTuple):
    """What the door is told, in big words. `kind`: in, again, no, done, or found, which isn't one
    party yet."""

    kind: str
    words: str


@checkins.get("/occurrences/<int:occurrence_id>/check-in")
@policy(OWN_OCCURRENCE)
def show(occurrence_id: int) -> Response:
    """`?number=` is who has just been let in."""
    told = [Verdict(*one) for one in get_flashed_messages(with_categories=True)]
    number = request.args.get("number", "")
    return _page(occurrence_id, told[-1] if told else None, lambda guest: guest.number == number)


@checkins.get("/occurrences/<int:occurrence_id>/check-in/blank")
@policy(OWN_OCCURRENCE)
def blank(occurrence_id: int) -> Response:
    """The page with nobody on it, which devices keep: the script fills it from its own list."""
    return _page(occurrence_id, is_blank=True)


@checkins.post("/occurrences/<int:occurrence_id>/check-ins")
@policy(OWN_OCCURRENCE)
def create(occurrence_id: int) -> Page:
    """A number lets them in; anything else finds people, who are then let in by their number."""
    form = SearchForm(request.form)
    if not form.validate():
        return _page(occurrence_id, search=form), 422
    typed, now = form.number.data, clock.now()
    meant = partial(Guest.is_meant_by, text=typed)
    if not is_number(typed):
        return _page(occurrence_id, Verdict("found", ""), meant, search=form)
    try:
        arrival = check_in(occurrence_id, typed, now, signed_in(), now)
    except EventsError as refusal:
        return _page(occurrence_id, Verdict("no", refusal.message), meant, search=form), 422
    flash(_said(arrival, get_sitting(occurrence_id)), "again" if arrival.before else "in")
    return _back(occurrence_id, arrival.signup.number)


@checkins.post("/occurrences/<int:occurrence_id>/walk-ins")
@policy(OWN_OCCURRENCE)
def walk_ins(occurrence_id: int) -> Page:
    form = WalkInForm(request.form)
    if not form.validate():
        return _page(occurrence_id, walk_in=form), 422
    party = form.adults.data, form.children.data
    try:
        made = walk_in(occurrence_id, form.key.data, *party, signed_in(), clock.now())
    except EventsError as refusal:
        return _page(occurrence_id, Verdict("no", refusal.message), walk_in=form), 422
    words = ngettext("%(num)d 人已登记并签到。", "%(num)d 人已登记并签到。", made.party)
    flash(words + _waiting_words(made.occurrence), "in")
    return _back(occurrence_id)


@checkins.post("/signups/<int:signup_id>/check-in/removal")
@policy(OWN_SIGNUP)
def delete(signup_id: int) -> Response:
    signup = take_back(get_signup(signup_id), signed_in(), clock.now())
    flash(_("签到已撤销。"), "done")
    return _back(signup.occurrence_id)


def _back(occurrence_id: int, number: str | None = None) -> Response:
    return redirect(url_for(".show", occurrence_id=occurrence_id, number=number), 303)


def _said(arrival: Arrival, occurrence: Occurrence) -> str:
    """No names: it waits in a cookie until the next page."""
    if arrival.before:
        at = clock_time(arrival.before, occurrence.activity.timezone)
        return _("已于 %(time)s 签到", time=at)
    return _("已签到")


def _waiting_words(occurrence: Occurrence) -> str:
    if not occurrence.waiting:
        return ""
    return ngettext(
        "还有 %(num)d 人在候补，他们来了请先照顾。",
        "还有 %(num)d 人在候补，他们来了请先照顾。",
        occurrence.waiting,
    )


def _nobody(_guest: Guest) -> bool:
    return False


def _page(
    occurrence_id: int, verdict: Verdict | None = None,
    is_chosen: Callable[[Guest], bool] = _nobody, *,
    search: SearchForm | None = None, walk_in: WalkInForm | None = None, is_blank: bool = False,
) -> Response:  # fmt: skip
    occurrence, now = get_sitting(occurrence_id), clock.now()
    closed = why_no_door(occurrence, now)
    guests = [] if closed or is_blank else guests_of(occurrence)
    page = render_template(
        "signups/checkin/show.html",
        occurrence=occurrence,
        closed=closed,
        guests=guests,
        count=count_of(guests),
        chosen=[guest for guest in guests if is_chosen(guest)],
        verdict=verdict,
        search=search or SearchForm(),
        walk_in=walk_in or WalkInForm(),
        waiting=_waiting_words(occurrence),
        party_words=party_words,
        clock_time=clock_time,
    )
    return allow_camera_and_worker(page)
