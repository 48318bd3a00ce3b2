"""Everything the page of one submission in review says, read together."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from events.people.actors import Actor
from events.people.models import OfficeRole
from events.reviews.detail.queries import (
    Earlier,
    find_earlier,
    history_of,
    is_sampled,
    read_names,
    readable,
)
from events.reviews.differences import Difference, compare, unchanged
from events.reviews.looking import Look, look_at
from events.reviews.reach import may_review
from events.reviews.reviewers import read_reviewers
from events.reviews.speech import Speech
from events.reviews.telling import tell
from events.submissions.duplicates import Twin
from events.submissions.models import Review, State, Submission

OFFICE = OfficeRole.OFFICE


@dataclass(frozen=True)
class Case:
    """A submission as this reviewer sees it.

    `differences` and `same` are from `earlier` to now; of a first one `same` is all of it. `twins`
    are those this person may open, `hidden_twins` counts the others. Nobody decides while
    `awaits` is "": otherwise it is "answer", or "sample" for one published on trust.
    """

    look: Look
    earlier: Earlier | None
    differences: tuple[Difference, ...]
    same: Mapping[str, tuple[str, ...]]
    history: tuple[Review, ...]
    twins: tuple[Twin, ...]
    hidden_twins: int
    colleagues: tuple[Actor, ...]
    awaits: str


def read_case(
    submission_id: int, actor: Actor, now: datetime, today: date, speech: Speech
) -> Case | None:
    """None for what was never handed in (thirty-odd statements, whatever its size)."""
    look = look_at(submission_id, now)
    if look is None:
        return None
    earlier = find_earlier(look.revision)
    contents = [look.content, *([earlier.content] if earlier else [])]
    names = read_names(contents)
    told, *before = (tell(content, names, speech) for content in contents)
    twins = readable(look.twins, actor)
    return Case(
        look=look,
        earlier=earlier,
        differences=compare(before[0], told) if before else (),
        same=unchanged(before[0], told) if before else {k: v for k, v in told.items() if v},
        history=tuple(history_of(submission_id)),
        twins=twins,
        hidden_twins=len(look.twins) - len(twins),
        colleagues=colleagues_of(look.submission, actor, today),
        awaits=_awaits(look, actor),
    )


def colleagues_of(submission: Submission, actor: Actor, today: date) -> tuple[Actor, ...]:
    """Who else could decide, the office first; reviewers of the unit itself left out (three
    statements)."""
    others = (other for other in read_reviewers(today) if other.account_id != actor.account_id)
    able = [o for o in others if o.is_any(OFFICE) or not o.may_edit(submission.unit_id)]
    return tuple(sorted(able, key=lambda other: not other.is_any(OFFICE)))


def _awaits(look: Look, actor: Actor) -> str:
    if not may_review(actor, look.submission):
        return ""
    if look.submission.state == State.SUBMITTED:
        return "answer"
    published = look.submission.state == State.PUBLISHED
    return "sample" if published and is_sampled(look.revision) else ""
