"""Themed days and editions as programs get them. Pure."""

from typing import Any

from api.records.written import address, instant, links, named
from calendars.entries import Place
from calendars.takeaway.items import short_line
from events.published import DayInFull, DayRow, EditionRow
from events.text import clean_text


def day(found: DayRow, place: Place) -> dict[str, Any]:
    row = found.day
    return {
        **named(row),
        "nameEn": short_line(row.name_en),
        "aliases": [short_line(alias) for alias in row.aliases],
        "kind": row.kind,
        "scope": row.scope,
        "region": named(found.region) if found.region else None,
        "subject": row.subject,
        "summary": short_line(row.summary),
        "summaryEn": short_line(row.summary_en),
        "predictability": row.predictability,
        "rule": row.rule,
        "durationDays": row.duration_days,
        "ruleWords": clean_text(row.rule_words),
        "ruleWordsEn": clean_text(row.rule_words_en),
        "firstYear": row.first_year,
        "validFrom": row.valid_from,
        "validTo": row.valid_to,
        "successor": named(found.successor) if found.successor else None,
        "next": edition(found.next, place) if found.next else None,
        "updatedAt": instant(row.updated_at),
        "links": links(place, "days", row.slug),
    }


def day_in_full(found: DayInFull, place: Place) -> dict[str, Any]:
    row = found.day
    return {
        **day(found, place),
        "purpose": clean_text(row.purpose),
        "purposeEn": clean_text(row.purpose_en),
        "basis": clean_text(row.basis),
        "basisEn": clean_text(row.basis_en),
        "ruleNote": clean_text(row.rule_note),
        "ruleNoteEn": clean_text(row.rule_note_en),
        "predecessors": [named(other) for other in found.predecessors],
        "editions": [edition(row, place) for row in found.editions],
    }


def edition(row: EditionRow, place: Place) -> dict[str, Any]:
    stored = row.stored
    return {
        "id": row.key,
        "day": named(row.day),
        "year": row.year,
        "ordinal": stored.ordinal if stored else None,
        **_when(row),
        "cancelReason": short_line(stored.cancel_reason) if stored else "",
        "region": named(row.region) if row.region else None,
        "themes": [short_line(theme) for theme in row.themes],
        "hostCity": short_line(stored.host_city) if stored else "",
        "sources": [_source(source) for source in stored.sources] if stored else [],
        "updatedAt": instant(row.updated_at),
        "links": links(place, "days", row.day.slug),
    }


def _when(row: EditionRow) -> dict[str, Any]:
    before = row.moved_from
    return {
        "firstDay": row.first_day.isoformat() if row.first_day else None,
        "lastDay": row.last_day.isoformat() if row.last_day else None,
        "endKnown": row.end_known,
        "dateStatus": row.date_status,
        "certainty": row.certainty,
        "movedFrom": {
            "firstDay": before.first_day.isoformat(),
            "lastDay": before.last_day.isoformat(),
        }
        if before
        else None,
    }


def _source(source: dict[str, Any]) -> dict[str, Any]:
    return {
        "title": short_line(source.get("title") or ""),
        "url": address(source.get("url") or ""),
    }
