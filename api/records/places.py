"""Units, venues and districts as programs get them. Pure."""

from typing import Any

from api.records.written import instant, links, named
from calendars.entries import Place
from calendars.takeaway.items import short_line
from events.published import District, DistrictRow, Unit, UnitInFull, Venue


def unit(row: Unit, place: Place) -> dict[str, Any]:
    return {
        **named(row),
        "nameEn": short_line(row.name_en),
        "shortName": short_line(row.short_name),
        "kind": row.kind,
        "region": named(row.region),
        "links": links(place, "units", row.slug),
    }


def unit_in_full(found: UnitInFull, place: Place) -> dict[str, Any]:
    return {
        **unit(found.unit, place),
        "names": [{"name": short_line(row.name), "kind": row.kind} for row in found.names],
        "groups": [named(group) for group in found.groups],
        "days": [named(day) for day in found.days],
    }


def venue(row: Venue, place: Place) -> dict[str, Any]:
    return {
        "id": row.id,
        "name": short_line(row.name),
        "nameEn": short_line(row.name_en),
        "formerNames": [short_line(name) for name in row.former_names],
        "district": named(row.district),
        "address": short_line(row.address),
        "latitude": row.latitude,
        "longitude": row.longitude,
        "precisionM": row.precision_m,
        "opening": short_line(row.opening),
        "accessibility": venue_access(row),
        "updatedAt": instant(row.updated_at),
        "links": links(place, "venues", row.id),
    }


def venue_access(row: Venue | None) -> dict[str, bool | None]:
    """Nobody has said, where there is no venue either."""
    return {
        "stepFree": row.step_free if row else None,
        "accessibleToilet": row.accessible_toilet if row else None,
        "nursingRoom": row.nursing_room if row else None,
    }


def district(row: District, place: Place) -> dict[str, Any]:
    return _district(row, row.parent if row.parent_id else None, place)


def district_in_full(found: DistrictRow, place: Place) -> dict[str, Any]:
    return {
        **_district(found.district, found.parent, place),
        "below": [named(row) for row in found.below],
        "before": [named(row) for row in found.before],
    }


def _district(row: District, parent: District | None, place: Place) -> dict[str, Any]:
    return {
        **named(row),
        "code": row.code,
        "nameEn": short_line(row.name_en),
        "level": row.level,
        "parent": named(parent) if parent else None,
        "successor": row.successor,
        "validFrom": row.valid_from.isoformat() if row.valid_from else None,
        "validTo": row.valid_to.isoformat() if row.valid_to else None,
        "links": links(place, "districts", row.slug),
    }
