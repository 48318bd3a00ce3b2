"""Numbers of sign-ups for those who run the door: of a unit, of occurrences, of what is over."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from peewee import Case, fn

from events.activities.models import Activity, Occurrence
from events.activities.vocabulary import TAKING_PLACE, SignupMode
from events.signups.models import FormKind, Signup, State
from events.units.models import Unit

MOST_OTHERS = 60

_arrived = fn.SUM(Case(None, [(Signup.checked_in_at.is_null(False), Signup.party)], 0))
_to_call = fn.SUM(
    Case(None, [(Signup.call_since.is_null(False) & Signup.erased_at.is_null(), 1)], 0)
)


@dataclass
class Tally:
    """Of one occurrence: sign-ups and people by state, people who came, sign-ups to be called."""

    parties: Counter[str] = field(default_factory=Counter)
    people: Counter[str] = field(default_factory=Counter)
    arrived: int = 0
    to_call: int = 0


@dataclass(frozen=True)
class Turnout:
    """Of all that is over of one activity, in people: those who were to come, those who came."""

    title: str
    confirmed: int
    arrived: int


@dataclass(frozen=True)
class Owed:
    """What waits for a unit: classes and other sign-ups to approve, people to call."""

    classes: int
    others: int
    to_call: int

    @property
    def is_any(self) -> bool:
        return any((self.classes, self.others, self.to_call))


def get_sitting(occurrence_id: int) -> Occurrence:
    """One that a policy has let through, with its activity and unit (one statement)."""
    query = Occurrence.select(Occurrence, Activity, Unit).join(Activity)
    query = query.join(Unit, on=(Activity.organiser == Unit.id), attr="organiser")
    return query.where(Occurrence.id == occurrence_id).get()


def get_signup(signup_id: int) -> Signup:
    """One that a policy has let through, with occurrence, activity and unit (one statement)."""
    query = Signup.select(Signup, Occurrence, Activity, Unit).join(Occurrence).join(Activity)
    query = query.join(Unit, on=(Activity.organiser == Unit.id), attr="organiser")
    return query.where(Signup.id == signup_id).get()


def others_of(occurrence: Occurrence, now: datetime) -> list[Occurrence]:
    """Where a sign-up may be transferred to: other occurrences of the activity that take place and
    have not begun, in time order (one statement)."""
    query = Occurrence.select().where(
        Occurrence.activity == occurrence.activity_id,
        Occurrence.id != occurrence.id,
        Occurrence.is_public,
        Occurrence.status.in_(TAKING_PLACE),
        Occurrence.start > now,
    )
    return list(query.order_by(Occurrence.start, Occurrence.id).limit(MOST_OTHERS))


def largest_waiting(occurrence_id: int) -> int:
    """How many people the largest party on the waiting list has, 0 without one (one statement)."""
    waiting = (Signup.occurrence == occurrence_id) & (Signup.state == State.WAITING)
    return int(Signup.select(fn.MAX(Signup.party)).where(waiting).scalar() or 0)


def find_sittings(
    unit_id: int, now: datetime, is_over: bool, limit: int, offset: int = 0
) -> list[int]:
    """The ids of a unit's occurrences that take, or took, sign-ups here: those to come in time
    order, those that are over the last one first (one statement)."""
    mine: Any = (
        Occurrence.select(Occurrence.id)
        .join(Activity)
        .where(
            Activity.organiser == unit_id,
            (Activity.signup_mode == SignupMode.HERE) | (Occurrence.taken + Occurrence.waiting > 0),
        )
    )
    if is_over:
        mine = mine.where(Occurrence.end <= now)
        mine = mine.order_by(Occurrence.start.desc(), Occurrence.id.desc())
    else:
        mine = mine.where(Occurrence.end > now).order_by(Occurrence.start, Occurrence.id)
    return [id_ for (id_,) in mine.limit(limit).offset(offset).tuples()]


def tallies(occurrences: Collection[int]) -> dict[int, Tally]:
    """Occurrence id -> its numbers, also where nobody signed up (one statement)."""
    found = {id_: Tally() for id_ in occurrences}
    rows: Any = (
        Signup.select(
            Signup.occurrence, Signup.state, fn.COUNT(Signup.id), fn.SUM(Signup.party),
            _arrived, _to_call,
        )
        .where(Signup.occurrence.in_(list(occurrences)))
        .group_by(Signup.occurrence, Signup.state)
    )  # fmt: skip
    for occurrence, state, parties, people, arrived, to_call in rows.tuples():
        tally = found[occurrence]
        tally.parties[state] = int(parties)
        tally.people[state] = int(people)
        tally.arrived += int(arrived)
        tally.to_call += int(to_call)
    return found


def turnouts_of(unit_id: int, now: datetime) -> list[Turnout]:
    """By activity, over all of its occurrences that have ended (one statement)."""
    rows: Any = (
        Signup.select(Activity.title, fn.SUM(Signup.party), _arrived)
        .join(Occurrence)
        .join(Activity)
        .where(
            Activity.organiser == unit_id, Occurrence.end <= now, Signup.state == State.CONFIRMED
        )
        .group_by(Activity.id, Activity.title)
        .order_by(Activity.title, Activity.id)
    )
    return [
        Turnout(title, int(confirmed), int(arrived)) for title, confirmed, arrived in rows.tuples()
    ]


def owed_by(units: Collection[int], now: datetime) -> dict[int, Owed]:
    """Unit id -> what waits for it (one statement)."""
    is_pending = (Signup.state == State.PENDING) & (Occurrence.end > now)
    is_class = Signup.form == FormKind.CLASS
    rows: Any = (
        Signup.select(
            Activity.organiser,
            fn.SUM(Case(None, [(is_pending & is_class, 1)], 0)),
            fn.SUM(Case(None, [(is_pending & ~is_class, 1)], 0)),
            _to_call,
        )
        .join(Occurrence)
        .join(Activity)
        .where(
            Activity.organiser.in_(list(units)),
            (Signup.state == State.PENDING) | Signup.call_since.is_null(False),
        )
        .group_by(Activity.organiser)
    )
    counted = {unit: Owed(*map(int, counts)) for unit, *counts in rows.tuples()}
    return {unit: counted.get(unit, Owed(0, 0, 0)) for unit in units}
