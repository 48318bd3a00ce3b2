"""Signing in, invitations, passwords and the lists of people, through their pages.

`PASSWORD` and its hash are made beforehand, because making one takes a fifth of a second.
"""

from typing import Any

from peewee import fn

from events.audit import AuditEntry
from events.notifications.models import Message
from events.people.models import Account
from tests.factories import make_account

PASSWORD = "correct horse battery"
HASH = (
    "$argon2id$v=19$m=19456,t=2,p=1"
    "$7aNXHgzi+Q1RPwHc3LcJNw$NiQtAHoxpUn5h7rIKiowT7pUE+b1nyp8saVang5ybm4"
)
NEW_PASSWORD = "seven wet umbrellas"


def make_person(**fields: Any) -> Account:
    """Somebody whose password is PASSWORD."""
    return make_account(**{"password_hash": HASH} | fields)


def token_of(kind: str, email: str) -> str:
    """The token in the newest letter of that kind."""
    letter = (
        Message.select()
        .where(Message.kind == kind, Message.email == email)
        .order_by(Message.id.desc())
        .get()
    )
    return str(letter.params["token"])


def letters(kind: str) -> int:
    return Message.select().where(Message.kind == kind).count()


def audited() -> list[tuple[str, int | None, str]]:
    """What was written down: action, who, about which key."""
    entries = AuditEntry.select().order_by(AuditEntry.id)
    return [(entry.action, entry.actor_id, entry.key) for entry in entries]


def last_audit() -> AuditEntry:
    newest = AuditEntry.select(fn.MAX(AuditEntry.id))
    return AuditEntry.get(AuditEntry.id == newest)
