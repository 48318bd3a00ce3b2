"""The terms of a content become those of the public activity, and the times and waiting lists of
its occurrences."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from events.activities.models import Activity, Occurrence
from events.signups.models import SignupTerms
from events.signups.queries import terms_of
from events.signups.terms import Terms, closing, opening
from events.signups.waiting import promote


def settle_terms(activity: Activity, terms: Terms | None, now: datetime) -> None:
    """Part of the transaction that publishes them, after the occurrences are what they shall be.

    Of an occurrence that has been open to sign-ups before only that changes which the terms now
    say otherwise; what is over stays as it was.
    """
    before = _put(activity, terms)
    if before == terms is None:
        return
    zone = ZoneInfo(activity.timezone)
    for row in Occurrence.select().where(Occurrence.activity == activity, Occurrence.end > now):
        known = before if row.signup_closes_at else None
        was, now_is = (booking(one, row.start, row.first_day, zone) for one in (known, terms))
        changed = {name: value for name, value in now_is.items() if was[name] != value}
        if changed:
            Occurrence.update(**changed).where(Occurrence.id == row.id).execute()
        if row.waiting:
            promote(row.id, now)


def booking(
    terms: Terms | None, start: datetime, first_day: date, zone: ZoneInfo
) -> dict[str, Any]:
    """Columns of an occurrence that takes place then. Pure."""
    if terms is None:
        return {"waiting_limit": 0, "signup_opens_at": None, "signup_closes_at": None}
    return {
        "waiting_limit": terms.waiting_limit,
        "signup_opens_at": opening(terms, first_day, zone),
        "signup_closes_at": closing(terms, start),
    }


def _put(activity: Activity, terms: Terms | None) -> Terms | None:
    """In the place of those there were, which are returned."""
    mine = SignupTerms.activity == activity
    before = terms_of(activity.id) if SignupTerms.select().where(mine).exists() else None
    SignupTerms.delete().where(mine).execute()
    if terms:
        SignupTerms.create(activity=activity, **vars(terms))
    return before
