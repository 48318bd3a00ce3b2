"""News for those who signed up, put into the outbox; part of the transaction that makes the news.

A letter names the sign-up only: what it says is read when it leaves, so that it is true then.
"""

from datetime import datetime
from typing import Any

from events.notifications.actions import write_letter
from events.signups.keys import keyring
from events.signups.models import Signup

KEY_LENGTH = 120


def tell(
    signup: Signup, kind: str, now: datetime, *,
    tail: object = "", not_before: datetime | None = None, **params: Any,
) -> None:  # fmt: skip
    """Once for each `kind` and `tail`. Whoever gave no address will have to be called."""
    email = keyring().unseal(signup.sealed).email
    if not email:
        Signup.update(call_since=now).where(Signup.id == signup.id).execute()
        return
    write_letter(
        email,
        kind,
        f"{signup.occurrence_id}/{signup.id}/{tail}"[:KEY_LENGTH],
        now,
        language=signup.language,
        not_before=not_before,
        signup=signup.id,
        title=signup.occurrence.activity.title,
        **params,
    )
