"""How one signs up for an activity: values of the unit, and the times they mean. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from events.signups.models import FormKind

PARTY_LIMIT = 500  # of any one sign-up; a class with all who come along


@dataclass(frozen=True)
class Terms:
    """Field names are those of `SignupTerms`.

    Sign-up opens at `opens_time` (HH:MM) of `opens_on`, or `opens_days_before` the first day of
    each occurrence, or at once without either. `phone_limit`: how many occurrences of the activity
    one telephone number may have at a time. `waiting_limit`: people on each waiting list.
    `ages_only`: children of other ages than the activity's are refused. `bring` stands on the pass.
    """

    form: str = FormKind.PEOPLE
    question_set: int | None = None
    opens_on: date | None = None
    opens_days_before: int | None = None
    opens_time: str = ""
    closes_hours_before: int = 0
    party_limit: int = 5
    phone_limit: int | None = None
    needs_approval: bool = False
    ages_only: bool = False
    waiting_limit: int = 20
    strict_order: bool = False
    bring: str = ""


def opening(terms: Terms, first_day: date, zone: ZoneInfo) -> datetime | None:
    """When sign-up for an occurrence of this first day opens; None is at once."""
    day = terms.opens_on
    if terms.opens_days_before is not None:
        day = first_day - timedelta(days=terms.opens_days_before)
    if day is None:
        return None
    at = time.fromisoformat(terms.opens_time or "00:00")
    return datetime.combine(day, at, zone)


def closing(terms: Terms, start: datetime) -> datetime:
    return start - timedelta(hours=terms.closes_hours_before)
