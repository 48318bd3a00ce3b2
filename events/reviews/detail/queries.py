"""Reads for the page of one submission in review."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from peewee import JOIN

from events.days.models import ThemedDay
from events.people.actors import Actor
from events.people.models import Account
from events.plans.models import WorkItem
from events.reviews.reach import may_read
from events.reviews.telling import Names
from events.signups.models import QuestionSet
from events.submissions.content import Content, from_json
from events.submissions.duplicates import Twin
from events.submissions.models import Decision, Review, Revision, Sample, Submission
from events.units.models import District, Unit
from events.venues.models import Venue

_PUBLISHING = (Decision.PUBLISHED, Decision.TRUSTED)
_ANSWERING = (*_PUBLISHING, Decision.RETURNED, Decision.REFUSED)


@dataclass(frozen=True)
class Earlier:
    """The revision that the newest is compared with, and when it was answered."""

    revision: Revision
    content: Content
    review: Review

    @property
    def is_public(self) -> bool:
        return self.review.decision in _PUBLISHING


def find_earlier(revision: Revision) -> Earlier | None:
    """The last that was published before this one; where none was, the last that was answered
    (one statement); None for a first one."""
    answered = (
        Review.select(Review, Revision)
        .join(Revision)
        .where(
            Review.submission == revision.submission_id,
            Review.decision.in_(_ANSWERING),
            Revision.number < revision.number,
        )
        .order_by(Revision.number.desc(), Review.id.desc())
    )
    found = list(answered)
    published = [review for review in found if review.decision in _PUBLISHING]
    for review in (*published, *found):
        return Earlier(review.revision, from_json(review.revision.content), review)
    return None


def history_of(submission_id: int) -> list[Review]:
    """All answers with who gave them and to which revision, the newest first (one statement)."""
    return list(
        Review.select(Review, Revision.id, Revision.number, Account)
        .join(Revision)
        .switch(Review)
        .join(Account, JOIN.LEFT_OUTER, on=(Review.made_by == Account.id), attr="made_by")
        .where(Review.submission == submission_id)
        .order_by(Review.id.desc())
    )


def is_sampled(revision: Revision) -> bool:
    """Published on trust, to be looked at, and nobody has yet (one statement)."""
    return (
        Sample.select()
        .where(
            Sample.submission_id == revision.submission_id,
            Sample.revision_number == revision.number,
            Sample.seen_at.is_null(),
        )
        .exists()
    )


def readable(twins: Collection[Twin], actor: Actor) -> tuple[Twin, ...]:
    """Those this person may open: what is public, and what he or she reviews (one statement)."""
    ids = [twin.submission_id for twin in twins if twin.submission_id]
    rows = Submission.select().where(Submission.id.in_(ids))
    mine = {row.id for row in rows if may_read(actor, row)}
    return tuple(twin for twin in twins if twin.activity_id or twin.submission_id in mine)


def read_names(contents: Collection[Content]) -> Names:
    """What the ids in these contents are called (six statements)."""
    places = [place for content in contents for place in content.places]
    units = (unit for c in contents for unit in (*c.co_organisers, *c.supporters))
    return Names(
        days=_names(ThemedDay, (tie.day for c in contents for tie in c.editions)),
        items=_names(WorkItem, (c.work_item for c in contents), "title"),
        venues=_names(Venue, (place.venue for place in places)),
        districts=_names(District, (place.district for place in places)),
        units=_names(Unit, units),
        question_sets=_names(QuestionSet, (c.terms.question_set for c in contents if c.terms)),
    )


def _names(model: Any, ids: Iterable[int | None], field: str = "name") -> dict[int, str]:
    wanted = [id_ for id_ in set(ids) if id_ is not None]
    rows = model.select(model.id, getattr(model, field)).where(model.id.in_(wanted))
    return dict(rows.tuples())
