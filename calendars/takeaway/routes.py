"""The list of activities on paper, and in a frame on somebody else's page."""

from typing import Any

from flask import Blueprint, Response, current_app, render_template, request, url_for
from xxhash import xxh3_128_hexdigest

from calendars.links import can_typeset, draw_qr, place
from calendars.takeaway import structured
from calendars.takeaway.programme import by_day_and_district
from calendars.typesetting import CannotTypeset, typeset
from events import clock
from events.errors import EventsError, NotFound
from events.published import (
    Criteria,
    EditionRow,
    OccurrenceRow,
    coming_edition,
    listed,
    read_criteria,
)
from web.conditional import unless_known
from web.dates import today
from web.filters import QueryRefused
from web.policies import PUBLIC, policy
from web.requests import allow_frames

takeaway = Blueprint("takeaway", __name__)
_ON_PAPER, _IN_A_FRAME = 500, 20


class TooMuchForPaper(EventsError):
    """More than anybody would print at once."""

    def __init__(self, count: int) -> None:
        super().__init__(
            f"符合的有 {count} 场，一份 PDF 最多 {_ON_PAPER} 场，请按日期、区县缩小范围，分几次做。"
        )


@takeaway.get("/activities/print")
@policy(PUBLIC)
def programme() -> str:
    """What the list shows, by day and district, to be printed on A4."""
    return render_template("takeaway/programme.html", **_programme(_criteria()))


@takeaway.get("/calendars/activities.pdf")
@policy(PUBLIC)
def programme_pdf() -> Response:
    """The same, paged; raises CannotTypeset, TooMuchForPaper."""
    if not can_typeset():
        raise CannotTypeset
    values = _programme(_criteria())
    if values["found"].count > _ON_PAPER:
        raise TooMuchForPaper(values["found"].count)
    text = render_template("takeaway/programme.json", **values)
    with current_app.open_resource("templates/takeaway/programme.typ", "r", "utf-8") as file:
        program = file.read()
    folder = current_app.config["SETTINGS"].data_dir
    etag = xxh3_128_hexdigest((program + text).encode())
    response = unless_known(
        etag, lambda: typeset(program, "pdf", folder, programme=text), "application/pdf"
    )
    response.headers["Cache-Control"] = "no-cache"
    response.headers["Content-Disposition"] = 'inline; filename="activities.pdf"'
    response.vary.add("Cookie")
    return response


def _programme(criteria: Criteria) -> dict[str, Any]:
    """What both say; at most so many occurrences."""
    now = today()
    found = listed(criteria, now, clock.now(), _ON_PAPER)
    span = criteria.span_ahead(now)
    day = found.chosen.days[0] if len(found.chosen.days) == 1 else None
    address = place().base_url + _list_url(criteria)
    return {
        "today": now,
        "found": found,
        "span": span,
        "theme_of": day,
        "edition": coming_edition(day, now) if day else None,
        "days": by_day_and_district(found.rows, span.first_day),
        "list_url": _list_url(criteria),
        "feed_values": criteria.values,
        "address": address,
        "qr": draw_qr(address),
    }


@takeaway.get("/embed/activities")
@policy(PUBLIC)
def embed() -> Response:
    """A narrow list for a frame. What goes wrong is said inside it, where it can be seen."""
    origins = current_app.config["SETTINGS"].embed_origins
    try:
        response = allow_frames(_cards(_criteria()), origins)
    except (QueryRefused, NotFound) as refusal:
        problem = render_template("takeaway/embed.html", problem=refusal.message)
        response = allow_frames(problem, origins)
        response.status_code = 404 if isinstance(refusal, NotFound) else 400
    response.headers["Cache-Control"] = "public, max-age=300"
    return response


def _cards(criteria: Criteria) -> str:
    """The first few that are not over; where all are, those."""
    found = listed(criteria, today(), clock.now(), 5 * _IN_A_FRAME)
    rows = sorted(found.rows, key=lambda row: row.occurrence.end <= clock.now())
    return render_template(
        "takeaway/embed.html",
        today=today(),
        rows=rows[:_IN_A_FRAME],
        count=found.count,
        chosen=found.chosen,
        list_url=_list_url(criteria),
    )


@takeaway.app_template_filter()
def schema_event(row: OccurrenceRow) -> dict[str, Any]:
    return structured.of_occurrence(row, place())


@takeaway.app_template_filter()
def schema_edition(row: EditionRow) -> dict[str, Any] | None:
    return structured.of_edition(row, place())


def _criteria() -> Criteria:
    """As for a calendar: a page that was made for others must not widen, so it raises
    QueryRefused."""
    reading = read_criteria(request.args)
    if reading.problems:
        raise QueryRefused("".join(reading.problems[:3]))
    return reading.criteria


def _list_url(criteria: Criteria) -> str:
    query = criteria.query
    return url_for("activities.index") + (f"?{query}" if query else "")
