"""Rows for tests: everything a test does not mention gets a plausible value.

Whatever a test is about it names itself, as in `make_edition(first_day=date(2026, 9, 19))`.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from itertools import count
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from events import clock
from events.activities.actions import Sitting, Ties, add_occurrence, tie
from events.activities.models import Activity, Occurrence
from events.activities.timing import Timing, between, whole_days
from events.activities.vocabulary import SignupMode
from events.days.models import DateStatus, Edition, ThemedDay
from events.db import database
from events.people.models import Account, Appointment, MemberRole, Membership, OfficeRole
from events.plans.models import ItemDay, Responsibility, Role, WorkItem, WorkPlan
from events.signups.actions import HOLDER, sign_up
from events.signups.holding import hold
from events.signups.models import FormKind, QuestionSet, QuestionSetVersion, Signup, SignupTerms
from events.signups.people import Contact, Party
from events.signups.questions.question import Question
from events.signups.wishes import Wish
from events.submissions.content import Content, Place
from events.submissions.content import Sitting as SubmittedSitting
from events.submissions.models import Revision, State, Submission
from events.units.models import District, Unit
from events.venues.models import Venue

_numbers = count(1)


def make_district(**fields: Any) -> District:
    number = next(_numbers)
    return District.create(
        **{"slug": f"district-{number}", "name": f"第{number}区", "level": "county"} | fields
    )


def make_unit(**fields: Any) -> Unit:
    number = next(_numbers)
    fields.setdefault("region", None)
    fields["region"] = fields["region"] or make_district()
    name = fields.setdefault("name", f"第{number}局")
    defaults = {"slug": f"unit-{number}", "short_name": name, "kind": "government-bureau"}
    return Unit.create(**defaults | {"updated_at": clock.now()} | fields)


def make_themed_day(**fields: Any) -> ThemedDay:
    """A day whose dates a notice announces each year; it has no rule."""
    number = next(_numbers)
    name = fields.setdefault("name", f"第{number}主题日")
    defaults = {
        "slug": f"themed-day-{number}",
        "name_en": f"Themed Day {number}",
        "kind": "day",
        "scope": "national",
        "subject": "light",
        "summary": f"{name}的一句话",
        "summary_en": "One sentence about it",
        "predictability": "announced",
        "created_at": clock.now(),
        "updated_at": clock.now(),
    }
    return ThemedDay.create(**defaults | fields)


def make_edition(**fields: Any) -> Edition:
    """Two confirmed days, unless told otherwise; `year` follows `first_day`."""
    fields.setdefault("themed_day", None)
    fields["themed_day"] = fields["themed_day"] or make_themed_day()
    first_day = fields.setdefault("first_day", date(2026, 9, 19))
    defaults = {
        "year": first_day.year if first_day else 2026,
        "last_day": first_day and first_day + timedelta(days=1),
        "date_status": DateStatus.CONFIRMED,
        "created_at": clock.now(),
        "updated_at": clock.now(),
    }
    return Edition.create(**defaults | fields)


def make_work_plan(**fields: Any) -> WorkPlan:
    fields.setdefault("region", None)
    fields["region"] = fields["region"] or make_district()
    year = fields.setdefault("year", 2026)
    defaults = {
        "title": f"{year}年科普工作要点（{next(_numbers)}）",
        "imported_at": clock.now(),
        "updated_at": clock.now(),
    }
    return WorkPlan.create(**defaults | fields)


def make_work_item(
    *, days: tuple[ThemedDay, ...] = (), units: tuple[Unit, ...] = (), **fields: Any
) -> WorkItem:
    """An item that names `days` and makes `units` responsible, both in the order given."""
    number = next(_numbers)
    fields.setdefault("plan", None)
    fields["plan"] = fields["plan"] or make_work_plan()
    item = WorkItem.create(
        **{"position": number, "number": number, "title": f"第{number}项工作"} | fields
    )
    for position, day in enumerate(days, 1):
        ItemDay.create(item=item, themed_day=day, position=position)
    for position, unit in enumerate(units, 1):
        Responsibility.create(
            item=item, unit=unit, name=unit.name, role=Role.RESPONSIBLE, position=position
        )
    return item


def make_venue(**fields: Any) -> Venue:
    fields.setdefault("district", None)
    fields["district"] = fields["district"] or make_district()
    defaults = {
        "name": f"第{next(_numbers)}科技馆",
        "created_at": clock.now(),
        "updated_at": clock.now(),
    }
    return Venue.create(**defaults | fields)


def make_activity(
    *,
    days: tuple[tuple[ThemedDay, int], ...] = (),
    audiences: tuple[str, ...] = ("public",),
    co_organisers: tuple[Unit, ...] = (),
    supporters: tuple[Unit, ...] = (),
    **fields: Any,
) -> Activity:
    """A public lecture without occurrences; `days` are (themed day, year)."""
    fields.setdefault("organiser", None)
    fields["organiser"] = fields["organiser"] or make_unit()
    now = clock.now()
    defaults = {"title": f"第{next(_numbers)}个活动", "kind": "lecture", "published_at": now}
    activity = Activity.create(**defaults | {"created_at": now, "updated_at": now} | fields)
    ties = Ties(
        editions=tuple((day.id, year) for day, year in days),
        audiences=audiences,
        co_organisers=tuple(unit.id for unit in co_organisers),
        supporters=tuple(unit.id for unit in supporters),
    )
    tie(activity, ties)
    return activity


def make_occurrence(
    activity: Activity | None = None,
    *,
    start: datetime = datetime(2026, 11, 28, 10),  # noqa: DTZ001  a wall time
    end: datetime | None = None,
    first_day: date | None = None,
    last_day: date | None = None,
    venue: Venue | None = None,
    online: bool = False,
    **fields: Any,
) -> Occurrence:
    """Two hours from `start`, a wall time in the activity's zone; with `first_day` whole days."""
    activity = activity or make_activity()
    zone = ZoneInfo(activity.timezone)
    timing: Timing = (
        whole_days(first_day, last_day or first_day, zone)
        if first_day
        else between(start, end or start + timedelta(hours=2), zone)
    )
    place = None if online else venue or make_venue()
    made = add_occurrence(activity, Sitting(timing, place), clock.now())
    for name, value in fields.items():
        setattr(made, name, value)
    made.save()
    return made


def make_bookable(
    activity: Activity | None = None, *, capacity: int = 10, waiting_limit: int = 20,
    terms: Mapping[str, Any] = MappingProxyType({}), **fields: Any,
) -> Occurrence:  # fmt: skip
    """An occurrence one signs up for here; `fields` as of `make_occurrence`."""
    activity = activity or make_activity(signup_mode=SignupMode.HERE)
    if not SignupTerms.get_or_none(SignupTerms.activity == activity):
        SignupTerms.create(activity=activity, **terms)
    return make_occurrence(activity, capacity=capacity, waiting_limit=waiting_limit, **fields)


def make_signup(
    occurrence: Occurrence | None = None, *, party: Party | None = None,
    contact: Contact | None = None, **fields: Any,
) -> Signup:  # fmt: skip
    """As the form makes it: the state is what places there are."""
    number = next(_numbers)
    occurrence = occurrence or make_bookable()
    contact = contact or Contact(f"第{number}位家长", phone=f"+86138{number:08}")
    wish = Wish(
        occurrence.id, f"key-{number}", FormKind.PEOPLE, party or Party(adults=1), contact,
        may_wait=True, **fields,
    )  # fmt: skip
    with database.atomic():
        return sign_up(wish, hold(occurrence.id), HOLDER, clock.now())


def make_account(
    *,
    editor_of: tuple[Unit, ...] = (),
    owner_of: tuple[Unit, ...] = (),
    roles: tuple[OfficeRole, ...] = (),
    districts: tuple[District, ...] = (),
    **fields: Any,
) -> Account:
    """Somebody who can sign in; `districts` are those reviewed, which needs no role beside it."""
    number = next(_numbers)
    now = clock.now()
    defaults = {"email": f"person-{number}@example.org", "name": f"第{number}人"}
    account = Account.create(**defaults | {"created_at": now, "updated_at": now} | fields)
    for role, units in ((MemberRole.EDITOR, editor_of), (MemberRole.OWNER, owner_of)):
        for unit in units:
            Membership.create(account=account, unit=unit, role=role, created_at=now)
    for post in roles:
        Appointment.create(account=account, role=post, created_at=now)
    for district in districts:
        Appointment.create(
            account=account, role=OfficeRole.REVIEWER, district=district, created_at=now
        )
    return account


def make_content(**fields: Any) -> Content:
    """One lecture at a known venue, on a Saturday in December; everybody may come."""
    if "places" not in fields and "sittings" not in fields:
        fields["places"] = (Place("p1", venue=make_venue().id),)
        start = datetime(2026, 12, 5, 10)  # noqa: DTZ001  a wall time
        fields["sittings"] = (SubmittedSitting(start, start + timedelta(hours=2), place="p1"),)
    defaults = {"title": f"第{next(_numbers)}个申报", "kind": "lecture", "audiences": ("public",)}
    return Content(**defaults | fields)


def make_submission(
    content: Content | None = None, *, state: State = State.SUBMITTED, **fields: Any
) -> Submission:
    """Handed in once, with one revision, by nobody in particular; in review unless told otherwise.

    Its draft is empty: what goes through the unit's own form is made by the form.
    """
    content = content or make_content()
    now = clock.now()
    fields.setdefault("unit", None)
    fields["unit"] = fields["unit"] or make_unit()
    place = content.places[0] if content.places else None
    venue = place and place.venue and Venue.get_by_id(place.venue)
    defaults = {
        "title": content.title,
        "state": state,
        "revision_number": 1,
        "first_day": content.first_day,
        "district": venue.district_id if venue else fields["unit"].region_id,
        "created_at": now,
        "updated_at": now,
        "submitted_at": now,
    }
    submission = Submission.create(**defaults | fields)
    make_revision(submission, content, number=1)
    return submission


def make_revision(submission: Submission, content: Content, **fields: Any) -> Revision:
    defaults = {"content": content.as_json(), "digest": content.digest, "made_at": clock.now()}
    return Revision.create(submission=submission, **defaults | fields)


def make_question_set(
    owner: Unit | ThemedDay | None = None, *questions: Question, **fields: Any
) -> QuestionSet:
    """In its first version; a unit's where nobody says whose."""
    owner, now = owner or make_unit(), clock.now()
    whose = "unit" if isinstance(owner, Unit) else "themed_day"
    defaults = {whose: owner, "name": f"第{next(_numbers)}套", "created_at": now, "updated_at": now}
    made = QuestionSet.create(**defaults | fields)
    stored = [question.as_json() for question in questions]
    QuestionSetVersion.create(question_set=made, number=1, questions=stored, made_at=now)
    return made
