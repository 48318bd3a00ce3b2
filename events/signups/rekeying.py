"""After a new key: everything anew under it, so that the old one can be thrown away."""

from typing import NamedTuple

from events.db import database
from events.signups.keys import Keyring, SealedWithOtherKey
from events.signups.models import Signup

_TOGETHER = 200


class Rekeyed(NamedTuple):
    """`closed` are those that none of the keys opens."""

    renewed: int
    closed: int


def rekey(keyring: Keyring) -> Rekeyed:
    """Seal and hash everything with the newest key, some at a time.

    Stopped in between it can be run again: what is done already is passed over.
    """
    renewed = closed = last = 0
    while some := _after(last):
        with database.atomic():
            outcomes = [_renew(signup, keyring) for signup in some]
        renewed += outcomes.count(True)
        closed += outcomes.count(None)
        last = some[-1].id
    return Rekeyed(renewed, closed)


def _after(signup_id: int) -> list[Signup]:
    kept = Signup.select().where(Signup.id > signup_id, Signup.erased_at.is_null())
    return list(kept.order_by(Signup.id).limit(_TOGETHER))


def _renew(signup: Signup, keyring: Keyring) -> bool | None:
    """False where it is done already or somebody was faster; None where no key opens it."""
    try:
        contact = keyring.unseal(signup.sealed)
    except SealedWithOtherKey:
        return None
    marks = keyring.marks_of(contact)
    if contact.is_known_by and all(getattr(signup, mark) == marks[mark] for mark in marks):
        return False
    unchanged = (Signup.id == signup.id) & (Signup.sealed == signup.sealed)
    renewal = Signup.update(sealed=keyring.seal(contact), **marks)
    return bool(renewal.where(unchanged).execute())
