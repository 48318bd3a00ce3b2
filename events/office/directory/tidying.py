"""Requests that nobody answered are closed, and who asked is forgotten."""

from datetime import datetime, timedelta

from events import audit
from events.db import database
from events.office.directory.requests.actions import close
from events.office.directory.requests.queries import left_unanswered
from events.office.models import RequestState

WAITS = timedelta(days=180)


def tidy(now: datetime) -> int:
    """Returns how many were closed."""
    with database.atomic():
        found = left_unanswered(now - WAITS)
        for request in found:
            close(request, RequestState.REFUSED, "", now)
            audit.write(
                audit.PROGRAM, "unit-request.expired", "unit-request", request.id, now,
                name=request.name,
            )  # fmt: skip
    return len(found)
