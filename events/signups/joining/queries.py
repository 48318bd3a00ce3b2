"""What the form of an occurrence needs, in as few statements as can be; and lost sign-ups found."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from peewee import JOIN, fn

from events.activities.models import Activity, Occurrence
from events.activities.standing import Standing, standing
from events.db import LARGEST_ID
from events.errors import Gone, NotFound
from events.marking import N_
from events.prepared import Prepared
from events.signups.keys import keyring
from events.signups.models import LIVE, QuestionSetVersion, Signup, SignupTerms
from events.signups.people import Contact
from events.signups.placing import admits
from events.signups.queries import newest_version, read_terms
from events.signups.terms import Terms
from events.units.models import District
from events.venues.models import Venue

MOST_OTHERS = 5
_STANDING = (  # all that `standing` and a link need
    *(Occurrence.id, Occurrence.start, Occurrence.end, Occurrence.status, Occurrence.is_public),
    *(Occurrence.capacity, Occurrence.taken, Occurrence.waiting, Occurrence.waiting_limit),
    *(Occurrence.signup_opens_at, Occurrence.signup_closes_at),
)
_OFFERED: Prepared[Occurrence] = Prepared(
    lambda occurrence: (
        Occurrence.select(Occurrence, Activity, Venue, District, SignupTerms)
        .join(Activity)
        .switch(Occurrence)
        .join(Venue, JOIN.LEFT_OUTER, on=(Occurrence.venue == Venue.id), attr="venue")
        .switch(Occurrence)
        .join(District, on=(Occurrence.district == District.id), attr="district")
        .switch(Occurrence)
        .join(SignupTerms, JOIN.LEFT_OUTER, on=(SignupTerms.activity == Activity.id), attr="terms")
        .where(Occurrence.id == occurrence)
    ),
    "occurrence",
)

_NUMBERS = (
    *(Occurrence.revision, Occurrence.capacity, Occurrence.taken),
    *(Occurrence.waiting, Occurrence.waiting_limit),
)


def _counted(occurrence: Any, key: Any) -> Any:
    made = Signup.select(Signup.id).where(Signup.key == key)
    return Occurrence.select(*_NUMBERS).where(Occurrence.id == occurrence, ~fn.EXISTS(made))


_COUNTED: Prepared[Occurrence] = Prepared(_counted, "occurrence", "key")


@dataclass(frozen=True)
class Offer:
    """An occurrence as it is offered; `version` is None where nothing is asked but the usual."""

    occurrence: Occurrence
    activity: Activity
    venue: Venue | None
    district: District
    terms: Terms
    version: QuestionSetVersion | None


def get_offer(occurrence_id: int) -> Offer:
    """Of an occurrence the public may see (one statement, two with questions of its own).

    Raises NotFound or Gone.
    """
    found = _OFFERED.first(min(occurrence_id, LARGEST_ID))
    if found is None or found.activity.published_at is None:
        raise NotFound(N_("没有这一场活动，可能链接不完整。请到“活动”页查找。"))
    if not found.is_public or not found.activity.is_public:
        raise Gone(
            N_("“%(title)s”已撤下，不再举办。请到“活动”页找别的活动。"), title=found.activity.title
        )
    terms = read_terms(getattr(found, "terms", None))
    version = newest_version(terms.question_set)
    venue = found.venue if found.venue_id else None
    return Offer(found, found.activity, venue, found.district, terms, version)


def counted(occurrence_id: int, key: str) -> tuple[int | None, ...]:
    """The numbers that decide whether it is full; () where the form has made a sign-up already, or
    without such an occurrence (one statement)."""
    return _COUNTED.raw(min(occurrence_id, LARGEST_ID), key) or ()


def counted_in(occurrence: Occurrence) -> tuple[int | None, ...]:
    """The same of one that was read already."""
    return tuple(getattr(occurrence, number.name) for number in _NUMBERS)


def others_open(offer: Offer, now: datetime) -> list[tuple[Occurrence, Standing]]:
    """The next other occurrences of the activity with places for newcomers (one statement, and one
    for each that somebody waits for)."""
    rows = (
        Occurrence.select(*_STANDING)
        .where(
            Occurrence.activity == offer.activity,
            Occurrence.id != offer.occurrence.id,
            Occurrence.is_public,
            Occurrence.start > now,
            Occurrence.capacity.is_null() | (Occurrence.taken < Occurrence.capacity),
        )
        .order_by(Occurrence.start, Occurrence.id)
        .limit(MOST_OTHERS * 4)  # some of them are not open
    )
    return list(islice(_open_among(rows, offer, now), MOST_OTHERS))


def _open_among(
    rows: Iterable[Occurrence], offer: Offer, now: datetime
) -> Iterator[tuple[Occurrence, Standing]]:
    for row in rows:
        row.activity = offer.activity
        found = standing(offer.activity, row, now)
        if found.takes_signups and admits(row, 1, offer.terms.strict_order, now):
            yield row, found


def find_own(number: str, known_by: str) -> Signup | None:
    """The sign-up of this number, if it is of whoever is reached that way (one statement)."""
    signup = Signup.get_or_none(Signup.number == number)
    return signup if signup and _reaches(signup, known_by) else None


def live_of_contact(known_by: str, now: datetime) -> list[Signup]:
    """Sign-ups for what is still to come of whoever is reached that way (one statement)."""
    hashes = keyring().hashes_of(known_by)
    mine = Signup.contact_hash.in_(hashes) | Signup.email_hash.in_(hashes)
    rows = (
        Signup.select(Signup, Occurrence)
        .join(Occurrence)
        .where(mine, Signup.state.in_(LIVE), Occurrence.end > now)
        .order_by(Occurrence.start, Signup.id)
    )
    return [row for row in rows if _reaches(row, known_by)]


def _reaches(signup: Signup, known_by: str) -> bool:
    contact = keyring().unseal(signup.sealed) if signup.sealed else Contact("")
    return bool(known_by) and known_by in (contact.phone, contact.email)
