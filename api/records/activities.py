"""Activities and occurrences as programs get them; what the JSON feed says is not said anew."""

from datetime import datetime
from typing import Any
from urllib.parse import quote

from api.records.places import venue_access
from api.records.written import address, instant, links, named
from calendars.entries import Place
from calendars.takeaway.items import Item, item_of, short_line
from calendars.takeaway.records import facts
from events.published import ActivityFacts, ActivityRow, OccurrenceRow, SignupMode
from events.text import clean_text


def activity(found: ActivityFacts, place: Place) -> dict[str, Any]:
    row = found.activity
    return {
        "id": row.id,
        "title": short_line(row.title),
        "description": clean_text(row.description),
        "kind": row.kind,
        "format": row.format,
        "onlineUrl": address(row.online_url),
        **_whose(found),
        "audiences": found.audiences,
        "ageFrom": row.age_from,
        "ageTo": row.age_to,
        "fee": short_line(row.fee),
        "audienceNote": short_line(row.audience_note),
        "signup": {
            "mode": row.signup_mode,
            "url": address(row.signup_url),
            "phone": short_line(row.signup_phone) or None,
        },
        "signLanguage": row.sign_language,
        "captions": row.captions,
        "contact": (short_line(row.contact) or None) if row.contact_is_public else None,
        "picture": _picture(found, place),
        "timezone": row.timezone,
        "isFictional": row.is_fictional,
        "publishedAt": instant(row.published_at),
        "updatedAt": instant(row.updated_at),
        "links": links(place, "activities", row.id),
    }


def activity_in_full(found: ActivityRow, place: Place, moment: datetime) -> dict[str, Any]:
    told = [occurrence(row, place, moment) for row in found.occurrences]
    return {**activity(found, place), "occurrences": told}


def occurrence(row: OccurrenceRow, place: Place, moment: datetime) -> dict[str, Any]:
    """As of `moment`, on which depends whether one can sign up."""
    item, one = item_of(row, place), row.occurrence
    is_here = row.activity.signup_mode == SignupMode.HERE
    return {
        "id": one.id,
        "title": short_line(row.activity.title),
        **_when(item),
        **facts(item, moment, instant),
        "accessibility": {
            **venue_access(row.venue),
            "signLanguage": row.activity.sign_language,
            "captions": row.activity.captions,
        },
        "capacity": one.capacity if is_here else None,
        "links": links(place, "occurrences", one.id, f"/activities/{one.activity_id}"),
    }


def _when(item: Item) -> dict[str, Any]:
    """Whole days have no instants: a day is not its midnights."""
    one = item.row.occurrence
    start, end = (None, None) if one.all_day else (one.start, one.end)
    before = one.moved_from_start, one.moved_from_end
    return {
        "allDay": one.all_day,
        "start": instant(start) if start else None,
        "end": instant(end) if end else None,
        "startLocal": f"{start.astimezone(item.zone):%Y-%m-%dT%H:%M:%S}" if start else None,
        "endLocal": f"{end.astimezone(item.zone):%Y-%m-%dT%H:%M:%S}" if end else None,
        "firstDay": one.first_day.isoformat(),
        "lastDay": one.last_day.isoformat(),
        "timezone": item.zone.key,
        "movedFrom": {"start": instant(before[0]), "end": instant(before[1])}
        if before[0] and before[1]
        else None,
    }


def _whose(found: ActivityFacts) -> dict[str, Any]:
    return {
        "organiser": named(found.activity.organiser),
        "coOrganisers": [named(unit) for unit in found.co_organisers],
        "supporters": [named(unit) for unit in found.supporters],
        "editions": [
            {**named(row.themed_day), "year": row.year, "block": short_line(row.block)}
            for row in found.editions
        ],
    }


def _picture(found: ActivityFacts, place: Place) -> dict[str, str] | None:
    row = found.activity
    if not row.picture:
        return None
    return {
        "url": f"{place.base_url}/pictures/{quote(row.picture)}",
        "alt": short_line(row.picture_alt),
    }
