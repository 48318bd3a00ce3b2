"""A sign-up as the people at the desk read it: what is personal opened, and masked where due."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from events.activities.models import Occurrence
from events.people.emails import masked as masked_email
from events.signups.keys import keyring
from events.signups.models import LIVE, QuestionSetVersion, Signup, State
from events.signups.people import Contact
from events.signups.phones import in_words, masked
from events.signups.questions.question import Kind, Question
from events.signups.questions.reading import questions_of, said

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class DeskRow:
    """`contact` is None for one whose data were erased; `phone` and `email` are as they may be
    shown; `answers` are pairs of question and answer; `position` on the waiting list, from 1."""

    signup: Signup
    contact: Contact | None
    phone: str
    email: str
    answers: tuple[tuple[str, str], ...]
    position: int | None


@dataclass(frozen=True)
class Reader:
    """What reading the sign-ups of an occurrence takes. With `in_full` nothing is masked, with
    `is_open` only what is of sign-ups that are over."""

    questions: Mapping[int, tuple[Question, ...]]
    queue: Mapping[int, int]
    in_full: bool
    is_open: bool

    def read(self, signup: Signup) -> DeskRow:
        """Raises SealedWithOtherKey."""
        contact = contact_of(signup)
        if contact is None:
            return DeskRow(signup, None, "", "", (), None)
        counts = signup.state in LIVE or signup.call_since is not None
        in_full = self.in_full or (self.is_open and counts)
        return DeskRow(
            signup,
            contact,
            phone=contact.phone and (in_words if in_full else masked)(contact.phone),
            email=contact.email if in_full or not contact.email else masked_email(contact.email),
            answers=self._answers(signup, contact, in_full),
            position=self.queue.get(signup.id),
        )

    def _answers(
        self, signup: Signup, contact: Contact, in_full: bool
    ) -> tuple[tuple[str, str], ...]:
        questions = self.questions.get(signup.questions_id or 0, ())
        asked = [question for question in questions if question.key in contact.answers]
        return tuple(
            (label, words if in_full else _veiled(question, contact.answers[question.key], words))
            for question, (label, words) in zip(asked, said(asked, contact.answers), strict=True)
        )


def reader_for(
    occurrence: Occurrence, signups: Iterable[Signup], now: datetime, in_full: bool = False
) -> Reader:
    """Of sign-ups of this occurrence (two statements)."""
    versions = {signup.questions_id for signup in signups if signup.questions_id}
    asked = QuestionSetVersion.select().where(QuestionSetVersion.id.in_(list(versions)))
    waiting: Any = (
        Signup.select(Signup.id)
        .where(Signup.occurrence == occurrence.id, Signup.state == State.WAITING)
        .order_by(Signup.id)
    )
    return Reader(
        questions={version.id: questions_of(version) for version in asked},
        queue={id_: position for position, (id_,) in enumerate(waiting.tuples(), 1)},
        in_full=in_full,
        is_open=phones_are_open(occurrence, now),
    )


def _veiled(question: Question, answer: Any, words: str) -> str:
    """A number or an address that a question asked for is no more open than the person's own."""
    veils = {Kind.PHONE: masked, Kind.EMAIL: masked_email}
    return veils[Kind(question.kind)](answer) if question.kind in veils else words


def contact_of(signup: Signup) -> Contact | None:
    """None where it was erased; raises SealedWithOtherKey."""
    return keyring().unseal(signup.sealed) if signup.sealed else None


def phones_are_open(occurrence: Occurrence, now: datetime) -> bool:
    """From the day before to the day after, by the calendar of the place: then people are called
    on the spot. At other times a number is shown for a reason, which is written down."""
    today = now.astimezone(ZoneInfo(occurrence.activity.timezone)).date()
    return occurrence.first_day - _DAY <= today <= occurrence.last_day + _DAY
