"""Which of several processes on one SQLite file writes next.

SQLite itself lets whoever finds it locked sleep, up to 100 ms, and try again; under load one
process then writes and the others starve. Here whoever waits is woken as soon as the other is done.
"""

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


def turns() -> AbstractContextManager[None]:
    """To be made before the fork; PostgreSQL has its writers wait in line itself."""
    return _Turns() if isinstance(database.obj, SqliteDatabase) else nullcontext()
