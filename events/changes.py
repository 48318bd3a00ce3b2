"""What changed: one sequence for feeds and caches.

`record` takes the single counter row, so writers line up behind each other until they commit:
a reader that sees position n sees everything up to n. (A plain autoincrement on PostgreSQL
would let position 6 become visible before 5, and a feed cached between them would stay stale.)
"""

from dataclasses import dataclass
from datetime import datetime
from typing import cast

from peewee import CharField, IntegerField

from events.db import BaseModel, UTCDateTimeField, database


class ChangeCounter(BaseModel):
    """One row, id 1: the position of the newest change and its instant."""

    position = IntegerField(default=0)
    changed_at = UTCDateTimeField()


class Change(BaseModel):
    """A thing that became different at a position; `topic` is the model's topic word."""

    position = IntegerField(unique=True)
    topic = CharField(max_length=32)
    key = CharField(max_length=200)
    changed_at = UTCDateTimeField()


@dataclass(frozen=True)
class Position:
    number: int
    changed_at: datetime


def take_turn() -> None:
    """Hold the counter until the transaction ends, so that what it reads next stays true.

    Whoever else writes waits here, then sees what was committed. The position does not move.
    """
    ChangeCounter.update(position=ChangeCounter.position).where(ChangeCounter.id == 1).execute()


def record(topic: str, key: str, now: datetime) -> None:
    """Write a change; to be called inside the transaction that made it."""
    ChangeCounter.update(position=ChangeCounter.position + 1, changed_at=now).where(
        ChangeCounter.id == 1
    ).execute()
    position = ChangeCounter.get_by_id(1).position
    Change.create(position=position, topic=topic, key=key, changed_at=now)


def current() -> Position:
    """The newest position (one query).

    Every feed request asks this, and building the query would cost more than all the rest of a
    304, so it is written out.
    """
    number, changed_at = database.execute_sql(
        "SELECT position, changed_at FROM change_counter WHERE id = 1"
    ).fetchone()
    return Position(number, cast(datetime, ChangeCounter.changed_at.python_value(changed_at)))
