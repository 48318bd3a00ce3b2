"""Whether terms of sign-up and sittings go together. Pure."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from events.signups.terms import Terms, closing, opening
from events.submissions.content import Sitting
from events.submissions.renewing import timing_of


def opens_too_late(terms: Terms, sittings: Sequence[Sitting], zone: ZoneInfo) -> list[Sitting]:
    """Those whose sign-up would open only when it is closed already."""
    return [sitting for sitting in sittings if _is_late(terms, sitting, zone)]


def _is_late(terms: Terms, sitting: Sitting, zone: ZoneInfo) -> bool:
    timing = timing_of(sitting, zone)
    opens_at = opening(terms, timing.first_day, zone)
    return opens_at is not None and opens_at >= closing(terms, timing.start)


def without_places(sittings: Sequence[Sitting]) -> list[Sitting]:
    """Those that one can't sign up for, because nobody says for how many they are."""
    return [sitting for sitting in sittings if sitting.capacity is None]
