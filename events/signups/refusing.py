"""Whether a wish can be met at all, places aside: by the hours, the terms and the limits."""

from datetime import datetime

from events.activities.models import Occurrence
from events.activities.standing import Stand, standing, takes_place
from events.marking import N_
from events.signups.holding import Held
from events.signups.keys import keyring
from events.signups.limiting import refuse_over_limits
from events.signups.models import Origin
from events.signups.people import AGES, bands_for
from events.signups.refusals import NotOpen, PartyRefused
from events.signups.terms import PARTY_LIMIT
from events.signups.wishes import Wish


def refuse_closed(occurrence: Occurrence, wish: Wish, now: datetime) -> None:
    """The unit may enter somebody before the opening and until the end."""
    found = standing(occurrence.activity, occurrence, now)
    if found.stand in (Stand.OPEN, Stand.WAITING, Stand.FULL):
        return
    is_to_come = takes_place(occurrence) and now < occurrence.end
    if wish.origin != Origin.PERSON and is_to_come:
        return
    if found.stand == Stand.NOT_YET:
        raise NotOpen(N_("还没有开放报名，请到开放的时间再来。您填的内容还在。"), found.opens_at)
    if found.stand == Stand.ELSEWHERE:
        raise NotOpen(N_("这个活动不在这里报名，请看活动页上写的办法。"))
    raise NotOpen(N_("这一场已经截止报名、取消或者结束，请看别的场次。"))


def refuse_party(wish: Wish, held: Held) -> None:
    party, terms, activity = wish.party, held.terms, held.occurrence.activity
    limit = terms.party_limit if wish.origin == Origin.PERSON else PARTY_LIMIT
    if not 1 <= party.size <= limit or min(vars(party).values()) < 0:
        raise PartyRefused(
            N_("每份报名 1 至 %(limit)d 人，您填了 %(size)d 人。"), limit=limit, size=party.size
        )
    if party.needs_guardian and not wish.consent:
        raise PartyRefused(N_("有不满 14 岁的孩子，请由监护人勾选同意。"))
    bands = set(bands_for(activity.age_from, activity.age_to))
    if terms.ages_only and any(getattr(party, band) and band not in bands for band in AGES):
        raise PartyRefused(N_("这个活动不接待这个年龄的孩子，请看活动页上的年龄。"))


def refuse_too_many(wish: Wish, held: Held, now: datetime) -> None:
    if wish.contact.is_known_by and wish.origin == Origin.PERSON:
        refuse_over_limits(keyring().hashes_of(wish.contact.is_known_by), held, now)
