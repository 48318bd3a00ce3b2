"""Addresses to try at once and an answer to look at, made of what the database holds."""

import json
from dataclasses import dataclass
from datetime import date, datetime

from api.operations import OPERATIONS
from api.records import activities, almanac
from api.records.written import PREFIX
from calendars.entries import Place
from events import published
from events.published import Chosen, Criteria

_ASKED = {
    "editions": "?year={year}",
    "activities": "?audience=family&limit=10",
    "occurrences": "?when=weekend&signup=open&limit=10",
}


@dataclass(frozen=True)
class Examples:
    """`addresses` by operation, none where nothing is there to be an example; `answer` is to
    `answered`, empty where there is none."""

    addresses: dict[str, str]
    answered: str = ""
    answer: str = ""


def find_examples(today: date, moment: datetime, place: Place) -> Examples:
    """(Thirteen statements.)"""
    chosen, span = Chosen(Criteria()), Criteria().span_ahead(today)
    days = published.days_part(today, 0, 1).rows
    coming = published.occurrences_part(chosen, span, None, 1).rows
    known = {
        name: key(rows[0])
        for name, rows, key in (
            ("day", days, lambda row: row.day.slug),
            ("unit", published.units_part(0, 1).rows, lambda row: row.slug),
            ("venue", published.venues_part(0, 1).rows, lambda row: row.id),
            ("district", published.districts_part(0, 1).rows, lambda row: row.slug),
            ("activity", coming, lambda row: row.activity.id),
            ("occurrence", coming, lambda row: row.occurrence.id),
        )
        if rows
    }
    base = place.base_url + PREFIX
    addresses = {
        name: base + _filled(each.path, known.get(name)) + _ASKED.get(name, "")
        for name, each in OPERATIONS.items()
        if name in known or "{" not in each.path
    }
    addresses["editions"] = addresses["editions"].format(year=today.year)
    records = [
        *(("occurrence", activities.occurrence(row, place, moment)) for row in coming),
        *(("day", almanac.day(row, place)) for row in days),
    ]
    if not records:
        return Examples(addresses)
    name, record = records[0]
    text = json.dumps(record, ensure_ascii=False, indent=2)
    return Examples(addresses, addresses[name], text)


def _filled(path: str, key: str | int | None) -> str:
    return path.partition("{")[0] + str(key) if key is not None else path
