"""Activities as the command line shows them, to people and to programs."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from peewee import fn

from events.activities.choosing import Chosen
from events.activities.criteria import DaySpan
from events.activities.models import Activity, ActivityEdition, HistoryEntry, Occurrence
from events.activities.on_days import is_empty, on_days
from events.activities.queries import ActivityRow, OccurrenceRow
from events.activities.scoping import condition
from events.activities.vocabulary import Status
from events.units.models import Unit

_STATUS_WORDS = {
    Status.SCHEDULED: "照常",
    Status.MOVED: "有变动",
    Status.POSTPONED: "已延期",
    Status.CANCELLED: "已取消",
}


@dataclass(frozen=True)
class Listed:
    """An activity, and what it has on the days asked for: the first of them, how many."""

    id: int
    title: str
    kind: str
    organiser: str
    first_day: date
    occurrences: int


def list_activities(chosen: Chosen, span: DaySpan) -> Iterator[Listed]:
    """Those that take place on these days, soonest first, read as they are asked for."""
    if is_empty(span):
        return
    columns = (Activity.id, Activity.title, Activity.kind, Unit.name)
    found = on_days(
        condition(chosen.scope), span, Occurrence.activity.alias("activity"), Occurrence.first_day
    ).alias("found")
    first_day = fn.MIN(found.c.first_day)
    query = (
        Activity.select(*columns, first_day, fn.COUNT(found.c.first_day))
        .join(Unit, on=(Activity.organiser == Unit.id))
        .switch(Activity)
        .join(found, on=(found.c.activity == Activity.id))
        .group_by(*columns)
        .order_by(first_day, Activity.id)
    )
    for row in query.tuples().iterator():
        yield Listed(*row)


def activity_as_json(row: ActivityRow) -> dict[str, Any]:
    activity = row.activity
    return {
        "id": activity.id,
        "title": activity.title,
        "description": activity.description,
        "kind": activity.kind,
        "format": activity.format,
        "organiser": activity.organiser.slug,
        "co_organisers": [unit.slug for unit in row.co_organisers],
        "supporters": [unit.slug for unit in row.supporters],
        "days": [_edition_as_json(edition) for edition in row.editions],
        "timezone": activity.timezone,
        "is_fictional": activity.is_fictional,
        "occurrences": [_occurrence_as_json(one) for one in row.occurrences],
        "history": [_entry_as_json(entry) for entry in row.history],
    }


def activity_in_words(listed: Listed) -> str:
    """A line of the list."""
    told = f"{listed.organiser}，{listed.occurrences} 场"
    return f"{listed.id:>7}  {listed.first_day}  {listed.title}（{told}）"


def occurrence_in_words(row: OccurrenceRow) -> str:
    """A line: number, time in the activity's zone, place, what became of it."""
    one, zone = row.occurrence, ZoneInfo(row.activity.timezone)
    place = f"{row.venue.name} {one.place_note}".strip() if row.venue else "线上"
    status = _STATUS_WORDS[Status(one.status)]
    reason = f"：{one.status_reason}" if one.status_reason else ""
    return f"{one.id:>7}  {_when(one, zone)}  {place}  {status}{reason}"


def _when(one: Occurrence, zone: ZoneInfo) -> str:
    if one.all_day:
        several = one.first_day != one.last_day
        return f"{one.first_day} 至 {one.last_day}" if several else f"{one.first_day} 全天"
    start, end = one.start.astimezone(zone), one.end.astimezone(zone)
    return f"{start:%Y-%m-%d %H:%M}–{_until(start, end)}"


def _until(start: datetime, end: datetime) -> str:
    return f"{end:%H:%M}" if start.date() == end.date() else f"{end:%Y-%m-%d %H:%M}"


def _occurrence_as_json(row: OccurrenceRow) -> dict[str, Any]:
    """Instants are ISO text with the offset of the activity's zone."""
    one, zone = row.occurrence, ZoneInfo(row.activity.timezone)
    return {
        "id": one.id,
        "uid": one.uid,
        "start": one.start.astimezone(zone).isoformat(),
        "end": one.end.astimezone(zone).isoformat(),
        "all_day": one.all_day,
        "first_day": one.first_day.isoformat(),
        "last_day": one.last_day.isoformat(),
        "venue": {"id": row.venue.id, "name": row.venue.name} if row.venue else None,
        "place_note": one.place_note,
        "district": row.district.slug,
        "status": one.status,
        "status_reason": one.status_reason,
        "sequence": one.sequence,
        "revision": one.revision,
    }


def _edition_as_json(edition: ActivityEdition) -> dict[str, Any]:
    return {"slug": edition.themed_day.slug, "year": edition.year}


def _entry_as_json(entry: HistoryEntry) -> dict[str, Any]:
    return {
        "occurrence": entry.occurrence_id,
        "kind": entry.kind,
        "before": entry.before,
        "after": entry.after,
        "reason": entry.reason,
        "made_at": entry.made_at.isoformat(),
    }
