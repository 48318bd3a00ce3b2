"""What was deleted is taken out of the files, too, where old copies of it may still lie."""

import logging
from datetime import datetime

from peewee import SqliteDatabase, fn

from events.audit import AuditEntry
from events.db import database
from events.signups.farewell import drop_farewells

_ERASURES = ("signup.erased", "signup.all-erased")
_PATIENCE = 100  # milliseconds: while it waits for readers, nobody can write

logger = logging.getLogger(__name__)


class Scrubber:
    """Looks every few seconds, after each erasure of whatever process, until it was done.

    The first look counts everything, so what was erased just before a stop is not missed.
    """

    def __init__(self) -> None:
        self._seen = 0  # the newest erasure in the audit
        self._is_owed = False

    def __call__(self, now: datetime) -> None:
        query = AuditEntry.select(fn.MAX(AuditEntry.id))
        newest = query.where(AuditEntry.id > self._seen, AuditEntry.action.in_(_ERASURES)).scalar()
        if drop_farewells(now) or newest:
            self._is_owed = True
        self._seen = newest or self._seen
        if self._is_owed:
            self._is_owed = not scrub()


def scrub() -> bool:
    """False where somebody reads, so that it has to be done again.

    SQLite overwrites what it deletes (`secure_delete`) but keeps its log of changes; PostgreSQL
    keeps rows until they are vacuumed. Not inside a transaction.
    """
    if not isinstance(database.obj, SqliteDatabase):
        database.execute_sql("VACUUM signup, message")
        return True
    (patience,) = database.execute_sql("PRAGMA busy_timeout").fetchone()
    database.execute_sql(f"PRAGMA busy_timeout = {min(patience, _PATIENCE)}")
    try:
        is_busy, *_pages = database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    finally:
        database.execute_sql(f"PRAGMA busy_timeout = {patience}")
    if is_busy:
        logger.warning("the log of changes is in use; it is emptied as soon as it is not")
    return not is_busy
