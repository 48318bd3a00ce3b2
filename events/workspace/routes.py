"""工作台: where everybody who has signed in begins, and the workspace of each unit."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from events import clock
from events.activities.queries import coming_occurrences
from events.office.editions.queries import activities_outside
from events.people.models import OfficeRole
from events.people.policies import EDITOR, SIGNED_IN, signed_in
from events.submissions.models import State
from events.units.queries import get_unit
from events.workspace.queries import desk_of, rooms_of
from web.dates import today
from web.filters import read_query
from web.policies import policy

workspace = Blueprint("workspace", __name__, url_prefix="/workspace")


@workspace.get("")
@policy(SIGNED_IN)
def index() -> str | Response:
    """One's units and rooms; who has just one unit and no office role is led there at once."""
    actor = signed_in()
    rooms = rooms_of(actor.units, clock.now())
    if len(rooms) == 1 and not actor.roles:
        return redirect(url_for("workspace.show", unit_slug=rooms[0].unit.slug))
    return render_template("workspace/index.html", rooms=rooms, roles=OfficeRole)


@workspace.get("/<unit_slug>")
@policy(EDITOR)
def show(unit_slug: str) -> str:
    """A unit's to-do, its activities by state, what it answers for, its calendar."""
    unit = get_unit(unit_slug)
    asked = read_query(request.args, {"state": list(State)}).get("state")
    state = State(asked) if asked else None
    return render_template(
        "workspace/show.html",
        today=today(),
        unit=unit,
        state=state,
        desk=desk_of(unit, state, today(), clock.now()),
        outside=activities_outside(unit.id, today()),
        activities=coming_occurrences(today(), 5, unit=(unit_slug,)),
    )
