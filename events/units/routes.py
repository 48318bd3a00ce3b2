"""Pages of responsible units, with what each answers for, and of the districts they serve."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug import Response

from events.activities.queries import coming_occurrences
from events.days.queries import almanac
from events.plans.queries import days_answered_by, items_naming_unit
from events.published import Window
from events.text import clean_line
from events.units.directory import read_directory
from events.units.queries import (
    get_district,
    get_unit,
    groups_by_region,
    groups_of,
    names_of,
)
from events.venues.queries import venues_in
from web.dates import today
from web.policies import PUBLIC, policy

units = Blueprint("units", __name__, url_prefix="/units")
districts = Blueprint("districts", __name__, url_prefix="/districts")


@units.get("")
@policy(PUBLIC)
def index() -> str:
    """The directory; with `?region=` a part of it, with `?find=` what has these words."""
    region, words = (clean_line(request.args.get(key, "")) for key in ("region", "find"))
    directory = read_directory(region, words)
    return render_template("units/index.html", directory=directory, groups=groups_by_region())


@units.get("/<slug>")
@policy(PUBLIC)
def show(slug: str) -> str | Response:
    """A unit: its names and groups, the themed days it answers for, the items that name it."""
    unit = get_unit(slug)
    if unit.slug != slug:  # a double that was merged into this one
        return redirect(url_for(".show", slug=unit.slug), 301)
    now = today()
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
        activities=coming_occurrences(now, 10, unit=(slug,)),
    )


@districts.get("/<slug>", endpoint="show")
@policy(PUBLIC)
def show_district(slug: str) -> str:
    """A district: what lies around it, its venues, what takes place there and below it."""
    now = today()
    found = get_district(slug, now)
    activities = coming_occurrences(now, 20, district=(slug,))
    return render_template(
        "districts/show.html",
        today=now,
        found=found,
        district=found.district,
        venues=venues_in(activities.chosen.scope.district or ()),
        activities=activities,
    )
