"""A party changes over to another occurrence of the same activity, whole, and keeps its number."""

from datetime import datetime

from events import audit
from events.activities.models import Occurrence
from events.activities.standing import places_left, takes_place
from events.db import database
from events.errors import InvalidTransition, NotFound
from events.marking import N_
from events.signups.actions import HOLDER
from events.signups.holding import with_terms
from events.signups.keys import keyring
from events.signups.limiting import is_counted, refuse_over_limits
from events.signups.models import LIVE, Signup, State
from events.signups.placing import admits, enter, lock
from events.signups.queries import live_of, terms_of
from events.signups.recording import note
from events.signups.refusals import AlreadySignedUp
from events.signups.telling import tell
from events.signups.waiting import promote


class PlacesElsewhereGone(InvalidTransition):
    """The other occurrence has `left` places, too few; the party keeps those it has."""

    def __init__(self, left: int) -> None:
        super().__init__(
            N_("那一场只剩 %(left)d 个名额，不够这份报名。原来的报名没有变，请选别的场次。"),
            left=left,
        )
        self.left = left


def transfer(signup: Signup, occurrence_id: int, by: audit.By, now: datetime) -> Signup:
    """Give the places back here and take them there, both or neither; who waits here moves up.

    Whoever waited or was offered places gets them there; what the unit has to approve stays so.
    Repeating it changes nothing. Raises NotFound, InvalidTransition, PlacesElsewhereGone,
    AlreadySignedUp or TooManySignups.
    """
    with database.atomic():
        former_id = signup.occurrence_id
        both = {id_: lock(id_) for id_ in sorted({former_id, occurrence_id})}
        signup, target = Signup.get_by_id(signup.id), both[occurrence_id]
        if signup.occurrence_id == occurrence_id:
            return signup
        _refuse(signup, both[former_id], target, by, now)
        _change_over(signup, target, now)
        note(by, "signup.transferred", signup, now, former=former_id)
        by_phone = by is not HOLDER
        tail = now.isoformat()
        tell(signup, "signup-changed", now, tail=tail, by_phone=by_phone, former=former_id)
        promote(former_id, now)
    return signup


def _refuse(
    signup: Signup, former: Occurrence, target: Occurrence, by: audit.By, now: datetime
) -> None:
    if signup.occurrence_id != former.id or signup.state not in LIVE or signup.checked_in_at:
        raise InvalidTransition(N_("这份报名刚刚变了，或者已经不作数，请看现在的状态。"))
    if target.activity_id != former.activity_id:
        raise NotFound(N_("这个活动没有这一场，请从列出的场次里选。"))
    if not takes_place(target) or now >= target.start:
        raise InvalidTransition(N_("那一场已经开始、取消或者延期，请选别的场次。"))
    contact = keyring().unseal(signup.sealed)
    if live_of(target.id, contact):
        raise AlreadySignedUp
    hashes = keyring().hashes_of(contact.is_known_by) if contact.is_known_by else []
    if hashes and by is HOLDER and not is_counted(former, now):
        refuse_over_limits(hashes, with_terms(target), now)


def _change_over(signup: Signup, target: Occurrence, now: datetime) -> None:
    """In between it is pending: that holds no places, neither here nor there."""
    was = signup.state
    enter(signup, State.PENDING, now)
    signup.occurrence = target
    signup.told_sequence = signup.kept_sequence = target.sequence
    if was == State.PENDING:
        signup.save()
        return
    has_places = admits(target, signup.party, terms_of(target.activity_id).strict_order, now)
    confirmed_at = signup.confirmed_at or now
    if not has_places or not enter(signup, State.CONFIRMED, now, confirmed_at=confirmed_at):
        raise PlacesElsewhereGone(places_left(target) or 0)
