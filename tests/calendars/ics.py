"""Feeds read back: their raw lines, two independent parsers, and the days a person then sees."""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import ical.calendar
from dateutil.rrule import rrulestr
from flask.testing import FlaskClient
from ical.calendar_stream import CalendarStream
from icalendar import Calendar, Event
from werkzeug.test import TestResponse


@dataclass(frozen=True, order=True)
class Shown:
    """One entry in one year, both days inclusive."""

    first_day: date
    last_day: date
    summary: str


class Subscriber:
    """A calendar program: it sends the validators it was given and keeps what it got."""

    def __init__(self, client: FlaskClient, path: str) -> None:
        self._client, self._path = client, path
        self.answer = client.get(path)
        assert self.answer.status_code == 200

    def refresh(self) -> bool:
        """Ask again; whether something new came."""
        answer = self._client.get(
            self._path,
            headers={
                "If-None-Match": self.answer.headers["ETag"],
                "If-Modified-Since": self.answer.headers["Last-Modified"],
            },
        )
        if answer.status_code == 304:
            return False
        assert answer.status_code == 200
        self.answer = answer
        return True

    @property
    def entry(self) -> Event:
        return the_entry(self.answer.data)

    @property
    def entries(self) -> list[Event]:
        return entries(self.answer.data)


def read(body: bytes) -> Calendar:
    calendar = Calendar.from_ical(body)
    assert isinstance(calendar, Calendar)
    assert [error for part in calendar.walk() for error in part.errors] == []
    return calendar


def read_by_another(body: bytes) -> ical.calendar.Calendar:
    """The second opinion: the parser of Home Assistant, which refuses a feed with any mistake."""
    [calendar] = CalendarStream.from_ics(body.decode()).calendars
    return calendar


def entries(body: bytes) -> list[Event]:
    return read(body).events


def the_entry(body: bytes) -> Event:
    [entry] = entries(body)
    return entry


def summaries(answer: TestResponse) -> list[str]:
    assert answer.status_code == 200
    return [str(entry["SUMMARY"]) for entry in entries(answer.data)]


def lines(body: bytes) -> list[bytes]:
    """The lines as they are sent, without their CRLF."""
    assert body.endswith(b"\r\n")
    return body.removesuffix(b"\r\n").split(b"\r\n")


def unfolded(body: bytes) -> list[str]:
    return [line.decode() for line in lines(body.replace(b"\r\n ", b""))]


def names(body: bytes) -> Counter[str]:
    """How often each property (and BEGIN, END) is there, by the raw lines."""
    return Counter(re.split("[;:]", line, maxsplit=1)[0] for line in unfolded(body))


def value(body: bytes, name: str) -> str:
    """A property's raw value, where it is there once; the calendar's own where it is its too."""
    pattern = re.compile(rf"{name}(;[^:]*)?:(.*)")
    return next(match[2] for line in unfolded(body) if (match := pattern.fullmatch(line)))


def shown(body: bytes, first: date, last: date) -> list[Shown]:
    """What begins between two days, series expanded by dateutil; the second parser agrees."""
    found = sorted(
        Shown(day, day + length - timedelta(days=1), str(entry["SUMMARY"]))
        for entry in entries(body)
        for length in [entry["DTEND"].dt - entry["DTSTART"].dt]
        for day in _first_days(entry, first, last)
    )
    others = read_by_another(body).timeline.overlapping(first, last + timedelta(days=1))
    also_found = sorted(
        Shown(other.dtstart, other.dtend - timedelta(days=1), other.summary)
        for other in others
        if other.dtstart >= first
    )
    assert found == also_found
    return found


def _first_days(entry: Event, first: date, last: date) -> list[date]:
    start = entry["DTSTART"].dt
    if "RRULE" not in entry:
        return [start] if first <= start <= last else []
    rule = rrulestr(entry["RRULE"].to_ical().decode(), dtstart=_midnight(start))
    return [day.date() for day in rule.between(_midnight(first), _midnight(last), inc=True)]


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time())


def uids(body: bytes) -> list[str]:
    """Of the raw lines, in their order: a thousand entries take a parser seconds."""
    return [line.removeprefix("UID:") for line in unfolded(body) if line.startswith("UID:")]
