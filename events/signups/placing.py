"""Places: the only module that counts them. Every function is part of a transaction.

A sign-up and the counters of its occurrence change together or not at all; the condition of the
UPDATE and a CHECK of the database keep `taken` within `capacity`, whoever else writes.
"""

from datetime import datetime
from typing import Any

from events.activities.models import Activity, Occurrence
from events.activities.standing import places_left
from events.db import database
from events.errors import NotFound
from events.inserting import insert
from events.marking import N_
from events.prepared import Prepared
from events.signups.freeing import is_free_to_all
from events.signups.models import HOLDING, Signup, State


def _held(occurrence_id: Any) -> Any:
    found = Occurrence.select().where(Occurrence.id == occurrence_id)
    return found.for_update() if database.obj.for_update else found


_HELD: Prepared[Occurrence] = Prepared(_held, "occurrence_id")
_ACTIVITY: Prepared[Activity] = Prepared(
    lambda activity_id: Activity.select().where(Activity.id == activity_id), "activity_id"
)


def _counting(occurrence_id: Any, taken: Any, waiting: Any) -> Any:
    has_room = Occurrence.taken + taken <= Occurrence.capacity
    return Occurrence.update(
        taken=Occurrence.taken + taken, waiting=Occurrence.waiting + waiting
    ).where(Occurrence.id == occurrence_id, (taken <= 0) | Occurrence.capacity.is_null() | has_room)


_COUNT: Prepared[Occurrence] = Prepared(_counting, "occurrence_id", "taken", "waiting")


def lock(occurrence_id: int) -> Occurrence:
    """The occurrence with its activity, as it is until the transaction ends: who else wants its
    places waits. (On SQLite the transaction itself is the lock.) Raises NotFound."""
    found = _HELD.first(occurrence_id)
    if found is None:
        raise NotFound(N_("没有这一场活动，可能链接不完整。请到“活动”页查找。"))
    # Read after the wait: a joined row would be as it was before it (PostgreSQL's read committed).
    activity = _ACTIVITY.first(found.activity_id)
    assert activity is not None  # a foreign key says so
    found.activity = activity
    return found


def hold_contact(contact_hash: str) -> None:
    """Until the transaction ends nobody else signs the same person up, for whatever occurrence. (On
    SQLite the transaction itself is the lock.)"""
    if database.obj.for_update:
        number = int(contact_hash[:16], 16) - 2**63
        database.execute_sql("SELECT pg_advisory_xact_lock(%s)", (number,))


def fresh(signup: Signup) -> tuple[Signup, Occurrence]:
    """The sign-up as it is now, with the occurrence it has been transferred to locked."""
    occurrence = lock(signup.occurrence_id)
    found = Signup.get_by_id(signup.id)
    if found.occurrence_id != occurrence.id:
        return fresh(found)
    found.occurrence = occurrence
    return found, occurrence


def admits(occurrence: Occurrence, party: int, strict_order: bool, now: datetime) -> bool:
    """Whether a newcomer of this size may have places now: not while somebody waits whom the free
    places would do, nor, in strict order, while anybody waits; near the start, whoever comes."""
    left = places_left(occurrence)
    if left is not None and party > left:
        return False
    if occurrence.waiting == 0 or is_free_to_all(occurrence, now):
        return True
    return _first(occurrence, strict_order) is None


def next_waiting(occurrence: Occurrence, strict_order: bool) -> Signup | None:
    """Whose turn it is: the first whose whole party fits, in strict order the very first."""
    first = _first(occurrence, strict_order)
    left = places_left(occurrence)
    return first if first and (left is None or first.party <= left) else None


def _first(occurrence: Occurrence, strict_order: bool) -> Signup | None:
    """Who comes next if there are enough places, now or, in strict order, ever: a party larger than
    all the places there are keeps nobody waiting."""
    waiting = Signup.select().where(Signup.occurrence == occurrence, Signup.state == State.WAITING)
    enough = occurrence.capacity if strict_order else places_left(occurrence)
    if enough is not None:
        waiting = waiting.where(Signup.party <= enough)
    return waiting.order_by(Signup.id).first()


def join(signup: Signup) -> bool:
    """Store a new sign-up in the state it has; False, and nothing stored, without the places. Its
    occurrence knows of it, for whoever comes next in the same transaction."""
    occurrence, (taken, waiting) = signup.occurrence, _holds(signup.state, signup.party)
    if not _count(occurrence.id, taken, waiting):
        return False
    occurrence.taken, occurrence.waiting = occurrence.taken + taken, occurrence.waiting + waiting
    insert(signup)
    return True


def enter(signup: Signup, state: State, now: datetime, **values: Any) -> bool:
    """Take the sign-up to another state, its places with it; False, and nothing changed, without
    the places."""
    return _change(signup, state, signup.party, now, values)


def resize(signup: Signup, now: datetime, **parts: int) -> bool:
    """Another party, by the columns of its parts; False, and nothing changed, without the places.

    A party is never split: it keeps all its places or gets all the new ones.
    """
    party = sum(parts.values())
    return _change(signup, State(signup.state), party, now, {**parts, "party": party})


def _change(
    signup: Signup, state: State, party: int, now: datetime, values: dict[str, Any]
) -> bool:
    had, has = _holds(signup.state, signup.party), _holds(state, party)
    if not _count(signup.occurrence_id, has[0] - had[0], has[1] - had[1]):
        return False
    for name, value in {**values, "state": state, "updated_at": now}.items():
        setattr(signup, name, value)
    if state != State.OFFERED:
        signup.offer_expires_at = None
    signup.save()
    return True


def _holds(state: str, party: int) -> tuple[int, int]:
    """How many places, how many on the waiting list."""
    return party * (state in HOLDING), party * (state == State.WAITING)


def _count(occurrence_id: int, taken: int, waiting: int) -> bool:
    if not taken and not waiting:
        return True
    return bool(_COUNT.change(occurrence_id, taken, waiting))
