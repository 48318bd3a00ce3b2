"""Entries as JSON, for programs that put them into a phone's calendar (docs/calendars.md)."""

import json
from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import chain
from typing import Any

from calendars import ical
from calendars.entries import is_web_address, of_edition
from calendars.takeaway.items import Item, Taken, short_line, shown
from calendars.takeaway.phones import alarm_of, coming_days, repeat_of, span_of
from events.published import OccurrenceRow, PublishedEdition, SignupMode, closing, standing


def json_document(taken: Taken) -> Iterator[bytes]:
    """One object, an entry to a line."""
    head = taken.head
    about = {
        "title": head.name,
        "description": head.description,
        "url": head.url,
        "source": head.source,
        "timezone": head.timezone,
        "leftOut": taken.left_out,
    }
    yield _bytes(about)[:-1] + b',"items":['
    before = b"\n"
    editions = shown(taken.editions, lambda edition: _bytes(_edition(edition, taken)))
    items = shown(taken.items, lambda item: _bytes(_record(item, taken.moment)))
    for record in chain(editions, items):
        yield before + record
        before = b",\n"
    yield b"\n]}\n"


def _bytes(value: dict[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _edition(edition: PublishedEdition, taken: Taken) -> dict[str, Any]:
    """One that comes each year by its next days."""
    entry, zone = of_edition(edition, taken.place), taken.place.timezone
    return {
        "uid": entry.uid,
        "sequence": entry.sequence,
        "url": entry.url,
        "title": entry.summary,
        "description": entry.description,
        **span_of(coming_days(entry, taken.moment.date()), zone),
        "location": "",
        "status": entry.status.lower(),
        "day": _named(edition.row.day),
        **alarm_of(entry),
        **repeat_of(entry),
        "updatedAt": _seconds(entry.last_modified),
    }


def _record(item: Item, moment: datetime) -> dict[str, Any]:
    entry = item.entry
    about = {"title": entry.summary, "description": entry.description, "url": entry.url}
    return {**about, **_when(item), **facts(item, moment, _seconds), **alarm_of(entry)}


def facts(item: Item, moment: datetime, tell: Callable[[datetime], Any]) -> dict[str, Any]:
    """What is known of an occurrence, whoever asks; `tell` says how instants are written."""
    entry, one, activity = item.entry, item.row.occurrence, item.row.activity
    return {
        "id": one.id,
        "uid": short_line(entry.uid),
        "sequence": entry.sequence,
        "activityId": activity.id,
        **_where(item),
        "status": one.status,
        "statusReason": short_line(one.status_reason),
        "kind": activity.kind,
        "format": activity.format,
        "onlineUrl": entry.conference or None,
        "organiser": _named(item.row.organiser),
        "day": _named(item.row.day) if item.row.day else None,
        "audiences": item.row.audiences,
        "ageFrom": activity.age_from,
        "ageTo": activity.age_to,
        "fee": short_line(activity.fee),
        "signup": _signup(item, moment, tell),
        "isFictional": activity.is_fictional,
        "updatedAt": tell(entry.last_modified),
    }


def _when(item: Item) -> dict[str, Any]:
    """Whole days end a second before midnight: a phone that was told midnight would show one day
    too many."""
    one = item.row.occurrence
    return {
        "startTime": _seconds(one.start),
        "endTime": _seconds(one.end) - (1 if one.all_day else 0),
        "allDay": one.all_day,
        "firstDay": one.first_day.isoformat(),
        "lastDay": one.last_day.isoformat(),
        "timezone": item.zone.key,
    }


def _where(item: Item) -> dict[str, Any]:
    point: ical.Point | None = item.entry.point
    venue = item.row.venue
    return {
        "location": item.entry.location,
        "venue": {"id": venue.id, "name": short_line(venue.name)} if venue else None,
        "district": _named(item.row.district),
        "latitude": point.latitude if point else None,
        "longitude": point.longitude if point else None,
    }


def _signup(item: Item, moment: datetime, tell: Callable[[datetime], Any]) -> dict[str, Any]:
    one, activity = item.row.occurrence, item.row.activity
    stand = standing(activity, one, moment)
    is_here = activity.signup_mode == SignupMode.HERE
    return {
        "mode": activity.signup_mode,
        "stand": stand.stand,
        "left": stand.left,
        "opensAt": tell(one.signup_opens_at) if is_here and one.signup_opens_at else None,
        "closesAt": tell(closing(one)) if is_here else None,
        "url": _signup_url(item.row, item.place.base_url),
        "phone": short_line(activity.signup_phone) or None,
    }


def _signup_url(row: OccurrenceRow, base_url: str) -> str | None:
    if row.activity.signup_mode == SignupMode.HERE:
        return f"{base_url}/occurrences/{row.occurrence.id}/signups/new"
    url = row.activity.signup_url
    return url if is_web_address(url) else None


def _named(row: Any) -> dict[str, str]:
    return {"slug": row.slug, "name": short_line(row.name)}


def _seconds(instant: datetime) -> int:
    return int(instant.timestamp())
