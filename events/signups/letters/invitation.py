"""A sign-up as an entry for its holder's own calendar: iCalendar, sent as iMIP (RFC 5546, 6047).

The UID is the sign-up's own, not that of the public occurrence: who has subscribed to the feed has
an entry with that one already, published without organiser, and one UID has one organiser and one
line of SEQUENCE (RFC 5546 §2.1); giving a place back must not cancel what the public sees. It is
made from `key`, which is random and never changes, and which it doesn't tell.

SEQUENCE counts the seconds from signing up to the last change of sign-up or occurrence, so it grows
with either, whichever occurrence the sign-up is transferred to; an end comes one later still.

The link to the own page is left out: calendars are shared, and it opens everything.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parseaddr
from enum import StrEnum
from typing import Protocol
from uuid import NAMESPACE_OID, uuid5
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from calendars.ical import END, render_zone, shows_wall_time
from events.activities.models import Occurrence
from events.signups.letters.places import place_of
from events.signups.models import Signup
from events.signups.queries import terms_of
from events.text import clean_line, clean_text


class Method(StrEnum):
    """PUBLISH for whoever takes it along from the page; it names nobody (RFC 5546 §3.2.1)."""

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"
    PUBLISH = "PUBLISH"


class Site(Protocol):
    """The settings that matter here."""

    @property
    def base_url(self) -> str: ...

    @property
    def mail_from(self) -> str: ...


@dataclass(frozen=True)
class _Words:
    number: str
    party: str
    bring: str
    change: str


_WORDS = {
    "zh": _Words("编号：", "人数：", "请带：", "查看、修改或取消报名，请用确认信里的链接。"),
    "en": _Words(
        "Number: ", "People: ", "Please bring: ",
        "To see, change or cancel it, use the link in the confirmation letter.",
    ),
}  # fmt: skip


def invitation(signup: Signup, method: str, site: Site, attendee: str = "") -> bytes:
    """A VCALENDAR with the one entry; `attendee` is the address it is sent to."""
    occurrence = signup.occurrence
    zone = ZoneInfo(occurrence.activity.timezone)
    event = Event()
    event.add("uid", uid_of(signup))
    event.add("sequence", sequence_of(signup, method))
    event.add("dtstamp", _changed_at(signup))
    event.add("created", signup.created_at)
    event.add("last-modified", _changed_at(signup))
    _add_when(event, occurrence, zone)
    _add_what(event, signup, site)
    event.add("status", "CANCELLED" if method == Method.CANCEL else "CONFIRMED")
    event.add("transp", "OPAQUE")
    _add_people(event, site, attendee if method != Method.PUBLISH else "")
    return _calendar(event, method, "" if occurrence.all_day else zone.key)


def uid_of(signup: Signup) -> str:
    return f"{uuid5(NAMESPACE_OID, signup.key)}@kepuli"


def sequence_of(signup: Signup, method: str) -> int:
    passed = (_changed_at(signup) - signup.created_at) // timedelta(seconds=1)
    return max(passed, 0) + (method == Method.CANCEL)


def _changed_at(signup: Signup) -> datetime:
    """Also the DTSTAMP, so that the same letter sent again is the same to the byte."""
    return max(signup.updated_at, signup.occurrence.updated_at)


def _add_when(event: Event, occurrence: Occurrence, zone: ZoneInfo) -> None:
    if occurrence.all_day:
        event.add("dtstart", occurrence.first_day)
        event.add("dtend", occurrence.last_day + timedelta(days=1))
        return
    shown = zone if shows_wall_time(zone.key) else UTC
    event.add("dtstart", occurrence.start.astimezone(shown))
    event.add("dtend", occurrence.end.astimezone(shown))


def _add_what(event: Event, signup: Signup, site: Site) -> None:
    activity = signup.occurrence.activity
    bring = terms_of(activity.id).bring
    words = _WORDS.get(signup.language, _WORDS["zh"])
    page = f"{site.base_url}/activities/{activity.id}"
    lines = [f"{words.number}{signup.number}", f"{words.party}{signup.party}"]
    lines += [f"{words.bring}{bring}"] if bring else []
    event.add("summary", clean_line(activity.title))
    event.add("description", clean_text("\n".join([*lines, words.change, page])))
    if place := place_of(signup.occurrence, signup.language):
        event.add("location", clean_line(place))
    event.add("url", page)


def _add_people(event: Event, site: Site, attendee: str) -> None:
    """Nobody is asked to answer: who has signed up has said yes."""
    name, address = parseaddr(site.mail_from)
    if address:
        event.add("organizer", f"mailto:{address}", parameters={"CN": name} if name else {})
    if attendee:
        accepted = {"CUTYPE": "INDIVIDUAL", "ROLE": "REQ-PARTICIPANT", "PARTSTAT": "ACCEPTED"}
        event.add("attendee", f"mailto:{attendee}", parameters={**accepted, "RSVP": "FALSE"})


def _calendar(event: Event, method: str, zone: str) -> bytes:
    """With the VTIMEZONE of the zone, where wall times are shown in it."""
    calendar = Calendar()
    calendar.add("prodid", "-//Kepuli//Sign-up//ZH")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    opened = calendar.to_ical().removesuffix(END)
    zones = render_zone(zone) if zone and shows_wall_time(zone) else b""
    return b"".join([opened, zones, event.to_ical(), END])
