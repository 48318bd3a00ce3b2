"""News for those who signed up, put into the outbox; part of the transaction that makes the news.

A letter names the sign-up only: what it says is read when it leaves, so that it is true then.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from peewee import chunked

from events.notifications.actions import write_letter, write_letters
from events.signups.models import Signup
from events.signups.reach import address_of, has_post

KEY_LENGTH = 120
_TOGETHER = 500


def welcome(signup: Signup, email: str, now: datetime) -> None:
    """The first letter, to who has just signed up and can't have been told of it before."""
    letter = _letter(signup, email, "", {})
    params = letter.pop("params")
    write_letter(kind=f"signup-{signup.state}", now=now, **letter, **params)


def tell(
    signup: Signup, kind: str, now: datetime, *,
    tail: object = "", not_before: datetime | None = None, by_phone: bool = True, **params: Any,
) -> None:  # fmt: skip
    """Once for each `kind` and `tail`. Who can't be written to will have to be called, unless it is
    about his own doing: `by_phone` is false then."""
    tell_all(
        [signup], kind, now, tail=tail, not_before=not_before, by_phone=by_phone, **params
    )  # fmt: skip


def tell_all(
    signups: Iterable[Signup], kind: str, now: datetime, *,
    tail: object = "", not_before: datetime | None = None, by_phone: bool = True, **params: Any,
) -> None:  # fmt: skip
    """The same to each, as `tell` does it, in as many statements as to one. Who was erased is told
    nothing; who can't be written to, without `by_phone`, nothing either. Letters are written, too,
    while there is no mail server: one may come."""
    letters, to_call = [], []
    for signup in signups:
        if not signup.sealed:
            continue
        email = address_of(signup)
        if email:
            letters.append(_letter(signup, email, tail, params))
        if by_phone and not (email and has_post()):
            to_call.append(signup.id)
    write_letters(kind, letters, now, not_before)
    for ids in chunked(to_call, _TOGETHER):
        Signup.update(call_since=now).where(Signup.id.in_(ids)).execute()


def _letter(signup: Signup, email: str, tail: object, params: dict[str, Any]) -> dict[str, Any]:
    return {
        "key": f"{signup.occurrence_id}/{signup.id}/{tail}"[:KEY_LENGTH],
        "email": email,
        "language": signup.language,
        "params": {"signup": signup.id, "title": signup.occurrence.activity.title, **params},
    }
