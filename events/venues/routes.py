"""Pages of venues."""

from flask import Blueprint, redirect, render_template, url_for
from werkzeug import Response

from events.activities.queries import coming_occurrences
from events.venues.queries import get_venue
from web.dates import today
from web.policies import PUBLIC, policy

venues = Blueprint("venues", __name__, url_prefix="/venues")


@venues.get("/<int:venue_id>")
@policy(PUBLIC)
def show(venue_id: int) -> str | Response:
    """A venue: where it is, how one gets in, what takes place there."""
    venue = get_venue(venue_id)
    if venue.id != venue_id:  # a double that was merged into this one
        return redirect(url_for(".show", venue_id=venue.id), 301)
    now = today()
    return render_template(
        "venues/show.html",
        today=now,
        venue=venue,
        activities=coming_occurrences(now, 20, venue=(venue.id,)),
    )
