"""What the office asks of units, and what units ask of the office."""

from enum import StrEnum

from peewee import CharField, ForeignKeyField, TextField

from events.db import BaseModel, UTCDateTimeField
from events.units.models import District, Unit


class RequestState(StrEnum):
    WAITING = "waiting"
    ACCEPTED = "accepted"
    REFUSED = "refused"


class UnitRequest(BaseModel):
    """Somebody asks for a unit to be taken into the directory. `unit` is what it became.

    The address is for the answer only, and is erased with it.
    """

    name = CharField(max_length=120)
    kind = CharField(max_length=32)
    region = ForeignKeyField(District, on_delete="RESTRICT")
    region_id: int
    parent = ForeignKeyField(Unit, null=True, on_delete="SET NULL", backref="requested_below")
    parent_id: int | None
    contact_name = CharField(max_length=60, default="")
    contact_email = CharField(max_length=254, default="")
    note = TextField(default="")
    state = CharField(max_length=8, default=RequestState.WAITING)
    answer = CharField(max_length=200, default="")
    unit = ForeignKeyField(Unit, null=True, on_delete="SET NULL", backref="requests")
    unit_id: int | None
    requested_at = UTCDateTimeField()
    decided_at = UTCDateTimeField(null=True)
