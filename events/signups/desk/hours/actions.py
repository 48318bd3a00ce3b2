"""When sign-up for one occurrence opens and closes, set by hand."""

from datetime import datetime

from events import audit, changes
from events.activities.models import Occurrence
from events.activities.recording import touch
from events.db import database
from events.errors import EventsError, InvalidTransition
from events.signups.placing import lock


class HoursRefused(EventsError):
    """Sign-up can't be open from then until then."""


def set_hours(
    occurrence: Occurrence, opens_at: datetime | None, closes_at: datetime | None, by: audit.By,
    now: datetime,
) -> Occurrence:  # fmt: skip
    """None is at once, and until the start. Raises HoursRefused, InvalidTransition once begun.

    The closing time is always stored: publishing knows by it that this one has been open.
    """
    with database.atomic():
        changes.take_turn()
        occurrence = lock(occurrence.id)
        if occurrence.start <= now:
            raise InvalidTransition("这一场已经开始，报名已经截止；到场的人请在签到页登记。")
        closes_at = closes_at or occurrence.start
        if closes_at > occurrence.start:
            raise HoursRefused("截止时间晚于开始时间：最晚到这一场开始为止。")
        if opens_at and opens_at >= closes_at:
            raise HoursRefused("开放时间不早于截止时间，请核对。")
        touch(
            Occurrence.id == occurrence.id,
            now,
            signup_opens_at=opens_at,
            signup_closes_at=closes_at,
        )
        changes.record("occurrence", str(occurrence.id), now)
        audit.write(
            by, "occurrence.signup-timed", "occurrence", occurrence.id, now,
            name=occurrence.activity.title, unit_id=occurrence.activity.organiser_id,
            opens=_text(opens_at), closes=_text(closes_at),
        )  # fmt: skip
    return Occurrence.get_by_id(occurrence.id)


def open_now(occurrence: Occurrence, by: audit.By, now: datetime) -> Occurrence:
    """From now on; until the start where the closing time is past."""
    closes_at = occurrence.signup_closes_at
    return set_hours(
        occurrence, None, closes_at if closes_at and closes_at > now else None, by, now
    )


def close_now(occurrence: Occurrence, by: audit.By, now: datetime) -> Occurrence:
    opens_at = occurrence.signup_opens_at
    return set_hours(occurrence, opens_at if opens_at and opens_at < now else None, now, by, now)


def _text(instant: datetime | None) -> str | None:
    return instant.isoformat(timespec="minutes") if instant else None
