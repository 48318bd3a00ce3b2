"""Who has registered what for which edition: the question of the office, and of each unit."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from peewee import fn

from events.activities.models import Activity, ActivityEdition
from events.submissions.models import Revision, State, Submission

Key = tuple[int, int, int]  # unit id, themed day id, year


@dataclass(frozen=True)
class Coverage:
    """How many activities are public, and how many more are being reviewed, by unit and edition.

    Units that only co-organise an activity are not counted: one of them answers for it.
    """

    public: Counter[Key]
    in_review: Counter[Key]


def read_coverage(units: Collection[int]) -> Coverage:
    """What these units have registered (two statements)."""
    return Coverage(_public(units), _in_review(units))


def _public(units: Collection[int]) -> Counter[Key]:
    counted: Any = (
        ActivityEdition.select(
            Activity.organiser, ActivityEdition.themed_day, ActivityEdition.year,
            fn.COUNT(Activity.id),
        )
        .join(Activity)
        .where(
            Activity.organiser.in_(list(units)),
            Activity.published_at.is_null(False),
            Activity.withdrawn_at.is_null(),
        )
        .group_by(Activity.organiser, ActivityEdition.themed_day, ActivityEdition.year)
    )  # fmt: skip
    return Counter({(unit, day, year): count for unit, day, year, count in counted.tuples()})


def in_review(*columns: Any) -> Any:
    """The newest revision of each submission that waits for an answer, joined with it, as a query
    of these columns."""
    return (
        Revision.select(*columns)
        .join(Submission)
        .where(Submission.state == State.SUBMITTED, Revision.number == Submission.revision_number)
    )


def _in_review(units: Collection[int]) -> Counter[Key]:
    """Of those that are not public yet: what is public counts there, whatever is being changed."""
    waiting = in_review(Submission.unit, Revision.content["editions"]).where(
        Submission.unit.in_(list(units)), Submission.activity.is_null()
    )
    return Counter(
        (unit, tied["day"], tied["year"])
        for unit, editions in waiting.tuples()
        for tied in editions or ()
    )
