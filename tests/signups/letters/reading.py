"""Letters as programs read them: their text, and the entry for the calendar they bring."""

from email.message import EmailMessage

import ical.event
from icalendar import Calendar, Event

from tests.calendars.ics import read, read_by_another, the_entry


def lines_of(letter: EmailMessage) -> list[str]:
    """The subject, and the lines of the text that are not empty, without the site's own."""
    part = letter.get_body(("plain",))
    assert isinstance(part, EmailMessage)
    lines = [line for line in part.get_content().splitlines() if line]
    assert lines[-2].startswith(("科普历 https://", "Kepuli https://")), lines
    return [str(letter["Subject"]), *lines[:-2]]


def calendar_part(letter: EmailMessage) -> EmailMessage | None:
    found = [part for part in letter.walk() if part.get_content_type() == "text/calendar"]
    assert len(found) <= 1
    return found[0] if found else None


def sent_calendar(letter: EmailMessage) -> Calendar:
    part = calendar_part(letter)
    assert part is not None
    body = part.get_payload(decode=True)
    assert isinstance(body, bytes)
    return read(body)


def sent_entry(letter: EmailMessage) -> Event:
    return the_entry(sent_calendar(letter).to_ical())


def second_opinion(body: bytes) -> ical.event.Event:
    [event] = read_by_another(body).events
    return event
