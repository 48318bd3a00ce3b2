"""Signing up and giving places back. Both change sign-up and places in one transaction."""

from datetime import datetime

from events import audit
from events.activities.models import Occurrence
from events.activities.standing import places_left
from events.db import database
from events.errors import InvalidTransition
from events.marking import N_
from events.signups.holding import Held
from events.signups.keys import keyring, new_number
from events.signups.models import LIVE, Origin, Signup, State
from events.signups.placing import admits, enter, fresh, join
from events.signups.queries import count_waiting, former_of
from events.signups.recording import note
from events.signups.refusals import AlreadySignedUp, PlacesGone
from events.signups.refusing import refuse_closed, refuse_party, refuse_too_many
from events.signups.telling import tell, welcome
from events.signups.waiting import promote
from events.signups.wishes import Wish


class Holder:
    """Whoever signed up, for the audit, which knows no names of the public."""

    account_id: int | None = None
    name = "报名人"


HOLDER = Holder()


def sign_up(wish: Wish, held: Held, by: audit.By, now: datetime) -> Signup:
    """Give places, or a place on the waiting list, or hand it to the unit to approve.

    Part of the transaction that holds the occurrence (`holding.hold`). The same key again returns
    what it made the first time. Raises NotOpen, PlacesGone, AlreadySignedUp, TooManySignups or
    PartyRefused.
    """
    # After the wait: another process may have made it meanwhile.
    former = former_of(held.occurrence.id, wish.key, wish.contact)
    if made := next((one for one in former if one.key == wish.key), None):
        return made
    refuse_closed(held.occurrence, wish, now)
    refuse_party(wish, held)
    # Places first: on a full occurrence it could be tried out who has signed up.
    state = _state_for(wish, held, now)
    if former:
        raise AlreadySignedUp
    refuse_too_many(wish, held, now)
    signup = _new(wish, held.occurrence, now)
    signup.state = state
    signup.confirmed_at = now if signup.state == State.CONFIRMED else None
    if not join(signup):
        raise PlacesGone(places_left(held.occurrence) or 0, None)
    note(by, "signup.made", signup, now, state=signup.state, origin=signup.origin)
    if wish.contact.email:
        welcome(signup, wish.contact.email, now)
    return signup


def cancel(
    signup: Signup, by: audit.By, now: datetime, *, tail: str = "own", reason: str = ""
) -> Signup:
    """Give the places back; whoever waits moves up. Cancelling twice is cancelling once. `reason`
    is the unit's, for the one whose sign-up it was, and stands in the letter only.

    Raises InvalidTransition for one that is over, was refused or has lapsed.
    """
    with database.atomic():
        signup, occurrence = fresh(signup)
        if signup.state == State.CANCELLED:
            return signup
        if signup.state not in LIVE or signup.checked_in_at:
            raise InvalidTransition(N_("这份报名已经不作数，或者人已经到场，不用再取消。"))
        enter(signup, State.CANCELLED, now, ended_at=now)
        note(by, "signup.cancelled", signup, now)
        if signup.sealed:
            by_phone = by is not HOLDER
            tell(signup, "signup-cancelled", now, tail=tail, by_phone=by_phone, reason=reason)
        promote(occurrence.id, now)
    return signup


def _state_for(wish: Wish, held: Held, now: datetime) -> State:
    occurrence, terms = held.occurrence, held.terms
    if terms.needs_approval and wish.origin == Origin.PERSON:
        return State.PENDING
    if admits(occurrence, wish.party.size, terms.strict_order, now):
        return State.CONFIRMED
    has_room = occurrence.waiting + wish.party.size <= occurrence.waiting_limit
    fits_at_all = occurrence.capacity is None or wish.party.size <= occurrence.capacity
    if has_room and fits_at_all and wish.may_wait:
        return State.WAITING
    ahead = count_waiting(occurrence.id) if has_room and fits_at_all else None
    raise PlacesGone(places_left(occurrence) or 0, ahead, wish.party.size)


def _new(wish: Wish, occurrence: Occurrence, now: datetime) -> Signup:
    consent = wish.consent if wish.party.needs_guardian else ""
    return Signup(
        occurrence=occurrence,
        number=new_number(),
        key=wish.key,
        origin=wish.origin,
        form=wish.form,
        **vars(wish.party),
        party=wish.party.size,
        sealed=keyring().seal(wish.contact),
        **keyring().marks_of(wish.contact),
        questions=wish.questions,
        language=wish.language,
        consented_at=now if consent else None,
        consent_digest=consent,
        told_sequence=occurrence.sequence,
        kept_sequence=occurrence.sequence,
        created_at=now,
        updated_at=now,
    )
