"""Criteria -> the rows they name.

A district means all below it, one that was dissolved its successor too; a themed day the one that
took over from it, too. What a scope means for an occurrence is in scoping.py.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from math import prod
from typing import Any

from events.activities.criteria import KEYS, SPAN_KEYS, Criteria
from events.activities.scoping import EVERYTHING, Scope
from events.days.models import ThemedDay
from events.finding.queries import Sought, count_placed, count_terms, find_near, look_up
from events.units.areas import Area, Areas, read_areas
from events.units.models import Unit
from events.venues.models import Venue


@dataclass(frozen=True)
class Chosen:
    """Criteria with what they name, in the order of the criteria; `unknown` names nothing.

    `near` are the kilometres to each venue within reach, nearest first. `shares`: key -> which part
    it leaves of `every` activity, as far as that is known without looking.
    """

    criteria: Criteria
    scope: Scope = EVERYTHING
    days: tuple[ThemedDay, ...] = ()
    units: tuple[Unit, ...] = ()
    districts: tuple[Area, ...] = ()
    venues: tuple[Venue, ...] = ()
    unknown: tuple[tuple[str, str], ...] = ()
    every: int = 0
    shares: Mapping[str, float] = field(default_factory=dict)
    near: Mapping[int, float] = field(default_factory=dict)

    @property
    def share(self) -> float:
        return prod(self.shares.values())

    def without(self, key: str) -> "Chosen":
        """The same, wider by one key."""
        free: dict[str, Any] = {}
        if key not in (*SPAN_KEYS, "sort"):
            free["near" if key == "within" else key] = None
        criteria = self.criteria.with_only(key, None)
        scope = replace(self.scope, **free)
        shares = {name: share for name, share in self.shares.items() if name not in free}
        return replace(self, criteria=criteria, scope=scope, shares=shares)


def choose(criteria: Criteria, now: datetime | None = None) -> Chosen:
    """Look up what the criteria name (a statement for each key in use, a few for words or a place).

    Without `now`, as for a feed that is kept for a day, whoever can sign up is not a matter of
    hours: only the places count.
    """
    days = _rows(ThemedDay, ThemedDay.slug, criteria.day)
    units = _rows(Unit, Unit.slug, criteria.unit)
    net = read_areas() if criteria.district else Areas([])
    districts = [net.by_slug[slug] for slug in criteria.district if slug in net.by_slug]
    venues = _rows(Venue, Venue.id, criteria.venue)
    sought = look_up(criteria.q) if criteria.q else None
    near = find_near(*criteria.near, criteria.radius_km) if criteria.near else {}
    every, shares = _weigh(sought, near, criteria)
    scope = Scope(
        day=_ids(i for row in days for i in (row.id, row.successor_id)) if criteria.day else None,
        unit=_ids(row.merged_into_id or row.id for row in units) if criteria.unit else None,
        district=_ids(net.below(row.id for row in districts)) if criteria.district else None,
        venue=_ids(row.merged_into_id or row.id for row in venues) if criteria.venue else None,
        kind=criteria.kind or None,
        audience=criteria.audience or None,
        format=criteria.format or None,
        age=criteria.age,
        access=criteria.access or None,
        signup=criteria.signup,
        now=now,
        q=sought.words if sought else None,
        near=tuple(near) if criteria.near else None,
        by_words=shares.get("q", 0) <= shares.get("near", 1),
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
        criteria=criteria,
        scope=scope,
        days=tuple(days),
        units=tuple(units),
        districts=tuple(districts),
        venues=tuple(venues),
        unknown=tuple(unknown),
        every=every,
        shares=shares,
        near=near,
    )


def _weigh(
    sought: Sought | None, near: Mapping[int, float], criteria: Criteria
) -> tuple[int, dict[str, float]]:
    """`every` and `shares`."""
    if not sought and not criteria.near:
        return 0, {}
    every = sought.every if sought else count_terms(set())[""]
    shares = {"q": sought.share} if sought else {}
    if criteria.near:
        shares["near"] = len(near) / max(count_placed(), 1)
    return every, shares


def _rows(model: Any, field: Any, values: Sequence[Any]) -> list[Any]:
    return list(model.select().where(field.in_(values)).order_by(field)) if values else []


def _ids(found: Any) -> tuple[int, ...]:
    return tuple(sorted({id_ for id_ in found if id_ is not None}))
