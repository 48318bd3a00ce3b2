"""Invented people who have signed up for the activities of the demonstration."""

import random
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from events.activities.models import Activity, Occurrence
from events.activities.standing import standing
from events.activities.vocabulary import SignupMode
from events.audit import PROGRAM
from events.records.files import Record
from events.signups.actions import sign_up
from events.signups.holding import hold
from events.signups.joining.consent import digest_of, words_in
from events.signups.models import FormKind, Origin, Signup, State
from events.signups.people import Contact, Party, bands_for
from events.signups.placing import enter
from events.signups.queries import terms_of
from events.signups.refusals import AlreadySignedUp, PlacesGone
from events.signups.terms import Terms
from events.signups.wishes import Wish
from events.submissions.signup.settling import booking, settle_terms

_BACK, _AHEAD = timedelta(weeks=2), timedelta(weeks=3)
_SIGNED_UP = timedelta(days=2)  # before the start, of those whose occurrence is over
_FAMILY_NAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"
_SCHOOLS = ("演示小学", "虚构路小学", "样例中学", "示范实验学校")


def put_terms(activity: Activity, record: Record, now: datetime) -> None:
    """The terms the file gives, where one signs up here."""
    if record.get("signup_mode") == SignupMode.HERE:
        settle_terms(activity, Terms(**record.get("terms", {})), now)


def open_signup(occurrence: Occurrence) -> None:
    """The times and the waiting list that the terms of its activity mean for a new occurrence."""
    activity = occurrence.activity
    if activity.signup_mode == SignupMode.HERE:
        zone, days = ZoneInfo(activity.timezone), (occurrence.start, occurrence.first_day)
        columns = booking(terms_of(activity.id), *days, zone)
        Occurrence.update(columns).where(Occurrence.id == occurrence.id).execute()


def fill(occurrence_id: int, percent: int, now: datetime) -> None:
    """Let so many sign up, in percent of the capacity, if sign-up is open and nobody has yet; some
    come to what is over. The same occurrence always gets the same people. Part of a transaction."""
    held = hold(occurrence_id)
    occurrence = held.occurrence
    at = min(now, occurrence.start - _SIGNED_UP)
    is_near = now - _BACK < occurrence.start < now + _AHEAD
    if not is_near or not standing(occurrence.activity, occurrence, at).takes_signups:
        return
    if Signup.select().where(Signup.occurrence == occurrence).exists():
        return
    chance = random.Random(occurrence.uid)  # noqa: S311  nothing depends on it
    wanted = (occurrence.capacity or 0) * percent // 100
    while wanted > 0:
        wish = _wish(occurrence, held.terms, chance)
        wanted -= wish.party.size
        try:
            sign_up(wish, held, PROGRAM, at)
        except (PlacesGone, AlreadySignedUp):
            continue
    _approve_first(occurrence, at)
    if occurrence.end < now:
        _arrive(occurrence, chance)


def _approve_first(occurrence: Occurrence, now: datetime) -> None:
    """Of the classes that wait for an answer the first has one."""
    pending = Signup.select().where(Signup.occurrence == occurrence, Signup.state == State.PENDING)
    if first := pending.order_by(Signup.id).first():
        enter(first, State.CONFIRMED, now, confirmed_at=now)


def _arrive(occurrence: Occurrence, chance: random.Random) -> None:
    """Four of five come, within the quarter of an hour before it begins."""
    mine = (Signup.occurrence == occurrence) & (Signup.state == State.CONFIRMED)
    for signup in Signup.select().where(mine):
        if chance.random() < 0.8:
            signup.checked_in_at = occurrence.start - timedelta(seconds=chance.randint(0, 900))
            signup.save()


def _wish(occurrence: Occurrence, terms: Terms, chance: random.Random) -> Wish:
    is_class = terms.form == FormKind.CLASS
    party = _class(chance) if is_class else _party(occurrence.activity, terms, chance)
    return Wish(
        occurrence_id=occurrence.id,
        key=f"demo-{occurrence.id}-{chance.getrandbits(64):x}",
        form=terms.form,
        party=party,
        contact=_contact(chance, is_class),
        consent=digest_of(words_in("zh")) if party.needs_guardian else "",
        origin=Origin.PERSON,
        may_wait=True,
    )


def _class(chance: random.Random) -> Party:
    pupils = chance.randint(28, 46)
    return Party(adults=2 + pupils // 20, pupils=pupils)


def _party(activity: Activity, terms: Terms, chance: random.Random) -> Party:
    size = chance.randint(1, min(terms.party_limit, 4))
    bands = [band for band in bands_for(activity.age_from, activity.age_to) if band != "under_18"]
    if not bands or activity.age_to is None:
        return Party(adults=size)
    return Party(adults=1, **({chance.choice(bands): size - 1} if size > 1 else {}))


def _contact(chance: random.Random, is_class: bool) -> Contact:
    """Numbers of a block that its operator keeps empty."""
    phone = f"+861380000{chance.randint(0, 9999):04}"
    name = chance.choice(_FAMILY_NAMES)
    if not is_class:
        return Contact(name + chance.choice(("女士", "先生")), phone=phone)
    grade = f"{chance.choice('三四五六')}年级（{chance.randint(1, 6)}）班"
    bus = "一辆 45 座大巴"
    return Contact(f"{name}老师", phone=phone, school=chance.choice(_SCHOOLS), grade=grade, bus=bus)
