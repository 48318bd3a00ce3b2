"""A message of the unit to those who signed up for an occurrence: written, looked at, sent once."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from events import audit
from events.activities.models import Occurrence
from events.audit import AuditEntry
from events.db import database
from events.signups.desk.listing import Pile, in_pile
from events.signups.models import HOLDING, LIVE, Signup, State
from events.signups.placing import lock
from events.signups.reach import is_written_to
from events.signups.telling import tell_all

MOST_WORDS = 500
MANY = 100  # more than so many are told only by who has typed how many they are

_TOPIC = "signup-message"


class Group(StrEnum):
    """Whom it is for."""

    HOLDING = "holding"  # who has places, or an offer of them
    WAITING = "waiting"
    PENDING = "pending"
    LIVE = "live"
    CHOSEN = "chosen"  # one by one


_STATES: dict[str, tuple[State, ...]] = {
    Group.HOLDING: HOLDING,
    Group.WAITING: (State.WAITING,),
    Group.PENDING: (State.PENDING,),
}


@dataclass(frozen=True)
class Audience:
    """`signups` are all of them; `to_call` those among them who can't be written to."""

    signups: tuple[Signup, ...]
    to_call: int

    @property
    def letters(self) -> int:
        return len(self.signups) - self.to_call

    @property
    def is_large(self) -> bool:
        return len(self.signups) > MANY


def audience_of(occurrence_id: int, group: Group, chosen: Collection[int]) -> Audience:
    """As it is now (one statement); of those `chosen` the ones that still count."""
    found = in_pile(occurrence_id, Pile.LIVE)
    if group is Group.CHOSEN:
        found = found.where(Signup.id.in_(list(chosen)))
    else:
        found = found.where(Signup.state.in_(_STATES.get(group, LIVE)))
    signups = tuple(found)
    return Audience(signups, sum(not is_written_to(signup) for signup in signups))


def was_sent(occurrence_id: int, key: str) -> bool:
    """Whether the message with this key has left already (one statement)."""
    sent = AuditEntry.select().where(
        AuditEntry.topic == _TOPIC, AuditEntry.key == _key(occurrence_id, key)
    )
    return sent.exists()


def send(
    occurrence: Occurrence, group: Group, chosen: Sequence[int], words: str, key: str,
    by: audit.By, now: datetime,
) -> Audience | None:  # fmt: skip
    """A letter to each who can be written to, a mark to call for the others; returns whom.

    `key` was made with the preview: sent a second time, nothing happens, and None is returned.
    """
    with database.atomic():
        occurrence = lock(occurrence.id)
        if was_sent(occurrence.id, key):
            return None
        audience = audience_of(occurrence.id, group, chosen)
        for signup in audience.signups:
            signup.occurrence = occurrence
        tell_all(audience.signups, "signup-message", now, tail=key, words=words)
        audit.write(
            by, "signup-message.sent", _TOPIC, _key(occurrence.id, key), now,
            name=occurrence.activity.title, unit_id=occurrence.activity.organiser_id,
            occurrence=occurrence.id, group=group, count=len(audience.signups),
            letters=audience.letters,
        )  # fmt: skip
    return audience


def _key(occurrence_id: int, key: str) -> str:
    return f"{occurrence_id}/{key}"
