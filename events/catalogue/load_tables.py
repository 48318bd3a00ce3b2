"""Days off and solar terms: tables that nobody edits, written anew when they differ."""

from collections.abc import Sequence
from typing import Any

from events import changes
from events.catalogue.keeping import Keeper
from events.days.models import DayOff, SolarTerm
from events.db import BaseModel
from events.records.files import Record


def load_days_off(keeper: Keeper, years: list[Record]) -> None:
    rows = [
        (day, "off", holiday["name"], holiday.get("name_en", ""))
        for year in years
        for holiday in year["days_off"]
        for day in holiday["days"]
    ]
    rows += [
        (day, "working", "调休上班", "Working day")
        for year in years
        for day in year.get("working_days", [])
    ]
    _replace(keeper, "day_off", DayOff, ("day", "kind", "name", "name_en"), rows)


def load_solar_terms(keeper: Keeper, tables: Record) -> None:
    english = {term["name"]: term["name_en"] for term in tables["terms"]}
    rows = [
        (day, name, english[name])
        for table in tables["years"].values()
        for name, day in table.items()
    ]
    _replace(keeper, "solar_term", SolarTerm, ("day", "name", "name_en"), rows)


def _replace(
    keeper: Keeper,
    topic: str,
    model: type[BaseModel],
    columns: tuple[str, ...],
    rows: Sequence[tuple[Any, ...]],
) -> None:
    fields = [getattr(model, name) for name in columns]
    stored = set(model.select(*fields).tuples().iterator())
    if stored == set(rows):
        return
    model.delete().execute()
    for start in range(0, len(rows), 100):
        model.insert_many(rows[start : start + 100], fields=fields).execute()
    (keeper.report.changed if stored else keeper.report.added)[topic] += len(rows)
    changes.record(topic, "*", keeper.now)
