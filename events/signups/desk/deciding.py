"""What the unit decides about one sign-up. One verb, one transaction; twice is once."""

from datetime import datetime

from events import audit
from events.activities.models import Occurrence
from events.activities.standing import places_left, takes_place
from events.db import database
from events.errors import InvalidTransition
from events.signups.models import Signup, State
from events.signups.placing import enter, fresh
from events.signups.recording import note
from events.signups.telling import tell


class PlacesShort(InvalidTransition):
    """Fewer places are left than the party needs."""

    def __init__(self, party: int, left: int) -> None:
        super().__init__(
            f"只剩 {left} 个名额，这份报名要 {party} 个："
            f"可以放进候补，或者先把名额加 {party - left} 个。"
        )


def approve(signup: Signup, by: audit.By, now: datetime) -> Signup:
    """Give the places that it waits for; raises PlacesShort, InvalidTransition."""
    with database.atomic():
        signup, occurrence = fresh(signup)
        if signup.state == State.CONFIRMED:
            return signup
        _refuse_decided(signup)
        _refuse_past(occurrence, now)
        if not enter(signup, State.CONFIRMED, now, confirmed_at=now):
            raise PlacesShort(signup.party, places_left(occurrence) or 0)
        note(by, "signup.approved", signup, now)
        tell(signup, "signup-confirmed", now, tail="approved")
    return signup


def let_wait(signup: Signup, by: audit.By, now: datetime) -> Signup:
    """Put what there are no places for on the waiting list, however long that is.

    Raises InvalidTransition where there are places, or will never be.
    """
    with database.atomic():
        signup, occurrence = fresh(signup)
        if signup.state == State.WAITING:
            return signup
        _refuse_decided(signup)
        _refuse_past(occurrence, now)
        _refuse_useless_wait(signup, occurrence)
        enter(signup, State.WAITING, now)
        note(by, "signup.put-on-list", signup, now)
        tell(signup, "signup-waiting", now, tail="decided")
    return signup


def refuse(signup: Signup, reason: str, by: audit.By, now: datetime) -> Signup:
    """`reason` is told to the one who asked, and nobody else; raises InvalidTransition."""
    with database.atomic():
        signup, _occurrence = fresh(signup)
        if signup.state == State.REFUSED:
            return signup
        _refuse_decided(signup)
        enter(signup, State.REFUSED, now, ended_at=now)
        note(by, "signup.refused", signup, now)
        tell(signup, "signup-refused", now, reason=reason)
    return signup


def mark_called(signup: Signup, by: audit.By, now: datetime) -> Signup:
    """Whoever could not be written to has been told by telephone."""
    with database.atomic():
        signup, _occurrence = fresh(signup)
        if signup.call_since is not None:
            signup.call_since = None
            signup.save()
            note(by, "signup.called", signup, now)
    return signup


def _refuse_decided(signup: Signup) -> None:
    if signup.state != State.PENDING:
        raise InvalidTransition("这份报名已经有人处理过，或者报名人自己取消了，请看现在的状态。")


def _refuse_past(occurrence: Occurrence, now: datetime) -> None:
    if not takes_place(occurrence) or occurrence.end <= now:
        raise InvalidTransition("这一场已经结束、取消或者延期，不能再给名额；可以写明原因后婉拒。")


def _refuse_useless_wait(signup: Signup, occurrence: Occurrence) -> None:
    left = places_left(occurrence)
    if left is None or signup.party <= left:
        raise InvalidTransition("名额还够，不用候补，请直接通过。")
    if occurrence.capacity is not None and signup.party > occurrence.capacity:
        raise InvalidTransition(
            f"这一场一共 {occurrence.capacity} 个名额，{signup.party} 人的报名候补也轮不到："
            "请先增加名额，或者婉拒。"
        )
