"""When there is a door: from the day before an occurrence until the day after. Pure."""

from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from events.activities.models import Occurrence

_DAY = timedelta(days=1)


class Window(NamedTuple):
    """Two midnights of the activity's zone, half-open."""

    opens_at: datetime
    closes_at: datetime


def window(occurrence: Occurrence) -> Window:
    """Of an occurrence with its activity."""
    zone = ZoneInfo(occurrence.activity.timezone)

    def midnight(day: date) -> datetime:
        return datetime.combine(day, time(), zone)

    return Window(midnight(occurrence.first_day - _DAY), midnight(occurrence.last_day + 2 * _DAY))
