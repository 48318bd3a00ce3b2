"""The units and venues of the file as rows: made where they are missing, never changed after."""

from collections.abc import Sequence
from datetime import datetime

from events import changes
from events.records.files import Record
from events.units.models import District, Unit
from events.venues.models import Venue

SOURCE = "demo/"  # how the source_key of everything ours begins
_AFTER_THE_CATALOGUE = 1000  # position among the units of a region

_VENUE_COLUMNS = (
    *("name", "name_en", "address", "latitude", "longitude", "precision_m", "opening"),
    *("step_free", "accessible_toilet", "nursing_room"),
)


def ensure_units(records: Sequence[Record], now: datetime) -> dict[str, Unit]:
    """Every unit there is, by slug, for merged ones the survivors; part of a transaction."""
    known = {unit.id: unit for unit in Unit.select()}
    units = {unit.slug: known[unit.merged_into_id or unit.id] for unit in known.values()}
    regions = _districts()
    for position, record in enumerate(records, _AFTER_THE_CATALOGUE):
        if record["slug"] not in units:
            values = {key: record[key] for key in ("slug", "name", "name_en", "short_name", "kind")}
            region = regions[record["region"]]
            unit = Unit.create(**values, region=region, position=position, updated_at=now)
            units[unit.slug] = unit
            changes.record("unit", unit.slug, now)
    return units


def ensure_venues(records: Sequence[Record], now: datetime) -> dict[str, Venue]:
    """The file's venues by key, of merged ones the survivors; part of a transaction."""
    stored = {
        row.source_key: row for row in Venue.select().where(Venue.source_key.startswith(SOURCE))
    }
    districts = _districts()
    venues = {}
    for record in records:
        source_key = SOURCE + record["key"]
        if source_key not in stored:
            values = {key: record[key] for key in _VENUE_COLUMNS if key in record}
            values |= {"district": districts[record["district"]], "source_key": source_key}
            stored[source_key] = Venue.create(**values, created_at=now, updated_at=now)
            changes.record("venue", str(stored[source_key].id), now)
        row = stored[source_key]
        venues[record["key"]] = row.merged_into if row.merged_into_id else row
    return venues


def _districts() -> dict[str, District]:
    return {row.slug: row for row in District.select()}
