"""Invitations of the office: owners of units, and the office's own people."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from events import clock
from events.accounts.invitations.actions import Offer, invite, resend, revoke
from events.accounts.office_invitations.forms import InviteForm
from events.accounts.queries import districts_to_review, find_district_id, units_to_join
from events.errors import EventsError
from events.people.models import MemberRole, OfficeRole, OneTimeLink
from events.people.policies import PEOPLE, signed_in
from events.people.queries import get_invitation
from events.units.queries import get_unit
from web.dates import today
from web.forms import once_more
from web.policies import policy

office_invitations = Blueprint("office_invitations", __name__, url_prefix="/office/invitations")


@office_invitations.get("/new")
@policy(PEOPLE)
def new() -> str:
    return _page(_form(None))


@office_invitations.post("")
@policy(PEOPLE)
def create() -> AnyResponse:
    form = _form(request.form)
    if not form.validate():
        return once_more(_page(form))
    try:
        invite(signed_in(), form.email.data, _offer(form), clock.now())
    except EventsError as refusal:
        return once_more(_page(form, refusal), refusal)
    return _back(_("邀请信已写好，会发到 %(email)s。", email=form.email.data))


@office_invitations.post("/<int:link_id>/resending")
@policy(PEOPLE)
def create_again(link_id: int) -> AnyResponse:
    resend(signed_in(), _get(link_id), clock.now())
    return _back(_("邀请信会再发一次，以前的链接不能用了。"))


@office_invitations.post("/<int:link_id>/revocation")
@policy(PEOPLE)
def destroy(link_id: int) -> AnyResponse:
    revoke(signed_in(), _get(link_id), clock.now())
    return _back(_("邀请已撤回，链接不能用了。"))


def _offer(form: InviteForm) -> Offer:
    """Only what belongs to the role: a unit to an owner, a district to a reviewer."""
    role = form.role.data
    if role == MemberRole.OWNER:
        return Offer(role, unit=get_unit(form.unit.data))
    is_reviewer = role == OfficeRole.REVIEWER
    return Offer(role, district_id=find_district_id(form.district.data) if is_reviewer else None)


def _get(link_id: int) -> OneTimeLink:
    return get_invitation(link_id, OneTimeLink.id > 0)


def _form(formdata: object) -> InviteForm:
    return InviteForm(
        formdata,
        units=units_to_join(),
        districts=districts_to_review(today()),
        with_administrator=signed_in().is_any(OfficeRole.ADMINISTRATOR),
    )


def _page(form: InviteForm, refusal: EventsError | None = None) -> str:
    others = [refusal.message] if refusal else []
    return render_template("accounts/office_invitations/new.html", form=form, others=others)


def _back(words: str) -> AnyResponse:
    flash(words)
    return redirect(url_for("office_people.index"), 303)
