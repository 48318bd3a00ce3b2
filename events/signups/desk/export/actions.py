"""Taking the list along: written down with how many rows, and why numbers were in it."""

from datetime import datetime

from events import audit
from events.activities.models import Occurrence
from events.db import database
from events.signups.desk.listing import Pile, in_pile
from events.signups.desk.reading import DeskRow, reader_for


def take_along(
    occurrence: Occurrence, pile: Pile, reason: str, kind: str, by: audit.By, now: datetime
) -> list[DeskRow]:
    """The rows of a pile; with a reason their numbers and addresses are in full at any time."""
    signups = list(in_pile(occurrence.id, pile))
    reader = reader_for(occurrence, signups, now, in_full=bool(reason))
    rows = [reader.read(signup) for signup in signups]
    with database.atomic():
        audit.write(
            by, "signup.exported", "occurrence", occurrence.id, now,
            name=occurrence.activity.title, unit_id=occurrence.activity.organiser_id,
            count=len(rows), pile=pile, kind=kind, reason=reason,
        )  # fmt: skip
    return rows
