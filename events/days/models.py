"""Themed days and their editions, and the two tables rules lean on: days off, solar terms."""

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

from events.days.recurrence import Span
from events.db import BaseModel, DayField, UTCDateTimeField
from events.units.models import District, Unit


class DateStatus(StrEnum):
    """How sure an edition's dates are; "held" follows from today and is never stored."""

    PREDICTED = "predicted"
    ANNOUNCED = "announced"  # one source names dates
    CONFIRMED = "confirmed"  # the office or two sources
    CANCELLED = "cancelled"


class ThemedDay(BaseModel):
    """主题日: a campaign that comes back every year; carries the recurrence rule."""

    slug = CharField(max_length=64, unique=True)
    name = CharField(max_length=60)
    name_en = CharField(max_length=120)
    aliases = JSONField(default=list)
    kind = CharField(max_length=16)
    scope = CharField(max_length=16)
    region = ForeignKeyField(District, null=True, on_delete="RESTRICT")
    region_id: int | None
    subject = CharField(max_length=16)
    summary = CharField(max_length=200)
    summary_en = CharField(max_length=400)
    purpose = TextField(default="")
    purpose_en = TextField(default="")
    basis = TextField(default="")
    basis_en = TextField(default="")
    first_year = IntegerField(null=True)
    organisers = JSONField(default=list)
    usual_units = JSONField(default=list)
    predictability = CharField(max_length=16)
    rule = CharField(max_length=500, null=True)
    duration_days = IntegerField(null=True)
    rule_words = TextField(default="")
    rule_words_en = TextField(default="")
    rule_note = TextField(default="")
    rule_note_en = TextField(default="")
    notice_months = JSONField(default=list)
    parent = ForeignKeyField("self", null=True, backref="children", on_delete="RESTRICT")
    parent_id: int | None
    offset_days = IntegerField(null=True)
    solar_term = CharField(max_length=8, null=True)
    regional_rules = JSONField(default=list)
    valid_from = IntegerField(null=True)
    valid_to = IntegerField(null=True)
    successor = ForeignKeyField("self", null=True, backref="predecessors", on_delete="RESTRICT")
    successor_id: int | None
    source = TextField(default="")
    position = IntegerField(default=0)
    sequence = IntegerField(default=0)
    loaded = JSONField(default=dict)
    created_at = UTCDateTimeField()
    updated_at = UTCDateTimeField()
    usual: Any


class Edition(BaseModel):
    """届: one year of a themed day. Days are inclusive; both are None while nobody knows.

    Units hand in from `submission_opens` to `submission_closes` and report until `report_due`, all
    inclusive. `blocks` (板块) are names such as 系列主场活动, which change each year.
    """

    themed_day = ForeignKeyField(ThemedDay, backref="editions", on_delete="CASCADE")
    themed_day_id: int
    year = IntegerField()
    first_day = DayField(null=True, index=True)
    last_day = DayField(null=True)
    end_known = BooleanField(default=True)
    date_status = CharField(max_length=16, default=DateStatus.PREDICTED)
    confidence = CharField(max_length=1, default="")
    ordinal = IntegerField(null=True)
    themes = JSONField(default=list)
    date_text = CharField(max_length=60, default="")
    precision = CharField(max_length=16, default="")
    sources = JSONField(default=list)
    note = TextField(default="")
    note_en = TextField(default="")
    spans = JSONField(default=list)
    host_city = CharField(max_length=60, default="")
    figures = JSONField(default=list)
    moved_from_first_day = DayField(null=True)
    moved_from_last_day = DayField(null=True)
    cancel_reason = CharField(max_length=200, default="")
    submission_opens = DayField(null=True)
    submission_closes = DayField(null=True)
    report_due = DayField(null=True)
    blocks = JSONField(default=list)
    sequence = IntegerField(default=0)
    loaded = JSONField(default=dict)
    created_at = UTCDateTimeField()
    updated_at = UTCDateTimeField()

    class Meta:
        indexes = ((("themed_day", "year"), True),)

    @property
    def span(self) -> Span | None:
        """The stored days; None while nobody knows them."""
        return Span(self.first_day, self.last_day) if self.first_day and self.last_day else None

    @property
    def moved_from(self) -> Span | None:
        """The days it was moved from, if it was."""
        first, last = self.moved_from_first_day, self.moved_from_last_day
        return Span(first, last) if first and last else None


class EditionQuestion(BaseModel):
    """What an edition's office wants to know of each unit that hands in; never shown in public.

    `choices` are texts where `kind` is "choice". A question that was answered is retired, not
    deleted.
    """

    edition = ForeignKeyField(Edition, backref="questions", on_delete="CASCADE")
    edition_id: int
    position = IntegerField(default=0)
    label = CharField(max_length=120)
    help = CharField(max_length=200, default="")
    kind = CharField(max_length=8)  # text, long, number, yes-no, choice
    choices = JSONField(default=list)
    is_required = BooleanField(default=False)
    retired_at = UTCDateTimeField(null=True)


class UsualUnit(BaseModel):
    """Who customarily answers for a themed day in a region, as the catalogue says."""

    themed_day = ForeignKeyField(ThemedDay, backref="usual", on_delete="CASCADE")
    themed_day_id: int
    unit = ForeignKeyField(Unit, backref="usual_days", on_delete="CASCADE")
    unit_id: int
    role = CharField(max_length=16)
    position = IntegerField()

    class Meta:
        indexes = ((("themed_day", "unit"), True),)


class DayOff(BaseModel):
    """A day the State Council's yearly notice names; a year without rows is not announced."""

    day = DayField(unique=True)
    kind = CharField(max_length=8)  # "off" or "working" (调休上班)
    name = CharField(max_length=60)
    name_en = CharField(max_length=60, default="")


class SolarTerm(BaseModel):
    """The date on which one of the 24 solar terms falls, in China Standard Time."""

    day = DayField(unique=True)
    name = CharField(max_length=8)
    name_en = CharField(max_length=40)
