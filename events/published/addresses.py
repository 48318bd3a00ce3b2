"""What has a page of its own: one thing by its number, for short links; all of a kind with the
instant of its last change, for search engines. Each function is one statement."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from peewee import JOIN, ModelSelect, fn

from events.activities.models import Activity, Occurrence
from events.days.models import Edition, ThemedDay
from events.db import LARGEST_ID
from events.errors import NotFound
from events.plans.models import WorkPlan
from events.units.models import District, Unit
from events.venues.models import Venue


class Address(NamedTuple):
    """`key` is the last part of a page's address; nobody keeps when a district changed."""

    key: str | int
    changed_at: datetime | None = None


def slug_of_day(day_id: int) -> str:
    """Raises NotFound, as the next two do."""
    return str(_only(ThemedDay.select(ThemedDay.slug), ThemedDay.id, day_id))


def slug_of_unit(unit_id: int) -> str:
    """Of a merged unit that of the survivor."""
    survivor = Unit.alias()
    found = Unit.select(fn.COALESCE(survivor.slug, Unit.slug))
    joined = found.join(survivor, JOIN.LEFT_OUTER, on=(Unit.merged_into == survivor.id))
    return str(_only(joined, Unit.id, unit_id))


def activity_of_occurrence(occurrence_id: int) -> int:
    """Also of one that was withdrawn since; never of one that was not published."""
    found = Occurrence.select(Occurrence.activity).join(Activity)
    published = found.where(Activity.published_at.is_null(False))
    return int(_only(published, Occurrence.id, occurrence_id))


def _days() -> list[Address]:
    """A themed day changes with its editions."""
    found = ThemedDay.select(ThemedDay.slug, ThemedDay.updated_at, fn.MAX(Edition.updated_at))
    joined = found.join(Edition, JOIN.LEFT_OUTER).group_by(ThemedDay.id).order_by(ThemedDay.id)
    return list(_latest(joined.tuples()))


def _plans() -> list[Address]:
    found = WorkPlan.select(WorkPlan.id, WorkPlan.updated_at).order_by(WorkPlan.id)
    return list(_latest(found.tuples()))


def _units() -> list[Address]:
    found = Unit.select(Unit.slug, Unit.updated_at).where(Unit.merged_into.is_null())
    return list(_latest(found.order_by(Unit.id).tuples()))


def _districts() -> list[Address]:
    return list(_latest(District.select(District.slug).order_by(District.slug).tuples()))


def _venues() -> list[Address]:
    found = Venue.select(Venue.id, Venue.updated_at).where(Venue.merged_into.is_null())
    return list(_latest(found.order_by(Venue.id).tuples()))


def activity_addresses(first_id: int, last_id: int) -> list[Address]:
    """The public ones of these numbers; each changes with its occurrences."""
    found = Activity.select(Activity.id, Activity.updated_at, fn.MAX(Occurrence.updated_at))
    joined = found.join(Occurrence, JOIN.LEFT_OUTER).where(
        Activity.id.between(first_id, last_id),
        Activity.published_at.is_null(False),
        Activity.withdrawn_at.is_null(),
    )
    return list(_latest(joined.group_by(Activity.id).order_by(Activity.id).tuples()))


def last_activity_id() -> int:
    """Of all there are, public or not; 0 without any."""
    return Activity.select(fn.MAX(Activity.id)).scalar() or 0


def _latest(rows: Iterable[Any]) -> Iterator[Address]:
    """The first column names it, the others are instants or None."""
    for key, *instants in rows:
        yield Address(key, max(filter(None, instants), default=None))


def _only(found: "ModelSelect[Any]", field: Any, id_: int) -> Any:
    value = found.where(field == id_).scalar() if id_ <= LARGEST_ID else None
    if value is None:
        raise NotFound("这个短地址没有指向什么，请核对后面的数字，或到首页查找。")
    return value


ADDRESSES: Mapping[str, Callable[[], list[Address]]] = {
    "days": _days,
    "plans": _plans,
    "units": _units,
    "districts": _districts,
    "venues": _venues,
}
