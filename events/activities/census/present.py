"""The census of this process: made by a thread of its own, kept right by whoever asks.

Without one, or while it is made anew, the database counts: slower, and the same numbers.
"""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import reduce
from operator import or_
from typing import Any

from peewee import PeeweeException

from events import changes
from events.activities.census.counting import Census
from events.activities.census.marks import Marks
from events.activities.census.reading import ids_where, put_marks
from events.activities.models import Occurrence
from events.activities.scoping import Scope
from events.changes import Change
from events.db import connection, database
from events.errors import DatabaseUnavailable
from events.finding.inverted import numbers

_MOST_BEHIND = 100  # changes that one who asks catches up with
_LOOK_EVERY = 1.0  # seconds
_CONCERNED: dict[str, Any] = {
    "activity": Occurrence.activity,
    "occurrence": Occurrence.id,
    "venue": Occurrence.venue,
}
_NO_MATTER = ("edition", "themed_day", "work_plan")

logger = logging.getLogger(__name__)


class Present:
    """At most one census, of the database that was open when it was made."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._census: Census | None = None
        self._of: Any = None

    def begin(self) -> threading.Event:
        """Start the thread that makes it; setting the event that comes back stops it."""
        stopped = threading.Event()
        threading.Thread(target=self._keep, args=(stopped,), name="census", daemon=True).start()
        return stopped

    def make(self) -> None:
        """Now, and anew; a connection must be open."""
        position = changes.current().number  # first: what is read twice does no harm
        marks = Marks()
        put_marks(marks)
        with self._lock:
            self._census, self._of = Census(marks, position), database.obj

    @contextmanager
    def asked(self, scope: Scope) -> Iterator[Census | None]:
        """The census as of now, if it can answer; nobody else has it meanwhile.

        Not inside a transaction: what that has written may never come to be.
        """
        if self._census is None or not scope.is_public or database.in_transaction():
            yield None
            return
        with self._lock:
            yield self._caught_up()

    def _caught_up(self) -> Census | None:
        census, is_right = self._census, False
        try:
            is_right = census is not None and self._of is database.obj and _catch_up(census)
        finally:  # half of a change may have been taken in
            self._census = census if is_right else None
        return self._census

    def _keep(self, stopped: threading.Event) -> None:
        while True:
            if self._census is None:
                try:
                    with connection():
                        self.make()
                except (DatabaseUnavailable, PeeweeException) as error:
                    logger.warning("no census: %s", type(error).__name__)
            if stopped.wait(_LOOK_EVERY):
                return


def _catch_up(census: Census) -> bool:
    """Bring it to the newest position (one statement, some more after a change); False if only a
    new one would be right."""
    position = changes.current().number
    if position == census.position:
        return True
    if not 0 < position - census.position <= _MOST_BEHIND:
        return False
    newer: Any = Change.select(Change.topic, Change.key).where(Change.position > census.position)
    changed = {pair for pair in newer.tuples() if pair[0] not in _NO_MATTER}
    if any(topic not in _CONCERNED or not key.isdecimal() for topic, key in changed):
        return False
    if changed:
        _renew(census.marks, {(topic, int(key)) for topic, key in changed})
    census.moved(position)
    return True


def _renew(marks: Marks, changed: set[tuple[str, int]]) -> None:
    which: list[Any] = [_CONCERNED[topic] == key for topic, key in changed]
    left = marks.having("venue", [key for topic, key in changed if topic == "venue"])
    ids = ids_where(reduce(or_, which)) | left
    marks.remove(ids)
    put_marks(marks, Occurrence.id.in_(numbers(tuple(ids))))


present = Present()
