"""How a sign-up stands, in one word, and what its holder may still do. Pure."""

from datetime import datetime
from enum import StrEnum

from events.activities.models import Occurrence
from events.activities.standing import takes_place
from events.activities.vocabulary import Status
from events.signups.models import LIVE, Signup, State
from events.signups.terms import Terms


class Word(StrEnum):
    """What stands large on the page. OFF and POSTPONED are the occurrence's, not the person's."""

    PENDING = "pending"
    CONFIRMED = "confirmed"
    WAITING = "waiting"
    OFFERED = "offered"
    REFUSED = "refused"
    LAPSED = "lapsed"
    CANCELLED = "cancelled"
    ARRIVED = "arrived"
    OFF = "off"
    POSTPONED = "postponed"
    OVER = "over"


def word(signup: Signup, occurrence: Occurrence, now: datetime) -> Word:
    if signup.checked_in_at:
        return Word.ARRIVED
    if not is_live(signup, now):
        return Word.LAPSED if signup.state in LIVE else Word(signup.state)
    if occurrence.status == Status.CANCELLED or not occurrence.is_public:
        return Word.OFF
    if occurrence.status == Status.POSTPONED:
        return Word.POSTPONED
    return Word.OVER if now >= occurrence.end else Word(signup.state)


def is_live(signup: Signup, now: datetime) -> bool:
    """An offer that has expired counts no more, even before the job has seen it."""
    is_late = signup.state == State.OFFERED and signup.offer_expires_at <= now
    return signup.state in LIVE and not is_late


def has_pass(signup: Signup, occurrence: Occurrence) -> bool:
    return signup.state == State.CONFIRMED and takes_place(occurrence)


def may_change(signup: Signup, occurrence: Occurrence, now: datetime) -> bool:
    """Name, answers and party: until the start."""
    return _is_open(signup, now) and takes_place(occurrence) and now < occurrence.start


def may_transfer(signup: Signup, occurrence: Occurrence, terms: Terms, now: datetime) -> bool:
    """To another occurrence, also of one that does not take place. Whom the unit has approved for
    one time, it has not approved for another."""
    is_early = now < occurrence.start or not takes_place(occurrence)
    is_free = not terms.needs_approval or signup.state == State.PENDING
    return _is_open(signup, now) and is_early and is_free


def may_cancel(signup: Signup, occurrence: Occurrence, now: datetime) -> bool:
    is_over = takes_place(occurrence) and now >= occurrence.end
    return _is_open(signup, now) and not is_over


def _is_open(signup: Signup, now: datetime) -> bool:
    return is_live(signup, now) and signup.checked_in_at is None
