"""The schema: migrations applied under a lock, and the question whether they all are."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

from peewee import Database, SqliteDatabase
from playhouse.migrations import Runner

from events.db import connection

MIGRATIONS = Path(__file__).resolve().parent.parent / "migrations"
_LOCK_KEY = 20_260_101  # any number no other program takes as a PostgreSQL advisory lock


def migrate() -> list[str]:
    """Apply what is pending and return the names; a second process waits and finds nothing."""
    with connection() as database, _one_at_a_time(database):
        return Runner(database, str(MIGRATIONS)).up()


def pending() -> list[str]:
    """The migrations that the open database still lacks."""
    with connection() as database:
        return [
            step.name for step in Runner(database, str(MIGRATIONS)).status() if not step.applied
        ]


@contextlib.contextmanager
def _one_at_a_time(database: Database) -> Iterator[None]:
    """Hold off other migrators: an advisory lock, or SQLite's own write lock per migration."""
    if isinstance(database, SqliteDatabase):
        with database.atomic():  # IMMEDIATE; the runner's own transactions nest as savepoints
            yield
        return
    database.execute_sql("SELECT pg_advisory_lock(%s)", (_LOCK_KEY,))
    try:
        yield
    finally:
        database.execute_sql("SELECT pg_advisory_unlock(%s)", (_LOCK_KEY,))
