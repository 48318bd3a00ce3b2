"""Signing up and giving places back. Both change sign-up and places in one transaction."""

from dataclasses import asdict, dataclass
from datetime import datetime

from peewee import fn

from events import audit
from events.activities.models import ActivityEdition, Occurrence
from events.activities.standing import Stand, places_left, standing
from events.days.models import ThemedDay
from events.db import database
from events.errors import InvalidTransition
from events.prepared import Prepared
from events.signups.keys import keyring, new_number
from events.signups.models import LIVE, DayLimit, Origin, Signup, State
from events.signups.people import Contact, Party, bands_for
from events.signups.placing import admits, enter, fresh, join, lock
from events.signups.queries import find_by_key, live_of, terms_of
from events.signups.refusals import (
    AlreadySignedUp,
    NotOpen,
    PartyRefused,
    PlacesGone,
    TooManySignups,
)
from events.signups.telling import tell
from events.signups.terms import PARTY_LIMIT, Terms
from events.signups.waiting import promote

_DAY_LIMITS: Prepared[DayLimit] = Prepared(
    lambda activity: (
        DayLimit.select(DayLimit, ThemedDay)
        .join(ThemedDay)
        .switch(DayLimit)
        .join(
            ActivityEdition,
            on=(ActivityEdition.themed_day == DayLimit.themed_day)
            & (ActivityEdition.year == DayLimit.year),
        )
        .where(ActivityEdition.activity == activity)
    ),
    "activity",
)


class Holder:
    """Whoever signed up, for the audit, which knows no names of the public."""

    account_id: int | None = None
    name = "报名人"


HOLDER = Holder()


@dataclass(frozen=True)
class Wish:
    """What a form asks for. `key` comes with the form, so that sending it twice means once.

    `consent` is the digest of the text that was agreed to, "" without consent; `questions` the id
    of the version that was asked; `may_wait`: rather on the waiting list than not at all.
    """

    occurrence_id: int
    key: str
    form: str
    party: Party
    contact: Contact
    questions: int | None = None
    consent: str = ""
    language: str = "zh"
    origin: Origin = Origin.PERSON
    may_wait: bool = False


def sign_up(wish: Wish, by: audit.By, now: datetime) -> Signup:
    """Give places, or a place on the waiting list, or hand it to the unit to approve.

    Part of a transaction (`commits.committer` or `database.atomic`). The same key again returns
    what it made the first time. Raises NotOpen, PlacesGone, AlreadySignedUp, TooManySignups,
    PartyRefused or NotFound.
    """
    if made := find_by_key(wish.key):
        return made
    occurrence = lock(wish.occurrence_id)
    terms = terms_of(occurrence.activity_id)
    _refuse_closed(occurrence, wish, now)
    _refuse_party(wish.party, wish, occurrence, terms)
    hashes = keyring().hashes_of(wish.contact.is_known_by) if wish.contact.is_known_by else []
    _refuse_too_many(hashes, occurrence, wish, terms)
    signup = _new(wish, occurrence, hashes, now)
    signup.state = _state_for(wish, occurrence, terms)
    signup.confirmed_at = now if signup.state == State.CONFIRMED else None
    if not join(signup):
        raise PlacesGone(places_left(occurrence) or 0, None)
    audit.write(
        by, "signup.made", "signup", signup.id, now, unit_id=occurrence.activity.organiser_id,
        name=occurrence.activity.title, occurrence=occurrence.id, state=signup.state,
        party=signup.party, origin=signup.origin,
    )  # fmt: skip
    tell(signup, f"signup-{signup.state}", now, by_phone=False)
    return signup


def cancel(
    signup: Signup, by: audit.By, now: datetime, *, tail: str = "own", reason: str = ""
) -> Signup:
    """Give the places back; whoever waits moves up. Cancelling twice is cancelling once. `reason`
    is the unit's, for the one whose sign-up it was.

    Raises InvalidTransition for one that is over, was refused or has lapsed.
    """
    with database.atomic():
        signup, occurrence = fresh(signup)
        if signup.state == State.CANCELLED:
            return signup
        if signup.state not in LIVE or signup.checked_in_at:
            raise InvalidTransition("这份报名已经不作数，或者人已经到场，不用再取消。")
        enter(signup, State.CANCELLED, now, ended_at=now)
        audit.write(
            by, "signup.cancelled", "signup", signup.id, now, name=occurrence.activity.title,
            unit_id=occurrence.activity.organiser_id, occurrence=occurrence.id, party=signup.party,
            reason=reason,
        )  # fmt: skip
        if signup.sealed:
            by_phone = by is not HOLDER
            tell(signup, "signup-cancelled", now, tail=tail, by_phone=by_phone, reason=reason)
        promote(occurrence.id, now)
    return signup


def _refuse_closed(occurrence: Occurrence, wish: Wish, now: datetime) -> None:
    """The unit may enter somebody before the opening and until the end."""
    found = standing(occurrence.activity, occurrence, now)
    if found.stand in (Stand.OPEN, Stand.WAITING, Stand.FULL):
        return
    is_on = occurrence.is_public and occurrence.status in ("scheduled", "moved")
    if wish.origin != Origin.PERSON and is_on and now < occurrence.end:
        return
    if found.stand == Stand.NOT_YET:
        raise NotOpen("还没有开放报名，请到开放的时间再来。您填的内容还在。", found.opens_at)
    if found.stand == Stand.ELSEWHERE:
        raise NotOpen("这个活动不在这里报名，请看活动页上写的办法。")
    raise NotOpen("这一场已经截止报名、取消或者结束，请看别的场次。")


def _refuse_party(party: Party, wish: Wish, occurrence: Occurrence, terms: Terms) -> None:
    limit = terms.party_limit if wish.origin == Origin.PERSON else PARTY_LIMIT
    if not 1 <= party.size <= limit or min(asdict(party).values()) < 0:
        raise PartyRefused(f"每份报名 1 至 {limit} 人，您填了 {party.size} 人。")
    if party.needs_guardian and not wish.consent:
        raise PartyRefused("有不满 14 岁的孩子，请由监护人勾选同意。")
    activity = occurrence.activity
    bands = set(bands_for(activity.age_from, activity.age_to))
    if terms.ages_only and any(
        getattr(party, band) and band not in bands for band in ("under_7", "under_14", "under_18")
    ):
        raise PartyRefused("这个活动不接待这个年龄的孩子，请看活动页上的年龄。")


def _refuse_too_many(hashes: list[str], occurrence: Occurrence, wish: Wish, terms: Terms) -> None:
    if not hashes:
        return
    if live_of(occurrence.id, hashes):
        raise AlreadySignedUp
    if wish.origin != Origin.PERSON:
        return
    mine = (
        Signup.select()
        .join(Occurrence)
        .where(Signup.contact_hash.in_(hashes), Signup.state.in_(LIVE))
    )
    of_activity = mine.where(Occurrence.activity == occurrence.activity_id)
    if terms.phone_limit and of_activity.count() >= terms.phone_limit:
        raise TooManySignups(
            f"同一个手机号在这个活动里最多报 {terms.phone_limit} 场，已经报满。可以先退掉一场。"
        )
    for limit in _DAY_LIMITS.all(occurrence.activity_id):
        tied = ActivityEdition.select(ActivityEdition.activity).where(
            ActivityEdition.themed_day == limit.themed_day_id, ActivityEdition.year == limit.year
        )
        if mine.where(Occurrence.activity.in_(tied)).count() >= limit.phone_limit:
            raise TooManySignups(
                f"“{limit.themed_day.name}”期间同一个手机号最多报 {limit.phone_limit} 场，"
                "已经报满。可以先退掉一场。"
            )


def _state_for(wish: Wish, occurrence: Occurrence, terms: Terms) -> State:
    if terms.needs_approval and wish.origin == Origin.PERSON:
        return State.PENDING
    if admits(occurrence, wish.party.size, terms.strict_order):
        return State.CONFIRMED
    has_room = occurrence.waiting + wish.party.size <= occurrence.waiting_limit
    fits_at_all = occurrence.capacity is None or wish.party.size <= occurrence.capacity
    if has_room and fits_at_all and wish.may_wait:
        return State.WAITING
    waiting = Signup.select(fn.COUNT(Signup.id)).where(
        Signup.occurrence == occurrence, Signup.state == State.WAITING
    )
    ahead = waiting.scalar() if has_room and fits_at_all else None
    raise PlacesGone(places_left(occurrence) or 0, ahead)


def _new(wish: Wish, occurrence: Occurrence, hashes: list[str], now: datetime) -> Signup:
    return Signup(
        occurrence=occurrence,
        number=new_number(),
        key=wish.key,
        origin=wish.origin,
        form=wish.form,
        **asdict(wish.party),
        party=wish.party.size,
        sealed=keyring().seal(wish.contact),
        contact_hash=hashes[0] if hashes else None,
        questions=wish.questions,
        language=wish.language,
        consented_at=now if wish.consent else None,
        consent_digest=wish.consent,
        told_sequence=occurrence.sequence,
        kept_sequence=occurrence.sequence,
        created_at=now,
        updated_at=now,
    )
