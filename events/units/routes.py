"""Pages of responsible units: all of them by city, and each with what it answers for."""

from flask import Blueprint, render_template

from events.days.queries import almanac
from events.plans.queries import days_answered_by, items_naming_unit
from events.published import Window
from events.units.queries import get_unit, groups_by_region, groups_of, names_of, units_by_region
from web.dates import today

units = Blueprint("units", __name__, url_prefix="/units")


@units.get("")
def index() -> str:
    return render_template("units/index.html", regions=units_by_region(), groups=groups_by_region())


@units.get("/<slug>")
def show(slug: str) -> str:
    """A unit: its names and groups, the themed days it answers for, the items that name it."""
    now = today()
    unit = get_unit(slug)
    groups = groups_of(unit)
    answered = days_answered_by(unit)
    book = almanac(now)
    rows = book.rows_between(now, Window(now).last_day)
    coming = {row.day.id: row for row in reversed(rows) if row.day.id in answered}
    return render_template(
        "units/show.html",
        today=now,
        unit=unit,
        names=names_of(unit),
        groups=groups,
        coming=sorted(coming.values(), key=lambda row: row.first_day),
        undated=[
            day for day in book.days if day.id in answered - coming.keys() and day.valid_to is None
        ],
        items=items_naming_unit(unit, groups),
    )
