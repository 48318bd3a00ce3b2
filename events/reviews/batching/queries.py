"""Reads of batches: what was ticked, and what became of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from peewee import JOIN

from events.db import LARGEST_ID
from events.errors import NotFound
from events.people.actors import Actor
from events.people.models import Account, OfficeRole
from events.reviews.models import Batch
from events.submissions.models import Submission
from events.units.models import Unit

_ALL = (OfficeRole.OFFICE, OfficeRole.AUDITOR)


@dataclass(frozen=True)
class ItemRow:
    """One of a batch. `problem` says why it was not published, `activity` which it became; neither
    while it waits."""

    submission: Submission
    activity: int | None = None
    problem: str = ""


@dataclass(frozen=True)
class BatchRow:
    batch: Batch
    items: tuple[ItemRow, ...]

    @property
    def published(self) -> int:
        return sum(item.activity is not None for item in self.items)

    def seconds_left(self, now: datetime) -> int:
        """To undo it."""
        return max(0, int((self.batch.due_at - now).total_seconds()))


def get_batch(batch_id: int, actor: Actor) -> BatchRow:
    """A batch with its items (two statements); raises NotFound, also for another reviewer's."""
    batch = (
        Batch.select(Batch, Account)
        .join(Account, JOIN.LEFT_OUTER, on=(Batch.made_by == Account.id), attr="made_by")
        .where(Batch.id == batch_id)
        .first()
        if batch_id <= LARGEST_ID
        else None
    )
    if batch is None or not (actor.account_id == batch.made_by_id or actor.is_any(*_ALL)):
        raise NotFound("没有这一批，请从“审核”页进入。")
    outcome = {row["submission"]: row for row in batch.outcome}
    known = submissions(item["submission"] for item in batch.items)
    items = (
        ItemRow(
            known[item["submission"]],
            outcome.get(item["submission"], {}).get("activity"),
            outcome.get(item["submission"], {}).get("problem", ""),
        )
        for item in batch.items
        if item["submission"] in known
    )
    return BatchRow(batch, tuple(items))


def submissions(ids: Iterable[int]) -> dict[int, Submission]:
    """Each with its unit (one statement)."""
    rows = Submission.select(Submission, Unit).join(Unit).where(Submission.id.in_(list(ids)))
    return {row.id: row for row in rows}
