"""What those who signed up were promised: a new content of the activity keeps it."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from events.activities.models import Activity, Occurrence
from events.activities.vocabulary import SignupMode, Status
from events.signups.models import LIVE, Signup
from events.submissions.content import Content
from events.submissions.schedule.said import say_times


def broken_promises(activity: Activity, content: Content, now: datetime) -> list[str]:
    """A sentence for each; `activity` is as the public sees it (one statement)."""
    is_left = activity.signup_mode == SignupMode.HERE and content.signup_mode != SignupMode.HERE
    return list(_left(activity, now) if is_left else _taken_away(activity, content))


def _taken_away(activity: Activity, content: Content) -> Iterator[str]:
    """Sittings with fewer places than people who have one."""
    rows: Any = Occurrence.select(Occurrence.uid, Occurrence.taken).where(
        Occurrence.activity == activity, Occurrence.taken > 0
    )
    taken = dict(rows.tuples())
    for sitting in content.sittings:
        count = taken.get(sitting.uid, 0)
        if sitting.capacity is not None and sitting.capacity < count:
            yield (
                f"{say_times([sitting])}：已经报上 {count} 人，名额不能改成 {sitting.capacity}，"
                f"最少是 {count}。"
            )


def _left(activity: Activity, now: datetime) -> Iterator[str]:
    """There would be no sign-up here any more, and people are counting on theirs."""
    count = (
        Signup.select()
        .join(Occurrence)
        .where(
            Occurrence.activity == activity,
            Occurrence.end > now,
            Occurrence.status != Status.CANCELLED,
            Signup.state.in_(LIVE),
        )
        .count()
    )
    if count:
        yield (
            f"还有 {count} 份报名算数，不能改成别的报名方式："
            "请等这些场次办完；办不了的场次，请先取消。"
        )
