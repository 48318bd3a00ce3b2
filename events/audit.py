"""Who did what to what, and when: written in the transaction that did it, never changed.

Triggers of the database refuse to change or delete an entry. It names people by number and by the
name they had, and holds no address, no password and nothing of the public's data.
"""

from datetime import datetime
from typing import Any, Protocol

from peewee import CharField, IntegerField, JSONField

from events.db import BaseModel, UTCDateTimeField
from events.inserting import insert_soon


class AuditEntry(BaseModel):
    """`topic` and `key` name the thing as `changes` does; `name` is what it was called then.

    `actor_id` is None for the program itself; no foreign key, so that nothing can take an entry
    along. `unit_id` says whose it is, `revision` which revision of it the decision was about.
    """

    made_at = UTCDateTimeField(index=True)
    actor_id = IntegerField(null=True, index=True)
    actor_name = CharField(max_length=60, default="")
    action = CharField(max_length=40, index=True)
    topic = CharField(max_length=32)
    key = CharField(max_length=200)
    name = CharField(max_length=200, default="")
    unit_id = IntegerField(null=True, index=True)
    revision = IntegerField(null=True)
    details = JSONField(default=dict)

    class Meta:
        indexes = ((("topic", "key"), False),)


class By(Protocol):
    """Who acts, as far as the audit wants to know."""

    @property
    def account_id(self) -> int | None: ...

    @property
    def name(self) -> str: ...


class Program:
    """The program itself: jobs and the command line."""

    account_id: int | None = None
    name = ""


PROGRAM = Program()


def write(
    by: By, action: str, topic: str, key: object, now: datetime, *,
    name: str = "", unit_id: int | None = None, revision: int | None = None, **details: Any,
) -> None:  # fmt: skip
    """One entry; part of the transaction that made the change. `details` are JSON values."""
    entry = AuditEntry(
        made_at=now,
        actor_id=by.account_id,
        actor_name=by.name,
        action=action,
        topic=topic,
        key=str(key),
        name=name[:200],
        unit_id=unit_id,
        revision=revision,
        details=details,
    )
    insert_soon(entry)
