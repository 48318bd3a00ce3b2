"""The shapes of `districts.yaml`, `units.yaml`, `days_off.yaml` and `solar_terms.yaml`."""

from events.records.files import Record
from events.records.shapes import (
    Field,
    Shape,
    a_date,
    choice,
    dates,
    flag,
    number,
    records,
    slug,
    text,
    texts,
)

LEVELS = ("country", "province", "municipality", "prefecture", "district", "county", "zone")
UNIT_KINDS = (
    "people-organisation",
    "government-bureau",
    "party-department",
    "coordination-office",
    "leading-group",
)

_DISTRICT: Shape = {
    "slug": slug(32, required=True),
    "code": text(6),
    "name": text(60, required=True),
    "name_en": text(120, required=True),
    "level": choice(LEVELS, required=True),
    "parent": text(32),
    "valid_from": a_date(),
    "valid_to": a_date(),
    "successor": text(32),
    "note": text(500),
    "note_en": text(800),
}
_UNIT: Shape = {
    "slug": slug(64, required=True),
    "name": text(120, required=True),
    "name_en": text(200, required=True),
    "short_name": text(60, required=True),
    "region": text(32, required=True),
    "kind": choice(UNIT_KINDS, required=True),
    "aliases": texts(120),
    "former_names": texts(120),
    "doubtful_aliases": texts(120),
    "usual_as": texts(60),
    "hosted_by": text(64),
    "note": text(500),
    "note_en": text(800),
}
_GROUP: Shape = {
    "slug": slug(64, required=True),
    "name": text(60, required=True),
    "full_name": text(200, required=True),
    "full_name_en": text(200, required=True),
    "region": text(32, required=True),
    "phrases": texts(60),
    "members": texts(64),
    "complete": flag(),
    "note": text(500),
    "note_en": text(800),
}
_HOLIDAY: Shape = {
    "name": text(60, required=True),
    "name_en": text(60),
    "days": dates(required=True),
}
_DAYS_OFF_YEAR: Shape = {
    "year": number(1900, 2200, required=True),
    "source": text(300, required=True),
    "days_off": records(_HOLIDAY, required=True),
    "working_days": dates(),
}
_TERM: Shape = {
    "name": text(8, required=True),
    "name_en": text(40, required=True),
    "longitude": number(0, 345, required=True),
}

DISTRICTS: Shape = {"districts": records(_DISTRICT, required=True)}
UNITS: Shape = {"units": records(_UNIT, required=True), "groups": records(_GROUP)}
DAYS_OFF: Shape = {"years": records(_DAYS_OFF_YEAR, required=True)}
SOLAR_TERMS: Shape = {
    "terms": records(_TERM, required=True),
    "years": Field(
        lambda value: None if isinstance(value, Record) else "应按年份分组。", required=True
    ),
}
