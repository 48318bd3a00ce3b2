"""One letter a day to everybody who has something to review: how much, since when, how soon."""

from datetime import date, datetime

from events.db import database
from events.notifications.actions import tell
from events.people.models import Account
from events.reviews.queue.filters import begins_soon
from events.reviews.queue.queries import read_waiting
from events.reviews.reviewers import read_reviewers


def write_digests(today: date, now: datetime) -> int:
    """Letters for those for whom something waits; how many people were written to. Called twice
    on a day, nobody is told twice."""
    told = 0
    for reviewer in read_reviewers(today):
        waiting = read_waiting(reviewer)
        if not waiting:
            continue
        oldest = min(waiting, key=lambda row: row.submitted_at)
        with database.atomic():
            tell(
                [Account.get_by_id(reviewer.account_id)],
                "review-digest",
                today.isoformat(),
                now,
                count=len(waiting),
                soon=sum(begins_soon(row, today) for row in waiting),
                oldest=oldest.title,
                oldest_id=oldest.id,
                oldest_unit=oldest.unit_name,
                oldest_days=(now - oldest.submitted_at).days,
            )
        told += 1
    return told
