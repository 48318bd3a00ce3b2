"""What else takes place at the venues, or by the people, of a schedule."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from peewee import Expression

from events.activities.models import Activity, Occurrence
from events.activities.timing import LONGEST
from events.activities.vocabulary import TAKING_PLACE
from events.submissions.content import from_json
from events.submissions.models import Revision, State, Submission
from events.units.models import Unit
from events.venues.models import Venue


@dataclass(frozen=True)
class Taken:
    """Somebody else's sitting, in wall times of the zone asked for; all-day ones, such as
    exhibitions, take neither the house nor the people, so they are left out."""

    title: str
    unit_id: int
    unit_name: str
    venue: int | None
    note: str
    start: datetime
    end: datetime
    is_pending: bool = False


@dataclass(frozen=True)
class Asked:
    """Which sittings matter. `venues` lead from each id, doubles included, to the house meant."""

    submission_id: int
    unit_id: int
    venues: dict[int, int]
    districts: Collection[int]
    first_day: date
    last_day: date
    zone: ZoneInfo


def find_taken(asked: Asked) -> list[Taken]:
    """Public occurrences, and the newest of what waits or is being reworked (two statements)."""
    return [*_public(asked), *_pending(asked)]


def _public(asked: Asked) -> list[Taken]:
    own = Submission.select(Submission.activity).where(
        Submission.id == asked.submission_id, Submission.activity.is_null(False)
    )
    rows = (
        Occurrence.select(Occurrence, Activity, Unit)
        .join(Activity)
        .join(Unit, on=(Activity.organiser == Unit.id), attr="organiser")
        .where(
            Occurrence.is_public,
            Occurrence.all_day == False,  # noqa: E712  SQL
            Occurrence.status.in_(TAKING_PLACE),
            Occurrence.first_day <= asked.last_day,
            Occurrence.last_day >= asked.first_day,
            Occurrence.activity.not_in(own),
            Occurrence.venue.in_(list(asked.venues)) | (Activity.organiser == asked.unit_id),
        )
        .order_by(Occurrence.start, Occurrence.id)
    )
    return [_of_occurrence(row, asked) for row in rows]


def _of_occurrence(row: Occurrence, asked: Asked) -> Taken:
    unit = row.activity.organiser
    start, end = (at.astimezone(asked.zone).replace(tzinfo=None) for at in (row.start, row.end))
    venue = asked.venues.get(row.venue_id) if row.venue_id else None
    return Taken(row.activity.title, unit.id, unit.name, venue, row.place_note, start, end)


def _pending(asked: Asked) -> list[Taken]:
    rows = (
        Revision.select(Revision, Submission, Unit)
        .join(Submission)
        .join(Unit)
        .where(
            Revision.number == Submission.revision_number,
            Submission.state.in_([State.SUBMITTED, State.RETURNED]),
            Submission.id != asked.submission_id,
            Submission.first_day.between(asked.first_day - LONGEST, asked.last_day),
            _near(asked),
        )
        .order_by(Submission.first_day, Submission.id)
    )
    return [taken for row in rows for taken in _of_revision(row, asked)]


def _near(asked: Asked) -> Expression:
    """By the same unit, or in a district of these venues: contents are not searched by SQL."""
    mine: Expression = Submission.unit == asked.unit_id
    return mine | Submission.district.in_(list(asked.districts))


def _of_revision(row: Revision, asked: Asked) -> list[Taken]:
    content, unit = from_json(row.content), row.submission.unit
    found = []
    for sitting in content.sittings:
        place = content.place(sitting.place)
        venue = asked.venues.get(place.venue) if place and place.venue else None
        if not sitting.all_day and (venue or unit.id == asked.unit_id):
            note = place.note if place else ""
            found.append(
                Taken(content.title, unit.id, unit.name, venue, note, sitting.start, sitting.end,
                      is_pending=True)
            )  # fmt: skip
    return found


def read_venues(ids: Collection[int]) -> tuple[dict[int, int], list[Venue]]:
    """Each of these venues and its doubles -> the house meant, and those houses (one statement)."""
    survivor = Venue.alias()
    doubles = survivor.select(survivor.merged_into).where(
        survivor.id.in_(list(ids)), survivor.merged_into.is_null(False)
    )
    rows = list(
        Venue.select().where(
            Venue.id.in_(list(ids)) | Venue.id.in_(doubles) | Venue.merged_into.in_(list(ids))
        )
    )
    return {row.id: row.merged_into_id or row.id for row in rows}, [
        row for row in rows if not row.merged_into_id
    ]
