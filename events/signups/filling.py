"""Addresses given before `email_hash` was there are hashed once. That takes the key, so it is not a
migration's work."""

from collections.abc import Callable

from events.db import database
from events.signups.keys import Keyring, SealedWithOtherKey, keyring
from events.signups.models import Signup

_TOGETHER = 200


def fill_email_hashes(is_stopping: Callable[[], bool] = lambda: False) -> int:
    """How many were filled. What no key opens stays as it is, and is tried at the next start."""
    filled = last = 0
    while not is_stopping() and (some := _after(last)):
        with database.atomic():
            filled += sum(_fill(signup, keyring()) for signup in some)
        last = some[-1].id
    return filled


def _after(signup_id: int) -> list[Signup]:
    unknown = Signup.select().where(
        Signup.email_hash.is_null(), Signup.erased_at.is_null(), Signup.id > signup_id
    )
    return list(unknown.order_by(Signup.id).limit(_TOGETHER))


def _fill(signup: Signup, ring: Keyring) -> bool:
    try:
        marks = ring.marks_of(ring.unseal(signup.sealed))
    except SealedWithOtherKey:
        return False
    unchanged = (Signup.id == signup.id) & (Signup.sealed == signup.sealed)
    update = Signup.update(email_hash=marks["email_hash"])
    return bool(update.where(unchanged, Signup.email_hash.is_null()).execute())
