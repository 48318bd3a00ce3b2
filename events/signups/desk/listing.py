"""The sign-ups of an occurrence, a page at a time, by pile and by what is typed to find one."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from events.activities.models import Occurrence
from events.signups.desk.reading import DeskRow, contact_of, reader_for
from events.signups.keys import NUMBER_LENGTH, read_number
from events.signups.models import LIVE, Signup, State
from events.signups.people import Contact
from events.signups.phones import PhoneRefused, read_phone

PAGE = 50


class Pile(StrEnum):
    LIVE = "live"
    PENDING = "pending"
    CONFIRMED = "confirmed"
    WAITING = "waiting"
    OFFERED = "offered"
    CALL = "call"  # to be told of something by telephone
    OVER = "over"  # refused, lapsed, cancelled


_STATES: dict[Pile, tuple[State, ...]] = {
    Pile.LIVE: LIVE,
    Pile.PENDING: (State.PENDING,),
    Pile.CONFIRMED: (State.CONFIRMED,),
    Pile.WAITING: (State.WAITING,),
    Pile.OFFERED: (State.OFFERED,),
    Pile.OVER: (State.REFUSED, State.LAPSED, State.CANCELLED),
}


@dataclass(frozen=True)
class Listing:
    """`page` counts from 1."""

    rows: tuple[DeskRow, ...]
    total: int
    page: int

    @property
    def pages(self) -> int:
        return _pages(self.total)


def list_signups(
    occurrence: Occurrence, pile: Pile, words: str, page: int, now: datetime
) -> Listing:
    """In the order in which they signed up (a constant number of statements). A page that isn't
    there is the last one."""
    found = in_pile(occurrence.id, pile)
    chosen = _matching(found, words) if words else None
    total = found.count() if chosen is None else len(chosen)
    page = min(page, _pages(total))
    first = (page - 1) * PAGE
    shown = chosen[first : first + PAGE] if chosen is not None else _some(found, first)
    reader = reader_for(occurrence, shown, now)
    return Listing(tuple(map(reader.read, shown)), total, page)


def in_pile(occurrence_id: int, pile: Pile) -> Any:
    """A query of sign-ups in the order in which they came."""
    mine = Signup.select().where(Signup.occurrence == occurrence_id).order_by(Signup.id)
    if pile is Pile.CALL:
        return mine.where(Signup.call_since.is_null(False), Signup.erased_at.is_null())
    return mine.where(Signup.state.in_(_STATES[pile]))


def _pages(total: int) -> int:
    return max(1, -(-total // PAGE))


def _some(found: Any, first: int) -> list[Signup]:
    return list(found.limit(PAGE).offset(first))


def _matching(found: Any, words: str) -> list[Signup]:
    """Names are sealed, so each is opened and looked at: some 50 µs."""
    number, phone = read_number(words), _phone(words)

    def fits(signup: Signup) -> bool:
        if len(number) >= NUMBER_LENGTH // 2 and signup.number.startswith(number):
            return True
        contact = contact_of(signup)
        return contact is not None and (_names(contact, words) or phone == contact.phone != "")

    return [signup for signup in found if fits(signup)]


def _names(contact: Contact, words: str) -> bool:
    return any(words.casefold() in name.casefold() for name in (contact.name, contact.school))


def _phone(words: str) -> str | None:
    try:
        return read_phone(words)
    except PhoneRefused:
        return None
