"""Whose turn it is among several processes: to write to one SQLite file, or to memory they share.

SQLite itself lets whoever finds it locked sleep, up to 100 ms, and try again; under load one
process then writes and the others starve. Here whoever waits is woken as soon as the other is done.
"""

import errno
import os
import tempfile
import time
from contextlib import AbstractContextManager, nullcontext
from functools import partial

from peewee import SqliteDatabase

from events.db import database

_PAUSE = 0.001  # seconds


class _Turns(AbstractContextManager[None]):
    """A lock between processes that have forked after this was made: the system holds it for a
    process, not for a thread, and gives it back when the process dies. A thread holds one at most.

    Where each of two processes holds a lock that some thread of the other waits for, the system
    calls it a deadlock, because it sees no threads. Their holders go on, so waiting is right.
    """

    def __init__(self) -> None:
        from fcntl import LOCK_EX, LOCK_UN, lockf  # optional: only where there is fork

        file = tempfile.TemporaryFile()  # noqa: SIM115  open as long as the process
        self._take, self._give_back = partial(lockf, file, LOCK_EX), partial(lockf, file, LOCK_UN)

    def __enter__(self) -> None:
        while not self._is_taken():
            time.sleep(_PAUSE)

    def __exit__(self, *_what: object) -> None:
        self._give_back()

    def _is_taken(self) -> bool:
        try:
            self._take()
        except OSError as refusal:
            if refusal.errno != errno.EDEADLK:
                raise
            return False
        return True


def between_processes() -> AbstractContextManager[None]:
    """To be made before the fork. Where there is no fork there is one process only."""
    return _Turns() if hasattr(os, "fork") else nullcontext()


def turns() -> AbstractContextManager[None]:
    """As `between_processes`, for the database; PostgreSQL has its writers wait in line itself."""
    return between_processes() if isinstance(database.obj, SqliteDatabase) else nullcontext()
