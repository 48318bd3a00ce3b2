"""Short links: a letter and a number that can be read out, printed and scanned, for ever.

The numbers are those of the rows, so nothing has to be kept; a browser may remember where one led
for a day only, because a slug may be renamed.
"""

from typing import Any

from flask import Blueprint, redirect, url_for
from werkzeug import Response

from events.published import activity_of_occurrence, slug_of_day, slug_of_unit
from web.policies import PUBLIC, policy

short_links = Blueprint("short_links", __name__)


@short_links.get("/a/<int:activity_id>")
@policy(PUBLIC)
def activity(activity_id: int) -> Response:
    """Also of one that is gone: its page says why."""
    return _lead_to("activities.show", activity_id=activity_id)


@short_links.get("/d/<int:day_id>")
@policy(PUBLIC)
def day(day_id: int) -> Response:
    return _lead_to("days.show", slug=slug_of_day(day_id))


@short_links.get("/o/<int:occurrence_id>")
@policy(PUBLIC)
def occurrence(occurrence_id: int) -> Response:
    return _lead_to("activities.show", activity_id=activity_of_occurrence(occurrence_id))


@short_links.get("/u/<int:unit_id>")
@policy(PUBLIC)
def unit(unit_id: int) -> Response:
    return _lead_to("units.show", slug=slug_of_unit(unit_id))


def _lead_to(endpoint: str, **values: Any) -> Response:
    response = redirect(url_for(endpoint, **values), 301)
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response
