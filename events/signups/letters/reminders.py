"""The day before, whoever has a place is reminded, with the way to give it back."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from events.activities.models import Activity, Occurrence
from events.activities.vocabulary import TAKING_PLACE
from events.db import database
from events.signups.models import Signup, State
from events.signups.telling import tell_all


def write_signup_reminders(today: date, now: datetime) -> int:
    """Reminders of what begins tomorrow, each once; how many people were thought of.

    Who got the place today has just had a letter, and who gave no address is not called for this.
    """
    return sum(_remind(occurrence, today, now) for occurrence in _tomorrows(today))


def _tomorrows(today: date) -> list[Occurrence]:
    query = (
        Occurrence.select(Occurrence, Activity)
        .join(Activity)
        .where(
            Occurrence.is_public,
            Occurrence.first_day == today + timedelta(days=1),
            Occurrence.status.in_(TAKING_PLACE),
            Occurrence.taken > 0,
        )
    )
    return list(query.order_by(Occurrence.id))


def _remind(occurrence: Occurrence, today: date, now: datetime) -> int:
    midnight = datetime.combine(today, time(), ZoneInfo(occurrence.activity.timezone))
    confirmed = Signup.select().where(
        Signup.occurrence == occurrence,
        Signup.state == State.CONFIRMED,
        Signup.confirmed_at < midnight,
    )
    with database.atomic():
        signups = list(confirmed)
        for signup in signups:
            signup.occurrence = occurrence
        day = occurrence.first_day.isoformat()
        tell_all(signups, "signup-reminder", now, tail=day, by_phone=False)
    return len(signups)
