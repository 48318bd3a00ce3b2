"""Whether an activity is registered already: by another unit, or twice by the same one."""

import re
import unicodedata
from collections.abc import Set
from dataclasses import dataclass
from datetime import date, timedelta
from difflib import SequenceMatcher
from typing import Any

from peewee import fn

from events.activities.models import Activity, Occurrence
from events.submissions.content import Content, from_json
from events.submissions.models import Revision, State, Submission
from events.units.models import Unit
from events.venues.models import Venue

NEAR = timedelta(days=7)
LIKELY = 0.6
MOST = 200  # candidates of each sort that are looked at
SHOWN = 5


@dataclass(frozen=True)
class Twin:
    """What may be the same activity, with how alike the titles are, from LIKELY to 1. One of the
    ids is None: it is a public activity, or a submission in review."""

    score: float
    title: str
    unit: Unit
    first_day: date
    activity_id: int | None = None
    submission_id: int | None = None


def likely_twins(submission_id: int, content: Content, unit: Unit) -> tuple[Twin, ...]:
    """The likeliest first, SHOWN at most: of the same unit or at the same place, within a week,
    under much the same title (four statements, none without dates)."""
    if content.first_day is None:
        return ()
    venues = {place.venue for place in content.places if place.venue}
    last = max(sitting.end.date() for sitting in content.sittings)
    span = (content.first_day - NEAR, last + NEAR)
    own = Submission.get_or_none(Submission.id == submission_id)
    own_activity = own.activity_id if own and own.activity_id else 0
    found = [
        *_public(content.title, unit, venues, span, own_activity),
        *_in_review(content.title, unit, venues, span, submission_id),
    ]
    likely = [twin for twin in found if twin.score >= LIKELY]
    return tuple(sorted(likely, key=lambda twin: (-twin.score, twin.first_day, twin.title))[:SHOWN])


def title_likeness(one: str, other: str) -> float:
    """From 0 to 1; years, ordinals of an edition and punctuation make no difference. Pure."""
    first, second = _bare(one), _bare(other)
    return SequenceMatcher(None, first, second).ratio() if first and second else 0.0


def _bare(title: str) -> str:
    text = unicodedata.normalize("NFKC", title).lower()
    text = re.sub(r"(19|20)\d\d年?度?|第[\d一二三四五六七八九十百]+[届期场次]", "", text)
    return re.sub(r"[\W_]+", "", text)


def _public(
    title: str, unit: Unit, venues: Set[int], span: tuple[date, date], own: int
) -> list[Twin]:
    when = fn.MIN(Occurrence.first_day).alias("first_day")
    near = (
        Occurrence.select(Occurrence.activity, when)
        .join(Activity)
        .where(
            Occurrence.is_public,
            Occurrence.first_day <= span[1],
            Occurrence.last_day >= span[0],
            (Activity.organiser == unit) | Occurrence.venue.in_(list(venues)),
            Activity.id != own,
        )
        .group_by(Occurrence.activity)
        .order_by(when, Occurrence.activity)
        .limit(MOST)
    )
    pairs: Any = near.tuples()
    days: dict[int, date] = dict(pairs)
    activities = Activity.select(Activity, Unit).join(Unit).where(Activity.id.in_(list(days)))
    return [
        Twin(
            title_likeness(title, row.title),
            row.title,
            row.organiser,
            days[row.id],
            activity_id=row.id,
        )
        for row in activities
    ]


def _in_review(
    title: str, unit: Unit, venues: Set[int], span: tuple[date, date], own: int
) -> list[Twin]:
    """Those not public yet; what is in review of a public one is that one."""
    districts = Venue.select(Venue.district).where(Venue.id.in_(list(venues)))
    near = (
        Revision.select(Revision, Submission, Unit)
        .join(Submission)
        .join(Unit)
        .where(
            Revision.number == Submission.revision_number,
            Submission.state.in_([State.SUBMITTED, State.RETURNED]),
            Submission.activity.is_null(),
            Submission.first_day.between(*span),
            (Submission.unit == unit) | Submission.district.in_(districts),
            Submission.id != own,
        )
        .order_by(Submission.first_day, Submission.id)
        .limit(MOST)
    )
    return [
        Twin(
            title_likeness(title, row.submission.title),
            row.submission.title,
            row.submission.unit,
            row.submission.first_day,
            submission_id=row.submission_id,
        )
        for row in near
        if row.submission.unit_id == unit.id or venues & _venues(row)
    ]


def _venues(revision: Revision) -> set[int]:
    return {place.venue for place in from_json(revision.content).places if place.venue}
