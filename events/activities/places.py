"""What can happen to a venue: another name, one place where there were two, better facts.

It stands here and not with the venues, because what is shown of a venue is shown of every
occurrence held there: each verb gives these a new revision. One verb, one transaction.
"""

from datetime import datetime
from typing import Any

from events import changes
from events.activities.indexing.actions import index_occurrences
from events.activities.models import Occurrence
from events.activities.recording import hold, touch
from events.db import database
from events.errors import InvalidTransition
from events.venues.models import Venue

CORRECTABLE = frozenset(
    {
        "name_en", "district", "address", "latitude", "longitude", "precision_m", "opening",
        "step_free", "accessible_toilet", "nursing_room",
    }
)  # fmt: skip


def rename_venue(venue: Venue, name: str, now: datetime) -> Venue:
    """Another name; the old one joins the former names."""
    with database.atomic():
        venue = _open(venue)
        if name == venue.name:
            raise InvalidTransition(f"这个场馆本来就叫“{name}”，没有改动。")
        former = [*venue.former_names, venue.name]
        venue.former_names = [old for old in dict.fromkeys(former) if old != name]
        venue.name = name
        return _settle(venue, now)


def merge_venues(loser: Venue, survivor: Venue, now: datetime) -> Venue:
    """Both were the same place: what was to be at the loser is at the survivor, which is returned.

    The loser's address goes on answering, and so do those that led to it before.
    """
    if loser.id == survivor.id:
        raise InvalidTransition("一个场馆不能并入它自己，请核对两个编号。")
    with database.atomic():
        loser, survivor = _open(loser), _open(survivor)
        here = {"venue": survivor.id, "district": survivor.district_id}
        hold(Occurrence.venue == loser)
        touch(Occurrence.venue == loser, now, **here)
        index_occurrences(Occurrence.venue == survivor)
        Venue.update(merged_into=survivor).where(Venue.merged_into == loser).execute()
        loser.merged_into = survivor
        _save(loser, now)
    return survivor


def correct_venue(venue: Venue, now: datetime, **fields: Any) -> Venue:
    """Better facts; `fields` are among CORRECTABLE. With the district that of its occurrences."""
    if unknown := fields.keys() - CORRECTABLE:
        raise TypeError(f"not to be corrected: {sorted(unknown)}")
    with database.atomic():
        venue = _open(venue)
        before = dict(venue.__data__)
        for name, value in fields.items():
            setattr(venue, name, value)
        if venue.__data__ == before:
            raise InvalidTransition(f"“{venue.name}”的资料本来就是这样，没有改动。")
        _refuse_nowhere(venue)
        return _settle(venue, now)


def _open(venue: Venue) -> Venue:
    """As it is now, unless it has become another."""
    changes.take_turn()
    fresh = Venue.get_by_id(venue.id)
    if fresh.merged_into_id:
        raise InvalidTransition(
            f"“{fresh.name}”已并入 {fresh.merged_into_id} 号场馆，请改用那一个。"
        )
    return fresh


def _refuse_nowhere(venue: Venue) -> None:
    latitude, longitude = venue.latitude, venue.longitude
    if latitude is None and longitude is None:
        return
    if latitude is None or longitude is None:
        raise InvalidTransition("坐标要把纬度和经度都写上，或者都不写。")
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise InvalidTransition(
            f"地球上没有北纬 {latitude}、东经 {longitude} 这个地方，请核对坐标。"
        )


def _settle(venue: Venue, now: datetime) -> Venue:
    """Saved, and every occurrence there shown anew and found by what it is now."""
    _save(venue, now)
    hold(Occurrence.venue == venue)
    touch(Occurrence.venue == venue, now, district=venue.district_id)
    index_occurrences(Occurrence.venue == venue)
    return venue


def _save(venue: Venue, now: datetime) -> None:
    venue.updated_at = now
    venue.save()
    changes.record("venue", str(venue.id), now)
