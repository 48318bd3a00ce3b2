"""Why somebody can't be checked in: each says to the person at the door what to do instead."""

from datetime import datetime
from zoneinfo import ZoneInfo

from events.activities.models import Activity, Occurrence
from events.errors import EventsError, InvalidTransition
from events.signups.models import State

_WALK_IN = "有空名额时，可以按“没有报名的人”登记。"
_SENTENCES = {
    State.PENDING: "这份报名单位还没有同意。请先到报名名单里处理。",
    State.WAITING: f"这份报名还在候补，没有名额。{_WALK_IN}",
    State.OFFERED: f"留给这份报名的名额已经过期。{_WALK_IN}",
    State.REFUSED: f"这份报名没有被接受。{_WALK_IN}",
    State.LAPSED: f"留给这份报名的名额已经过期，让给了别人。{_WALK_IN}",
    State.CANCELLED: f"这份报名已经取消。{_WALK_IN}",
}


class NoDoor(InvalidTransition):
    """There is nobody to check in: too early, too late, or it does not take place."""


class UnknownNumber(EventsError):
    """No sign-up has this number."""

    def __init__(self) -> None:
        super().__init__("没有这个编号。请再核对一遍，或者按姓名、手机后四位找。")


class NotExpected(InvalidTransition):
    """A sign-up without a place."""

    def __init__(self, state: State) -> None:
        super().__init__(_SENTENCES[state])


class Elsewhere(InvalidTransition):
    """A sign-up for something else; what it is for is said only to the unit that offers it."""

    def __init__(self, own: Activity, other: Occurrence) -> None:
        sentence = "这个编号不是这一场的，请看凭证上的日期和地点。"
        if other.activity.organiser_id == own.organiser_id:
            start = other.start.astimezone(ZoneInfo(other.activity.timezone))
            sentence = f"这个编号是另一场的：{_in_words(start)}“{other.activity.title}”。{_WALK_IN}"
        super().__init__(sentence)


def _in_words(start: datetime) -> str:
    return f"{start.month}月{start.day}日 {start:%H:%M}"
