"""Who is expected at a door: frozen rows, a constant number of statements."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from events.activities.models import Occurrence
from events.signups.keys import NUMBER_LENGTH, keyring, read_number
from events.signups.models import HOLDING, Origin, Signup, State
from events.signups.people import Contact, Party
from events.signups.queries import party_of

_ENOUGH = NUMBER_LENGTH // 2


@dataclass(frozen=True)
class Guest:
    """A party that has places. `name` is empty for who came without a sign-up or was erased;
    `last_four` are the last digits of the telephone, or empty."""

    id: int
    number: str
    name: str
    last_four: str
    party: Party
    state: State
    is_walk_in: bool
    checked_in_at: datetime | None

    def is_meant_by(self, text: str) -> bool:
        """By its number or the beginning of it, a part of the name, or the last four digits."""
        start = read_number(text)
        if len(start) >= _ENOUGH and self.number.startswith(start):
            return True
        return text == self.last_four or text.casefold() in self.name.casefold()


@dataclass(frozen=True)
class Count:
    """People, and the parties they come in: those who are here and those who are confirmed."""

    people_here: int
    people: int
    parties_here: int
    parties: int


def is_number(text: str) -> bool:
    """Whether it is meant as the number of a pass, rather than as a name."""
    number = read_number(text)
    return len(number) == NUMBER_LENGTH and number.isascii()


def guests_of(occurrence: Occurrence) -> list[Guest]:
    """Who is still expected first (one statement)."""
    rows = Signup.select().where(Signup.occurrence == occurrence.id, Signup.state.in_([*HOLDING]))
    guests = [_guest(row) for row in rows.order_by(Signup.id)]
    return sorted(guests, key=lambda guest: guest.checked_in_at is not None)


def count_of(guests: Sequence[Guest]) -> Count:
    confirmed = [guest for guest in guests if guest.state == State.CONFIRMED]
    here = [guest for guest in confirmed if guest.checked_in_at]
    return Count(
        people_here=sum(guest.party.size for guest in here),
        people=sum(guest.party.size for guest in confirmed),
        parties_here=len(here),
        parties=len(confirmed),
    )


def _guest(signup: Signup) -> Guest:
    contact = keyring().unseal(signup.sealed) if signup.sealed else Contact("")
    digits = contact.phone.partition(";")[0]
    return Guest(
        id=signup.id,
        number=signup.number,
        name=contact.name,
        last_four=digits[-4:],
        party=party_of(signup),
        state=State(signup.state),
        is_walk_in=signup.origin == Origin.DOOR,
        checked_in_at=signup.checked_in_at,
    )
