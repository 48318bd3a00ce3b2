"""签到: who has come. The earliest time that anybody reports is the one that counts."""

from datetime import datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from events import audit
from events.activities.models import Activity, Occurrence
from events.activities.vocabulary import Status
from events.db import database
from events.signups.checkin.refusals import Elsewhere, NoDoor, NotExpected, UnknownNumber
from events.signups.checkin.window import window
from events.signups.keys import read_number
from events.signups.models import Origin, Signup, State
from events.signups.placing import enter, fresh, lock
from events.signups.recording import note
from events.signups.waiting import accept, may_take, promote

_FRACTION = timedelta(seconds=1)  # our clock counts whole seconds, a device's does not


class Arrival(NamedTuple):
    """`at` is when they came; `before` when they had been checked in already, or None."""

    signup: Signup
    at: datetime
    before: datetime | None


def check_in(
    occurrence_id: int, number: str, at: datetime, by: audit.By, now: datetime, *, device: str = ""
) -> Arrival:
    """Let a party in. `at` may be past, from a `device` that had no network; not future.

    Of two at once one is first, and the other learns when that was. An offer that still holds is
    accepted, and so are free places for one who waits, once they are for all.

    Raises NoDoor, UnknownNumber, Elsewhere or NotExpected.
    """
    at = min(at, now + _FRACTION)
    with database.atomic():
        occurrence = lock(occurrence_id)
        refuse_without_door(occurrence, at)
        signup = _find(number, occurrence)
        if may_take(signup, occurrence, now):
            signup = accept(signup, by, now)
        if signup.state != State.CONFIRMED:
            raise NotExpected(State(signup.state))
        before = signup.checked_in_at
        if before is None or at < before:
            _store(signup, at, now)
            here = at.astimezone(ZoneInfo(occurrence.activity.timezone))
            words = here.isoformat(" ", "seconds")
            note(by, "signup.checked_in", signup, now, at=words, device=device)
    return Arrival(signup, signup.checked_in_at, before)


def take_back(signup: Signup, by: audit.By, now: datetime) -> Signup:
    """They have not come after all: whoever came without a sign-up gives the places back, too.

    Taking back twice is taking back once.
    """
    with database.atomic():
        signup, occurrence = fresh(signup)
        if signup.checked_in_at is None:
            return signup
        _store(signup, None, now)
        note(by, "signup.check_in_removed", signup, now)
        if signup.origin == Origin.DOOR:
            enter(signup, State.CANCELLED, now, ended_at=now)
            promote(occurrence.id, now)
    return signup


def refuse_without_door(occurrence: Occurrence, at: datetime) -> None:
    """Raises NoDoor."""
    if why := why_no_door(occurrence, at):
        raise NoDoor(why)


def why_no_door(occurrence: Occurrence, at: datetime) -> str:
    """A sentence; "" when people can be let in."""
    opens_at, closes_at = window(occurrence)
    if occurrence.status in (Status.CANCELLED, Status.POSTPONED):
        return "这一场已经取消或者延期，不能签到。"
    if at < opens_at:
        return f"签到从前一天（{opens_at.month}月{opens_at.day}日）开始，请到那天再来。"
    if at >= closes_at:
        return "签到到第二天为止，这一场已经过了。到场人数请在活动总结里写。"
    return ""


def _find(number: str, occurrence: Occurrence) -> Signup:
    found = (
        Signup.select(Signup, Occurrence, Activity)
        .join(Occurrence)
        .join(Activity)
        .where(Signup.number == read_number(number))
        .first()
    )
    if found is None:
        raise UnknownNumber
    if found.occurrence_id != occurrence.id:
        raise Elsewhere(occurrence.activity, found.occurrence)
    return found


def _store(signup: Signup, at: datetime | None, now: datetime) -> None:
    signup.checked_in_at, signup.updated_at = at, now
    signup.save()
