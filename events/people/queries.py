"""Reads of accounts, and of what belongs to one of them or to a unit."""

from datetime import datetime

from peewee import Expression, ModelSelect

from events.db import LARGEST_ID
from events.errors import NotFound
from events.people.models import (
    Account,
    Appointment,
    LinkKind,
    LoginSession,
    Membership,
    OneTimeLink,
)
from events.units.models import District, Unit


def find_account(email: str) -> Account | None:
    return Account.get_or_none(Account.email == email)


def find_by_id(account_id: int) -> Account | None:
    return Account.get_or_none(Account.id == account_id) if account_id <= LARGEST_ID else None


def get_account(account_id: int) -> Account:
    """Raises NotFound."""
    found = find_by_id(account_id)
    if found is None:
        raise NotFound("没有这个账号，请从人员名单进入。")
    return found


def get_member(unit_id: int, membership_id: int) -> Membership:
    """Of this very unit; raises NotFound."""
    here = (Membership.id == membership_id) & (Membership.unit == unit_id)
    found = membership_id <= LARGEST_ID and members().where(here).first()
    if not found:
        raise NotFound("本单位没有这个人，请刷新名单。")
    return found


def get_own_membership(account_id: int, membership_id: int) -> Membership:
    """Of this very account; raises NotFound."""
    mine = (Membership.id == membership_id) & (Membership.account == account_id)
    found = membership_id <= LARGEST_ID and members().where(mine).first()
    if not found:
        raise NotFound("您不在这个单位，请刷新页面。")
    return found


def get_appointment(account_id: int, appointment_id: int) -> Appointment:
    """Of this very account; raises NotFound."""
    theirs = (Appointment.id == appointment_id) & (Appointment.account == account_id)
    found = appointment_id <= LARGEST_ID and Appointment.get_or_none(theirs)
    if not found:
        raise NotFound("没有这项职务，请刷新页面。")
    return found


def members() -> "ModelSelect[Membership]":
    return Membership.select(Membership, Account).join(Account)


def members_of_unit(unit: Unit) -> list[Membership]:
    """Owners first (one statement)."""
    query = members().where(Membership.unit == unit)
    return list(query.order_by(Membership.role.desc(), Account.name, Account.id))


def units_of(account_id: int) -> list[Membership]:
    """For which units somebody works, by name (one statement)."""
    query = Membership.select(Membership, Unit).join(Unit).where(Membership.account == account_id)
    return list(query.order_by(Unit.name))


def pending_invitations(now: datetime, which: Expression) -> list[OneTimeLink]:
    """Not used yet, newest first; expired ones, too, until they are tidied (one statement)."""
    query = OneTimeLink.select(OneTimeLink, Unit, District).left_outer_join(Unit)
    return list(
        query.switch(OneTimeLink)
        .left_outer_join(District)
        .where(OneTimeLink.kind == LinkKind.INVITATION, OneTimeLink.used_at.is_null(), which)
        .order_by(OneTimeLink.id.desc())
    )


def get_invitation(link_id: int, which: Expression) -> OneTimeLink:
    """A pending one; raises NotFound."""
    found = link_id <= LARGEST_ID and OneTimeLink.get_or_none(
        OneTimeLink.id == link_id,
        OneTimeLink.kind == LinkKind.INVITATION,
        OneTimeLink.used_at.is_null(),
        which,
    )
    if not found:
        raise NotFound("没有这个邀请，可能已被接受或撤回，请刷新页面。")
    return found


def live_sessions(account_id: int, now: datetime) -> list[LoginSession]:
    """Where somebody is signed in, last used first (one statement)."""
    return list(
        LoginSession.select()
        .where(
            LoginSession.account == account_id,
            LoginSession.revoked_at.is_null(),
            LoginSession.expires_at > now,
        )
        .order_by(LoginSession.seen_at.desc(), LoginSession.id.desc())
    )


def office_holders() -> list[Account]:
    """Whoever has an office role, by name: for whom one may stand in (one statement)."""
    holders = Appointment.select(Appointment.account)
    return list(Account.select().where(Account.id.in_(holders)).order_by(Account.name, Account.id))
