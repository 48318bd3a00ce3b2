"""The office's first page, and the board that shows who still owes what."""

from flask import Blueprint, render_template, request

from events.office.overview.queries import read_board
from events.people.policies import AUDIT
from events.plans.queries import plans_newest_first
from events.units.queries import served_regions
from web.dates import today
from web.filters import read_query
from web.policies import policy

overview = Blueprint("overview", __name__, url_prefix="/office")


@overview.get("/coverage")
@policy(AUDIT)
def coverage() -> str:
    """Editions of the year ahead with the units that answer for them, by region."""
    regions = {plan.region.slug: plan.region for plan in plans_newest_first()}
    regions |= {} if regions else {region.slug: region for region in served_regions()}
    chosen = read_query(request.args, {"region": list(regions)}).get("region")
    region = regions.get(chosen or next(iter(regions), ""))
    return render_template(
        "office/overview/coverage.html",
        today=today(),
        regions=list(regions.values()),
        region=region,
        board=read_board(today(), region.id if region else None),
    )
