"""Which venues there are to choose from: those a unit knows, those a search finds, doubles."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any

from peewee import fn

from events.activities.models import Activity, Occurrence
from events.submissions.places.alike import is_alike
from events.submissions.places.coordinates import Point
from events.units.models import District, Unit
from events.venues.models import Venue

MOST_FOUND = 20
MOST_EARLIER = 6


def earlier_venues(unit: Unit) -> list[Venue]:
    """Where the unit has been, most often first (two statements)."""
    been: Any = (
        Occurrence.select(Occurrence.venue)
        .join(Activity)
        .where(Activity.organiser == unit, Occurrence.venue.is_null(False))
        .group_by(Occurrence.venue)
        .order_by(fn.COUNT(Occurrence.id).desc(), Occurrence.venue)
        .limit(MOST_EARLIER)
    )
    ids = [row[0] for row in been.tuples()]
    found = venues_with(ids)
    return [found[id_] for id_ in ids if id_ in found]


def venues_with(ids: Collection[int]) -> dict[int, Venue]:
    """Id -> the venue with its district, of a merged one the survivor (two statements)."""
    known: Any = Venue.select(Venue.id, fn.COALESCE(Venue.merged_into, Venue.id))
    pairs: dict[int, int] = dict(known.where(Venue.id.in_(list(ids))).tuples())
    rows = {row.id: row for row in _with_district(Venue.id.in_(list(pairs.values())))}
    return {id_: rows[survivor] for id_, survivor in pairs.items()}


def search_venues(words: str, unit: Unit, first: Sequence[Venue] = ()) -> list[Venue]:
    """Those that have each of the words in a name, a former name, the address or the district, or
    whose doubles have. `first` come first, then those around the unit (three statements)."""
    wanted = words.casefold().split()
    names = defaultdict[int | None, str](str)
    for row in Venue.select().where(Venue.merged_into.is_null(False)):
        names[row.merged_into_id] += " ".join(["", row.name, *row.former_names])
    around = {unit.region_id, unit.region.parent_id} - {None}
    early = {venue.id: number for number, venue in enumerate(first)}
    found = [
        venue
        for venue in _with_district(Venue.merged_into.is_null())
        if all(word in _said(venue, names[venue.id]) for word in wanted)
    ]
    return sorted(
        found,
        key=lambda venue: (
            early.get(venue.id, len(early)),
            around.isdisjoint((venue.district_id, venue.district.parent_id)),
            words not in venue.name,
            venue.name,
        ),
    )


def likely_doubles(name: str, district: District) -> list[Venue]:
    """Of a new venue: those of the district with a name like it, at most three (two statements)."""
    near = _with_district((Venue.district == district) & Venue.merged_into.is_null())
    outer = District.get_or_none(District.id == district.parent_id)
    around = [row.name for row in (district, outer) if row]
    return [v for v in near if is_alike(name, [v.name, *v.former_names], around)][:3]


def districts_by_parent() -> dict[District | None, list[District]]:
    """Districts in force below the provinces, under what they lie in (one statement)."""
    rows = list(District.select().where(District.valid_to.is_null()).order_by(District.slug))
    by_id: dict[int | None, District] = {row.id: row for row in rows}
    found = defaultdict[District | None, list[District]](list)
    for row in rows:
        if row.level != "province":
            found[by_id.get(row.parent_id)].append(row)
    return dict(found)


def points_around(district: District) -> list[Point]:
    """The known points of the district; if it has none, of those beside it (one statement)."""
    rows: Any = (
        Venue.select(Venue.latitude, Venue.longitude, Venue.district)
        .join(District)
        .where(
            Venue.latitude.is_null(False),
            (District.id == district.id) | (District.parent == district.parent_id),
        )
        .tuples()
    )
    found = list(rows)
    inside = [(latitude, longitude) for latitude, longitude, id_ in found if id_ == district.id]
    return inside or [(latitude, longitude) for latitude, longitude, _id in found]


def _with_district(condition: Any) -> list[Venue]:
    found = Venue.select(Venue, District).join(District).where(condition)
    return list(found.order_by(District.slug, Venue.name, Venue.id))


def _said(venue: Venue, doubles: str) -> str:
    parts = [venue.name, venue.name_en, *venue.former_names, venue.address, venue.district.name]
    return f"{' '.join(parts)}{doubles}".casefold()
