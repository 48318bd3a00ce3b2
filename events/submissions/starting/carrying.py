"""The draft of a new submission, from what there was before. Dates are never carried over."""

from dataclasses import dataclass, replace
from typing import Any

from events.activities.models import Activity
from events.days.editions import Almanac
from events.days.listing import next_edition
from events.submissions.basics.queries import offered_items, tie_in_text
from events.submissions.content import Content, EditionTie, from_json
from events.submissions.drafts import draft_of
from events.submissions.models import Revision, Submission, UnitDefaults
from events.submissions.published import content_of
from events.submissions.typed import Draft, texts_of
from events.units.models import Unit

_DATED = ("schedule", "questions")  # steps that hold only for the dates they were written for
_DATES = ("opens_on",)  # fields that do


@dataclass(frozen=True)
class Wish:
    """What the page that led here was about."""

    edition: EditionTie | None = None
    work_item: int | None = None


def from_defaults(unit: Unit) -> Draft:
    """What the unit would otherwise type each time."""
    kept = UnitDefaults.get_or_none(UnitDefaults.unit == unit)
    return kept.draft if kept else {}


def from_activity(activity: Activity, book: Almanac) -> Draft:
    """With the next edition of each themed day; one that doesn't come again is left out, and so
    is an item of a plan that is no longer the newest."""
    content = content_of(activity)
    moved = [_next(tie, book) for tie in content.editions]
    editions = tuple(dict.fromkeys(tie for tie in moved if tie))
    items = {item.id for item in offered_items(activity.organiser, None)}
    item = content.work_item if content.work_item in items else None
    kept = replace(content, sittings=(), answers=(), editions=editions, work_item=item)
    return _without_dates(draft_of(kept))


def from_submission(submission: Submission) -> Draft:
    """As it was typed, or as it was handed in where nothing was typed."""
    return _without_dates(submission.draft or draft_of(_newest(submission)))


def with_wish(draft: Draft, wish: Wish) -> Draft:
    """The draft with what was asked for ticked."""
    basics: dict[str, Any] = dict(draft.get("basics", {}))
    if wish.edition:
        ticked = [*texts_of(draft, "basics", "editions"), tie_in_text(wish.edition)]
        basics["editions"] = list(dict.fromkeys(ticked))
    if wish.work_item:
        basics["work_item"] = str(wish.work_item)
    return {**draft, "basics": basics} if basics else draft


def _without_dates(draft: Draft) -> Draft:
    return {
        step: {name: value for name, value in typed.items() if name not in _DATES}
        for step, typed in draft.items()
        if step not in _DATED
    }


def _newest(submission: Submission) -> Content:
    found = Revision.select().where(Revision.submission == submission)
    revision = found.order_by(Revision.number.desc()).first()
    return from_json(revision.content) if revision else Content(title=submission.title, kind="")


def _next(tie: EditionTie, book: Almanac) -> EditionTie | None:
    """The one that runs or comes next, of the themed day or of the one that took over from it."""
    day = book.days_by_id[tie.day]
    row = next_edition(book, day)
    if row is None and day.successor_id:
        row = next_edition(book, book.days_by_id[day.successor_id])
    return EditionTie(row.day.id, row.year) if row else None
