"""What was done to a sign-up, for the audit; part of the transaction that does it."""

from datetime import datetime
from typing import Any

from events import audit
from events.signups.models import Signup


def note(by: audit.By, action: str, signup: Signup, now: datetime, **details: Any) -> None:
    """Under the activity's title and its unit; how many people it is about stands with it."""
    activity = signup.occurrence.activity
    audit.write(
        by, action, "signup", signup.id, now, name=activity.title, unit_id=activity.organiser_id,
        occurrence=signup.occurrence_id, party=signup.party, **details,
    )  # fmt: skip
