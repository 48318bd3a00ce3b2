"""Criteria -> the rows they name, and the condition on occurrences they mean.

A district means all below it, one that was dissolved its successor too; a unit what it organises
alone or with others; a themed day the one that took over from it, too.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import reduce
from operator import and_
from typing import Any

from peewee import Expression

from events.activities.criteria import KEYS, Criteria
from events.activities.models import (
    Activity,
    ActivityAudience,
    ActivityEdition,
    ActivityUnit,
    Occurrence,
)
from events.activities.vocabulary import UnitRole
from events.days.models import ThemedDay
from events.units.areas import Area, Areas, read_areas
from events.units.models import Unit
from events.venues.models import Venue


@dataclass(frozen=True)
class Scope:
    """What the keys of criteria come down to: ids, and words. None: the key was not used.
    `activity` and `occurrence` are no keys, they are for the calendar of one alone; so is what is
    no longer public.

    An empty tuple names nothing known and finds nothing, rather than everything.
    """

    day: tuple[int, ...] | None = None
    unit: tuple[int, ...] | None = None
    district: tuple[int, ...] | None = None
    venue: tuple[int, ...] | None = None
    kind: tuple[str, ...] | None = None
    audience: tuple[str, ...] | None = None
    activity: int | None = None
    occurrence: int | None = None
    is_public: bool = True


@dataclass(frozen=True)
class Chosen:
    """Criteria with what they name, in the order of the criteria; `unknown` names nothing."""

    criteria: Criteria
    scope: Scope = Scope()
    days: tuple[ThemedDay, ...] = ()
    units: tuple[Unit, ...] = ()
    districts: tuple[Area, ...] = ()
    venues: tuple[Venue, ...] = ()
    unknown: tuple[tuple[str, str], ...] = ()

    def without(self, key: str) -> "Chosen":
        """The same, wider by one key."""
        criteria = self.criteria.with_only(key, None)
        free: dict[str, Any] = {} if key in ("when", "from", "to") else {key: None}
        scope = replace(self.scope, **free)
        return replace(self, criteria=criteria, scope=scope)


def choose(criteria: Criteria) -> Chosen:
    """Look up what the criteria name (a statement for each key in use)."""
    days = _rows(ThemedDay, ThemedDay.slug, criteria.day)
    units = _rows(Unit, Unit.slug, criteria.unit)
    net = read_areas() if criteria.district else Areas([])
    districts = [net.by_slug[slug] for slug in criteria.district if slug in net.by_slug]
    venues = _rows(Venue, Venue.id, criteria.venue)
    scope = Scope(
        day=_ids(i for row in days for i in (row.id, row.successor_id)) if criteria.day else None,
        unit=_ids(row.merged_into_id or row.id for row in units) if criteria.unit else None,
        district=_ids(net.below(row.id for row in districts)) if criteria.district else None,
        venue=_ids(row.merged_into_id or row.id for row in venues) if criteria.venue else None,
        kind=criteria.kind or None,
        audience=criteria.audience or None,
    )
    found = {
        "day": [row.slug for row in days],
        "unit": [row.slug for row in units],
        "district": [row.slug for row in districts],
        "venue": [row.id for row in venues],
    }
    unknown = [
        (key, str(value))
        for key, known in found.items()
        for value in getattr(criteria, KEYS[key])
        if value not in known
    ]
    return Chosen(
        criteria, scope, tuple(days), tuple(units), tuple(districts), tuple(venues), tuple(unknown)
    )


def condition(scope: Scope) -> Expression:
    """What an occurrence must be to be in the scope; days in time are not looked at."""
    parts = [Occurrence.is_public == scope.is_public]
    if scope.district is not None:
        parts.append(Occurrence.district.in_(scope.district))
    if scope.venue is not None:
        parts.append(Occurrence.venue.in_(scope.venue))
    if scope.activity is not None:
        parts.append(Occurrence.activity == scope.activity)
    if scope.occurrence is not None:
        parts.append(Occurrence.id == scope.occurrence)
    for activities in _activities(scope):
        parts.append(Occurrence.activity.in_(activities))
    return reduce(and_, parts)


def _activities(scope: Scope) -> list[Any]:
    """One subquery of activity ids for each key that is about the activity."""
    found: list[Any] = []
    if scope.day is not None:
        ties = ActivityEdition.select(ActivityEdition.activity)
        found.append(ties.where(ActivityEdition.themed_day.in_(scope.day)))
    if scope.unit is not None:
        shared = ActivityUnit.role == UnitRole.CO_ORGANISER
        found.append(
            Activity.select(Activity.id).where(Activity.organiser.in_(scope.unit))
            + ActivityUnit.select(ActivityUnit.activity).where(
                ActivityUnit.unit.in_(scope.unit), shared
            )
        )
    if scope.kind is not None:
        found.append(Activity.select(Activity.id).where(Activity.kind.in_(scope.kind)))
    if scope.audience is not None:
        audiences = ActivityAudience.select(ActivityAudience.activity)
        found.append(audiences.where(ActivityAudience.audience.in_(scope.audience)))
    return found


def _rows(model: Any, field: Any, values: Sequence[Any]) -> list[Any]:
    return list(model.select().where(field.in_(values)).order_by(field)) if values else []


def _ids(found: Any) -> tuple[int, ...]:
    return tuple(sorted({id_ for id_ in found if id_ is not None}))
