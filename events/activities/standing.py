"""How far the sign-up for an occurrence has come: one answer for every page. Pure."""

from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from events.activities.models import Activity, Occurrence
from events.activities.vocabulary import TAKING_PLACE, SignupMode


class Stand(StrEnum):
    ELSEWHERE = "elsewhere"  # not needed, by telephone, on another site
    NOT_YET = "not-yet"
    OPEN = "open"
    WAITING = "waiting"  # full, with room on the waiting list
    FULL = "full"
    CLOSED = "closed"  # too late, or it does not take place


class Standing(NamedTuple):
    """`left` are the places nobody has, None where there is no limit; `opens_at` of NOT_YET."""

    stand: Stand
    left: int | None = None
    opens_at: datetime | None = None

    @property
    def takes_signups(self) -> bool:
        return self.stand in (Stand.OPEN, Stand.WAITING)


def standing(activity: Activity, occurrence: Occurrence, now: datetime) -> Standing:
    if activity.signup_mode != SignupMode.HERE:
        return Standing(Stand.ELSEWHERE)
    if not takes_place(occurrence) or now >= closing(occurrence):
        return Standing(Stand.CLOSED)
    opens_at = occurrence.signup_opens_at
    if opens_at and now < opens_at:
        return Standing(Stand.NOT_YET, opens_at=opens_at)
    left = places_left(occurrence)
    if left is None or left > 0:
        return Standing(Stand.OPEN, left)
    has_room = occurrence.waiting < occurrence.waiting_limit
    return Standing(Stand.WAITING if has_room else Stand.FULL, 0)


def takes_place(occurrence: Occurrence) -> bool:
    return occurrence.is_public and occurrence.status in TAKING_PLACE


def places_left(occurrence: Occurrence) -> int | None:
    if occurrence.capacity is None:
        return None
    return max(occurrence.capacity - occurrence.taken, 0)


def closing(occurrence: Occurrence) -> datetime:
    """Never after its start, wherever that was moved to."""
    return min(occurrence.signup_closes_at or occurrence.start, occurrence.start)
