"""Reads of sign-ups: frozen rows, a constant number of statements."""

from collections.abc import Iterable
from itertools import chain
from typing import Any

from events.activities.models import Activity, Occurrence
from events.db import LARGEST_ID
from events.errors import Gone, NotFound
from events.marking import N_
from events.prepared import Prepared
from events.signups.keys import keyring
from events.signups.models import (
    IS_LIVE,
    QuestionSet,
    QuestionSetVersion,
    Signup,
    SignupTerms,
    State,
)
from events.signups.people import Contact, Party
from events.signups.terms import Terms

_TERMS: Prepared[SignupTerms] = Prepared(
    lambda activity: SignupTerms.select().where(SignupTerms.activity == activity), "activity"
)
_BY_KEY: Prepared[Signup] = Prepared(lambda key: Signup.select().where(Signup.key == key), "key")


def _is_live(occurrence: Any, known_by: Any, address: Any) -> Any:
    """Written so that SQLite, too, looks into the index of numbers and into that of addresses, not
    at all who come to the occurrence."""
    by_number = (Signup.occurrence == occurrence) & Signup.contact_hash.in_((known_by, address))
    by_address = (Signup.email_hash == known_by) & (Signup.occurrence + 0 == occurrence)
    return (by_number & IS_LIVE) | (by_address & IS_LIVE)


_LIVE_OF: Prepared[Signup] = Prepared(
    lambda besides, *whose: Signup.select().where(_is_live(*whose), Signup.id != besides),
    *("besides", "occurrence", "known_by", "address"),
)
_FORMER: Prepared[Signup] = Prepared(
    lambda key, *whose: Signup.select().where((Signup.key == key) | _is_live(*whose)),
    *("key", "occurrence", "known_by", "address"),
)


def terms_of(activity_id: int) -> Terms:
    """An activity's, or the usual ones (one statement)."""
    return read_terms(_TERMS.first(activity_id))


def read_terms(row: SignupTerms | None) -> Terms:
    if row is None:
        return Terms()
    values = {name: getattr(row, name) for name in Terms.__dataclass_fields__}
    return Terms(**{**values, "question_set": row.question_set_id})


def get_occurrence(occurrence_id: int) -> Occurrence:
    """One the public may see, with its activity (one statement); raises NotFound or Gone."""
    found = (
        Occurrence.select(Occurrence, Activity)
        .join(Activity)
        .where(Occurrence.id == min(occurrence_id, LARGEST_ID))
        .first()
    )
    if found is None or found.activity.published_at is None:
        raise NotFound(N_("没有这一场活动，可能链接不完整。请到“活动”页查找。"))
    if not found.is_public:
        raise Gone(
            N_("“%(title)s”已撤下，不再举办。请到“活动”页找别的活动。"), title=found.activity.title
        )
    return found


def find_by_key(key: str) -> Signup | None:
    """The sign-up that this form has made already (one statement)."""
    return _BY_KEY.first(key)


def get_by_token(token: str) -> Signup:
    """Whose own page it is, with occurrence and activity (one statement).

    Raises NotFound for a token that isn't ours, Gone for one that was erased.
    """
    return _get(Signup.number == keyring().number_in(token))


def get_signup(signup_id: int) -> Signup:
    """With occurrence and activity (one statement); raises NotFound."""
    return _get(Signup.id == min(signup_id, LARGEST_ID))


def _get(which: object) -> Signup:
    found = (
        Signup.select(Signup, Occurrence, Activity)
        .join(Occurrence)
        .join(Activity)
        .where(which)
        .first()
    )
    if found is None:
        raise NotFound(N_("没有这份报名。请打开确认信里的链接，或用“找回我的报名”。"))
    return found


def refuse_erased(signup: Signup) -> None:
    """Raises Gone: whose data were erased, of that sign-up only numbers are left."""
    if signup.erased_at is not None:
        raise Gone(N_("这份报名的个人信息已经删除，只保留了人数。如要参加别的活动，请重新报名。"))


def ahead_of(signup: Signup) -> int:
    """How many parties wait before it (one statement)."""
    return (
        Signup.select()
        .where(
            Signup.occurrence == signup.occurrence_id,
            Signup.state == State.WAITING,
            Signup.id < signup.id,
        )
        .count()
    )


def count_waiting(occurrence_id: int) -> int:
    """How many parties wait (one statement)."""
    return (
        Signup.select()
        .where(Signup.occurrence == occurrence_id, Signup.state == State.WAITING)
        .count()
    )


def party_of(signup: Signup) -> Party:
    return Party(**{part: getattr(signup, part) for part in Party.__dataclass_fields__})


def live_of(occurrence_id: int, contact: Contact, besides: int = 0) -> Signup | None:
    """The sign-up that somebody has for an occurrence and that still counts, but for that of the id
    `besides` (a statement for each key in use).

    The same number is the same person. An address without a number is whoever gave that address,
    with a number or without; two numbers with one address are two people.
    """
    found = (_LIVE_OF.first(besides, occurrence_id, *pair) for pair in _hashes_of(contact))
    return next(filter(None, found), None)


def former_of(occurrence_id: int, key: str, contact: Contact) -> list[Signup]:
    """The sign-up that this form has made already, and any that `live_of` finds (a statement for
    each key in use)."""
    if not contact.is_known_by:
        return [made] if (made := find_by_key(key)) else []
    pairs = _hashes_of(contact)
    return list(chain.from_iterable(_FORMER.all(key, occurrence_id, *pair) for pair in pairs))


def _hashes_of(contact: Contact) -> Iterable[tuple[str, str]]:
    """Of what he is known by, and of his address, by every key in use; none without either."""
    if not (known_by := contact.is_known_by):
        return ()
    ring = keyring()
    return zip(ring.hashes_of(known_by), ring.hashes_of(contact.email or known_by), strict=True)


def newest_version(question_set_id: int | None) -> QuestionSetVersion | None:
    """What a form asks now, with its set (one statement)."""
    if question_set_id is None:
        return None
    return (
        QuestionSetVersion.select(QuestionSetVersion, QuestionSet)
        .join(QuestionSet)
        .where(QuestionSetVersion.question_set == question_set_id)
        .order_by(QuestionSetVersion.number.desc())
        .first()
    )
