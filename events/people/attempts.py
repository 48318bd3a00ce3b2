"""How often something may fail before it has to wait. It slows down and never locks for good.

Whoever waits long enough may try again, and every window that passes without a failure forgives
half of those before it.
"""

import hashlib
from datetime import datetime, timedelta
from typing import NamedTuple

from events.db import database
from events.errors import TooOften
from events.people.models import Attempt


class Limit(NamedTuple):
    """After `free` failures each further one waits, the first time `first`, then twice as long."""

    free: int
    window: timedelta
    first: timedelta
    longest: timedelta

    def left(self, count: int, age: timedelta) -> int:
        """What still counts of `count` failures, the last of which is `age` ago."""
        return count >> min(max(age // self.window, 0), 32)

    def wait(self, count: int) -> timedelta:
        """How long to wait after the failure that made it `count`."""
        over = count - self.free
        return timedelta() if over < 0 else min(self.first * 2 ** min(over, 16), self.longest)


_QUARTER, _HOUR = timedelta(minutes=15), timedelta(hours=1)
LIMITS = {
    "password": Limit(5, _QUARTER, timedelta(seconds=30), _QUARTER),  # of one account
    "code": Limit(5, _QUARTER, timedelta(seconds=30), _QUARTER),  # of one account
    "address": Limit(30, _QUARTER, timedelta(minutes=1), _QUARTER),  # where the tries come from
    "reset": Limit(3, _HOUR, _HOUR, _HOUR),  # letters to one address
    "reset-address": Limit(20, _HOUR, _HOUR, _HOUR),
    "unit-request": Limit(5, timedelta(days=1), timedelta(days=1), timedelta(days=1)),
    "subscription": Limit(60, _HOUR, timedelta(minutes=1), _HOUR),  # made from one address
    "invitation": Limit(40, _HOUR, timedelta(minutes=5), _HOUR),  # of one who invites
}
FADED = timedelta(days=1)  # after which no count is left of any limit


def waiting(kind: str, subject: object, now: datetime) -> timedelta:
    """How long `subject` still has to wait; zero for one that may try."""
    row = Attempt.get_or_none(Attempt.key_hash == _key(kind, subject))
    return max(row.free_at - now, timedelta()) if row else timedelta()


def refuse_too_many(kind: str, subject: object, now: datetime) -> None:
    """Raises TooOften while `subject` has to wait."""
    if wait := waiting(kind, subject, now):
        raise TooOften(wait)


def count_failure(kind: str, subject: object, now: datetime) -> None:
    """Count one more. Raises TooOften, and counts nothing, while `subject` has to wait.

    Called before a slow check, and `forget` after a good one, it holds for tries that come at the
    same moment, too.
    """
    limit, key = LIMITS[kind], _key(kind, subject)
    with database.atomic():
        row, _ = Attempt.get_or_create(key_hash=key, defaults={"last_at": now, "free_at": now})
        if row.free_at > now:
            raise TooOften(row.free_at - now)
        count = limit.left(row.count, now - row.last_at) + 1
        counted = (
            Attempt.update(count=count, last_at=now, free_at=now + limit.wait(count))
            .where(Attempt.id == row.id, Attempt.count == row.count, Attempt.last_at == row.last_at)
            .execute()
        )
    if not counted:  # another try was faster
        raise TooOften(timedelta(seconds=1))


def forget(kind: str, subject: object) -> None:
    """It went well."""
    Attempt.delete().where(Attempt.key_hash == _key(kind, subject)).execute()


def _key(kind: str, subject: object) -> str:
    return hashlib.sha256(f"{kind}\0{subject}".encode()).hexdigest()
