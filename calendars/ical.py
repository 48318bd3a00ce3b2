"""Values -> VEVENT bytes, VEVENT bytes -> VCALENDAR. Pure: imports nothing of ours.

What each property carries, and where it is laid down:

=====================  =========================================================================
UID                    opaque, the same for ever (RFC 5545 §3.8.4.7)
DTSTAMP                the row's last revision, never now (§3.8.7.2: no METHOD)
CREATED LAST-MODIFIED  from the row (§3.8.7.1, §3.8.7.3)
SEQUENCE               grows when days or status change (§3.8.7.4)
DTSTART DTEND          VALUE=DATE; DTEND is exclusive (§3.6.1), so `last_day + 1` stands here only
RRULE                  only for days whose rule gives the true date (§3.8.5.3)
STATUS                 TENTATIVE, CONFIRMED, CANCELLED (§3.8.1.11)
TRANSP                 TRANSPARENT: a themed week keeps nobody busy (§3.8.2.7)
LINK CONCEPT REFID     the notice, the themed day's page, the themed day (RFC 9253 §8)
NAME DESCRIPTION …     the calendar's own (RFC 7986 §5), each with its older X- twin
=====================  =========================================================================

A UID on VCALENDAR (RFC 7986 §5.3) is left out: vdirsyncer takes it as the UID of every event.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from icalendar import Calendar, Event, vRecur, vText

_REFRESH = timedelta(hours=6)
_COLOUR_NAME, _COLOUR_HEX = "teal", "#0B5D4E"


@dataclass(frozen=True)
class AllDay:
    """An entry that fills whole days, both inclusive. Instants are aware; texts are plain."""

    uid: str
    sequence: int
    created: datetime
    last_modified: datetime
    first_day: date
    last_day: date
    summary: str
    description: str
    status: str
    url: str
    categories: tuple[str, ...] = ()
    rule: str | None = None
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


def render_component(entry: AllDay) -> bytes:
    """One VEVENT, folded, with CRLF line ends."""
    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", entry.last_modified)
    event.add("created", entry.created)
    event.add("last-modified", entry.last_modified)
    event.add("sequence", entry.sequence)
    event.add("dtstart", entry.first_day)
    event.add("dtend", entry.last_day + timedelta(days=1))
    if entry.rule:
        event.add("rrule", vRecur.from_ical(entry.rule))
    event.add("summary", entry.summary)
    event.add("description", entry.description)
    event.add("status", entry.status)
    event.add("transp", "TRANSPARENT")
    event.add("url", entry.url)
    if entry.categories:
        event.add("categories", entry.categories)
    if entry.concept:
        event.add("concept", entry.concept)
    if entry.refid:
        event.add("refid", entry.refid)
    for link in entry.links:
        event.add("link", link, parameters={"LINKREL": "related", "VALUE": "URI"})
    return event.to_ical()


def render_calendar(
    head: CalendarHead, components: Sequence[bytes], last_modified: datetime | None
) -> bytes:
    """A whole VCALENDAR; without components it is still a valid, empty calendar."""
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
    if last_modified:
        calendar.add("last-modified", last_modified)
    return join(calendar.to_ical(), components)


def join(empty_calendar: bytes, components: Iterable[bytes]) -> bytes:
    """Rendered components put into a rendered calendar, as they are."""
    head, end, _ = empty_calendar.rpartition(b"END:VCALENDAR")
    return b"".join([head, *components, end, b"\r\n"])
