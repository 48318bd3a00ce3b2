"""Whose turn it is among several processes: to write to one SQLite file, or to memory they share.

SQLite itself lets whoever finds it locked sleep, up to 100 ms, and try again; under load one
process then writes and the others starve. Here whoever waits is woken as soon as the other is done.
"""

import os
import tempfile
from contextlib import AbstractContextManager, nullcontext
from functools import partial

from peewee import SqliteDatabase

from events.db import database


class _Turns(AbstractContextManager[None]):
    """A lock between processes that have forked after this was made: the system holds it for a
    process, not for a thread, and gives it back when the process dies."""

    def __init__(self) -> None:
        from fcntl import LOCK_EX, LOCK_UN, lockf  # optional: only where there is fork

        file = tempfile.TemporaryFile()  # noqa: SIM115  open as long as the process
        self._take, self._give_back = partial(lockf, file, LOCK_EX), partial(lockf, file, LOCK_UN)

    def __enter__(self) -> None:
        self._take()

    def __exit__(self, *_what: object) -> None:
        self._give_back()


def between_processes() -> AbstractContextManager[None]:
    """To be made before the fork. Where there is no fork there is one process only."""
    return _Turns() if hasattr(os, "fork") else nullcontext()


def turns() -> AbstractContextManager[None]:
    """As `between_processes`, for the database; PostgreSQL has its writers wait in line itself."""
    return between_processes() if isinstance(database.obj, SqliteDatabase) else nullcontext()
