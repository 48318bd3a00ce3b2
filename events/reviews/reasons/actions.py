"""The office's stock of sentences. One verb, one transaction."""

from datetime import datetime

from events import audit
from events.audit import By
from events.db import database
from events.errors import InvalidTransition
from events.reviews.models import ReviewReason
from events.reviews.reasons.queries import all_reasons

MOST = 50


def add_reason(decision: str, text: str, by: By, now: datetime) -> ReviewReason:
    """At the end; raises InvalidTransition when there are MOST."""
    with database.atomic():
        kept = all_reasons()
        if len(kept) >= MOST:
            raise InvalidTransition(f"最多存 {MOST} 句，请先删掉不用的。")
        last = max((reason.position for reason in kept), default=0)
        reason = ReviewReason.create(decision=decision, text=text, position=last + 1)
        audit.write(by, "reason.added", "reason", reason.id, now, name=text)
    return reason


def change_reason(reason: ReviewReason, decision: str, text: str, by: By, now: datetime) -> None:
    with database.atomic():
        reason.decision, reason.text = decision, text
        reason.save()
        audit.write(by, "reason.changed", "reason", reason.id, now, name=text)


def move_reason_up(reason: ReviewReason, by: By, now: datetime) -> None:
    """It changes places with the one before it; the first stays where it is."""
    with database.atomic():
        ids = [row.id for row in all_reasons()]
        if reason.id not in ids[1:]:
            return
        place = ids.index(reason.id)
        ids[place - 1], ids[place] = ids[place], ids[place - 1]
        for position, id_ in enumerate(ids, 1):
            ReviewReason.update(position=position).where(ReviewReason.id == id_).execute()
        audit.write(by, "reason.moved", "reason", reason.id, now, name=reason.text)


def remove_reason(reason: ReviewReason, by: By, now: datetime) -> None:
    """What was sent with it stays as it was sent."""
    with database.atomic():
        reason.delete_instance()
        audit.write(by, "reason.removed", "reason", reason.id, now, name=reason.text)
