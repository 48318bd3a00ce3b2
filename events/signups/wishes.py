"""What somebody asks for with a form. Pure."""

from dataclasses import dataclass

from events.signups.models import Origin
from events.signups.people import Contact, Party


@dataclass(frozen=True)
class Wish:
    """`key` comes with the form, so that sending it twice means once.

    `consent` is the digest of the text that was agreed to, "" without consent; `questions` the id
    of the version that was asked; `may_wait`: rather on the waiting list than not at all.
    """

    occurrence_id: int
    key: str
    form: str
    party: Party
    contact: Contact
    questions: int | None = None
    consent: str = ""
    language: str = "zh"
    origin: Origin = Origin.PERSON
    may_wait: bool = False
