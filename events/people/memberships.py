"""Who works for a unit: one who joins, changes role or leaves. A unit keeps an owner."""

from datetime import datetime

from events import audit
from events.db import database
from events.errors import InvalidTransition
from events.people.models import Account, MemberRole, Membership
from events.people.rights import better


def join_unit(by: audit.By, account: Account, unit_id: int, role: str, now: datetime) -> None:
    """Give a role in a unit; part of a transaction. A role that may do more is kept."""
    found = Membership.get_or_none(Membership.account == account, Membership.unit == unit_id)
    if found is None:
        Membership.create(account=account, unit=unit_id, role=role, created_at=now)
    elif found.role == (role := better(found.role, role)):
        return
    else:
        Membership.update(role=role).where(Membership.id == found.id).execute()
    _audit(by, "membership.given", account, unit_id, role, now)


def change_role(by: audit.By, member: Membership, role: MemberRole, now: datetime) -> None:
    """Make an editor an owner, or the other way round; raises InvalidTransition for the last."""
    if member.role == role:
        return
    with database.atomic():
        if role != MemberRole.OWNER:
            _keep_an_owner(member)
        Membership.update(role=role).where(Membership.id == member.id).execute()
        _audit(by, "membership.changed", member.account, member.unit_id, role, now)


def leave_unit(by: audit.By, member: Membership, now: datetime) -> None:
    """End a membership, one's own or another's; raises InvalidTransition for the last owner."""
    with database.atomic():
        _keep_an_owner(member)
        Membership.delete().where(Membership.id == member.id).execute()
        _audit(by, "membership.ended", member.account, member.unit_id, member.role, now)


def _keep_an_owner(member: Membership) -> None:
    """Refuse if `member` is the last owner who can sign in.

    The update changes nothing: it makes two who leave at the same moment wait for each other.
    """
    owners = (Membership.unit == member.unit_id) & (Membership.role == MemberRole.OWNER)
    Membership.update(role=MemberRole.OWNER).where(owners).execute()
    others = (
        Membership.select()
        .join(Account)
        .where(owners, Membership.id != member.id, Account.disabled_at.is_null())
    )
    is_owner = Membership.select().where(owners, Membership.id == member.id).exists()
    if is_owner and not others.exists():
        raise InvalidTransition("这是本单位最后一位负责人，请先请别人当负责人，再作更改。")


def _audit(
    by: audit.By, action: str, account: Account, unit_id: int, role: str, now: datetime
) -> None:
    audit.write(
        by, action, "account", account.id, now, name=account.name, unit_id=unit_id, role=role
    )
