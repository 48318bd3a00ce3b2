"""Passwords that are asked for, set with a link, or changed."""

from datetime import datetime

from events import audit
from events.accounts.signing_in.actions import SignInRefused
from events.db import database
from events.errors import TooOften
from events.notifications.actions import tell, write_letter
from events.people.actors import Actor, Person
from events.people.attempts import count_failure, forget
from events.people.emails import known_as
from events.people.models import Account, LinkKind, OneTimeLink
from events.people.one_time import make_link, use_link
from events.people.passwords import hash_password, is_password
from events.people.queries import find_account
from events.people.sessions import end_sessions


def ask_for_reset(typed: str, address: str, now: datetime) -> None:
    """Write a letter, if the address is somebody's and has not had too many; nobody is told."""
    email = known_as(typed)
    try:
        count_failure("reset-address", address, now)
        count_failure("reset", email, now)
    except TooOften:
        return
    account = find_account(email)
    if account is None or account.disabled_at:
        return
    with database.atomic():
        link, token = make_reset(account, now)
        write_letter(
            account.email, "password-reset", str(link.id), now,
            account=account, language=account.language, token=token, name=account.name,
        )  # fmt: skip
        by = Person(account.id, account.name)
        audit.write(by, "account.reset-asked", "account", account.id, now, name=account.name)


def make_reset(account: Account, now: datetime) -> tuple[OneTimeLink, str]:
    """A link that sets a new password; part of a transaction. Those before it stay good, so that
    a stranger who asks in somebody's name spoils nothing."""
    return make_link(LinkKind.RESET, account.email, now, account=account)


def reset_password(link: OneTimeLink, password: str, now: datetime) -> None:
    """With the link of a letter: all sessions end. Raises Gone if it was used meanwhile."""
    password_hash, account = hash_password(password), Account.get_by_id(link.account_id)
    with database.atomic():
        use_link(link, now)
        _store(Person(account.id, account.name), account, password_hash, now)
    forget("password", account.email)


def change_password(by: Actor, old: str, new: str, now: datetime) -> None:
    """One's own: all other sessions end. Raises TooOften or SignInRefused."""
    confirm_password(by, old, now)
    password_hash, account = hash_password(new), Account.get_by_id(by.account_id)
    with database.atomic():
        _store(by, account, password_hash, now, but=by.session_id)


def confirm_password(by: Actor, password: str, now: datetime) -> None:
    """That it is still the owner who sits there; counted like a try to sign in."""
    count_failure("password", by.email, now)
    if not is_password(password, Account.get_by_id(by.account_id).password_hash):
        raise SignInRefused("现在的密码不对，请再填一次。")
    forget("password", by.email)


def _store(
    by: audit.By, account: Account, password_hash: str, now: datetime, but: int | None = None
) -> None:
    Account.update(password_hash=password_hash, updated_at=now).where(
        Account.id == account.id
    ).execute()
    end_sessions(account.id, now, but)
    _end_links(account)
    audit.write(by, "account.password-changed", "account", account.id, now, name=account.name)
    stamp = f"{account.id}-{now:%Y%m%dT%H%M%S}"
    tell([account], "password-changed", stamp, now, name=account.name, at=now.isoformat())


def _end_links(account: Account) -> None:
    OneTimeLink.delete().where(
        OneTimeLink.kind == LinkKind.RESET,
        OneTimeLink.account == account,
        OneTimeLink.used_at.is_null(),
    ).execute()
