"""The one password of the people of the demonstration: made at the first start, told at each.

It is no secret to whoever can start the program, and nobody else's to guess: a demonstration may
stand on an open address.
"""

import os
import secrets
from collections.abc import Collection
from datetime import datetime
from pathlib import Path

from events.people.models import Account
from events.people.passwords import hash_password


def give_password(emails: Collection[str], data_dir: Path, now: datetime) -> str:
    """The password, which those of the accounts have that had none, or one of an earlier data
    folder; who has changed his own keeps it."""
    path = data_dir / "demo_password"
    is_new = not path.exists()
    password = _make(path) if is_new else path.read_text().strip()
    mine = Account.select().where(Account.email.in_(list(emails)))
    without = [row.id for row in mine if is_new or not row.password_hash]
    if without:
        Account.update(password_hash=hash_password(password), updated_at=now).where(
            Account.id.in_(without)
        ).execute()
    return password


def _make(path: Path) -> str:
    password = f"kepuli-{secrets.token_hex(4)}"
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(password)
    return password
