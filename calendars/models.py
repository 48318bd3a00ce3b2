"""The component store: VEVENTs rendered once per revision."""

from peewee import BlobField, CharField

from events.db import BaseModel


class Component(BaseModel):
    """One rendered VEVENT. `revision` names everything its bytes depend on."""

    uid = CharField(max_length=80)
    variant = CharField(max_length=16, default="")
    revision = CharField(max_length=120)
    body = BlobField()

    class Meta:
        indexes = ((("uid", "variant"), True),)
