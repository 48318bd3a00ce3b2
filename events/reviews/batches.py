"""Several published together, each only if it still is what the reviewer saw (decision 0019)."""

import re
from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta

from events import audit, changes
from events.audit import By
from events.db import database
from events.errors import EventsError, InvalidTransition
from events.people.actors import Actor
from events.reviews.actions import Said, approve, find_shown
from events.reviews.looking import look_at
from events.reviews.models import Batch
from events.reviews.reach import may_review
from events.reviews.reviewers import find_reviewer
from events.submissions.models import State, Submission

MOST = 100
UNDO_WITHIN = timedelta(seconds=10)


@dataclass(frozen=True)
class Chosen:
    """A submission as the reviewer was shown it when he ticked it."""

    submission: int
    revision: int
    digest: str

    @property
    def tick(self) -> str:
        return f"{self.submission}.{self.revision}.{self.digest}"


class NotTogether(EventsError):
    """Why one of several can't be published without being looked at by itself."""


def read_chosen(typed: Iterable[str]) -> list[Chosen]:
    """What ticks say, "17.2.digest" each; what is none, and what stands twice, is left out.

    Raises NotTogether for more than MOST.
    """
    found = dict.fromkeys(filter(None, map(_read_tick, typed)))
    if len(found) > MOST:
        raise NotTogether(f"一次最多 {MOST} 件，这里选了 {len(found)} 件：请少选一些。")
    return list(found)


def _read_tick(text: str) -> Chosen | None:
    read = re.fullmatch(r"([1-9]\d{0,8})\.([1-9]\d{0,8})\.([0-9a-f]{64})", text, re.ASCII)
    return Chosen(int(read[1]), int(read[2]), read[3]) if read else None


def start_batch(chosen: Collection[Chosen], by: By, now: datetime) -> Batch:
    """Remember that these shall be published, UNDO_WITHIN from now."""
    with database.atomic():
        batch = Batch.create(
            made_by=by.account_id,
            items=[asdict(one) for one in chosen],
            made_at=now,
            due_at=now + UNDO_WITHIN,
        )
        audit.write(by, "batch.started", "batch", batch.id, now, count=len(chosen))
    return batch


def undo_batch(batch: Batch, by: By, now: datetime) -> Batch:
    """Nothing of it happens; raises InvalidTransition when it is too late, or it is another's."""
    with database.atomic():
        batch = _held(batch)
        if batch.made_by_id != by.account_id:
            raise InvalidTransition("这一批是别人发起的，只有发起的人能撤回。")
        if batch.done_at or batch.undone_at or batch.outcome or now >= batch.due_at:
            raise InvalidTransition("来不及撤回了，结果就在这一批的页面上；要撤下请逐件处理。")
        batch.undone_at = now
        batch.save()
        audit.write(by, "batch.undone", "batch", batch.id, now)
    return batch


def run_due(now: datetime, today: date) -> int:
    """Publish the batches whose time has come, the oldest first; how many items were decided.

    To be called again and again: each item is a transaction of its own, together with its outcome,
    so what was begun goes on where it stopped and nothing is published twice.
    """
    due = Batch.select().where(
        Batch.done_at.is_null(), Batch.undone_at.is_null(), Batch.due_at <= now
    )
    return sum(_run(batch, now, today) for batch in due.order_by(Batch.id))


def _run(batch: Batch, now: datetime, today: date) -> int:
    by = find_reviewer(batch.made_by_id, today)
    decided = 0
    while _decide_next(batch, by, now):
        decided += 1
    return decided


def _decide_next(batch: Batch, by: Actor | None, now: datetime) -> bool:
    """The first item without an outcome gets one; False when there is none."""
    with database.atomic():
        batch = _held(batch)
        if batch.done_at or batch.undone_at:
            return False
        rest = batch.items[len(batch.outcome) :]
        if rest:
            batch.outcome = [*batch.outcome, _decide(Chosen(**rest[0]), by, now)]
        if len(rest) <= 1:
            batch.done_at = now
        batch.save()
    return bool(rest)


def _decide(chosen: Chosen, by: Actor | None, now: datetime) -> dict[str, object]:
    """What became of one item, as `outcome` keeps it."""
    try:
        if by is None:
            raise NotTogether("发起的人现在不能审核了，这件没有发布。")
        check_together(chosen, by, now)
        revision = find_shown(chosen.submission, chosen.revision, chosen.digest)
        with database.atomic():
            activity = approve(revision, Said(), by, now)
    except EventsError as refusal:
        return {"submission": chosen.submission, "problem": refusal.message}
    return {"submission": chosen.submission, "activity": activity.id}


def check_together(chosen: Chosen, by: Actor, now: datetime) -> Submission:
    """The submission, as it is now; raises NotTogether if it needs a look of its own."""
    look = look_at(chosen.submission, now)
    if look is None or not may_review(by, look.submission):
        raise NotTogether("不归您审核，没有发布。")
    submission, revision = look.submission, look.revision
    if (submission.state, revision.number, revision.digest) != (
        State.SUBMITTED, chosen.revision, chosen.digest
    ):  # fmt: skip
        raise NotTogether("刚刚有了变化（改过、撤回或者别人已经处理），没有发布。")
    if look.flags:
        raise NotTogether("有提示，没有发布，请单独打开看。")
    return submission


def _held(batch: Batch) -> Batch:
    """As it is now; nobody else works on batches until the transaction ends."""
    changes.take_turn()
    return Batch.get_by_id(batch.id)
