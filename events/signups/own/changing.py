"""What a person changes about the own sign-up. One verb, one transaction."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime

from events import audit
from events.activities.models import Occurrence
from events.activities.standing import places_left, takes_place
from events.db import database
from events.errors import InvalidTransition
from events.marking import N_
from events.signups.actions import HOLDER
from events.signups.holding import with_terms
from events.signups.keys import keyring
from events.signups.limiting import refuse_over_limits
from events.signups.models import HOLDING, Origin, Signup, State
from events.signups.own.standing import is_live, may_change
from events.signups.people import AGES, Contact, Party, bands_for
from events.signups.placing import admits, fresh, resize
from events.signups.queries import live_of, party_of, terms_of
from events.signups.recording import note
from events.signups.refusals import AlreadySignedUp, PartyRefused
from events.signups.telling import tell
from events.signups.terms import PARTY_LIMIT, Terms
from events.signups.waiting import promote


class ChangedMeanwhile(InvalidTransition):
    """It is not any more what the form was filled from."""


class PartyStays(InvalidTransition):
    """There are not enough places for a larger party. `left` are those there are."""

    def __init__(self, reason: str, party: int, left: int, **values: int) -> None:
        stays = N_("原来的 %(party)d 人没有变，您填的内容还在。")
        super().__init__(reason, stays, party=party, left=left, **values)
        self.left = left


@dataclass(frozen=True)
class Change:
    """What a form says now. `seen` is the `updated_at` of the sign-up it was filled from, as ISO
    text; `consent` the digest of the text a guardian has just agreed to, or empty."""

    party: Party
    contact: Contact
    seen: str
    consent: str = ""


def change(signup: Signup, wanted: Change, by: audit.By, now: datetime) -> Signup:
    """Correct name, contact and answers, and make the party larger or smaller: all or nothing.

    Raises ChangedMeanwhile, InvalidTransition after the start, AlreadySignedUp, TooManySignups,
    PartyRefused, PartyStays.
    """
    with database.atomic():
        signup, occurrence = fresh(signup)
        _refuse_outdated(signup, occurrence, wanted, now)
        before, was = party_of(signup), keyring().unseal(signup.sealed)
        _refuse_party(signup, wanted, occurrence, now)
        _take_contact(signup, was, wanted.contact, occurrence, now)
        if wanted.consent and wanted.party.needs_guardian and signup.consented_at is None:
            signup.consented_at, signup.consent_digest = now, wanted.consent
        resize(signup, now, **asdict(wanted.party))
        note(by, "signup.changed", signup, now, before=before.size)
        is_news = before != wanted.party or was.email != wanted.contact.email
        if is_news:
            by_phone = by is not HOLDER
            tail = signup.updated_at.isoformat()
            tell(signup, "signup-changed", now, tail=tail, by_phone=by_phone)
        promote(occurrence.id, now)
    return signup


def keep(signup: Signup, sequence: int, by: audit.By, now: datetime) -> Signup:
    """Come all the same, to what has SEQUENCE `sequence`; saying so twice is saying it once.

    Raises ChangedMeanwhile where it has moved once more.
    """
    with database.atomic():
        signup, occurrence = fresh(signup)
        if not is_live(signup, now) or not takes_place(occurrence):
            raise InvalidTransition(N_("这份报名或者这一场已经不作数了，请看现在的状态。"))
        if sequence != occurrence.sequence:
            raise ChangedMeanwhile(N_("这一场刚刚又改了，请看新的时间和地点，再决定一次。"))
        if signup.kept_sequence < sequence:
            signup.kept_sequence = sequence
            signup.save()
            note(by, "signup.kept", signup, now)
    return signup


def _refuse_outdated(signup: Signup, occurrence: Occurrence, wanted: Change, now: datetime) -> None:
    if not may_change(signup, occurrence, now):
        raise InvalidTransition(N_("这份报名现在不能改了：已经开始、到场、取消或者过期。"))
    if wanted.seen != signup.updated_at.isoformat():
        raise ChangedMeanwhile(
            N_("这份报名刚在别处改过，这里没有存。下面仍是您填的内容，请核对后再存一次。")
        )


def _refuse_party(signup: Signup, wanted: Change, occurrence: Occurrence, now: datetime) -> None:
    """What has not grown is never refused, whatever the terms have become since."""
    party, terms = wanted.party, terms_of(occurrence.activity_id)
    limit = terms.party_limit if signup.origin == Origin.PERSON else PARTY_LIMIT
    if party.size < 1 or min(asdict(party).values()) < 0:
        raise PartyRefused(N_("至少要有 1 人。都不来的话，请取消报名。"))
    if party.size > max(limit, signup.party):
        raise PartyRefused(
            N_("每份报名最多 %(limit)d 人，您填了 %(size)d 人。"), limit=limit, size=party.size
        )
    if party.needs_guardian and not (signup.consented_at or wanted.consent):
        raise PartyRefused(N_("有不满 14 岁的孩子，请由监护人勾选同意。"))
    if terms.ages_only and any(_new_bands(signup, party, occurrence)):
        raise PartyRefused(N_("这个活动不接待这个年龄的孩子，请看活动页上的年龄。"))
    if party.size > signup.party:
        _refuse_growth(signup, party.size, occurrence, terms, now)


def _new_bands(signup: Signup, party: Party, occurrence: Occurrence) -> Iterator[str]:
    """Of which there are more now, and for which the activity is not."""
    welcome = set(bands_for(occurrence.activity.age_from, occurrence.activity.age_to))
    for band in AGES:
        if band not in welcome and getattr(party, band) > getattr(signup, band):
            yield band


def _refuse_growth(
    signup: Signup, size: int, occurrence: Occurrence, terms: Terms, now: datetime
) -> None:
    """Those who come in addition are newcomers: whom the unit has not approved, and not while
    somebody waits for these places."""
    more, left = size - signup.party, places_left(occurrence) or 0
    if terms.needs_approval and signup.state != State.PENDING:
        why = N_(
            "多出来的人要主办单位同意，这里不能加。"
            "请按活动页上的电话联系主办单位，或者取消以后重新报名。"
        )
        raise PartyStays(why, signup.party, left)
    if signup.state in HOLDING and not admits(occurrence, more, terms.strict_order, now):
        too_few = N_("只剩 %(left)d 个名额，不够再加 %(more)d 人。")
        why = too_few if more > left else N_("空出来的名额先给候补的人。")
        raise PartyStays(why, signup.party, left, more=more)
    if signup.state == State.WAITING:
        if occurrence.capacity is not None and size > occurrence.capacity:
            why = N_("这一场一共只有 %(capacity)d 个名额。")
            raise PartyStays(why, signup.party, left, capacity=occurrence.capacity)
        room = max(occurrence.waiting_limit - occurrence.waiting, 0)
        if more > room:
            why = N_("候补只能再加 %(room)d 人。")
            raise PartyStays(why, signup.party, left, room=room)


def _take_contact(
    signup: Signup, was: Contact, contact: Contact, occurrence: Occurrence, now: datetime
) -> None:
    """Raises AlreadySignedUp where the new number or address has a sign-up of its own, and
    TooManySignups where it has as many as it may."""
    is_another = (was.phone, was.email) != (contact.phone, contact.email)
    if is_another and live_of(signup.occurrence_id, contact, besides=signup.id):
        raise AlreadySignedUp
    hashes = keyring().hashes_of(contact.is_known_by) if contact.is_known_by else []
    if hashes and signup.contact_hash not in hashes and signup.origin == Origin.PERSON:
        refuse_over_limits(hashes, with_terms(occurrence), now)
    for mark, value in keyring().marks_of(contact).items():
        setattr(signup, mark, value)
    signup.sealed = keyring().seal(contact)
