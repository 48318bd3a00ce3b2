"""The forms in which one and the same feed can be had: the last part of its address, its type."""

from datetime import datetime, time
from typing import NamedTuple
from zoneinfo import ZoneInfo


class Medium(NamedTuple):
    """`is_file`: for a person to keep, not for a program to ask for again. `is_live`: says how many
    places are left, which no change is recorded for, so it is true for a minute only."""

    suffix: str
    type: str
    is_file: bool = False
    is_live: bool = False

    @property
    def max_age(self) -> int:
        return 60 if self.is_live else 3600

    def moment(self, now: datetime, zone: ZoneInfo) -> datetime:
        """The instant of which it tells, in `zone`: midnight, or for a live one the full minute."""
        here = now.astimezone(zone)
        if self.is_live:
            return here.replace(second=0, microsecond=0)
        return datetime.combine(here.date(), time(), zone)


ICS = Medium("ics", "text/calendar; charset=utf-8")
JSON = Medium("json", "application/json; charset=utf-8", is_live=True)
CSV = Medium("csv", "text/csv; charset=utf-8", is_file=True)
XLSX = Medium(
    "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", is_file=True
)
RSS = Medium("rss", "application/rss+xml; charset=utf-8")
ATOM = Medium("atom", "application/atom+xml; charset=utf-8")
TAKEAWAY = {medium.suffix: medium for medium in (JSON, CSV, XLSX, RSS, ATOM)}
