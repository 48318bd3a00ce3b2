"""What hangs on an edition: activities, submissions, units; and what no longer fits its days."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from peewee import JOIN, Expression, fn

from events.activities.models import Activity, ActivityEdition, Occurrence
from events.activities.vocabulary import Status
from events.days.editions import EditionRow
from events.days.models import DateStatus, Edition, ThemedDay
from events.days.recurrence import Predictability, Span
from events.people.members import members_of
from events.signups.models import DayLimit
from events.submissions.coverage import in_review
from events.submissions.models import Revision, Submission
from events.units.models import Unit

Key = tuple[int, int]  # themed day id, year
_UNIT = (Unit.id, Unit.slug, Unit.name, Unit.name_en)


class Affected(NamedTuple):
    """A public activity of an edition, with those of its sittings to come that are meant."""

    activity_id: int
    title: str
    unit_id: int
    unit_slug: str
    unit_name: str
    unit_name_en: str
    first_day: date
    sittings: int


class Outside(NamedTuple):
    """A unit's own activity that no longer fits an edition, and why: moved or cancelled."""

    activity_id: int
    submission_id: int | None
    title: str
    day_slug: str
    day_name: str
    day_name_en: str
    year: int
    date_status: str
    edition_first_day: date
    edition_last_day: date
    first_day: date
    sittings: int

    @property
    def is_cancelled(self) -> bool:
        return self.date_status == DateStatus.CANCELLED


@dataclass(frozen=True)
class Effect:
    """What a change of the days would mean, in numbers. `children` follow the edition's days."""

    activities: tuple[Affected, ...]
    units: int
    people: int
    in_review: int
    children: tuple[ThemedDay, ...]


@dataclass(frozen=True)
class Registered:
    """How many activities are public and how many submissions wait, by edition."""

    public: Counter[Key]
    in_review: Counter[Key]


def activities_to_come(row: EditionRow, today: date) -> list[Affected]:
    """Those of the edition with sittings that are not over (one statement)."""
    return _affected(_of(row) & _to_come(today))


def activities_beside(row: EditionRow, span: Span, today: date) -> list[Affected]:
    """Those of the edition with sittings to come on none of the days of `span` (one statement)."""
    beside = (Occurrence.last_day < span.first_day) | (Occurrence.first_day > span.last_day)
    return _affected(_of(row) & _to_come(today) & beside)


def activities_outside(unit_id: int, today: date) -> list[Outside]:
    """What a unit has to put right: its activities with sittings to come that don't fit an edition
    which was moved or cancelled (one statement)."""
    was_moved = Edition.moved_from_first_day.is_null(False)
    beside = (Occurrence.last_day < Edition.first_day) | (Occurrence.first_day > Edition.last_day)
    is_cancelled = Edition.date_status == DateStatus.CANCELLED
    columns = (
        Activity.id, Submission.id, Activity.title,
        ThemedDay.slug, ThemedDay.name, ThemedDay.name_en,
        Edition.year, Edition.date_status, Edition.first_day, Edition.last_day,
    )  # fmt: skip
    same = (Edition.themed_day == ThemedDay.id) & (Edition.year == ActivityEdition.year)
    found = (
        _sittings(columns)
        .join(ThemedDay, on=(ActivityEdition.themed_day == ThemedDay.id))
        .join(Edition, on=same)
        .join(Submission, JOIN.LEFT_OUTER, on=(Submission.activity == Activity.id))
        .where(Activity.organiser == unit_id, _to_come(today))
        .where(is_cancelled | (was_moved & beside))
    )
    return [Outside(*row) for row in found.tuples()]


def effect_of(affected: Iterable[Affected], row: EditionRow) -> Effect:
    """Four statements, however many they are."""
    activities = tuple(affected)
    units = {one.unit_id for one in activities}
    people = {person.id for found in members_of(units).values() for person in found}
    return Effect(
        activities=activities,
        units=len(units),
        people=len(people),
        in_review=_in_review()[row.day.id, row.year],
        children=tuple(_follow(row.day)),
    )


def registered() -> Registered:
    """For every edition (two statements)."""
    counted: Any = (
        ActivityEdition.select(
            ActivityEdition.themed_day, ActivityEdition.year, fn.COUNT(Activity.id)
        )
        .join(Activity)
        .where(Activity.published_at.is_null(False), Activity.withdrawn_at.is_null())
        .group_by(ActivityEdition.themed_day, ActivityEdition.year)
    )
    public = Counter({(day, year): count for day, year, count in counted.tuples()})
    return Registered(public, _in_review())


def phone_limit_of(row: EditionRow) -> int | None:
    """None without a limit (one statement)."""
    found = DayLimit.get_or_none(DayLimit.themed_day == row.day, DayLimit.year == row.year)
    return found.phone_limit if found else None


def _follow(day: ThemedDay) -> Any:
    derived = ThemedDay.predictability == Predictability.DERIVED
    return ThemedDay.select().where(ThemedDay.parent == day, derived)


def _in_review() -> Counter[Key]:
    """Submissions that wait for an answer, by the editions their newest revision names."""
    newest = in_review(Revision.content["editions"])
    return Counter(
        (tied["day"], tied["year"]) for (editions,) in newest.tuples() for tied in editions or ()
    )


def _of(row: EditionRow) -> Expression:
    return (ActivityEdition.themed_day == row.day) & (ActivityEdition.year == row.year)


def _to_come(today: date) -> Expression:
    return (
        Occurrence.is_public
        & Occurrence.status.not_in([Status.CANCELLED, Status.POSTPONED])
        & (Occurrence.last_day >= today)
    )


def _affected(which: Expression) -> list[Affected]:
    columns = (Activity.id, Activity.title, *_UNIT)
    found = _sittings(columns).join(Unit, on=(Activity.organiser == Unit.id)).where(which)
    return [Affected(*row) for row in found.tuples()]


def _sittings(columns: tuple[Any, ...]) -> Any:
    """Activities by these columns, each with the first day and the number of its sittings, soonest
    first; to be joined on and narrowed."""
    first_day = fn.MIN(Occurrence.first_day)
    return (
        Activity.select(*columns, first_day, fn.COUNT(Occurrence.id))
        .join(ActivityEdition)
        .switch(Activity)
        .join(Occurrence)
        .switch(Activity)
        .group_by(*columns)
        .order_by(first_day, Activity.id)
    )
