"""What a unit finds on its desk: what waits for it, its submissions, what it answers for."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from peewee import fn

from events.activities.models import Occurrence
from events.activities.vocabulary import Status
from events.days.editions import Almanac, EditionRow
from events.days.queries import almanac
from events.plans.queries import days_answered_by
from events.signups.desk.queries import Owed, owed_by
from events.submissions.coverage import read_coverage
from events.submissions.duties import Duty, coming_editions, duties_of
from events.submissions.models import State, Submission
from events.submissions.queries import LISTED, SubmissionRow, count_by_state, submissions_of
from events.units.models import Unit

SOON = timedelta(days=60)


@dataclass(frozen=True)
class Room:
    """A unit one works for, and how much waits there."""

    unit: Unit
    returned: int
    in_review: int
    owed: Owed


@dataclass(frozen=True)
class Desk:
    """`files` are the submissions asked for, `next_days` by activity id the day of the next public
    sitting; `due` and `reports` the duties whose date comes soon; `counts` are of all; `owed` is
    what those who signed up wait for."""

    returned: tuple[SubmissionRow, ...]
    files: tuple[SubmissionRow, ...]
    next_days: dict[int, date]
    counts: dict[State, int]
    duties: tuple[Duty, ...]
    due: tuple[Duty, ...]
    reports: tuple[Duty, ...]
    owed: Owed

    def day_of(self, file: SubmissionRow) -> date | None:
        """Of the next public sitting; before it is public, of the first one handed in."""
        return self.next_days.get(file.activity_id or 0, file.first_day)


def rooms_of(units: Collection[int], now: datetime) -> list[Room]:
    """The units with these ids, in protocol order (three statements)."""
    counted: Any = (
        Submission.select(Submission.unit, Submission.state, fn.COUNT(Submission.id))
        .where(Submission.unit.in_(list(units)))
        .group_by(Submission.unit, Submission.state)
    )
    counts = Counter({(unit, state): count for unit, state, count in counted.tuples()})
    found = Unit.select().where(Unit.id.in_(list(units))).order_by(Unit.position, Unit.id)
    owed = owed_by(units, now)
    return [
        Room(unit, counts[unit.id, State.RETURNED], counts[unit.id, State.SUBMITTED], owed[unit.id])
        for unit in found
    ]


def desk_of(unit: Unit, state: State | None, today: date, now: datetime) -> Desk:
    """A unit's desk, its submissions in one state or all (a constant number of statements)."""
    book = almanac(today)
    coverage = read_coverage([unit.id])
    rows = coming_editions(book, days_answered_by(unit))
    duties = tuple(duties_of(unit.id, rows, coverage))
    reporting = duties_of(unit.id, _reporting(book, today), coverage)
    files = submissions_of(unit.id, [state] if state else LISTED)
    return Desk(
        returned=tuple(submissions_of(unit.id, [State.RETURNED])),
        files=tuple(files),
        next_days=_next_days([file.activity_id for file in files if file.activity_id], today),
        counts=count_by_state(unit.id),
        duties=duties,
        due=tuple(duty for duty in duties if duty.is_owed and _is_soon(duty, today)),
        reports=tuple(duty for duty in reporting if duty.public),
        owed=owed_by([unit.id], now)[unit.id],
    )


def _is_soon(duty: Duty, today: date) -> bool:
    last = duty.closes or duty.row.first_day
    return last is not None and today <= last <= today + SOON


def _reporting(book: Almanac, today: date) -> list[EditionRow]:
    """The editions whose reports are due soon."""
    return [
        book.row(book.days_by_id[edition.themed_day_id], edition.year)
        for edition in book.editions.values()
        if edition.report_due and today <= edition.report_due <= today + SOON
    ]


def _next_days(activities: list[int], today: date) -> dict[int, date]:
    """Activity id -> the first day, from today on, of a sitting that takes place."""
    rows: Any = (
        Occurrence.select(Occurrence.activity, fn.MIN(Occurrence.first_day))
        .where(
            Occurrence.activity.in_(activities),
            Occurrence.last_day >= today,
            Occurrence.status != Status.CANCELLED,
        )
        .group_by(Occurrence.activity)
    )
    as_day: Any = Occurrence.first_day.python_value
    return {activity: as_day(day) for activity, day in rows.tuples()}
