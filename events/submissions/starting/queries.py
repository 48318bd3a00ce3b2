"""What a new submission can start from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import and_
from typing import Any

from peewee import JOIN, CharField, Expression, fn

from events.activities.models import Activity, Occurrence
from events.submissions.models import Submission

SHOWN = 20


@dataclass(frozen=True)
class Source:
    """An activity, or a submission that never became one; `first_day` is None without dates."""

    id: int
    title: str
    first_day: date | None


def past_activities(unit_id: int, words: Sequence[str]) -> list[Source]:
    """The unit's, whether over or to come, the latest first, SHOWN at most (one statement)."""
    first = fn.MIN(Occurrence.first_day)
    found = (
        Activity.select(Activity.id, Activity.title, first)
        .join(Occurrence, JOIN.LEFT_OUTER)
        .where(
            Activity.organiser == unit_id,
            Activity.published_at.is_null(False),
            _has(Activity.title, words),
        )
        .group_by(Activity.id, Activity.title)
        .order_by(first.desc(nulls="LAST"), Activity.id.desc())
    )
    return _sources(found)


def unpublished(unit_id: int, words: Sequence[str]) -> list[Source]:
    """The unit's submissions that were never public, newest first, SHOWN at most."""
    found = Submission.select(Submission.id, Submission.title, Submission.first_day).where(
        Submission.unit == unit_id,
        Submission.activity.is_null(),
        Submission.title != "",
        _has(Submission.title, words),
    )
    newest = found.order_by(Submission.updated_at.desc(), Submission.id.desc())
    return _sources(newest)


def _sources(found: Any) -> list[Source]:
    return [Source(*row) for row in found.limit(SHOWN).tuples()]


def _has(title: CharField, words: Sequence[str]) -> Expression:
    """All of the words, wherever in the title."""
    return reduce(and_, (title.contains(word) for word in words[:5]), title.is_null(False))
