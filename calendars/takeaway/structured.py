"""Occurrences and editions as schema.org has them, for search engines that read pages."""

from typing import Any
from urllib.parse import quote

from calendars import entries
from calendars.entries import Place, is_web_address
from calendars.takeaway.items import short_line
from events.published import DateStatus, EditionRow, Format, OccurrenceRow, SignupMode, Status

_SCHEMA = "https://schema.org"
_STATUS = {
    Status.MOVED: "EventRescheduled",
    Status.POSTPONED: "EventPostponed",
    Status.CANCELLED: "EventCancelled",
}
_MODES = {
    Format.ONSITE: "OfflineEventAttendanceMode",
    Format.ONLINE: "OnlineEventAttendanceMode",
    Format.HYBRID: "MixedEventAttendanceMode",
}


def of_occurrence(row: OccurrenceRow, place: Place) -> dict[str, Any]:
    entry, one, activity = entries.of_occurrence(row, place), row.occurrence, row.activity
    event: dict[str, Any] = {
        "@context": _SCHEMA,
        "@type": "Event",
        "@id": f"{entry.url}#{one.id}",
        "name": short_line(activity.title),
        "description": entry.description,
        "url": entry.url,
        **_when(row, place),
        "eventStatus": _status(_STATUS.get(Status(one.status), "EventScheduled")),
        "eventAttendanceMode": f"{_SCHEMA}/{_MODES[Format(activity.format)]}",
        "location": _where(row, entry.url),
        "organizer": {
            "@type": "Organization",
            "name": short_line(row.organiser.name),
            "url": f"{place.base_url}/units/{quote(row.organiser.slug)}",
        },
        "isAccessibleForFree": not activity.fee,
    }
    if activity.picture:
        event["image"] = f"{place.base_url}/pictures/{quote(activity.picture)}"
    if activity.age_from is not None or activity.age_to is not None:
        event["typicalAgeRange"] = f"{activity.age_from or 0}-{activity.age_to or ''}"
    if activity.signup_mode == SignupMode.HERE and one.capacity is not None:
        event["maximumAttendeeCapacity"] = one.capacity
    return event


def of_edition(row: EditionRow, place: Place) -> dict[str, Any] | None:
    """None for what is only predicted: no search engine shall show a guess as a fact."""
    if row.span is None or row.date_status is DateStatus.PREDICTED:
        return None
    is_off = row.date_status is DateStatus.CANCELLED
    return {
        "@context": _SCHEMA,
        "@type": "Event",
        "name": short_line(row.day.name),
        "description": short_line(row.day.summary),
        "url": f"{place.base_url}/days/{quote(row.day.slug)}",
        "startDate": row.span.first_day.isoformat(),
        "endDate": row.span.last_day.isoformat(),
        "eventStatus": _status("EventCancelled" if is_off else "EventScheduled"),
    }


def _status(word: str) -> str:
    return f"{_SCHEMA}/{word}"


def _when(row: OccurrenceRow, place: Place) -> dict[str, str]:
    """Whole days as dates; a time with the offset of the activity's zone."""
    one, zone = row.occurrence, entries.zone_of(row, place)
    if one.all_day:
        return {"startDate": one.first_day.isoformat(), "endDate": one.last_day.isoformat()}
    times = {
        "startDate": one.start.astimezone(zone).isoformat(),
        "endDate": one.end.astimezone(zone).isoformat(),
    }
    if one.moved_from_start:
        times["previousStartDate"] = one.moved_from_start.astimezone(zone).isoformat()
    return times


def _where(row: OccurrenceRow, page: str) -> dict[str, Any] | list[dict[str, Any]]:
    online = row.activity.online_url
    virtual = {"@type": "VirtualLocation", "url": online if is_web_address(online) else page}
    if row.venue is None:
        return virtual
    there: dict[str, Any] = {
        "@type": "Place",
        "name": short_line(row.venue.name),
        "address": {
            "@type": "PostalAddress",
            "addressCountry": "CN",
            "addressLocality": short_line(row.district.name),
            "streetAddress": short_line(row.venue.address),
        },
    }
    if row.venue.latitude is not None and row.venue.longitude is not None:
        geo = {"latitude": row.venue.latitude, "longitude": row.venue.longitude}
        there["geo"] = {"@type": "GeoCoordinates"} | geo
    return [there, virtual] if row.activity.format == Format.HYBRID else there
