"""What nobody needs any more."""

from datetime import datetime, timedelta

from events.db import database
from events.people.attempts import FADED
from events.people.models import Attempt, LoginSession, OneTimeLink

_KEPT = timedelta(days=30)  # a session that ended, so that its owner may still wonder about it


def tidy(now: datetime) -> int:
    """Delete links that are used or expired, sessions long ended and failures long ago.

    Returns how many rows went.
    """
    ended = now - _KEPT
    links = OneTimeLink.used_at.is_null(False) | (OneTimeLink.expires_at <= now)
    sessions = (LoginSession.expires_at < ended) | (LoginSession.revoked_at < ended)
    with database.atomic():
        return sum(
            int(model.delete().where(which).execute())
            for model, which in (
                (OneTimeLink, links),
                (LoginSession, sessions),
                (Attempt, Attempt.last_at < now - FADED),
            )
        )
