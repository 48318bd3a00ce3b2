"""The queue: what waits, in which order, filtered by its address."""

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from events.people.policies import QUEUE, signed_in
from events.reviews.models import SavedView
from events.reviews.queue.actions import NAME_MOST, ViewRefused, drop_view, keep_view
from events.reviews.queue.filters import KEYS, Filter, read_filter, read_query
from events.reviews.queue.queries import views_of
from events.reviews.queue.reading import NEAREST, read_queue
from events.text import clean_line
from web.dates import today
from web.filters import unknown_keys
from web.policies import policy

reviews = Blueprint("reviews", __name__, url_prefix="/office/reviews")


@reviews.get("")
@policy(QUEUE)
def index() -> str:
    return _page(read_filter(request.args))


@reviews.post("/views")
@policy(QUEUE)
def keep() -> Response | tuple[str, int]:
    """Keep the filter one is looking at under a name."""
    asked = read_query(request.form.get("query", ""))
    name = clean_line(request.form.get("name", ""))
    try:
        keep_view(signed_in(), name, asked)
    except ViewRefused as refusal:
        return _page(asked, name, refusal.message), 422
    flash(_("视图已存好，下次在这里点开。"))
    return redirect(queue_url(asked), 303)


@reviews.post("/views/<int:view_id>/removal")
@policy(QUEUE)
def drop(view_id: int) -> Response:
    drop_view(signed_in(), view_id)
    flash(_("视图已删掉。"))
    return redirect(url_for("reviews.index"), 303)


@reviews.app_template_filter()
def queue_url(asked: Filter, after: str = "") -> str:
    """The address of the queue that this filter means, from a cursor on."""
    pairs = dict(asked.pairs()) | ({"after": after} if after else {})
    return url_for("reviews.index", **pairs)  # type: ignore[arg-type]


@reviews.app_template_filter()
def view_url(view: SavedView) -> str:
    return queue_url(read_query(view.query))


def _page(asked: Filter, name: str = "", problem: str = "") -> str:
    actor = signed_in()
    zone = current_app.config["SETTINGS"].timezone
    cursor = clean_line(request.args.get("after", ""))
    return render_template(
        "reviews/index.html",
        queue=read_queue(actor, asked, cursor, today(), zone),
        asked=asked,
        is_first=not cursor,
        views=views_of(actor.account_id),
        ignored=unknown_keys(request.args, [*KEYS, "after"]),
        name=name,
        name_most=NAME_MOST,
        problem=problem,
        nearest=NEAREST,
    )
