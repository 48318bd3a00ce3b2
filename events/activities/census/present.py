"""The census of this process: made by a thread of its own, kept right by whoever asks.

Without one, or while it is made anew, the database counts: slower, and the same numbers.
"""

import gc
import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from peewee import PeeweeException

from events import changes
from events.activities.census.counting import Census
from events.activities.census.marks import Marks
from events.activities.census.reading import put_marks
from events.activities.census.renewing import catch_up
from events.activities.census.wording import put_terms
from events.activities.scoping import Scope
from events.db import connection, database
from events.errors import DatabaseUnavailable

_LOOK_EVERY = 1.0  # seconds

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
        put_terms(marks)
        with self._lock:
            self._census, self._of = Census(marks, position), database.obj
        _set_apart()

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
            is_right = census is not None and self._of is database.obj and catch_up(census)
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


def _set_apart() -> None:
    """What stays as long as the process is no garbage: to look through it each time took 70 ms, in
    the middle of somebody's request."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()


present = Present()
