"""Codes beside the password: asked for from now on, or no longer."""

from datetime import datetime

from events import audit
from events.accounts.passwords.actions import confirm_password
from events.accounts.signing_in.actions import SignInRefused
from events.db import database
from events.people import codes
from events.people.actors import Actor
from events.people.models import Account


def switch_codes_on(by: Actor, secret: str, code: str, password: str, now: datetime) -> list[str]:
    """Ask for codes from now on; returns the recovery codes, which nobody can see again.

    Raises TooOften or SignInRefused, also when the app shows another code: it would lock out.
    """
    confirm_password(by, password, now)
    step = codes.step_of(code.strip(), secret, now)
    if step is None:
        raise SignInRefused("动态码不对，请核对手机的时间，填应用里现在显示的 6 位数字。")
    spare = codes.new_recovery_codes()
    hashes = [codes.hash_recovery_code(each) for each in spare]
    with database.atomic():
        Account.update(
            totp_secret=secret, totp_step=step, recovery_hashes=hashes, updated_at=now
        ).where(Account.id == by.account_id).execute()
        audit.write(by, "account.codes-on", "account", by.account_id, now, name=by.name)
    return spare


def switch_codes_off(by: Actor, password: str, now: datetime) -> None:
    """Raises TooOften or SignInRefused."""
    confirm_password(by, password, now)
    drop_codes(by, Account.get_by_id(by.account_id), now)


def drop_codes(by: audit.By, account: Account, now: datetime) -> None:
    """For somebody who has lost telephone and recovery codes: the password is enough again."""
    with database.atomic():
        Account.update(totp_secret=None, recovery_hashes=[], updated_at=now).where(
            Account.id == account.id
        ).execute()
        audit.write(by, "account.codes-off", "account", account.id, now, name=account.name)
