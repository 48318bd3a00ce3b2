"""The waiting list: whose turn it is gets the free places, at once or as an offer that is held.

Until a day before the start places are given at once. After that they are offered, because people
have made other plans: an offer holds the places until it expires, and none is made at night.
"""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from events import audit
from events.activities.models import Occurrence
from events.activities.standing import takes_place
from events.activities.vocabulary import SignupMode
from events.db import database
from events.errors import InvalidTransition
from events.signups.models import Signup, State
from events.signups.placing import enter, fresh, lock, next_waiting
from events.signups.queries import terms_of
from events.signups.recording import note
from events.signups.telling import tell

AUTOMATIC_UNTIL = timedelta(hours=24)  # before the start
OFFER_LASTS = timedelta(hours=2)
LAST_OFFER = timedelta(minutes=30)  # before the start
_MORNING, _NIGHT = time(8), time(22)


def promote(occurrence_id: int, now: datetime) -> list[Signup]:
    """Give the free places to those whose turn it is; part of a transaction.

    Returns who got places, or an offer of them.
    """
    promoted: list[Signup] = []
    while (turn := _turn(occurrence_id, now)) is not None:
        signup, occurrence = turn
        zone = ZoneInfo(occurrence.activity.timezone)
        if occurrence.start - now >= AUTOMATIC_UNTIL:
            _confirm(signup, now, zone)
        elif is_night(now, zone) or occurrence.start - now <= LAST_OFFER:
            break
        else:
            _offer(signup, occurrence, now, zone)
        promoted.append(signup)
    return promoted


def accept(signup: Signup, by: audit.By, now: datetime) -> Signup:
    """Take the offered places. Raises InvalidTransition when the offer has expired."""
    with database.atomic():
        signup, _occurrence = fresh(signup)
        if signup.state == State.CONFIRMED:
            return signup
        if signup.state != State.OFFERED or signup.offer_expires_at <= now:
            raise InvalidTransition("留给您的名额已经过期，让给了后面的人。您可以看别的场次。")
        enter(signup, State.CONFIRMED, now, confirmed_at=now)
        note(by, "signup.accepted", signup, now)
        tell(signup, "signup-confirmed", now, tail="offer", by_phone=False)
    return signup


def lapse_offers(now: datetime) -> int:
    """Offers that nobody took in time go to the next; returns how many they were."""
    due = Signup.select().where(Signup.offer_expires_at <= now)
    return sum(_lapse(signup, now) for signup in list(due))


def promote_due(now: datetime) -> int:
    """What had to wait for the morning; returns how many parties got places or an offer."""
    due = Occurrence.select(Occurrence.id).where(
        Occurrence.waiting > 0, Occurrence.taken < Occurrence.capacity, Occurrence.start > now
    )
    count = 0
    for occurrence in list(due):
        with database.atomic():
            count += len(promote(occurrence.id, now))
    return count


def is_night(now: datetime, zone: ZoneInfo) -> bool:
    return not _MORNING <= now.astimezone(zone).time() < _NIGHT


def after_night(at: datetime, zone: ZoneInfo) -> datetime:
    """The same instant by day, else the next morning at eight."""
    here = at.astimezone(zone)
    if not is_night(at, zone):
        return at
    day = here.date() + timedelta(days=here.time() >= _NIGHT)
    return datetime.combine(day, _MORNING, zone)


def _turn(occurrence_id: int, now: datetime) -> tuple[Signup, Occurrence] | None:
    occurrence = lock(occurrence_id)
    is_to_come = takes_place(occurrence) and now < occurrence.start
    is_here = occurrence.activity.signup_mode == SignupMode.HERE
    if occurrence.waiting == 0 or not is_to_come or not is_here:
        return None
    signup = next_waiting(occurrence, terms_of(occurrence.activity_id).strict_order)
    if signup is None:
        return None
    signup.occurrence = occurrence
    return signup, occurrence


def _confirm(signup: Signup, now: datetime, zone: ZoneInfo) -> None:
    enter(signup, State.CONFIRMED, now, confirmed_at=now)
    note(audit.PROGRAM, "signup.promoted", signup, now)
    tell(signup, "signup-confirmed", now, tail="turn", not_before=after_night(now, zone))


def _offer(signup: Signup, occurrence: Occurrence, now: datetime, zone: ZoneInfo) -> None:
    expires_at = min(after_night(now + OFFER_LASTS, zone), occurrence.start - LAST_OFFER / 2)
    enter(signup, State.OFFERED, now, offer_expires_at=expires_at)
    note(audit.PROGRAM, "signup.offered", signup, now)
    tell(signup, "signup-offered", now, tail=int(now.timestamp()))


def _lapse(signup: Signup, now: datetime) -> bool:
    with database.atomic():
        signup, occurrence = fresh(signup)
        if signup.state != State.OFFERED or signup.offer_expires_at > now:
            return False
        enter(signup, State.LAPSED, now, ended_at=now)
        note(audit.PROGRAM, "signup.lapsed", signup, now)
        tell(signup, "signup-lapsed", now)
        promote(occurrence.id, now)
    return True
