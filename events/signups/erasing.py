"""Erasure: what is personal goes for good, what was counted stays.

State, times, head counts and the record of a guardian's consent remain: they name nobody.
"""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from peewee import chunked

from events import audit
from events.activities.models import Activity, Occurrence
from events.activities.standing import takes_place
from events.activities.vocabulary import Status
from events.db import database
from events.notifications.models import Message, MessageState
from events.signups.actions import cancel
from events.signups.farewell import FAREWELL, drop_farewells, say_farewell
from events.signups.models import LIVE, Signup, State
from events.signups.placing import enter, fresh, lock
from events.signups.recording import note
from events.signups.scrubbing import scrub

_TOGETHER = 500
POSTPONED_AT_MOST = timedelta(days=180)  # after the end it had
_FOUND_AT_MOST = timedelta(days=2)  # letters with links that were asked for
_STUCK_AT_MOST = timedelta(days=7)  # the same, where no server takes them


def erase(signup: Signup, by: audit.By, now: datetime) -> Signup:
    """Cancel it, unless it is over or somebody came, and blank it. Twice is once."""
    with database.atomic():
        signup, occurrence = fresh(signup)
        if signup.erased_at is not None:
            return signup
        if may_cancel_erased(signup, occurrence, now):
            cancel(signup, by, now, tail="erased")
            say_farewell(signup, now)
        elif _cancellation_waits(signup):
            say_farewell(signup, now)
        _blank([signup.id], _letters_of([signup.id]), now)
        note(by, "signup.erased", signup, now)
    return Signup.get_by_id(signup.id)


def may_cancel_erased(signup: Signup, occurrence: Occurrence, now: datetime) -> bool:
    """As its holder may, also while an offer is about to lapse: what is postponed is not over."""
    is_over = takes_place(occurrence) and now >= occurrence.end
    return signup.state in LIVE and not signup.checked_in_at and not is_over


def erase_due(now: datetime, days: int) -> int:
    """Blank what was signed up for occurrences that ended so many days ago, one occurrence in a
    transaction; how many sign-ups that were. What was postponed and has no new date yet is waited
    for a little longer, and then gives its places back. Not inside a transaction."""
    letters = _letters_of(_ids_due(now, days))
    count = sum(_erase_of(one, letters, now, days) for one in _occurrences_due(now, days))
    drop_farewells(now)
    _drop_found(now)
    scrub()
    return count


def count_due(now: datetime, days: int) -> int:
    return len(_ids_due(now, days))


def _due(now: datetime, days: int, column: Any = Signup.id) -> Any:
    """Who signed up for what was postponed may still come, at its new time."""
    ended, may_come = Occurrence.end, Signup.state.in_(LIVE)
    is_kept = (Occurrence.status == Status.POSTPONED) & may_come & (ended > now - POSTPONED_AT_MOST)
    return (
        Signup.select(column)
        .join(Occurrence)
        .where(Signup.erased_at.is_null(), ended <= now - timedelta(days=days), ~is_kept)
    )


def _ids_due(now: datetime, days: int) -> list[int]:
    return [signup.id for signup in _due(now, days)]


def _occurrences_due(now: datetime, days: int) -> list[Occurrence]:
    query = Occurrence.select(Occurrence, Activity).join(Activity)
    these = Occurrence.id.in_(_due(now, days, Signup.occurrence))
    return list(query.where(these).order_by(Occurrence.id))


def _erase_of(
    occurrence: Occurrence, letters: dict[int, list[int]], now: datetime, days: int
) -> int:
    with database.atomic():
        if occurrence.status == Status.POSTPONED:
            _give_back(lock(occurrence.id), now, days)
        due = _due(now, days).where(Signup.occurrence == occurrence)
        ids = [signup.id for signup in due]
        _blank(ids, letters, now)
        audit.write(
            audit.PROGRAM, "signup.all-erased", "occurrence", occurrence.id, now,
            name=occurrence.activity.title, unit_id=occurrence.activity.organiser_id,
            count=len(ids),
        )  # fmt: skip
    return len(ids)


def _give_back(occurrence: Occurrence, now: datetime, days: int) -> None:
    """No new time was found for it: nobody will come for the places that were kept."""
    if occurrence.status != Status.POSTPONED:
        return
    kept = _due(now, days, Signup).where(
        Signup.occurrence == occurrence, Signup.state.in_(LIVE), Signup.checked_in_at.is_null()
    )
    for signup in list(kept):
        signup.occurrence = occurrence
        enter(signup, State.CANCELLED, now, ended_at=now)
        note(audit.PROGRAM, "signup.cancelled", signup, now)
        say_farewell(signup, now, given_up=True)


def _cancellation_waits(signup: Signup) -> bool:
    """Cancelled a moment ago: the letter that says so has not left, and goes with the rest."""
    near = Message.key.startswith(f"{signup.occurrence_id}/{signup.id}/")
    waits = (Message.kind == "signup-cancelled") & (Message.state == MessageState.WAITING)
    return Message.select().where(near, waits).exists()


def _drop_found(now: datetime) -> None:
    """Links of sign-ups that somebody asked for: soon of no use, and their keys name no sign-up."""
    is_old = Message.created_at <= now - _FOUND_AT_MOST
    is_stuck = Message.created_at <= now - _STUCK_AT_MOST
    is_done = Message.state.in_((MessageState.SENT, MessageState.DROPPED, MessageState.FAILED))
    Message.delete().where(Message.kind == "signup-found", is_old, is_done | is_stuck).execute()


def _blank(ids: Collection[int], letters: dict[int, list[int]], now: datetime) -> None:
    for few in chunked(ids, _TOGETHER):
        Signup.update(
            sealed="", contact_hash=None, email_hash="", note="", call_since=None, erased_at=now
        ).where(Signup.id.in_(few)).execute()
    doomed = [letter for id_ in ids for letter in letters.get(id_, ())]
    for few in chunked(doomed, _TOGETHER):
        Message.delete().where(Message.id.in_(few)).execute()


def _letters_of(ids: Collection[int]) -> dict[int, list[int]]:
    """Sign-up id -> letters about it, found in one walk through all of that kind: their keys begin
    with the occurrence, which may have been another at the time, and the sign-up."""
    if not ids:
        return {}
    wanted, found = set(map(str, ids)), defaultdict(list)
    letters = Message.select(Message.id, Message.key, Message.params)
    which = Message.kind.startswith("signup-") & (Message.kind != FAREWELL)
    for letter in letters.where(which).iterator():
        _occurrence, _slash, rest = letter.key.partition("/")
        named = [rest.partition("/")[0], *map(str, letter.params.get("signups", ()))]
        for signup_id in wanted.intersection(named):
            found[int(signup_id)].append(letter.id)
    return found
