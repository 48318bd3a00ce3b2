"""Letting somebody in: a password, perhaps a code, then a session."""

from dataclasses import dataclass
from datetime import datetime

from events import audit
from events.db import database
from events.errors import EventsError
from events.people import codes
from events.people.actors import Actor, Person
from events.people.attempts import count_failure, forget, refuse_too_many
from events.people.emails import known_as
from events.people.models import Account
from events.people.passwords import hash_password, is_password, needs_rehash
from events.people.queries import find_account
from events.people.sessions import close_session, open_session


class SignInRefused(EventsError):
    """The same words whatever was wrong, so that nobody learns who has an account."""


@dataclass(frozen=True)
class Visit:
    """Where a try comes from: network address and browser."""

    address: str
    agent: str


def check_password(email: str, password: str, visit: Visit, now: datetime) -> Account:
    """Whose they are; raises TooOften or SignInRefused. The account is not signed in yet."""
    email = known_as(email)
    refuse_too_many("address", visit.address, now)
    count_failure("password", email, now)
    account = find_account(email)
    usable = account is not None and account.disabled_at is None
    if not is_password(password, account.password_hash if account and usable else ""):
        _refuse(account, visit, now)
        raise SignInRefused("邮箱或密码不对，请再试一次；忘了密码可以重设。")
    assert account is not None  # nobody's password fits nobody
    forget("password", email)
    if needs_rehash(account.password_hash):
        strong = hash_password(password)
        Account.update(password_hash=strong).where(Account.id == account.id).execute()
    return account


def check_code(account: Account, text: str, visit: Visit, now: datetime) -> None:
    """The second step: a code of the app or a recovery code, each good for one time.

    Raises TooOften or SignInRefused.
    """
    count_failure("code", account.id, now)
    taken = _take_recovery if codes.is_recovery_code(text) else take_code
    if not taken(account, text, now):
        _refuse(account, visit, now)
        raise SignInRefused("动态码不对或已经用过，请等下一个；手机不在身边可以用恢复码。")
    forget("code", account.id)


def take_code(account: Account, text: str, now: datetime) -> bool:
    """Whether it is a code of the app that is newer than the last one taken."""
    step = codes.step_of(text.strip(), account.totp_secret or "", now)
    if step is None:
        return False
    newer = Account.update(totp_step=step).where(
        Account.id == account.id,
        Account.totp_secret == account.totp_secret,
        Account.totp_step < step,
    )
    return bool(newer.execute())


def enter(account: Account, visit: Visit, now: datetime, before: Actor | None = None) -> str:
    """Open a session and return its token; the one this browser had `before` ends."""
    with database.atomic():
        if before:
            close_session(before.session_id, now)
        token = open_session(account, visit.agent, now)
        by = Person(account.id, account.name)
        audit.write(by, "session.opened", "account", account.id, now, name=account.name)
    return token


def leave(by: Actor, now: datetime) -> None:
    """Sign this browser out."""
    with database.atomic():
        close_session(by.session_id, now)
        audit.write(by, "session.closed", "account", by.account_id, now, name=by.name)


def _take_recovery(account: Account, text: str, now: datetime) -> bool:
    """The first update changes nothing: it makes two with the same code wait for each other."""
    hashed = codes.hash_recovery_code(text)
    mine = Account.id == account.id
    with database.atomic():
        Account.update(created_at=Account.created_at).where(mine).execute()
        left = Account.get(mine).recovery_hashes
        if hashed not in left:
            return False
        rest = [each for each in left if each != hashed]
        Account.update(recovery_hashes=rest).where(mine).execute()
        by = Person(account.id, account.name)
        audit.write(
            by, "account.recovery-code-used", "account", account.id, now,
            name=account.name, left=len(rest),
        )  # fmt: skip
    return True


def _refuse(account: Account | None, visit: Visit, now: datetime) -> None:
    """Written down without the address that was typed."""
    with database.atomic():
        count_failure("address", visit.address, now)
        key, name = (account.id, account.name) if account else ("", "")
        audit.write(audit.PROGRAM, "session.refused", "account", key, now, name=name)
