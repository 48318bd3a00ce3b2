"""Venues: where activities take place."""

from peewee import (
    SQL,
    BooleanField,
    CharField,
    DoubleField,
    ForeignKeyField,
    IntegerField,
    JSONField,
)

from events.db import BaseModel, UTCDateTimeField
from events.units.models import District


class Venue(BaseModel):
    """A place (场馆). Coordinates are WGS-84 degrees, good to `precision_m` metres, or unknown.

    Accessibility facts are True, False or None: nobody has said. A venue that was a double of
    another points to it with `merged_into`, so that its old address still answers.
    """

    name = CharField(max_length=120)
    name_en = CharField(max_length=200, default="")
    district = ForeignKeyField(District, backref="venues", on_delete="RESTRICT")
    district_id: int
    address = CharField(max_length=200, default="")
    latitude = DoubleField(null=True)
    longitude = DoubleField(null=True)
    precision_m = IntegerField(null=True)
    opening = CharField(max_length=200, default="")
    step_free = BooleanField(null=True)
    accessible_toilet = BooleanField(null=True)
    nursing_room = BooleanField(null=True)
    former_names = JSONField(default=list)
    merged_into = ForeignKeyField("self", null=True, on_delete="RESTRICT")
    merged_into_id: int | None
    source_key = CharField(max_length=64, null=True, unique=True)
    created_at = UTCDateTimeField()
    updated_at = UTCDateTimeField()


# Near somewhere: a band of latitudes, then each distance by arithmetic.
Venue.add_index(
    Venue.index(Venue.latitude, where=SQL("latitude IS NOT NULL"), name="venue_latitude")
)
