"""Themed days, their editions, and the units that customarily answer for them."""

from typing import Any

from events.catalogue.keeping import Keeper, referred_first, values_of
from events.catalogue.merge import plain
from events.days.models import Edition, ThemedDay, UsualUnit
from events.records.files import Record
from events.units.models import District, NameKind, Unit, UnitName

_DATES = ("first_day", "last_day", "end_known", "date_status")
_RULE = (
    "predictability", "rule", "duration_days", "offset_days", "solar_term", "parent_id",
    "regional_rules", "valid_from", "valid_to",
)  # fmt: skip
_POINTERS = ("parent", "successor")


def load_themed_days(keeper: Keeper, records: list[Record]) -> None:
    rows = {row.slug: row for row in ThemedDay.select()}
    regions = {row.slug: row.id for row in District.select(District.slug, District.id)}
    positions = {record["slug"]: position for position, record in enumerate(records)}
    ordered = referred_first(records, _POINTERS)
    for record in ordered:
        row = rows.get(record["slug"]) or ThemedDay(slug=record["slug"], created_at=keeper.now)
        values = _day_values(record) | {
            "region_id": regions.get(record.get("region", "")),
            "position": positions[record["slug"]],
        }
        for key in _POINTERS:
            values[f"{key}_id"] = rows[record[key]].id if key in record else None
        keeper.keep("themed_day", record["slug"], row, values, dates=_RULE)
        rows[record["slug"]] = row
    stored = {(row.themed_day_id, row.year): row for row in Edition.select()}
    for record in ordered:
        _editions(keeper, rows[record["slug"]], record, stored)
        _usual_units(keeper, rows[record["slug"]], record)


def _editions(keeper: Keeper, day: ThemedDay, record: Record, stored: dict[Any, Edition]) -> None:
    for edition in record.get("editions", []):
        row = stored.get((day.id, edition["year"])) or Edition(
            themed_day=day,
            year=edition["year"],
            created_at=keeper.now,
        )
        key, values = f"{day.slug}/{edition['year']}", _edition_values(edition)
        keeper.keep("edition", key, row, values, dates=_DATES)


def _day_values(record: Record) -> dict[str, Any]:
    columns = (
        "name", "name_en", "kind", "scope", "subject", "summary", "summary_en", "first_year",
        "predictability", "rule", "duration_days", "offset_days", "solar_term", "valid_from",
        "valid_to",
    )  # fmt: skip
    notes = (
        "purpose", "purpose_en", "basis", "basis_en", "rule_words", "rule_words_en", "rule_note",
        "rule_note_en", "source",
    )  # fmt: skip
    lists = ("aliases", "organisers", "usual_units", "notice_months", "regional_rules")
    return values_of(record, columns, notes) | {name: plain(record.get(name, [])) for name in lists}


def _edition_values(record: Record) -> dict[str, Any]:
    columns = ("first_day", "last_day", "date_status", "ordinal")
    notes = ("confidence", "date_text", "precision", "note", "note_en", "host_city")
    lists = ("themes", "sources", "spans", "figures")
    return (
        values_of(record, columns, notes)
        | {name: plain(record.get(name, [])) for name in lists}
        | {"end_known": record.get("end_known", True)}
    )


def _usual_units(keeper: Keeper, day: ThemedDay, record: Record) -> None:
    """Tie the day to the unit of each region that answers to the bureau word."""
    wanted: dict[int, tuple[str, int]] = {}
    for position, usual in enumerate(record.get("usual_units", [])):
        for unit_id in _answering_to(usual["name"], day):
            wanted.setdefault(unit_id, (usual["role"], position))
    stored = {row.unit_id: (row.role, row.position) for row in day.usual}
    if stored == wanted:
        return
    UsualUnit.delete().where(UsualUnit.themed_day == day).execute()
    for unit_id, (role, position) in wanted.items():
        UsualUnit.create(themed_day=day, unit=unit_id, role=role, position=position)
    keeper.count("usual_unit", day.slug, is_new=not stored)


def _answering_to(word: str, day: ThemedDay) -> list[int]:
    """The units a bureau word means; for a regional day, those of its region and below."""
    named = UnitName.select(UnitName.unit).join(Unit).join(District)
    named = named.where(UnitName.name == word, UnitName.kind == NameKind.USUAL)
    if day.region_id:
        named = named.where((District.id == day.region_id) | (District.parent == day.region_id))
    return [name.unit_id for name in named.order_by(Unit.position)]
