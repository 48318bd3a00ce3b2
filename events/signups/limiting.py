"""How many occurrences one telephone number or address may have: by activity, and by edition."""

from datetime import datetime

from events.activities.models import ActivityEdition, Occurrence
from events.activities.vocabulary import Status
from events.marking import N_
from events.signups.holding import Held
from events.signups.models import LIVE, Signup
from events.signups.placing import hold_contact
from events.signups.refusals import TooManySignups


def is_counted(occurrence: Occurrence, now: datetime) -> bool:
    """For the limit of its activity."""
    return occurrence.is_public and occurrence.status != Status.CANCELLED and now < occurrence.end


def refuse_over_limits(hashes: list[str], held: Held, now: datetime) -> None:
    """For one more. What was cancelled or withdrawn is not counted, nor, for the activity's limit,
    what is over. Raises TooManySignups."""
    occurrence, terms = held.occurrence, held.terms
    if not terms.phone_limit and not held.day_limits:
        return
    hold_contact(hashes[0])
    mine = (
        Signup.select()
        .join(Occurrence)
        .where(
            Signup.contact_hash.in_(hashes),
            Signup.state.in_(LIVE),
            Occurrence.is_public,
            Occurrence.status != Status.CANCELLED,
        )
    )
    to_come = mine.where(Occurrence.activity == occurrence.activity_id, Occurrence.end > now)
    if terms.phone_limit and to_come.count() >= terms.phone_limit:
        raise TooManySignups(
            N_("同一个手机号在这个活动里最多报 %(limit)d 场，已经报满。可以先退掉一场。"),
            limit=terms.phone_limit,
        )
    for limit in held.day_limits:
        tied = ActivityEdition.select(ActivityEdition.activity).where(
            ActivityEdition.themed_day == limit.themed_day_id, ActivityEdition.year == limit.year
        )
        if mine.where(Occurrence.activity.in_(tied)).count() >= limit.phone_limit:
            raise TooManySignups(
                N_("“%(day)s”期间同一个手机号最多报 %(limit)d 场，已经报满。可以先退掉一场。"),
                day=limit.themed_day.name,
                limit=limit.phone_limit,
            )
