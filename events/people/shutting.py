"""Accounts that are shut and opened again, and browsers signed out by the office."""

from datetime import datetime

from events import audit
from events.db import database
from events.errors import NotAllowed
from events.people.actors import Actor
from events.people.appointments import keep_an_administrator
from events.people.models import Account, Appointment, OfficeRole, OneTimeLink
from events.people.rights import check_administers
from events.people.sessions import end_sessions


def disable_by_office(by: Actor, account: Account, now: datetime) -> None:
    """Raises NotAllowed for oneself, and for an administrator who is not an equal."""
    if account.id == by.account_id:
        raise NotAllowed("不能停用自己的账号，请别的管理人员来做。")
    _check_equal(by, account)
    disable(by, account, now)


def disable(by: audit.By, account: Account, now: datetime) -> None:
    """Shut an account: nobody signs in with it, its sessions end, its links stop working.

    Raises InvalidTransition for the last administrator.
    """
    with database.atomic():
        if is_administrator(account):
            keep_an_administrator(Appointment.account != account.id)
        Account.update(disabled_at=now, updated_at=now).where(
            Account.id == account.id, Account.disabled_at.is_null()
        ).execute()
        end_sessions(account.id, now)
        OneTimeLink.delete().where(
            (OneTimeLink.made_by == account) | (OneTimeLink.account == account),
            OneTimeLink.used_at.is_null(),
        ).execute()
        audit.write(by, "account.disabled", "account", account.id, now, name=account.name)


def enable(by: Actor, account: Account, now: datetime) -> None:
    """Open it again; whoever was signed in has to sign in anew."""
    _check_equal(by, account)
    with database.atomic():
        Account.update(disabled_at=None, updated_at=now).where(Account.id == account.id).execute()
        audit.write(by, "account.enabled", "account", account.id, now, name=account.name)


def sign_out_everywhere(by: Actor, account: Account, now: datetime) -> int:
    """End all sessions of somebody; returns how many."""
    _check_equal(by, account)
    with database.atomic():
        ended = end_sessions(account.id, now)
        audit.write(
            by, "session.revoked", "account", account.id, now, name=account.name, count=ended
        )
    return ended


def is_administrator(account: Account) -> bool:
    mine = Appointment.account == account
    return Appointment.select().where(mine, Appointment.role == OfficeRole.ADMINISTRATOR).exists()


def _check_equal(by: Actor, account: Account) -> None:
    if is_administrator(account):
        check_administers(by)
