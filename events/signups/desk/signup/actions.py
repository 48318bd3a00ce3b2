"""Looking behind the mask of one sign-up."""

from datetime import datetime

from events import audit
from events.db import database
from events.signups.desk.reading import contact_of
from events.signups.models import Signup
from events.signups.people import Contact


def reveal(signup: Signup, reason: str, by: audit.By, now: datetime) -> Contact | None:
    """How to reach somebody, with a reason that stays written down; None where it was erased."""
    contact = contact_of(signup)
    if contact is None:
        return None
    activity = signup.occurrence.activity
    with database.atomic():
        audit.write(
            by, "signup.revealed", "signup", signup.id, now, name=activity.title,
            unit_id=activity.organiser_id, occurrence=signup.occurrence_id, reason=reason,
        )  # fmt: skip
    return contact
