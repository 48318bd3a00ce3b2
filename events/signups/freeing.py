"""What becomes of places that are freed: given, offered, or free to all. By the time left until the
start, and never at night, when nobody reads what he is offered. Pure."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from events.activities.models import Occurrence

AUTOMATIC_UNTIL = timedelta(hours=24)  # before the start
OFFER_LASTS = timedelta(hours=2)
LAST_OFFER = timedelta(minutes=30)  # before the start
_MORNING, _NIGHT = time(8), time(22)


def is_night(now: datetime, zone: ZoneInfo) -> bool:
    return not _MORNING <= now.astimezone(zone).time() < _NIGHT


def after_night(at: datetime, zone: ZoneInfo) -> datetime:
    """The same instant by day, else the next morning at eight."""
    here = at.astimezone(zone)
    if not is_night(at, zone):
        return at
    day = here.date() + timedelta(days=here.time() >= _NIGHT)
    return datetime.combine(day, _MORNING, zone)


def is_free_to_all(occurrence: Occurrence, now: datetime) -> bool:
    """No offer can be made any more before it starts, so free places are for whoever comes first:
    they would stay empty otherwise."""
    zone = ZoneInfo(occurrence.activity.timezone)
    return after_night(now, zone) >= occurrence.start - LAST_OFFER


def offer_end(occurrence: Occurrence, now: datetime, *, by_phone: bool) -> datetime:
    """Who must be told by telephone has half of the time that is left, because the unit has to find
    him in: the other half is for those behind him. In any case it is over before the start."""
    zone = ZoneInfo(occurrence.activity.timezone)
    half = (occurrence.start - now) / 2
    lasts = max(half, OFFER_LASTS) if by_phone else OFFER_LASTS
    return min(after_night(now + lasts, zone), occurrence.start - LAST_OFFER / 2)
