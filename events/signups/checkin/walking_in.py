"""Those who come without having signed up: counted, and nothing else is asked of them."""

from datetime import datetime

from events import audit
from events.activities.models import Occurrence
from events.activities.standing import places_left
from events.db import database
from events.errors import InvalidTransition
from events.signups.checkin.arriving import refuse_without_door
from events.signups.keys import keyring, new_number
from events.signups.models import FormKind, Origin, Signup, State
from events.signups.people import Contact
from events.signups.placing import join, lock
from events.signups.queries import find_by_key
from events.signups.recording import note

KEY_LENGTH = 40


class Full(InvalidTransition):
    """Fewer places than people."""

    def __init__(self, left: int) -> None:
        there = f"只剩 {left} 个名额，不够这么多人" if left else "名额已经满了"
        super().__init__(f"{there}。可以请他们等一等：签到结束还有人没来，再看能不能进。")


def walk_in(
    occurrence_id: int, key: str, adults: int, children: int, by: audit.By, now: datetime
) -> Signup:
    """Places for them if there are any, checked in at once; the same key again is the same party.

    Children are not asked their age: nothing is stored of them but how many they are. Raises NoDoor
    or Full.
    """
    with database.atomic():
        occurrence = lock(occurrence_id)
        if made := find_by_key(_key(occurrence, key)):
            return made
        refuse_without_door(occurrence, now)
        signup = _new(occurrence, _key(occurrence, key), adults, children, now)
        if not join(signup):
            raise Full(places_left(occurrence) or 0)
        note(by, "signup.walked_in", signup, now)
    return signup


def _key(occurrence: Occurrence, key: str) -> str:
    return f"door/{occurrence.id}/{key[:KEY_LENGTH]}"


def _new(occurrence: Occurrence, key: str, adults: int, children: int, now: datetime) -> Signup:
    return Signup(
        occurrence=occurrence,
        number=new_number(),
        key=key,
        state=State.CONFIRMED,
        origin=Origin.DOOR,
        form=FormKind.PEOPLE,
        adults=adults,
        any_age=children,
        party=adults + children,
        sealed=keyring().seal(Contact("")),
        told_sequence=occurrence.sequence,
        kept_sequence=occurrence.sequence,
        created_at=now,
        updated_at=now,
        confirmed_at=now,
        checked_in_at=now,
    )
