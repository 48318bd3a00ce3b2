"""成员: who works for a unit. All its people see the list, its owners change it."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from events import clock
from events.accounts.invitations.actions import (
    InvitationRefused,
    Offer,
    invite,
    resend,
    revoke,
)
from events.accounts.unit_people.forms import InviteForm, RoleForm
from events.errors import EventsError, TooOften
from events.people.memberships import change_role, leave_unit
from events.people.models import MemberRole, OneTimeLink
from events.people.policies import EDITOR, OWNER, signed_in
from events.people.queries import (
    get_invitation,
    get_member,
    members_of_unit,
    pending_invitations,
)
from events.units.queries import get_unit
from web.forms import once_more
from web.policies import policy

unit_people = Blueprint("unit_people", __name__, url_prefix="/workspace/<unit_slug>")


@unit_people.get("/people")
@policy(EDITOR)
def index(unit_slug: str) -> str:
    return _page(unit_slug, InviteForm())


@unit_people.post("/invitations")
@policy(OWNER)
def create(unit_slug: str) -> AnyResponse:
    form = InviteForm(request.form)
    if not form.validate():
        return once_more(_page(unit_slug, form))
    offer = Offer(MemberRole.EDITOR, unit=get_unit(unit_slug))
    try:
        invite(signed_in(), form.email.data, offer, clock.now())
    except (InvitationRefused, TooOften) as refusal:
        return once_more(_page(unit_slug, form, refusal), refusal)
    return _back(unit_slug, _("邀请信已写好，会发到 %(email)s。", email=form.email.data))


@unit_people.post("/invitations/<int:link_id>/resending")
@policy(OWNER)
def create_again(unit_slug: str, link_id: int) -> AnyResponse:
    resend(signed_in(), _invitation(unit_slug, link_id), clock.now())
    return _back(unit_slug, _("邀请信会再发一次，以前的链接不能用了。"))


@unit_people.post("/invitations/<int:link_id>/revocation")
@policy(OWNER)
def destroy_invitation(unit_slug: str, link_id: int) -> AnyResponse:
    revoke(signed_in(), _invitation(unit_slug, link_id), clock.now())
    return _back(unit_slug, _("邀请已撤回，链接不能用了。"))


@unit_people.post("/people/<int:membership_id>/role")
@policy(OWNER)
def update(unit_slug: str, membership_id: int) -> AnyResponse:
    form = RoleForm(request.form)
    if not form.validate():
        return once_more(_page(unit_slug, InviteForm()))
    member = get_member(get_unit(unit_slug).id, membership_id)
    change_role(signed_in(), member, MemberRole(form.role.data), clock.now())
    return _back(unit_slug, _("已改好。"))


@unit_people.post("/people/<int:membership_id>/removal")
@policy(OWNER)
def destroy(unit_slug: str, membership_id: int) -> AnyResponse:
    member = get_member(get_unit(unit_slug).id, membership_id)
    leave_unit(signed_in(), member, clock.now())
    if member.account_id == signed_in().account_id:
        return redirect("/workspace", 303)
    return _back(unit_slug, _("%(name)s 已不在本单位。", name=member.account.name))


def _invitation(unit_slug: str, link_id: int) -> OneTimeLink:
    return get_invitation(link_id, OneTimeLink.unit == get_unit(unit_slug))


def _page(unit_slug: str, form: InviteForm, refusal: EventsError | None = None) -> str:
    unit = get_unit(unit_slug)
    return render_template(
        "accounts/unit_people/index.html",
        unit=unit,
        form=form,
        members=members_of_unit(unit),
        invitations=pending_invitations(clock.now(), OneTimeLink.unit == unit),
        is_owner=signed_in().owns(unit.id),
        others=[refusal.message] if refusal else [],
    )


def _back(unit_slug: str, words: str) -> AnyResponse:
    flash(words)
    return redirect(url_for("unit_people.index", unit_slug=unit_slug), 303)
