"""The waiting list: whose turn it is gets the free places, at once or as an offer that is held.

Until a day before the start places are given at once. After that they are offered, because people
have made other plans: an offer holds the places until it expires, and none is made at night. When
there is no time left for an offer, free places are for whoever comes first.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from peewee import Expression

from events import audit
from events.activities.models import Occurrence
from events.activities.standing import places_left, takes_place
from events.activities.vocabulary import TAKING_PLACE, SignupMode
from events.db import database
from events.errors import InvalidTransition
from events.marking import N_
from events.signups.apart import one_by_one
from events.signups.freeing import (
    AUTOMATIC_UNTIL,
    LAST_OFFER,
    after_night,
    is_free_to_all,
    is_night,
    offer_end,
)
from events.signups.models import Signup, State
from events.signups.placing import enter, fresh, lock, next_waiting
from events.signups.queries import terms_of
from events.signups.reach import is_written_to
from events.signups.recording import note
from events.signups.telling import tell


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
            _offer(signup, occurrence, now)
        promoted.append(signup)
    return promoted


def accept(signup: Signup, by: audit.By, now: datetime) -> Signup:
    """Take the offered places, or free ones when they are for all. Who does so knows how it stands,
    and need not be called. Raises InvalidTransition when they are not his to take."""
    with database.atomic():
        signup, occurrence = fresh(signup)
        if signup.state == State.CONFIRMED:
            return signup
        if not may_take(signup, occurrence, now):
            raise InvalidTransition(_why_not(signup, occurrence))
        enter(signup, State.CONFIRMED, now, confirmed_at=now, call_since=None)
        note(by, "signup.accepted", signup, now)
        tell(signup, "signup-confirmed", now, tail="offer", by_phone=False)
    return signup


def may_take(signup: Signup, occurrence: Occurrence, now: datetime) -> bool:
    """Offered places until the offer ends or it starts; while one waits, those that are free to all
    and enough for the party."""
    if not takes_place(occurrence):
        return False
    if signup.state == State.OFFERED:
        return now < min(signup.offer_expires_at, occurrence.start)
    if signup.state != State.WAITING or now >= occurrence.end:
        return False
    left = places_left(occurrence)
    return is_free_to_all(occurrence, now) and (left is None or signup.party <= left)


def lapse_offers(now: datetime) -> int:
    """Offers that nobody took in time go to the next, those of what does not take place back to the
    list. Returns how many they were."""
    due = Signup.select().join(Occurrence).where(Signup.offer_expires_at.is_null(False), _ends(now))
    by_id = {signup.id: signup for signup in due}
    return one_by_one(lambda id_: _end(by_id[id_], now), by_id, "offer of sign-up")[0]


def promote_due(now: datetime) -> int:
    """What had to wait for the morning; returns how many parties got places or an offer."""
    due = Occurrence.select(Occurrence.id).where(
        Occurrence.waiting > 0, Occurrence.taken < Occurrence.capacity, Occurrence.start > now
    )
    ids = [occurrence.id for occurrence in due]
    return one_by_one(lambda id_: _promote_alone(id_, now), ids, "turns of occurrence")[0]


def _promote_alone(occurrence_id: int, now: datetime) -> int:
    with database.atomic():
        return len(promote(occurrence_id, now))


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


def _offer(signup: Signup, occurrence: Occurrence, now: datetime) -> None:
    end = offer_end(occurrence, now, by_phone=not is_written_to(signup))
    enter(signup, State.OFFERED, now, offer_expires_at=end)
    note(audit.PROGRAM, "signup.offered", signup, now)
    tell(signup, "signup-offered", now, tail=int(now.timestamp()))


def _ends(now: datetime) -> Expression:
    """An offer that is over, that nothing can come of, or that is longer than there is time."""
    is_on = Occurrence.is_public & Occurrence.status.in_(TAKING_PLACE)
    return (Signup.offer_expires_at <= now) | (Signup.offer_expires_at > Occurrence.start) | ~is_on


def _end(signup: Signup, now: datetime) -> bool:
    with database.atomic():
        signup, occurrence = fresh(signup)
        if signup.state != State.OFFERED:
            return False
        if not takes_place(occurrence):
            enter(signup, State.WAITING, now)
            note(audit.PROGRAM, "signup.offer-taken-back", signup, now)
            return True
        if now < min(signup.offer_expires_at, occurrence.start):
            return _shorten(signup, occurrence)
        enter(signup, State.LAPSED, now, ended_at=now)
        note(audit.PROGRAM, "signup.lapsed", signup, now)
        tell(signup, "signup-lapsed", now)
        promote(occurrence.id, now)
    return True


def _shorten(signup: Signup, occurrence: Occurrence) -> bool:
    """It was moved to an earlier time: the offer ends by then. False, for it is not over."""
    signup.offer_expires_at = min(signup.offer_expires_at, occurrence.start)
    signup.save()
    return False


def _why_not(signup: Signup, occurrence: Occurrence) -> str:
    if not takes_place(occurrence):
        return N_("这一场取消或者延期了，现在没有名额可以接受。您的报名还在，请看现在的状态。")
    if signup.state == State.WAITING:
        return N_("现在没有够这份报名的空名额，候补的位置还在。")
    return N_("留给您的名额已经过期，让给了后面的人。您可以看别的场次。")
