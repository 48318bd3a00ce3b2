"""The list of activities by where they take place: a grid of districts, and a map where a map
service is configured; filters as on the list."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Blueprint, current_app, jsonify, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug import Response

from events import clock
from events.activities.choosing import Chosen, choose
from events.activities.criteria import KEYS, Criteria, DaySpan
from events.activities.filters import read_criteria
from events.activities.links import map_url
from events.activities.maps.datum import Position, to_gcj02
from events.activities.maps.grid import find_grid
from events.activities.maps.queries import MOST, Place, Places, find_places
from events.activities.paging import list_page
from events.activities.queries import count_occurrences
from web.dates import english, today
from web.filters import unknown_keys, unknown_values
from web.language import chinese
from web.policies import PUBLIC, policy
from web.preferences import preferences
from web.requests import allow_pictures
from web.settings import Settings
from web.tiles import origins

maps = Blueprint("maps", __name__, url_prefix="/activities")


@dataclass(frozen=True)
class Asked:
    """What the address asks for; `problems` are sentences about what it can't mean."""

    now: date
    chosen: Chosen
    span: DaySpan
    problems: list[str]


@maps.get("/map")
@policy(PUBLIC)
def show() -> Response:
    """The grid is complete by itself; in large type there is no map."""
    asked = _ask()
    layers = () if preferences().size == "large" else _settings().map_tiles
    total = count_occurrences(asked.chosen, asked.span)
    text = render_template(
        "maps/show.html",
        view="map",
        today=asked.now,
        criteria=asked.chosen.criteria,
        chosen=asked.chosen,
        span=asked.span,
        problems=asked.problems,
        ignored=unknown_keys(request.args, list(KEYS)),
        layers=layers,
        grid=find_grid(asked.chosen, asked.span),
        listing=list_page(asked.chosen, asked.span, total, 1),
    )
    return allow_pictures(text, origins(layers))


@maps.get("/map.json")
@policy(PUBLIC)
def venues() -> Response:
    """What the map shows, in the datum of its tiles: for that page, not for others to keep.

    `shift` is what a position has too much beside WGS-84; it differs little within a province.
    """
    asked = _ask()
    places = find_places(asked.chosen, asked.span)
    here = asked.chosen.criteria.near or next((place.at for place in places.found), None)
    answer = jsonify(
        places=[_as_json(place, asked.chosen.criteria) for place in places.found],
        shift=_difference(_shown(here), here) if here else (0, 0),
        summary=_summary(places),
    )
    answer.headers["Cache-Control"] = "no-cache"
    answer.vary.add("Cookie")  # the language
    answer.add_etag()
    return answer.make_conditional(request)


def _ask() -> Asked:
    now = today()
    reading = read_criteria(request.args)
    chosen = choose(reading.criteria, clock.now())
    span = reading.criteria.span_ahead(now)
    return Asked(
        now, chosen, span, [*map(chinese, reading.problems), *unknown_values(chosen.unknown)]
    )


def _as_json(place: Place, criteria: Criteria) -> dict[str, Any]:
    venue = place.venue
    name = venue.name_en if english() and venue.name_en else venue.name
    return {
        "id": venue.id,
        "name": name,
        "lang": "en" if name == venue.name_en else "zh-CN",
        "address": venue.address,
        "at": [round(degrees, 6) for degrees in _shown(place.at)],
        "count": place.count,
        "words": ngettext("%(num)d 场", "%(num)d 场", place.count),
        "page": url_for("venues.show", venue_id=venue.id),
        "only": map_url(criteria.with_only("venue", venue.id)) + "#list",
    }


def _summary(places: Places) -> str:
    here = ngettext("地图上标出 %(num)d 场", "地图上标出 %(num)d 场", places.count)
    if not places.elsewhere:
        return _("%(here)s。", here=here)
    rest = ngettext("另有 %(num)d 场没有标出", "另有 %(num)d 场没有标出", places.elsewhere)
    if len(places.found) == MOST:
        return _(
            "%(here)s，只标场次最多的 %(most)d 个地点；%(rest)s。", here=here, most=MOST, rest=rest
        )
    return _("%(here)s；%(rest)s：在线上，或者不知道确切位置。", here=here, rest=rest)


def _shown(position: Position) -> Position:
    """Where it lies on the tiles."""
    return to_gcj02(*position) if _settings().map_datum == "gcj02" else position


def _difference(one: Position, other: Position) -> Position:
    return round(one[0] - other[0], 6), round(one[1] - other[1], 6)


def _settings() -> Settings:
    settings: Settings = current_app.config["SETTINGS"]
    return settings
