"""申报: what a unit writes about an activity before, and beside, what the public sees of it."""

from enum import StrEnum

from peewee import CharField, ForeignKeyField, IntegerField, JSONField, TextField

from events.activities.models import Activity
from events.db import BaseModel, DayField, UTCDateTimeField
from events.people.models import Account
from events.units.models import District, Unit


class State(StrEnum):
    """Of the newest that the unit wrote; whether the public sees an earlier one is the activity's.

    draft → submitted → published, returned or refused; returned and published become draft again
    as soon as something is changed. WITHDRAWN is final: the unit took it back for good.
    """

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    REFUSED = "refused"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class Submission(BaseModel):
    """A unit's file on one activity, for life: `activity` is None until it is first published.

    `draft` holds what was typed, as typed: {step: {field: text or list of texts}}. `version` goes
    up with each save of it, so that a second tab is noticed. `title`, `first_day` and `district`
    repeat what lists sort and filter by; `revision_number` is that of the newest revision, 0 before
    the first. `handler` is the reviewer it was passed to.
    """

    unit = ForeignKeyField(Unit, backref="submissions", on_delete="RESTRICT", index=False)
    unit_id: int
    activity = ForeignKeyField(Activity, null=True, unique=True, on_delete="RESTRICT")
    activity_id: int | None
    carried_from = ForeignKeyField(Activity, null=True, on_delete="SET NULL", backref="carried")
    carried_from_id: int | None
    title = CharField(max_length=120, default="")
    state = CharField(max_length=12, default=State.DRAFT)
    draft = JSONField(default=dict)
    version = IntegerField(default=0)
    revision_number = IntegerField(default=0)
    first_day = DayField(null=True)
    district = ForeignKeyField(District, null=True, on_delete="RESTRICT")
    district_id: int | None
    handler = ForeignKeyField(Account, null=True, on_delete="SET NULL", backref="handled")
    handler_id: int | None
    created_by = ForeignKeyField(Account, null=True, on_delete="SET NULL", backref="submissions")
    created_by_id: int | None
    created_at = UTCDateTimeField()
    updated_at = UTCDateTimeField()
    submitted_at = UTCDateTimeField(null=True)

    class Meta:
        indexes = ((("unit", "state", "updated_at"), False), (("state", "first_day"), False))


class Revision(BaseModel):
    """What was handed in, word for word; never changed. `content` is a `content.Content` as JSON,
    `digest` its SHA-256: a decision names it, so nobody publishes what he was not shown."""

    submission = ForeignKeyField(Submission, backref="revisions", on_delete="CASCADE", index=False)
    submission_id: int
    number = IntegerField()
    content = JSONField(default=dict)
    digest = CharField(max_length=64)
    made_by = ForeignKeyField(Account, null=True, on_delete="SET NULL")
    made_by_id: int | None
    made_at = UTCDateTimeField()

    class Meta:
        indexes = ((("submission", "number"), True),)


class Decision(StrEnum):
    PUBLISHED = "published"
    RETURNED = "returned"
    REFUSED = "refused"
    PASSED = "passed"  # to another reviewer
    TRUSTED = "trusted"  # published at once, because the unit is trusted
    SAMPLED = "sampled"  # a trusted one, looked at afterwards
    TAKEN_BACK = "taken-back"  # by the unit, before anybody decided


class Review(BaseModel):
    """What became of a revision: one row for each answer, the newest last.

    `comments` are [{"field": name or "", "text": …}], to be shown beside the field they mean.
    """

    submission = ForeignKeyField(Submission, backref="reviews", on_delete="CASCADE")
    submission_id: int
    revision = ForeignKeyField(Revision, backref="reviews", on_delete="CASCADE")
    revision_id: int
    decision = CharField(max_length=12)
    note = TextField(default="")
    comments = JSONField(default=list)
    made_by = ForeignKeyField(Account, null=True, on_delete="SET NULL")
    made_by_id: int | None
    made_at = UTCDateTimeField()


class UnitDefaults(BaseModel):
    """What a unit would otherwise type each time: {step: {field: text}}, as a draft has it."""

    unit = ForeignKeyField(Unit, unique=True, on_delete="CASCADE")
    unit_id: int
    draft = JSONField(default=dict)
    updated_at = UTCDateTimeField()


class Trust(BaseModel):
    """What this unit hands in is published at once; `sample_percent` of it is looked at later."""

    unit = ForeignKeyField(Unit, unique=True, on_delete="CASCADE")
    unit_id: int
    sample_percent = IntegerField(default=10)
    given_by = ForeignKeyField(Account, null=True, on_delete="SET NULL")
    given_by_id: int | None
    given_at = UTCDateTimeField()


class Sample(BaseModel):
    """A publication on trust that somebody shall look at."""

    submission_id = IntegerField()
    revision_number = IntegerField()
    made_at = UTCDateTimeField()
    seen_by = ForeignKeyField(Account, null=True, on_delete="SET NULL")
    seen_by_id: int | None
    seen_at = UTCDateTimeField(null=True)

    class Meta:
        indexes = ((("submission_id", "revision_number"), True),)
