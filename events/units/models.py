"""Districts, units and groups: who is where, and by which names notices call them."""

from enum import StrEnum
from typing import Any

from peewee import (
    BooleanField,
    CharField,
    ForeignKeyField,
    IntegerField,
    JSONField,
    TextField,
)

from events.db import BaseModel, DayField, UTCDateTimeField


class NameKind(StrEnum):
    ALIAS = "alias"  # another name in use
    FORMER = "former"  # the name before a reform
    USUAL = "usual"  # the bureau word of the catalogue this unit answers to: 气象局, 科协
    DOUBTFUL = "doubtful"  # seen in a notice, probably a slip; resolved with a warning


class District(BaseModel):
    """A division of GB/T 2260, or a zone without a code that notices treat as one."""

    slug = CharField(max_length=32, unique=True)
    code = CharField(max_length=6, null=True)
    name = CharField(max_length=60)
    name_en = CharField(max_length=120, default="")
    level = CharField(max_length=16)
    parent = ForeignKeyField("self", null=True, backref="children", on_delete="RESTRICT")
    parent_id: int | None
    valid_from = DayField(null=True)
    valid_to = DayField(null=True)
    successor = CharField(max_length=32, null=True)
    note = TextField(default="")
    note_en = TextField(default="")
    loaded = JSONField(default=dict)


class Unit(BaseModel):
    """A responsible unit (责任单位).

    One that was a double of another points to it with `merged_into`, so that its old address still
    answers.
    """

    slug = CharField(max_length=64, unique=True)
    name = CharField(max_length=120)
    name_en = CharField(max_length=200, default="")
    short_name = CharField(max_length=60)
    kind = CharField(max_length=32)
    region = ForeignKeyField(District, backref="units", on_delete="RESTRICT")
    region_id: int
    hosted_by = CharField(max_length=64, null=True)
    parent = ForeignKeyField("self", null=True, backref="children", on_delete="RESTRICT")
    parent_id: int | None
    merged_into = ForeignKeyField("self", null=True, backref="doubles", on_delete="RESTRICT")
    merged_into_id: int | None
    note = TextField(default="")
    position = IntegerField(default=0)
    loaded = JSONField(default=dict)
    updated_at = UTCDateTimeField()
    names: Any


class UnitName(BaseModel):
    """Another name of a unit; meant inside its region only, never globally.

    `until_day` is the day a former name was given up, where somebody wrote it down.
    """

    unit = ForeignKeyField(Unit, backref="names", on_delete="CASCADE")
    unit_id: int
    name = CharField(max_length=120)
    kind = CharField(max_length=16)
    until_day = DayField(null=True)

    class Meta:
        indexes = ((("unit", "name", "kind"), True), (("name",), False))


class UnitGroup(BaseModel):
    """各责任单位 and the like: a membership list, never a copy of the units one notice names."""

    slug = CharField(max_length=64, unique=True)
    name = CharField(max_length=60)
    full_name = CharField(max_length=200)
    full_name_en = CharField(max_length=200, default="")
    region = ForeignKeyField(District, backref="groups", on_delete="RESTRICT")
    region_id: int
    member_count: int  # where a query counts them
    phrases = JSONField(default=list)
    complete = BooleanField(default=False)
    note = TextField(default="")
    loaded = JSONField(default=dict)
    members: Any


class GroupMember(BaseModel):
    """A unit in a group, in protocol order."""

    group = ForeignKeyField(UnitGroup, backref="members", on_delete="CASCADE")
    group_id: int
    unit = ForeignKeyField(Unit, backref="memberships", on_delete="CASCADE")
    unit_id: int
    position = IntegerField()

    class Meta:
        indexes = ((("group", "unit"), True),)
