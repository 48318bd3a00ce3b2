"""Activities, their occurrences, and what became of them in public."""

from typing import Any

from peewee import (
    SQL,
    BooleanField,
    CharField,
    ForeignKeyField,
    IntegerField,
    JSONField,
    TextField,
)

from events.activities.vocabulary import Format, SignupMode, Status
from events.days.models import ThemedDay
from events.db import BaseModel, DayField, UTCDateTimeField
from events.plans.models import WorkItem
from events.units.models import District, Unit
from events.venues.models import Venue


class Activity(BaseModel):
    """What a unit offers (活动), as the public may see it. Texts are plain, without markup.

    It is public from `published_at` until `withdrawn_at`. `contact` is shown only where
    `contact_is_public`. An empty `fee` means free of charge. `answers` to what editions' offices
    ask, [{"question": id, "label": …, "text": …}], are not public.
    """

    title = CharField(max_length=120)
    description = TextField(default="")
    kind = CharField(max_length=24)
    format = CharField(max_length=8, default=Format.ONSITE)
    organiser = ForeignKeyField(Unit, backref="activities", on_delete="RESTRICT")
    organiser_id: int
    work_item = ForeignKeyField(WorkItem, null=True, backref="activities", on_delete="SET NULL")
    work_item_id: int | None
    age_from = IntegerField(null=True)
    age_to = IntegerField(null=True)
    audience_note = CharField(max_length=120, default="")
    fee = CharField(max_length=120, default="")
    signup_mode = CharField(max_length=12, default=SignupMode.NONE)
    signup_phone = CharField(max_length=40, default="")
    signup_url = CharField(max_length=500, default="")
    online_url = CharField(max_length=500, default="")
    sign_language = BooleanField(null=True)
    captions = BooleanField(null=True)
    contact = CharField(max_length=120, default="")
    contact_is_public = BooleanField(default=False)
    picture = CharField(max_length=120, default="")
    picture_alt = CharField(max_length=200, default="")
    answers = JSONField(default=list)
    timezone = CharField(max_length=64, default="Asia/Shanghai")
    is_fictional = BooleanField(default=False)
    source_key = CharField(max_length=64, null=True, unique=True)
    published_at = UTCDateTimeField(null=True)
    withdrawn_at = UTCDateTimeField(null=True)
    withdrawal_reason = TextField(default="")
    created_at = UTCDateTimeField()
    updated_at = UTCDateTimeField()
    occurrences: Any

    @property
    def is_public(self) -> bool:
        return self.published_at is not None and self.withdrawn_at is None


class ActivityUnit(BaseModel):
    """A co-organiser or a supporter, in the order written."""

    activity = ForeignKeyField(Activity, on_delete="CASCADE")
    activity_id: int
    unit = ForeignKeyField(Unit, on_delete="RESTRICT", index=False)
    unit_id: int
    role = CharField(max_length=16)
    position = IntegerField()

    class Meta:
        indexes = ((("unit", "role", "activity"), True),)


class ActivityAudience(BaseModel):
    """Whom it is for, by a word of `vocabulary.AUDIENCES`."""

    activity = ForeignKeyField(Activity, on_delete="CASCADE")
    activity_id: int
    audience = CharField(max_length=24)
    position = IntegerField()

    class Meta:
        indexes = ((("audience", "activity"), True),)


class ActivityEdition(BaseModel):
    """An edition it belongs to, by themed day and year: the edition may still be a prediction."""

    activity = ForeignKeyField(Activity, on_delete="CASCADE")
    activity_id: int
    themed_day = ForeignKeyField(ThemedDay, on_delete="RESTRICT", index=False)
    themed_day_id: int
    year = IntegerField()
    block = CharField(max_length=60, default="")
    position = IntegerField()

    class Meta:
        indexes = ((("themed_day", "year", "activity"), True),)


class Occurrence(BaseModel):
    """One sitting (场次), RFC 5545's recurrence instance.

    `start` and `end` are instants, half-open. `first_day` and `last_day` are the local days it
    touches in the activity's zone, inclusive; an all-day occurrence is those days, and its instants
    are only their midnights. `district` is the venue's, or the organiser's region when online.
    SEQUENCE grows with time, place or status, `revision` with everything that is shown of it.

    `taken` are the people who have a place, never more than `capacity`; `waiting` those on the
    waiting list, which takes `waiting_limit`; `resized_at` is when the unit last set `capacity` at
    its desk. Sign-up opens at once without `signup_opens_at`, and
    ends with the start without `signup_closes_at`.
    """

    activity = ForeignKeyField(Activity, backref="occurrences", on_delete="CASCADE", index=False)
    activity_id: int
    uid = CharField(max_length=80, unique=True)
    venue = ForeignKeyField(Venue, null=True, on_delete="RESTRICT", index=False)
    venue_id: int | None
    district = ForeignKeyField(District, on_delete="RESTRICT", index=False)
    district_id: int
    place_note = CharField(max_length=120, default="")
    start = UTCDateTimeField()
    end = UTCDateTimeField()
    all_day = BooleanField(default=False)
    first_day = DayField()
    last_day = DayField()
    capacity = IntegerField(null=True)
    resized_at = UTCDateTimeField(null=True)
    taken = IntegerField(default=0)
    waiting = IntegerField(default=0)
    waiting_limit = IntegerField(default=0)
    signup_opens_at = UTCDateTimeField(null=True)
    signup_closes_at = UTCDateTimeField(null=True)
    status = CharField(max_length=12, default=Status.SCHEDULED)
    status_reason = CharField(max_length=200, default="")
    moved_from_start = UTCDateTimeField(null=True)
    moved_from_end = UTCDateTimeField(null=True)
    moved_from_venue = ForeignKeyField(Venue, null=True, on_delete="SET NULL", index=False)
    moved_from_venue_id: int | None
    is_public = BooleanField(default=False)
    sequence = IntegerField(default=0)
    revision = IntegerField(default=1)
    created_at = UTCDateTimeField()
    updated_at = UTCDateTimeField()

    class Meta:
        indexes = (
            (("activity", "first_day", "start"), False),
            (("venue", "is_public", "first_day", "start"), False),
            (("district", "is_public", "first_day", "start"), False),
            (("is_public", "first_day", "start", "activity"), False),
        )


# What lists are narrowed and counted by, without the texts beside it.
Activity.add_index(
    Activity.index(
        Activity.kind,
        Activity.format,
        Activity.age_from,
        Activity.age_to,
        Activity.signup_mode,
        Activity.sign_language,
        Activity.captions,
        name="activity_facts",
    )
)
# What began before a day and still runs is rare: without this, finding it would mean reading on
# from the oldest occurrence.
Occurrence.add_index(
    Occurrence.index(
        Occurrence.last_day,
        Occurrence.first_day,
        where=SQL("last_day > first_day"),
        name="occurrence_running",
    )
)
# Few occurrences have people waiting; every minute somebody asks which.
Occurrence.add_index(
    Occurrence.index(Occurrence.start, where=SQL("waiting > 0"), name="occurrence_with_waiting")
)
# Few are full; every list with a number of those that are not asks which.
Occurrence.add_index(
    Occurrence.index(Occurrence.id, where=SQL("taken >= capacity"), name="occurrence_full")
)


class HistoryEntry(BaseModel):
    """A change the public may read about. `before` and `after` hold what `kind` is about:
    instants as ISO text, or names."""

    activity = ForeignKeyField(Activity, backref="history", on_delete="CASCADE")
    activity_id: int
    occurrence = ForeignKeyField(Occurrence, null=True, on_delete="CASCADE")
    occurrence_id: int | None
    kind = CharField(max_length=16)
    before = JSONField(default=dict)
    after = JSONField(default=dict)
    reason = CharField(max_length=200, default="")
    made_at = UTCDateTimeField()
