"""The office answers those who ask for a unit to be taken into the directory."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response
from wtforms import Form

from events import clock
from events.errors import InvalidTransition
from events.office.directory.forms import KINDS
from events.office.directory.likeness import similar_units
from events.office.directory.requests.actions import accept, accept_and_invite, refuse
from events.office.directory.requests.forms import AcceptanceForm, RefusalForm
from events.office.directory.requests.queries import get_request, requests_in
from events.office.models import RequestState, UnitRequest
from events.people.policies import OFFICE, signed_in
from events.units.queries import known_names
from web.filters import read_query
from web.policies import policy

unit_requests = Blueprint("unit_requests", __name__, url_prefix="/office/units/requests")
Answer = Response | str | tuple[str, int]


@unit_requests.get("")
@policy(OFFICE)
def index() -> str:
    """Those in one state, first those that wait."""
    states = [state.value for state in RequestState]
    chosen = read_query(request.args, {"state": states}).get("state", RequestState.WAITING)
    return render_template(
        "office/directory/requests.html",
        requests=requests_in(RequestState(chosen)),
        chosen=chosen,
        kinds=KINDS,
    )


@unit_requests.get("/<int:request_id>")
@policy(OFFICE)
def show(request_id: int) -> str:
    found = get_request(request_id)
    return _page(found, _fresh(found), RefusalForm())


@unit_requests.post("/<int:request_id>/acceptance")
@policy(OFFICE)
def create_acceptance(request_id: int) -> Answer:
    found, form = get_request(request_id), AcceptanceForm(request.form)
    if not form.validate():
        return _page(found, form, RefusalForm()), 422
    try:
        new = form.new_unit(found.kind, found.region_id, found.parent_id)
        verb = accept_and_invite if form.invites.data else accept
        unit = verb(found, new, signed_in(), clock.now())
    except InvalidTransition as refusal:
        return _page(found, form, RefusalForm(), refusal.message), 409
    flash(_("“%(name)s”已加入名录，也写信告诉了申请人。", name=unit.name))
    return redirect(url_for("directory.show", slug=unit.slug), 303)


@unit_requests.post("/<int:request_id>/refusal")
@policy(OFFICE)
def create_refusal(request_id: int) -> Answer:
    found, form = get_request(request_id), RefusalForm(request.form)
    if not form.validate():
        return _page(found, _fresh(found), form), 422
    refuse(found, form.answer.data or "", signed_in(), clock.now())
    flash(_("已写信告诉申请人。"))
    return redirect(url_for(".index"), 303)


def _fresh(found: UnitRequest) -> AcceptanceForm:
    short_name = found.name.removeprefix(found.region.name)[:60]
    return AcceptanceForm(name=found.name, short_name=short_name, invites=True)


def _page(found: UnitRequest, acceptance: Form, refusal_form: Form, refusal: str = "") -> str:
    return render_template(
        "office/directory/request.html",
        found=found,
        kinds=KINDS,
        alike=similar_units(found.name, found.region.name, known_names(found.region)),
        acceptance=acceptance,
        refusal_form=refusal_form,
        refusal=refusal,
    )
