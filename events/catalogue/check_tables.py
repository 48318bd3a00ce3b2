"""What must be true of the tables of days off and solar terms beyond their shape."""

from datetime import date
from itertools import chain

from events.records.files import Record
from events.records.references import repeated


def check_days_off(years: list[Record]) -> list[str]:
    """A day stands once in the whole table; a holiday may begin in the last days of the year
    before."""
    mistakes = repeated(years, "year", "年份")
    listed: set[date] = set()
    for year in years:
        off = (holiday["days"] for holiday in year["days_off"])
        for day in chain(*off, year.get("working_days", [])):
            if day in listed:
                mistakes.append(year.mistake(f"{day} 写了不止一次，一天不能既放假又上班。"))
            if day.year not in (year["year"] - 1, year["year"]):
                mistakes.append(year.mistake(f"{day} 不在 {year['year']} 年，请核对。"))
            listed.add(day)
    return mistakes


def check_solar_terms(tables: Record, days: list[Record]) -> list[str]:
    names = {term["name"] for term in tables["terms"]}
    mistakes = [
        day.mistake(f"没有“{day['solar_term']}”这个节气。", "solar_term")
        for day in days
        if day.get("solar_term", next(iter(names), None)) not in names
    ]
    for year, table in tables["years"].items():
        if isinstance(table, Record):
            mistakes += _check_year(year, table, names)
        else:
            mistakes.append(tables["years"].mistake("应是一组“节气: 日期”。", year))
    return mistakes


def _check_year(year: str, table: Record, names: set[str]) -> list[str]:
    mistakes = []
    first: dict[date, str] = {}
    for name, day in table.items():
        if name not in names:
            mistakes.append(table.mistake(f"没有“{name}”这个节气。", name))
        elif type(day) is not date or str(day.year) != year:
            mistakes.append(table.mistake(f"“{name}”的日期 {day} 不在 {year} 年。", name))
        elif first.setdefault(day, name) != name:
            mistakes.append(table.mistake(f"“{name}”和“{first[day]}”写在同一天。", name))
    return mistakes
