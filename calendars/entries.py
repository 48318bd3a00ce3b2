"""Editions and occurrences as the values of a VEVENT."""

import hashlib
from dataclasses import dataclass
from datetime import UTC
from urllib.parse import quote
from zoneinfo import ZoneInfo

from calendars import ical, words
from events.published import KINDS, OccurrenceRow, PublishedEdition, Status
from events.text import clean_line, clean_text

RENDERER = 2  # raise when the look of a component changes, so that stored ones are rendered anew
_STATUS = {Status.CANCELLED: "CANCELLED", Status.POSTPONED: "TENTATIVE"}


@dataclass(frozen=True)
class Place:
    """Where this instance lives: absolute addresses come from `base_url` alone."""

    base_url: str
    timezone: ZoneInfo

    @property
    def look(self) -> str:
        """What all stored components depend on beside their own revisions."""
        address = f"{self.base_url} {self.timezone.key}"
        return f"{RENDERER}/{hashlib.sha256(address.encode()).hexdigest()[:8]}"


def of_edition(edition: PublishedEdition, place: Place) -> ical.Entry:
    day = edition.row.day
    page = f"{place.base_url}/days/{quote(day.slug)}"
    sources = edition.row.stored.sources if edition.row.stored else []
    notices = [source["url"] for source in sources if source.get("url")]
    status = "TENTATIVE" if edition.is_guess else "CONFIRMED"
    return ical.Entry(
        uid=edition.uid,
        sequence=edition.sequence,
        created=edition.created_at,
        last_modified=edition.updated_at,
        when=ical.Days(edition.first_day, edition.last_day),
        summary=clean_line(words.summary(edition)),
        description=clean_text(words.description(edition, page)),
        status="CANCELLED" if edition.is_cancelled else status,
        url=page,
        categories=("科普", clean_line(day.name)),
        rule=edition.rule,
        concept=page,
        refid=clean_line(day.slug),
        links=tuple(filter(is_web_address, notices)),
    )


def of_occurrence(row: OccurrenceRow, place: Place) -> ical.Entry:
    occurrence, activity = row.occurrence, row.activity
    page = f"{place.base_url}/activities/{activity.id}"
    zone = zone_of(row, place)
    slug = row.day.slug if row.day else None
    is_withdrawn = activity.withdrawn_at is not None  # what it said is no longer ours to repeat
    can_watch = is_web_address(activity.online_url) and not is_withdrawn
    return ical.Entry(
        uid=occurrence.uid,
        sequence=occurrence.sequence,
        created=occurrence.created_at,
        last_modified=occurrence.updated_at,
        when=_when(row, zone),
        summary=clean_line(words.occurrence_summary(row)),
        description=clean_text(words.occurrence_description(row, page, zone)),
        status=_status(row),
        url=page,
        categories=("科普", KINDS.get(activity.kind, "活动")),
        location="" if is_withdrawn else clean_line(words.location(row)),
        point=None if is_withdrawn else _point(row),
        conference=activity.online_url if can_watch else "",
        concept=f"{place.base_url}/days/{quote(slug)}" if slug else None,
        refid=clean_line(slug) if slug else None,
    )


def zone_of(row: OccurrenceRow, place: Place) -> ZoneInfo:
    """The activity's zone; an unknown name, which only the database itself could hold, is ours."""
    try:
        return ZoneInfo(row.activity.timezone)
    except (KeyError, ValueError, OSError):
        return place.timezone


def foreign_zone(row: OccurrenceRow, place: Place) -> str:
    """The TZID that the component refers to, if it is another than the site's."""
    zone = zone_of(row, place).key
    is_written = not row.occurrence.all_day and ical.shows_wall_time(zone)
    return zone if is_written and zone != place.timezone.key else ""


def _status(row: OccurrenceRow) -> str:
    if row.activity.withdrawn_at:
        return "CANCELLED"
    return _STATUS.get(Status(row.occurrence.status), "CONFIRMED")


def _when(row: OccurrenceRow, zone: ZoneInfo) -> ical.Days | ical.Times:
    occurrence = row.occurrence
    if occurrence.all_day:
        return ical.Days(occurrence.first_day, occurrence.last_day)
    shown = zone if ical.shows_wall_time(zone.key) else UTC
    return ical.Times(occurrence.start.astimezone(shown), occurrence.end.astimezone(shown))


def _point(row: OccurrenceRow) -> ical.Point | None:
    venue = row.venue
    if venue is None or venue.latitude is None or venue.longitude is None:
        return None
    radius = max(venue.precision_m or 100, 50)
    return ical.Point(venue.latitude, venue.longitude, radius, clean_line(venue.name)[:200])


def is_web_address(text: str) -> bool:
    """Fit to stand unescaped in a calendar: a URI has no way to quote a space or a control."""
    is_web = text.startswith(("https://", "http://")) and len(text) <= 2000
    return is_web and text.isprintable() and " " not in text
