"""More or fewer places for an occurrence that is public; the unit's draft follows."""

from datetime import datetime

from events import audit, changes
from events.activities.models import Occurrence
from events.activities.recording import touch
from events.activities.vocabulary import SignupMode
from events.audit import By
from events.db import database
from events.errors import InvalidTransition
from events.signups.models import Signup
from events.signups.placing import lock
from events.signups.waiting import promote
from events.submissions.models import Submission
from events.submissions.occurrences.keeping import keep_in_step


class CapacityRefused(InvalidTransition):
    """Fewer places than are taken."""

    def __init__(self, taken: int) -> None:
        super().__init__(
            f"已经有 {taken} 人有名额（包括留给候补、还没答复的），名额不能少于 {taken}；"
            "要再少，请先和报名的人商量取消。"
        )


def set_capacity(
    occurrence: Occurrence, capacity: int | None, by: By, now: datetime
) -> list[Signup]:
    """So many places from now on, None without a limit; returns who got places by it, or an offer.

    Raises CapacityRefused, InvalidTransition.
    """
    with database.atomic():
        changes.take_turn()
        occurrence = lock(occurrence.id)
        _refuse(occurrence, capacity, now)
        before = occurrence.capacity
        if before == capacity:
            return []
        touch(Occurrence.id == occurrence.id, now, capacity=capacity, resized_at=now)
        changes.record("occurrence", str(occurrence.id), now)
        _tell_draft(occurrence, now)
        audit.write(
            by, "occurrence.resized", "occurrence", occurrence.id, now,
            name=occurrence.activity.title, unit_id=occurrence.activity.organiser_id,
            before=before, capacity=capacity,
        )  # fmt: skip
        return promote(occurrence.id, now)


def _refuse(occurrence: Occurrence, capacity: int | None, now: datetime) -> None:
    if not occurrence.is_public or occurrence.end <= now:
        raise InvalidTransition("这一场已经结束或者撤下，名额不用再改。")
    if capacity is None and occurrence.activity.signup_mode == SignupMode.HERE:
        raise InvalidTransition("在这里报名的场次要有名额，请写能来多少人，例如 40。")
    if capacity is not None and capacity < occurrence.taken:
        raise CapacityRefused(occurrence.taken)


def _tell_draft(occurrence: Occurrence, now: datetime) -> None:
    """The unit's file on the activity, if it has one."""
    submission = Submission.get_or_none(Submission.activity == occurrence.activity_id)
    if submission is not None:
        keep_in_step(submission, {occurrence.uid}, now)
