"""An account made on the command line, before there is anybody who could invite."""

from datetime import datetime

from events import audit
from events.db import database
from events.people.appointments import Post, take_office
from events.people.models import Account, OfficeRole
from events.people.queries import find_account


def open_administrator(email: str, name: str, now: datetime) -> Account:
    """The account of that address, made if need be, as an administrator. It has no password yet,
    or the one it had."""
    with database.atomic():
        account = find_account(email)
        if account is None:
            account = Account.create(email=email, name=name, created_at=now, updated_at=now)
            audit.write(audit.PROGRAM, "account.opened", "account", account.id, now, name=name)
        take_office(audit.PROGRAM, account, Post(OfficeRole.ADMINISTRATOR), now)
    return account
