"""What a unit does with its submissions. One verb, one transaction."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from events.db import database
from events.errors import InvalidTransition
from events.submissions.models import State, Submission

EDITABLE = (State.DRAFT, State.RETURNED, State.PUBLISHED)


class DraftChanged(InvalidTransition):
    """Somebody, perhaps in another tab, has saved it since; `submission` is as it is now."""

    def __init__(self, submission: Submission) -> None:
        super().__init__("这份申报刚在另一个窗口改过。您填的内容还在，请对照后再保存。")
        self.submission = submission


def save_step(
    submission: Submission, step: str, typed: Mapping[str, Any], version: int, now: datetime
) -> Submission:
    """Keep a step as it was typed, right or wrong, and return the submission as it is then.

    Raises DraftChanged unless `version` is current. A returned one stays returned until it is
    handed in again; a published one is a draft from now on, and the public goes on seeing what was
    published.
    """
    with database.atomic():
        fresh = Submission.get_by_id(submission.id)
        refuse_closed(fresh)
        if version != fresh.version:
            raise DraftChanged(fresh)
        if fresh.draft.get(step) == dict(typed):
            return fresh
        changed = (
            Submission.update(
                draft={**fresh.draft, step: dict(typed)},
                state=State.DRAFT if fresh.state == State.PUBLISHED else fresh.state,
                version=version + 1,
                updated_at=now,
            )
            .where(
                Submission.id == fresh.id,
                Submission.version == version,
                Submission.state == fresh.state,
            )
            .execute()
        )
        saved = Submission.get_by_id(fresh.id)
        if not changed:
            raise DraftChanged(saved)
        return saved


def refuse_closed(submission: Submission) -> None:
    """Raises InvalidTransition for one that can't be edited as it stands."""
    if submission.state not in EDITABLE:
        raise InvalidTransition(_CLOSED[State(submission.state)])


_CLOSED = {
    State.SUBMITTED: "这份申报正在审核，不能再改；要改请先撤回。",
    State.REFUSED: "这份申报没有通过，不能再改；可以复制成一份新的。",
    State.WITHDRAWN: "这份申报已经收回，不能再改；可以复制成一份新的。",
}
