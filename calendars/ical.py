"""Values -> VEVENT bytes, VEVENT bytes -> VCALENDAR. Pure: imports nothing of ours.

What each property carries, and where it is laid down:

=====================  =========================================================================
UID                    opaque, the same for ever (RFC 5545 §3.8.4.7)
DTSTAMP                the row's last revision, never now (§3.8.7.2: no METHOD)
CREATED LAST-MODIFIED  from the row (§3.8.7.1, §3.8.7.3)
SEQUENCE               grows when time, place or status change (§3.8.7.4)
DTSTART DTEND          VALUE=DATE for whole days, where DTEND is exclusive (§3.6.1); else wall time
                       with TZID, its VTIMEZONE in front of all events (§3.6.5)
RRULE                  only for days whose rule gives the true date (§3.8.5.3)
STATUS                 TENTATIVE, CONFIRMED, CANCELLED (§3.8.1.11)
TRANSP                 TRANSPARENT: a programme keeps nobody busy (§3.8.2.7)
LOCATION GEO           the venue; WGS-84 degrees (§3.8.1.7, §3.8.1.6), once more for Apple's map
CONFERENCE             where to watch (RFC 7986 §5.11)
LINK CONCEPT REFID     the notice, the themed day's page, the themed day (RFC 9253 §8)
NAME DESCRIPTION …     the calendar's own (RFC 7986 §5), each with its older X- twin
=====================  =========================================================================

A UID on VCALENDAR (RFC 7986 §5.3) is left out: vdirsyncer takes it as the UID of every event.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from icalendar import Calendar, Event, Timezone, vRecur, vText, vUri

_REFRESH = timedelta(hours=6)
_COLOUR_NAME, _COLOUR_HEX = "teal", "#0B5D4E"
END = b"END:VCALENDAR\r\n"


@dataclass(frozen=True)
class Days:
    """Whole days, both ends inclusive."""

    first_day: date
    last_day: date


@dataclass(frozen=True)
class Times:
    """Half-open; both aware, in the zone whose wall time a calendar is to show."""

    start: datetime
    end: datetime


@dataclass(frozen=True)
class Point:
    """WGS-84 degrees, good to `radius_m` metres; `title` is the place's name."""

    latitude: float
    longitude: float
    radius_m: int
    title: str


@dataclass(frozen=True)
class Entry:
    """One VEVENT. Instants are aware; texts are plain and hold no controls but \\n."""

    uid: str
    sequence: int
    created: datetime
    last_modified: datetime
    when: Days | Times
    summary: str
    description: str
    status: str
    url: str
    categories: tuple[str, ...] = ()
    rule: str | None = None
    location: str = ""
    point: Point | None = None
    conference: str = ""
    concept: str | None = None
    refid: str | None = None
    links: tuple[str, ...] = ()


@dataclass(frozen=True)
class CalendarHead:
    """What a feed says of itself. `name` and `description` hold no control characters."""

    name: str
    description: str
    source: str
    url: str
    timezone: str


def render_component(entry: Entry) -> bytes:
    """One VEVENT, folded, with CRLF line ends."""
    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", entry.last_modified)
    event.add("created", entry.created)
    event.add("last-modified", entry.last_modified)
    event.add("sequence", entry.sequence)
    _add_when(event, entry.when)
    if entry.rule:
        event.add("rrule", vRecur.from_ical(entry.rule))
    event.add("summary", entry.summary)
    event.add("description", entry.description)
    event.add("status", entry.status)
    event.add("transp", "TRANSPARENT")
    event.add("url", entry.url)
    if entry.categories:
        event.add("categories", entry.categories)
    _add_where(event, entry)
    if entry.concept:
        event.add("concept", entry.concept)
    if entry.refid:
        event.add("refid", entry.refid)
    for link in entry.links:
        event.add("link", link, parameters={"LINKREL": "related", "VALUE": "URI"})
    return event.to_ical()


def _add_when(event: Event, when: Days | Times) -> None:
    if isinstance(when, Days):
        event.add("dtstart", when.first_day)
        event.add("dtend", when.last_day + timedelta(days=1))
    else:
        event.add("dtstart", when.start)
        event.add("dtend", when.end)


def _add_where(event: Event, entry: Entry) -> None:
    if entry.location:
        event.add("location", entry.location)
    if entry.conference:
        event.add("conference", entry.conference, parameters={"VALUE": "URI"})
    if point := entry.point:
        event.add("geo", (point.latitude, point.longitude))
        event.add(
            "x-apple-structured-location",
            vUri(f"geo:{point.latitude},{point.longitude}"),
            parameters={
                "VALUE": "URI",
                "X-APPLE-RADIUS": str(point.radius_m),
                "X-TITLE": point.title.replace('"', "'"),
            },
        )


@lru_cache(maxsize=512)
def render_head(head: CalendarHead, zones: frozenset[str]) -> bytes:
    """A VCALENDAR up to where its events begin; END closes it, and without events it is valid."""
    calendar = Calendar()
    calendar.add("prodid", "-//Kepuli//Science calendar//ZH")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    name, description = vText(head.name), vText(head.description)
    calendar.add("name", name)  # as plain str, icalendar 7.3 leaves NAME and X- unescaped
    calendar.add("x-wr-calname", name)
    calendar.add("description", description)
    calendar.add("x-wr-caldesc", description)
    calendar.add("refresh-interval", _REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT6H")
    calendar.add("source", head.source, parameters={"VALUE": "URI"})
    calendar.add("url", head.url)
    calendar.add("color", _COLOUR_NAME)
    calendar.add("x-apple-calendar-color", _COLOUR_HEX)
    calendar.add("x-wr-timezone", head.timezone)
    opened = calendar.to_ical().removesuffix(END)
    return b"".join([opened, *(render_zone(zone) for zone in sorted(zones))])


@lru_cache(maxsize=64)
def render_zone(zone: str) -> bytes:
    """The VTIMEZONE of an IANA zone from 2000 on: its older rules confuse Outlook."""
    component = Timezone.from_tzid(zone, first_date=date(2000, 1, 1))
    component.pop("COMMENT", None)  # that it ends in 2038, which is of no use to a reader
    return component.to_ical()


def shows_wall_time(zone: str) -> bool:
    """Whether times may be written in this zone: one with summer time has a VTIMEZONE made of
    RDATEs, which Outlook does not follow, so there an instant in UTC is the safer word."""
    return b"RDATE" not in render_zone(zone)
