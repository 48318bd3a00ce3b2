"""The people of the demonstration, and what they have handed in: made once, then left alone."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from events.activities.models import Activity
from events.db import database
from events.demo.people_reading import read_people
from events.demo.places import SOURCE
from events.notifications.models import Message
from events.people.actors import Person
from events.people.models import Account, Appointment, MemberRole, Membership, OfficeRole
from events.plans.importing import known_slugs
from events.records.files import Record
from events.reviews.actions import Said, return_for_changes
from events.submissions.actions import begin
from events.submissions.adopting import adopt
from events.submissions.content import Content, Place, Sitting
from events.submissions.drafts import draft_of
from events.submissions.handing_in import hand_in
from events.submissions.models import Revision, State, Submission
from events.units.models import District, Unit
from events.venues.models import Venue


def ensure_people(folder: Path, now: datetime, zone: ZoneInfo) -> list[Record]:
    """The people of `people.yaml`; the first time with what they have handed in, and a file for
    each public activity of the demonstration. Returns them for the list of sign-ins."""
    top = read_people(folder / "people.yaml", known_slugs())
    with database.atomic():
        is_first = not Account.select().exists()
        if is_first:
            accounts = {person["email"]: _make(person, now) for person in top["people"]}
            for record in top["submissions"]:
                _hand_in(record, accounts, now, zone)
            Message.delete().where(Message.email.in_(list(accounts))).execute()  # nobody's
        for activity in Activity.select().where(Activity.source_key.startswith(SOURCE)):
            if activity.is_public:
                adopt(activity, now)
    known = {row.email for row in Account.select(Account.email)}
    return [person for person in top["people"] if person["email"] in known]


def _make(person: Record, now: datetime) -> Account:
    account = Account.create(
        email=person["email"], name=person["name"], created_at=now, updated_at=now
    )
    for role, key in ((MemberRole.OWNER, "owner_of"), (MemberRole.EDITOR, "editor_of")):
        for slug in person.get(key, []):
            unit = Unit.get(Unit.slug == slug)
            Membership.create(account=account, unit=unit, role=role, created_at=now)
    for name in person.get("roles", []):
        Appointment.create(account=account, role=name, created_at=now)
    for slug in person.get("districts", []):
        district = District.get(District.slug == slug)
        Appointment.create(
            account=account, role=OfficeRole.REVIEWER, district=district, created_at=now
        )
    return account


def _hand_in(
    record: Record, accounts: Mapping[str, Account], now: datetime, zone: ZoneInfo
) -> None:
    unit = Unit.get(Unit.slug == record["unit"])
    content = _content(record, now.astimezone(zone).date())
    by = _by(accounts[record["by"]])
    submission = begin(unit, draft_of(content), by, now)
    if record.get("state") == State.DRAFT:
        return
    hand_in(submission, content, by, now, zone)
    if record.get("state") == State.RETURNED:
        _return(submission, record, _by(accounts["office@example.org"]), now)


def _return(submission: Submission, record: Record, by: Person, now: datetime) -> None:
    comments = {comment["field"]: comment["text"] for comment in record["comments"]}
    revision = Revision.get(Revision.submission == submission)
    return_for_changes(revision, Said(record["note"], comments), by, now)


def _by(account: Account) -> Person:
    return Person(account.id, account.name)


_SAME = (
    *("title", "kind", "format", "online_url", "description", "age_from", "signup_mode"),
    "signup_phone",
)


def _content(record: Record, today: date) -> Content:
    places: tuple[Place, ...] = ()
    if key := record.get("venue"):
        venue = Venue.get(Venue.source_key == SOURCE + key)
        places = (Place("p1", venue=venue.id, note=record.get("place_note", "")),)
    return Content(
        **{name: record[name] for name in _SAME if name in record},
        audiences=tuple(record["audiences"]),
        places=places,
        sittings=tuple(
            _sitting(sitting, today, "p1" if places else "")
            for sitting in record.get("sittings", [])
        ),
    )


def _sitting(record: Record, today: date, place: str) -> Sitting:
    day = today + timedelta(days=record["in_days"])
    if "times" not in record:
        end = day + timedelta(days=record.get("days", 1))
        first, after = (datetime.combine(one, time()) for one in (day, end))
        return Sitting(first, after, all_day=True, place=place, capacity=record.get("capacity"))
    start, end = (
        datetime.combine(day, time.fromisoformat(clock)) for clock in record["times"].split("-")
    )
    return Sitting(start, end, place=place, capacity=record.get("capacity"))
