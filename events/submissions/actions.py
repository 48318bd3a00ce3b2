"""What a unit does with its submissions. One verb, one transaction."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from peewee import Expression

from events import audit
from events.activities.models import Activity
from events.audit import By
from events.db import database
from events.errors import InvalidTransition
from events.submissions.drafts import draft_of
from events.submissions.models import State, Submission, UnitDefaults
from events.submissions.published import content_of
from events.text import clean_line
from events.units.models import Unit

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

    Raises DraftChanged unless `version` is current, or nothing would change. A returned one stays
    returned until it is handed in again; a published one is a draft from now on, and the public
    goes on seeing what was published.
    """
    with database.atomic():
        fresh = Submission.get_by_id(submission.id)
        refuse_closed(fresh)
        draft = draft_now(fresh)
        if draft.get(step) == dict(typed):
            return fresh
        if version != fresh.version:
            raise DraftChanged(fresh)
        changed = (
            Submission.update(
                draft={**draft, step: dict(typed)},
                title=_title(typed) if step == "basics" else fresh.title,
                state=State.DRAFT if fresh.state == State.PUBLISHED else fresh.state,
                version=version + 1,
                updated_at=now,
            )
            .where(_as_read(fresh))
            .execute()
        )
        saved = Submission.get_by_id(fresh.id)
        if not changed:
            raise DraftChanged(saved)
        return saved


def draft_now(submission: Submission) -> dict[str, Any]:
    """Of one that nobody has changed since it was published: what the public sees now, whatever
    became of its occurrences in the meantime."""
    if submission.state == State.PUBLISHED and submission.activity:
        return draft_of(content_of(submission.activity))
    return submission.draft


def begin(
    unit: Unit,
    draft: Mapping[str, Any],
    by: By,
    now: datetime,
    carried_from: Activity | None = None,
) -> Submission:
    """A new one of this unit, which starts from `draft`."""
    with database.atomic():
        submission = Submission.create(
            unit=unit,
            draft=dict(draft),
            title=_title(draft.get("basics", {})),
            carried_from=carried_from,
            created_by=by.account_id,
            created_at=now,
            updated_at=now,
        )
        _note(submission, "submission.begun", by, now)
    return submission


def drop_changes(submission: Submission, by: By, now: datetime) -> Submission:
    """Forget what was changed since it was published: the draft is what the public sees again.

    Raises InvalidTransition for one that isn't public, or is in review.
    """
    with database.atomic():
        fresh = Submission.get_by_id(submission.id)
        refuse_closed(fresh)
        if fresh.activity is None:
            raise InvalidTransition("这份申报还没有发布过，没有可以回到的内容。")
        public = content_of(fresh.activity)
        dropped = (
            Submission.update(
                draft=draft_of(public),
                title=public.title,
                state=State.PUBLISHED,
                version=fresh.version + 1,
                updated_at=now,
            )
            .where(_as_read(fresh))
            .execute()
        )
        if not dropped:
            raise DraftChanged(Submission.get_by_id(fresh.id))
        _note(fresh, "submission.changes_dropped", by, now)
    return Submission.get_by_id(fresh.id)


def keep_defaults(unit: Unit, draft: Mapping[str, Any], by: By, now: datetime) -> None:
    """What new drafts of the unit start with from now on."""
    with database.atomic():
        kept, _is_new = UnitDefaults.get_or_create(unit=unit, defaults={"updated_at": now})
        kept.draft, kept.updated_at = dict(draft), now
        kept.save()
        audit.write(
            by, "unit.defaults_changed", "unit", unit.slug, now, name=unit.name, unit_id=unit.id
        )


def refuse_closed(submission: Submission) -> None:
    """Raises InvalidTransition for one that can't be edited as it stands."""
    if submission.state not in EDITABLE:
        raise InvalidTransition(_CLOSED[State(submission.state)])


def _as_read(fresh: Submission) -> Expression:
    """Nobody has saved or handed it in since it was read."""
    return (
        (Submission.id == fresh.id)
        & (Submission.version == fresh.version)
        & (Submission.state == fresh.state)
    )


def _title(typed: Mapping[str, Any]) -> str:
    """What lists call it meanwhile."""
    return clean_line(str(typed.get("title", "")))[:120]


def _note(submission: Submission, action: str, by: By, now: datetime) -> None:
    audit.write(
        by, action, "submission", submission.id, now,
        name=submission.title, unit_id=submission.unit_id,
    )  # fmt: skip


_CLOSED = {
    State.SUBMITTED: "这份申报正在审核，不能再改；要改请先撤回。",
    State.REFUSED: "这份申报没有通过，不能再改；可以复制成一份新的。",
    State.WITHDRAWN: "这份申报已经收回，不能再改；可以复制成一份新的。",
}
