"""What belongs to activities, read for many at once."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from events.activities.models import Activity, ActivityAudience, ActivityEdition, ActivityUnit
from events.activities.vocabulary import UnitRole
from events.days.models import ThemedDay
from events.units.models import Unit


@dataclass(frozen=True)
class ActivityFacts:
    """An activity with whom it is for, who shares in it and which editions it belongs to."""

    activity: Activity
    audiences: tuple[str, ...]
    co_organisers: tuple[Unit, ...]
    supporters: tuple[Unit, ...]
    editions: tuple[ActivityEdition, ...]


def facts_of(activities: Collection[Activity]) -> list[ActivityFacts]:
    """In their order (three statements)."""
    ids = [activity.id for activity in activities]
    audiences, units, editions = audiences_of(ids), _units_of(ids), editions_of(ids)
    return [
        ActivityFacts(
            activity=activity,
            audiences=tuple(audiences[activity.id]),
            co_organisers=tuple(units[activity.id, UnitRole.CO_ORGANISER]),
            supporters=tuple(units[activity.id, UnitRole.SUPPORTER]),
            editions=tuple(editions[activity.id]),
        )
        for activity in activities
    ]


def audiences_of(activities: Iterable[int]) -> dict[int, list[str]]:
    """(One statement.)"""
    found: dict[int, list[str]] = defaultdict(list)
    query = ActivityAudience.select().where(ActivityAudience.activity.in_(list(activities)))
    for row in query.order_by(ActivityAudience.activity, ActivityAudience.position):
        found[row.activity_id].append(row.audience)
    return found


def editions_of(activities: Iterable[int]) -> dict[int, list[ActivityEdition]]:
    """With their themed days (one statement)."""
    found: dict[int, list[ActivityEdition]] = defaultdict(list)
    query = ActivityEdition.select(ActivityEdition, ThemedDay).join(ThemedDay)
    query = query.where(ActivityEdition.activity.in_(list(activities)))
    for row in query.order_by(ActivityEdition.activity, ActivityEdition.position):
        found[row.activity_id].append(row)
    return found


def first_days_of(activities: Iterable[int]) -> dict[int, ThemedDay]:
    """The first themed day each belongs to, if to any (one statement)."""
    return {id_: rows[0].themed_day for id_, rows in editions_of(activities).items()}


def _units_of(activities: Iterable[int]) -> dict[tuple[int, str], list[Unit]]:
    """By activity and role."""
    found: dict[tuple[int, str], list[Unit]] = defaultdict(list)
    query = ActivityUnit.select(ActivityUnit, Unit).join(Unit)
    query = query.where(ActivityUnit.activity.in_(list(activities)))
    for row in query.order_by(ActivityUnit.activity, ActivityUnit.position):
        found[row.activity_id, row.role].append(row.unit)
    return found
