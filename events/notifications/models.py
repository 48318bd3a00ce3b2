"""The outbox: letters written in the transaction that made them necessary."""

from enum import StrEnum

from peewee import CharField, ForeignKeyField, IntegerField, JSONField

from events.db import BaseModel, UTCDateTimeField
from events.people.models import Account


class MessageState(StrEnum):
    """SENDING is taken before the letter leaves: killed there, nobody knows, so nobody repeats."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    DROPPED = "dropped"  # a later one says it all


class Message(BaseModel):
    """One letter to one person. `kind` names its template, `key` what it is about and which
    revision of it: with the address they are unique, so nobody is told the same thing twice.

    `group_key` joins letters that may become one while they wait until `not_before`.
    """

    kind = CharField(max_length=32)
    key = CharField(max_length=120)
    group_key = CharField(max_length=120, default="")
    account = ForeignKeyField(Account, null=True, backref="messages", on_delete="SET NULL")
    account_id: int | None
    email = CharField(max_length=254)
    language = CharField(max_length=2, default="zh")
    params = JSONField(default=dict)
    state = CharField(max_length=8, default=MessageState.WAITING)
    attempts = IntegerField(default=0)
    not_before = UTCDateTimeField()
    claimed_at = UTCDateTimeField(null=True)
    sent_at = UTCDateTimeField(null=True)
    problem = CharField(max_length=200, default="")
    created_at = UTCDateTimeField()

    class Meta:
        indexes = ((("kind", "key", "email"), True), (("state", "not_before"), False))
