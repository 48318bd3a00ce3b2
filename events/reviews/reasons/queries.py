"""Reads of the sentences that reviewers need again and again."""

from events.db import LARGEST_ID
from events.errors import NotFound
from events.reviews.models import ReviewReason


def all_reasons() -> list[ReviewReason]:
    """In the office's order (one statement)."""
    return list(ReviewReason.select().order_by(ReviewReason.position, ReviewReason.id))


def get_reason(reason_id: int) -> ReviewReason:
    """Raises NotFound."""
    found = reason_id <= LARGEST_ID and ReviewReason.get_or_none(ReviewReason.id == reason_id)
    if not found:
        raise NotFound("没有这句话，可能已经删掉了。请回到“常用的话”。")
    return found
