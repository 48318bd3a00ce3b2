"""Where people can be put: units that are no doubles, districts that still exist."""

from datetime import date

from events.units.models import District, Unit


def units_to_join() -> list[Unit]:
    """(One statement.)"""
    return list(Unit.select().where(Unit.merged_into.is_null()).order_by(Unit.name))


def districts_to_review(today: date) -> list[District]:
    """In the order of their codes (one statement)."""
    valid = District.valid_to.is_null() | (District.valid_to > today)
    return list(District.select().where(valid).order_by(District.slug))


def find_district_id(slug: str) -> int | None:
    found = District.get_or_none(District.slug == slug)
    return found.id if found else None
