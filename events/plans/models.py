"""Work plans, their numbered items, and who answers for each."""

from enum import StrEnum

from peewee import (
    BooleanField,
    CharField,
    ForeignKeyField,
    IntegerField,
    JSONField,
    TextField,
)

from events.days.models import ThemedDay
from events.db import BaseModel, DayField, UTCDateTimeField
from events.units.models import District, Unit, UnitGroup


class Role(StrEnum):
    LEAD = "lead"
    SUPPORTING = "supporting"
    RESPONSIBLE = "responsible"


class WorkPlan(BaseModel):
    """工作要点: one year's notice of one region."""

    region = ForeignKeyField(District, backref="plans", on_delete="RESTRICT")
    region_id: int
    year = IntegerField()
    title = CharField(max_length=200)
    issuer = CharField(max_length=120, default="")
    issued_on = DayField(null=True)
    source = CharField(max_length=400, default="")
    everyone = ForeignKeyField(UnitGroup, null=True, on_delete="RESTRICT")
    digest = CharField(max_length=64, default="")
    imported_at = UTCDateTimeField()
    updated_at = UTCDateTimeField()

    class Meta:
        indexes = ((("region", "year", "title"), True),)


class WorkItem(BaseModel):
    """条目: a numbered item. `position` orders them; numbers may restart in each section."""

    plan = ForeignKeyField(WorkPlan, backref="items", on_delete="CASCADE")
    plan_id: int
    position = IntegerField()
    number = IntegerField()
    section_path = JSONField(default=list)
    title = TextField()
    units_text = TextField(default="")
    everyone = BooleanField(default=False)
    open_ended = BooleanField(default=False)
    line = IntegerField(null=True)
    mentions = JSONField(default=list)
    mention: "ItemDay"  # where a query joins the days it names

    class Meta:
        indexes = ((("plan", "position"), True),)


class ItemDay(BaseModel):
    """A themed day an item names, in order of mention."""

    item = ForeignKeyField(WorkItem, backref="days", on_delete="CASCADE")
    item_id: int
    themed_day = ForeignKeyField(ThemedDay, backref="items", on_delete="RESTRICT")
    themed_day_id: int
    position = IntegerField()

    class Meta:
        indexes = ((("item", "themed_day"), True),)


class Responsibility(BaseModel):
    """Who an item names, in its order: a unit, a group (各责任单位), or a name not resolved."""

    item = ForeignKeyField(WorkItem, backref="responsibilities", on_delete="CASCADE")
    item_id: int
    unit = ForeignKeyField(Unit, null=True, backref="responsibilities", on_delete="RESTRICT")
    unit_id: int | None
    group = ForeignKeyField(UnitGroup, null=True, backref="responsibilities", on_delete="RESTRICT")
    group_id: int | None
    name = CharField(max_length=120)  # as written
    role = CharField(max_length=16)
    position = IntegerField()

    class Meta:
        indexes = ((("item", "position"), True),)
