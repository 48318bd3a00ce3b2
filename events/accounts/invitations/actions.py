"""Inviting somebody, and what the invited do: accept with an account, or open one."""

from dataclasses import dataclass
from datetime import datetime

from events import audit
from events.db import database
from events.errors import EventsError
from events.notifications.actions import write_letter
from events.people.actors import Actor, Person
from events.people.appointments import Post, take_office
from events.people.attempts import count_failure
from events.people.memberships import join_unit
from events.people.models import Account, LinkKind, Membership, OfficeRole, OneTimeLink
from events.people.one_time import make_link, renew_link, use_link
from events.people.queries import find_account
from events.people.rights import check_may_give
from events.people.sessions import hash_token
from events.units.models import Unit


class InvitationRefused(EventsError):
    """An invitation that makes no sense, or is another's."""


@dataclass(frozen=True)
class Offer:
    """What an invitation gives: a role in `unit`, or an office role, perhaps in a district."""

    role: str
    unit: Unit | None = None
    district_id: int | None = None


def invite(by: Actor, email: str, offer: Offer, now: datetime) -> OneTimeLink:
    """Write the letter; one that was sent to the same person for the same thing stops working."""
    unit_id = offer.unit.id if offer.unit else None
    check_may_give(by, offer.role, unit_id)
    if unit_id and _works_there(email, unit_id):
        raise InvitationRefused("这个人已经在本单位，不用再邀请；要换角色请在名单里改。")
    count_failure("invitation", by.account_id, now)
    with database.atomic():
        OneTimeLink.delete().where(
            OneTimeLink.kind == LinkKind.INVITATION,
            OneTimeLink.email == email,
            OneTimeLink.used_at.is_null(),
            OneTimeLink.role == offer.role,
            OneTimeLink.unit.is_null() if unit_id is None else OneTimeLink.unit == unit_id,
        ).execute()
        link, token = make_link(
            LinkKind.INVITATION, email, now, role=offer.role, unit=unit_id,
            district=offer.district_id, made_by=by.account_id,
        )  # fmt: skip
        _write(by, link, token, now)
        _audit(by, "invitation.sent", link, now)
    return link


def resend(by: Actor, link: OneTimeLink, now: datetime) -> None:
    """Another letter with another link, good for as long as a new one."""
    check_may_give(by, link.role, link.unit_id)
    count_failure("invitation", by.account_id, now)
    with database.atomic():
        _write(by, link, renew_link(link, now), now)
        _audit(by, "invitation.resent", link, now)


def revoke(by: Actor, link: OneTimeLink, now: datetime) -> None:
    check_may_give(by, link.role, link.unit_id)
    with database.atomic():
        OneTimeLink.delete().where(
            OneTimeLink.id == link.id, OneTimeLink.used_at.is_null()
        ).execute()
        _audit(by, "invitation.revoked", link, now)


def accept(by: Actor, link: OneTimeLink, now: datetime) -> None:
    """With the account that has the address the letter went to; raises InvitationRefused for
    another, and Gone if it was used meanwhile."""
    if by.email != link.email:
        raise InvitationRefused("这个邀请发给了另一个邮箱，请退出后用那个账号登录。")
    with database.atomic():
        use_link(link, now)
        _give(by, Account.get_by_id(by.account_id), link, now)


def open_account(link: OneTimeLink, name: str, password_hash: str, now: datetime) -> Account:
    """For somebody who has none; an account that is there already is never touched."""
    if find_account(link.email):
        raise InvitationRefused("这个邮箱已有账号，请先登录，再接受邀请。")
    with database.atomic():
        use_link(link, now)
        account = Account.create(
            email=link.email, name=name, password_hash=password_hash,
            created_at=now, updated_at=now,
        )  # fmt: skip
        by = Person(account.id, account.name)
        audit.write(by, "account.opened", "account", account.id, now, name=account.name)
        _give(by, account, link, now)
    return account


def _give(by: audit.By, account: Account, link: OneTimeLink, now: datetime) -> None:
    if link.unit_id is not None:
        join_unit(by, account, link.unit_id, link.role, now)
    else:
        take_office(by, account, Post(OfficeRole(link.role), link.district_id), now)


def _works_there(email: str, unit_id: int) -> bool:
    return (
        Membership.select()
        .join(Account)
        .where(Membership.unit == unit_id, Account.email == email)
        .exists()
    )


def _write(by: Actor, link: OneTimeLink, token: str, now: datetime) -> None:
    unit = link.unit.name if link.unit else ""
    write_letter(
        link.email, "invitation", f"{link.id}-{hash_token(token)[:12]}", now,
        token=token, inviter=by.name, unit=unit, role=link.role,
    )  # fmt: skip


def _audit(by: Actor, action: str, link: OneTimeLink, now: datetime) -> None:
    audit.write(
        by, action, "invitation", link.id, now,
        unit_id=link.unit_id, role=link.role, district=link.district_id,
    )  # fmt: skip
