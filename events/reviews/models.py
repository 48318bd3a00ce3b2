"""How the office keeps its queue: reusable reasons, saved views, bulk decisions."""

from peewee import CharField, ForeignKeyField, IntegerField, JSONField, TextField

from events.db import BaseModel, UTCDateTimeField
from events.people.models import Account


class ReviewReason(BaseModel):
    """A sentence that reviewers need again and again; they may change it before sending."""

    decision = CharField(max_length=12)
    text = TextField()
    position = IntegerField(default=0)


class SavedView(BaseModel):
    """A filter of the queue under a name, for one reviewer. `query` is its query string."""

    account = ForeignKeyField(Account, backref="views", on_delete="CASCADE", index=False)
    account_id: int
    name = CharField(max_length=40)
    query = CharField(max_length=500)

    class Meta:
        indexes = ((("account", "name"), True),)


class Batch(BaseModel):
    """Several published together. Until `due_at` it can be undone; only then does it happen.

    `items` are [{"submission": id, "revision": number, "digest": text}]; `outcome` says for each
    what became of it.
    """

    made_by = ForeignKeyField(Account, null=True, on_delete="SET NULL")
    made_by_id: int | None
    items = JSONField(default=list)
    outcome = JSONField(default=list)
    made_at = UTCDateTimeField()
    due_at = UTCDateTimeField()
    done_at = UTCDateTimeField(null=True, index=True)
    undone_at = UTCDateTimeField(null=True)
