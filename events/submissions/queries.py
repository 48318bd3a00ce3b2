"""Reads of submissions: frozen rows, a constant number of statements."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from peewee import fn

from events.days.models import ThemedDay
from events.submissions.basics.queries import read_tie
from events.submissions.content import Place
from events.submissions.models import Decision, Review, State, Submission
from events.submissions.typed import texts_of
from events.venues.models import Venue

LISTED = tuple(state for state in State if state is not State.WITHDRAWN)


@dataclass(frozen=True)
class SubmissionRow:
    """A submission as lists show it.

    `days` are (themed day, year) as the draft has them; `review` is the newest answer, None before
    any; `is_public`: some earlier version, or this one, can be seen by everybody.
    """

    id: int
    title: str
    state: State
    first_day: date | None
    days: tuple[tuple[ThemedDay, int], ...]
    review: Review | None
    updated_at: datetime
    submitted_at: datetime | None
    activity_id: int | None

    @property
    def is_public(self) -> bool:
        return self.activity_id is not None and self.state is not State.WITHDRAWN


def submissions_of(
    unit_id: int, states: Collection[State] = LISTED, limit: int = 100, offset: int = 0
) -> list[SubmissionRow]:
    """A unit's, the one touched last first (three statements)."""
    mine = Submission.select().where(Submission.unit == unit_id, Submission.state.in_(list(states)))
    newest = mine.order_by(Submission.updated_at.desc(), Submission.id.desc())
    found = list(newest.limit(limit).offset(offset))
    days = _days(found)
    reviews = newest_reviews(row.id for row in found)
    return [_row(row, days, reviews.get(row.id)) for row in found]


def count_by_state(unit_id: int) -> dict[State, int]:
    """Every state, those without any too (one statement)."""
    counted: Any = (
        Submission.select(Submission.state, fn.COUNT(Submission.id))
        .where(Submission.unit == unit_id)
        .group_by(Submission.state)
        .tuples()
    )
    found: dict[str, int] = dict(counted)
    return {state: found.get(state, 0) for state in State}


def newest_reviews(ids: Iterable[int]) -> dict[int, Review]:
    """Submission id -> the newest answer to it, being passed on left out (one statement)."""
    newest = (
        Review.select(fn.MAX(Review.id))
        .where(Review.submission.in_(list(ids)), Review.decision != Decision.PASSED)
        .group_by(Review.submission)
    )
    return {row.submission_id: row for row in Review.select().where(Review.id.in_(newest))}


def reviews_of(submission_id: int) -> list[Review]:
    """All answers, the newest first (one statement)."""
    found = Review.select().where(Review.submission == submission_id)
    return list(found.order_by(Review.made_at.desc(), Review.id.desc()))


def comments_on(submission: Submission) -> list[dict[str, str]]:
    """What a reviewer wants changed in one that was returned (one statement)."""
    if submission.state != State.RETURNED:
        return []
    review = newest_reviews([submission.id]).get(submission.id)
    return review.comments if review else []


def with_venues(places: Sequence[Place]) -> list[tuple[Place, str]]:
    """Each with the name of the venue it is, "" for a new one (one statement)."""
    ids = [place.venue for place in places if place.venue]
    names = {row.id: row.name for row in Venue.select().where(Venue.id.in_(ids))} if ids else {}
    return [(place, names.get(place.venue or 0, "")) for place in places]


def _row(
    row: Submission, days: dict[int, list[tuple[ThemedDay, int]]], review: Review | None
) -> SubmissionRow:
    return SubmissionRow(
        id=row.id,
        title=row.title,
        state=State(row.state),
        first_day=row.first_day,
        days=tuple(days[row.id]),
        review=review,
        updated_at=row.updated_at,
        submitted_at=row.submitted_at,
        activity_id=row.activity_id,
    )


def _days(rows: Collection[Submission]) -> dict[int, list[tuple[ThemedDay, int]]]:
    ties = {
        row.id: [
            tie for text in texts_of(row.draft, "basics", "editions") if (tie := read_tie(text))
        ]
        for row in rows
    }
    wanted = {tie.day for chosen in ties.values() for tie in chosen}
    known = {day.id: day for day in ThemedDay.select().where(ThemedDay.id.in_(list(wanted)))}
    found: dict[int, list[tuple[ThemedDay, int]]] = defaultdict(list)
    for id_, chosen in ties.items():
        pairs = dict.fromkeys((tie.day, tie.year) for tie in chosen)
        found[id_] = [(known[day], year) for day, year in pairs if day in known]
    return found
