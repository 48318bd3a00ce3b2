"""Buckets of tokens that several processes share: each subject may do something a few times at
once, and then once after each pause.

All that is kept of a subject is a keyed hash and how long its bucket takes to be full again, in
memory that forked processes share and that ends with them.
"""

import hashlib
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from mmap import mmap
from typing import NamedTuple

from events.signups.refusals import SignupTooOften
from events.turns import between_processes

_ROWS, _SLOTS = 4096, 8  # whoever is in a full row drives out the one whose bucket is full first
_WORDS = 3  # of a slot: the subject's hash, microseconds until it was full, and when that was
_MICROSECOND = timedelta(microseconds=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Limit(NamedTuple):
    """`burst` at once, and one more after each `pause`."""

    burst: int
    pause: timedelta


class Buckets:
    """What each subject has left of one limit; to be made before the fork."""

    def __init__(self, limit: Limit, rows: int = _ROWS) -> None:
        self._pause = limit.pause // _MICROSECOND
        self._depth = limit.burst * self._pause
        self._rows = rows
        self._words = memoryview(mmap(-1, rows * _SLOTS * _WORDS * 8)).cast("q")
        self._key = secrets.token_bytes(16)
        self._thread, self._process = threading.Lock(), between_processes()

    def take(self, subject: object, now: datetime) -> None:
        """Use one up. Raises SignupTooOften, and uses none, where there is none."""
        moment, known_as = (now - _EPOCH) // _MICROSECOND, self._hash(subject)
        with self._turn():
            at = self._place_of(known_as)
            stored, missing, since = self._words[at : at + _WORDS]
            if stored != known_as:
                missing, since = 0, moment
            missing = max(missing - max(moment - since, 0), 0)  # a clock set back fills nothing
            is_refused = missing + self._pause > self._depth
            if not is_refused:
                missing += self._pause
            for offset, word in enumerate((known_as, missing, moment)):
                self._words[at + offset] = word
        if is_refused:
            raise SignupTooOften((missing + self._pause - self._depth) * _MICROSECOND)

    def _hash(self, subject: object) -> int:
        """Never 0, which is nobody's."""
        digest = hashlib.blake2b(repr(subject).encode(), digest_size=8, key=self._key).digest()
        return int.from_bytes(digest, signed=True) or 1

    def _place_of(self, known_as: int) -> int:
        """Where the subject is, or may be put: at whoever is full again first."""
        first = known_as % self._rows * _SLOTS * _WORDS
        places = range(first, first + _SLOTS * _WORDS, _WORDS)
        its_own = (place for place in places if self._words[place] == known_as)
        return next(its_own, min(places, key=lambda at: self._words[at + 1] + self._words[at + 2]))

    @contextmanager
    def _turn(self) -> Iterator[None]:
        with self._thread, self._process:
            yield
