"""The queue: what waits for an answer, as narrow rows that filters and counts are made from.

All of it is read at once: five thousand such rows cost less than the questions it would take to
count them by every filter, and both databases sort them the same way.
"""

from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from events.days.models import ThemedDay
from events.people.actors import Actor
from events.reviews.models import SavedView
from events.reviews.reach import may_read
from events.submissions.coverage import in_review
from events.submissions.models import Revision, State, Submission
from events.units.models import Unit


class Waiting(NamedTuple):
    """A submission in review, as far as sorting and filtering need it."""

    id: int
    title: str
    unit_id: int
    unit_slug: str
    unit_name: str
    district_id: int | None
    handler_id: int | None
    first_day: date | None
    submitted_at: datetime
    revision_number: int

    @property
    def place(self) -> tuple[date, datetime, int]:
        """Where it stands: by the week it begins in, then by how long it has waited."""
        return (week_of(self.first_day), self.submitted_at, self.id)


def week_of(day: date | None) -> date:
    """The Monday of its week; what has no date comes last."""
    return day - timedelta(days=day.weekday()) if day else date.max


def read_waiting(actor: Actor) -> list[Waiting]:
    """All that this person may look at, in the order of the queue (one statement)."""
    rows: Any = (
        Submission.select(
            *(Submission.id, Submission.title, Submission.unit, Unit.slug, Unit.name),
            *(Submission.district, Submission.handler, Submission.first_day),
            *(Submission.submitted_at, Submission.revision_number),
        )
        .join(Unit)
        .where(Submission.state == State.SUBMITTED)
    )
    found = (Waiting(*row) for row in rows.tuples())
    return sorted((row for row in found if may_read(actor, row)), key=lambda row: row.place)


def tied_to(day: ThemedDay) -> set[int]:
    """Ids of the submissions in review that belong to a themed day (one statement)."""
    rows = in_review(Submission.id, Revision.content["editions"])
    return {id_ for id_, ties in rows.tuples() if any(tied["day"] == day.id for tied in ties or ())}


def themed_days() -> list[ThemedDay]:
    """As much of each as a filter shows (one statement)."""
    shown = (ThemedDay.id, ThemedDay.slug, ThemedDay.name, ThemedDay.name_en, ThemedDay.subject)
    return list(ThemedDay.select(*shown).order_by(ThemedDay.position, ThemedDay.id))


def views_of(account_id: int) -> list[SavedView]:
    """The filters this person keeps, by name (one statement)."""
    mine = SavedView.select().where(SavedView.account == account_id)
    return list(mine.order_by(SavedView.name))
