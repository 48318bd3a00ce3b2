"""报名: who comes to an occurrence, on what terms, and what was asked."""

from enum import StrEnum

from peewee import SQL, BooleanField, CharField, ForeignKeyField, IntegerField, JSONField, TextField

from events.activities.models import Activity, Occurrence
from events.days.models import ThemedDay
from events.db import BaseModel, DayField, UTCDateTimeField
from events.people.models import Account
from events.units.models import Unit


class FormKind(StrEnum):
    """Whom a form is for: people with their children, or a teacher with a class."""

    PEOPLE = "people"
    CLASS = "class"


class State(StrEnum):
    """CONFIRMED and OFFERED hold places. Final: REFUSED, LAPSED (an offer nobody took), CANCELLED.

    pending → confirmed, waiting or refused; waiting → confirmed or offered; offered → confirmed or
    lapsed; each of these may be cancelled.
    """

    PENDING = "pending"
    CONFIRMED = "confirmed"
    WAITING = "waiting"
    OFFERED = "offered"
    REFUSED = "refused"
    LAPSED = "lapsed"
    CANCELLED = "cancelled"


HOLDING = (State.CONFIRMED, State.OFFERED)
LIVE = (State.PENDING, *HOLDING, State.WAITING)
IS_LIVE = SQL("state IN ('pending', 'confirmed', 'waiting', 'offered')")  # as the index has it


class Origin(StrEnum):
    PERSON = "person"  # on our page
    UNIT = "unit"  # entered by the unit, after a telephone call
    DOOR = "door"  # came without having signed up


class QuestionSet(BaseModel):
    """What a form asks beyond the usual, owned by a unit or by a themed day's office.

    `number` is that of its newest version. `ids_allowed`: the office lets it ask for ID numbers.
    """

    name = CharField(max_length=60)
    form = CharField(max_length=8, default=FormKind.PEOPLE)
    unit = ForeignKeyField(Unit, null=True, backref="question_sets", on_delete="CASCADE")
    unit_id: int | None
    themed_day = ForeignKeyField(ThemedDay, null=True, backref="question_sets", on_delete="CASCADE")
    themed_day_id: int | None
    number = IntegerField(default=1)
    ids_allowed = BooleanField(default=False)
    retired_at = UTCDateTimeField(null=True)
    created_at = UTCDateTimeField()
    updated_at = UTCDateTimeField()


class QuestionSetVersion(BaseModel):
    """The questions as they were at a time, never changed: answers are read by them.

    `questions` are `questions.Question`s as JSON.
    """

    question_set = ForeignKeyField(
        QuestionSet, backref="versions", on_delete="CASCADE", index=False
    )
    question_set_id: int
    number = IntegerField()
    questions = JSONField(default=list)
    made_by = ForeignKeyField(Account, null=True, on_delete="SET NULL")
    made_by_id: int | None
    made_at = UTCDateTimeField()

    class Meta:
        indexes = ((("question_set", "number"), True),)


class SignupTerms(BaseModel):
    """How one signs up for an activity, as `terms.Terms` says it; only where that is done here."""

    activity = ForeignKeyField(Activity, unique=True, backref="terms", on_delete="CASCADE")
    activity_id: int
    form = CharField(max_length=8, default=FormKind.PEOPLE)
    question_set = ForeignKeyField(QuestionSet, null=True, on_delete="RESTRICT", backref="terms")
    question_set_id: int | None
    opens_on = DayField(null=True)
    opens_days_before = IntegerField(null=True)
    opens_time = CharField(max_length=5, default="")
    closes_hours_before = IntegerField(default=0)
    party_limit = IntegerField(default=5)
    phone_limit = IntegerField(null=True)
    needs_approval = BooleanField(default=False)
    ages_only = BooleanField(default=False)
    waiting_limit = IntegerField(default=0)
    strict_order = BooleanField(default=False)
    bring = CharField(max_length=200, default="")


class DayLimit(BaseModel):
    """How many sign-ups one telephone number may have for the activities of an edition."""

    themed_day = ForeignKeyField(ThemedDay, on_delete="CASCADE", index=False)
    themed_day_id: int
    year = IntegerField()
    phone_limit = IntegerField()

    class Meta:
        indexes = ((("themed_day", "year"), True),)


class Signup(BaseModel):
    """Places for a party at one occurrence. Places are people: `party` is how many come.

    What is personal stands encrypted in `sealed` (a `people.Contact` and the answers) and is
    blanked by erasure; `contact_hash` recognises a telephone number, or else an address, without
    showing it, `email_hash` an address in any case ("": none was given; None: not looked at yet).
    `number` stands on the pass; `key` makes repeating the same form harmless. `told_sequence` is
    the SEQUENCE of the occurrence that its holder was last told, `kept_sequence` the last one he
    said yes to. `call_since`: something changed and there is no address to write to.
    """

    occurrence = ForeignKeyField(Occurrence, backref="signups", on_delete="RESTRICT", index=False)
    occurrence_id: int
    number = CharField(max_length=8, unique=True)
    key = CharField(max_length=64, unique=True)
    state = CharField(max_length=12)
    origin = CharField(max_length=8, default=Origin.PERSON)
    form = CharField(max_length=8, default=FormKind.PEOPLE)
    adults = IntegerField(default=0)
    under_7 = IntegerField(default=0)
    under_14 = IntegerField(default=0)
    under_18 = IntegerField(default=0)
    any_age = IntegerField(default=0)
    pupils = IntegerField(default=0)
    party = IntegerField()
    sealed = TextField(default="")
    contact_hash = CharField(max_length=64, null=True, index=True)
    email_hash = CharField(max_length=64, null=True, index=True, default="")
    questions = ForeignKeyField(QuestionSetVersion, null=True, on_delete="RESTRICT")
    questions_id: int | None
    language = CharField(max_length=2, default="zh")
    consented_at = UTCDateTimeField(null=True)
    consent_digest = CharField(max_length=64, default="")
    offer_expires_at = UTCDateTimeField(null=True)
    told_sequence = IntegerField(default=0)
    kept_sequence = IntegerField(default=0)
    call_since = UTCDateTimeField(null=True)
    note = CharField(max_length=200, default="")
    created_at = UTCDateTimeField()
    updated_at = UTCDateTimeField()
    confirmed_at = UTCDateTimeField(null=True)
    ended_at = UTCDateTimeField(null=True)
    checked_in_at = UTCDateTimeField(null=True)
    erased_at = UTCDateTimeField(null=True)

    class Meta:
        indexes = ((("occurrence", "state", "id"), False),)


Signup.add_index(
    Signup.index(
        Signup.occurrence,
        Signup.contact_hash,
        unique=True,
        where=IS_LIVE,
        name="signup_once",
    )
)
Signup.add_index(
    Signup.index(
        Signup.offer_expires_at,
        where=SQL("offer_expires_at IS NOT NULL"),
        name="signup_offers",
    )
)
