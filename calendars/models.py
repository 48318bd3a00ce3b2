"""The component store: VEVENTs rendered once per revision.

`look` names what all bytes depend on (renderer, address of this instance), `revision` what these
depend on. Of editions, which partly exist only as predictions, the key is the UID.
"""

from peewee import SQL, BlobField, CharField, IntegerField

from events.db import BaseModel


class EditionComponent(BaseModel):
    uid = CharField(max_length=80, unique=True)
    look = CharField(max_length=20)
    revision = CharField(max_length=100)
    body = BlobField()


class OccurrenceComponent(BaseModel):
    """Keyed by the occurrence's own id, so that a feed is one join on integers.

    `zone` is a TZID its bytes refer to, where it is another than the site's own.
    """

    occurrence_id = IntegerField(primary_key=True)
    look = CharField(max_length=20)
    revision = IntegerField()
    zone = CharField(max_length=64, default="")
    body = BlobField()

    id = None  # type: ignore[assignment]  # the occurrence's takes its place


# Hardly any has one, and each feed asks which there are.
OccurrenceComponent.add_index(
    OccurrenceComponent.index(
        OccurrenceComponent.zone, where=SQL("zone <> ''"), name="occurrence_component_elsewhere"
    )
)
