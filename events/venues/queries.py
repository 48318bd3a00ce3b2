"""Reads of venues."""

from collections.abc import Sequence

from events.db import LARGEST_ID
from events.errors import NotFound
from events.units.models import District
from events.venues.models import Venue


def get_venue(venue_id: int) -> Venue:
    """A venue with its district; of a merged one the survivor (one statement, two for a merged).

    Raises NotFound.
    """
    venue = get_very_venue(venue_id)
    return get_venue(venue.merged_into_id) if venue.merged_into_id else venue


def get_very_venue(venue_id: int) -> Venue:
    """The venue of this number, merged or not, with its district (one statement).

    Raises NotFound.
    """
    venue = (
        Venue.select(Venue, District).join(District).where(Venue.id == venue_id).first()
        if venue_id <= LARGEST_ID
        else None
    )
    if venue is None:
        raise NotFound("没有这个场馆，请到“活动”页按区县查找。")
    return venue


def all_venues() -> list[Venue]:
    """Every venue with its district, by its code and name; merged ones left out (one statement)."""
    found = Venue.select(Venue, District).join(District).where(Venue.merged_into.is_null())
    return list(found.order_by(District.slug, Venue.name, Venue.id))


def venues_in(districts: Sequence[int]) -> list[Venue]:
    """The venues of these districts with their district, by its code and name (one statement)."""
    found = Venue.select(Venue, District).join(District)
    found = found.where(Venue.district.in_(districts), Venue.merged_into.is_null())
    return list(found.order_by(District.slug, Venue.name, Venue.id))
