"""Erasure: what is personal goes for good, what was counted stays.

State, times, head counts and the record of a guardian's consent remain: they name nobody.
"""

import logging
from collections import defaultdict
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from peewee import SqliteDatabase, chunked

from events import audit
from events.activities.models import Activity, Occurrence
from events.activities.vocabulary import Status
from events.db import database
from events.notifications.models import Message
from events.signups.actions import cancel
from events.signups.models import LIVE, Signup
from events.signups.placing import fresh
from events.signups.recording import note

_TOGETHER = 500
POSTPONED_AT_MOST = timedelta(days=180)  # after the end it had

logger = logging.getLogger(__name__)


def erase(signup: Signup, by: audit.By, now: datetime) -> Signup:
    """Cancel it, unless it is over or somebody came, and blank it. Twice is once."""
    with database.atomic():
        signup, occurrence = fresh(signup)
        if signup.erased_at is not None:
            return signup
        if signup.state in LIVE and not signup.checked_in_at and now < occurrence.end:
            cancel(signup, by, now, tail="erased")
        _blank([signup.id], _letters_of([signup.id]), now)
        note(by, "signup.erased", signup, now)
    return Signup.get_by_id(signup.id)


def erase_due(now: datetime, days: int) -> int:
    """Blank what was signed up for occurrences that ended so many days ago, one occurrence in a
    transaction; how many sign-ups that were. What was postponed and has no new date yet is waited
    for a little longer. Not inside a transaction."""
    letters = _letters_of(_ids_due(now, days))
    count = sum(_erase_of(one, letters, now, days) for one in _occurrences_due(now, days))
    scrub()
    return count


def count_due(now: datetime, days: int) -> int:
    return len(_ids_due(now, days))


def scrub() -> None:
    """Take what was deleted out of the files, too, where old copies of it may still lie.

    SQLite overwrites what it deletes (`secure_delete`) but keeps its log of changes; PostgreSQL
    keeps rows until they are vacuumed. Not inside a transaction.
    """
    if not isinstance(database.obj, SqliteDatabase):
        database.execute_sql("VACUUM signup, message")
        return
    is_busy, _pages, _moved = database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    if is_busy:
        logger.warning("the log of changes is in use; it is emptied at the next erasure")


def _due(now: datetime, days: int, column: Any = Signup.id) -> Any:
    """Who signed up for what was postponed may still come, at its new time."""
    ended, may_come = Occurrence.end, Signup.state.in_(LIVE)
    is_kept = (Occurrence.status == Status.POSTPONED) & may_come & (ended > now - POSTPONED_AT_MOST)
    return (
        Signup.select(column)
        .join(Occurrence)
        .where(Signup.erased_at.is_null(), ended <= now - timedelta(days=days), ~is_kept)
    )


def _ids_due(now: datetime, days: int) -> list[int]:
    return [signup.id for signup in _due(now, days)]


def _occurrences_due(now: datetime, days: int) -> list[Occurrence]:
    query = Occurrence.select(Occurrence, Activity).join(Activity)
    these = Occurrence.id.in_(_due(now, days, Signup.occurrence))
    return list(query.where(these).order_by(Occurrence.id))


def _erase_of(
    occurrence: Occurrence, letters: dict[int, list[int]], now: datetime, days: int
) -> int:
    with database.atomic():
        due = _due(now, days).where(Signup.occurrence == occurrence)
        ids = [signup.id for signup in due]
        _blank(ids, letters, now)
        audit.write(
            audit.PROGRAM, "signup.all-erased", "occurrence", occurrence.id, now,
            name=occurrence.activity.title, unit_id=occurrence.activity.organiser_id,
            count=len(ids),
        )  # fmt: skip
    return len(ids)


def _blank(ids: Collection[int], letters: dict[int, list[int]], now: datetime) -> None:
    for few in chunked(ids, _TOGETHER):
        Signup.update(
            sealed="", contact_hash=None, email_hash="", note="", call_since=None, erased_at=now
        ).where(Signup.id.in_(few)).execute()
    doomed = [letter for id_ in ids for letter in letters.get(id_, ())]
    for few in chunked(doomed, _TOGETHER):
        Message.delete().where(Message.id.in_(few)).execute()


def _letters_of(ids: Collection[int]) -> dict[int, list[int]]:
    """Sign-up id -> letters about it, found in one walk through all of that kind: their keys begin
    with the occurrence, which may have been another at the time, and the sign-up."""
    if not ids:
        return {}
    wanted, found = set(map(str, ids)), defaultdict(list)
    letters = Message.select(Message.id, Message.key, Message.params)
    for letter in letters.where(Message.kind.startswith("signup-")).iterator():
        _occurrence, _slash, rest = letter.key.partition("/")
        named = [rest.partition("/")[0], *map(str, letter.params.get("signups", ()))]
        for signup_id in wanted.intersection(named):
            found[int(signup_id)].append(letter.id)
    return found
