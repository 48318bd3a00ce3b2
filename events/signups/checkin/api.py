"""签到 for the page's own script: the list it keeps, and the queue it sends when it can."""

from typing import Any

from flask import Blueprint, Response, current_app, jsonify, request, send_from_directory
from flask_wtf.csrf import CSRFError

from events import clock
from events.errors import EventsError, NotFound
from events.people.policies import signed_in
from events.signups.checkin.arriving import why_no_door
from events.signups.checkin.links import door_as_json, result_as_json
from events.signups.checkin.queries import guests_of
from events.signups.checkin.receiving import QueueRefused, read_queue, receive
from events.signups.desk.queries import get_sitting
from events.signups.policies import OWN_OCCURRENCE
from web.policies import SignInNeeded, policy

checkin_data = Blueprint(
    "checkin_data", __name__, url_prefix="/workspace/occurrences/<int:occurrence_id>"
)
_STATUS: dict[type[EventsError], int] = {SignInNeeded: 401, NotFound: 404}
_LONGEST_QUEUE = 200_000  # bytes


@checkin_data.get("/check-ins.json")
@policy(OWN_OCCURRENCE)
def index(occurrence_id: int) -> dict[str, Any]:
    """Names only while there is a door."""
    occurrence, now = get_sitting(occurrence_id), clock.now()
    closed = why_no_door(occurrence, now)
    return door_as_json(occurrence, [] if closed else guests_of(occurrence), now, closed)


@checkin_data.post("/check-ins.json")
@policy(OWN_OCCURRENCE)
def create(occurrence_id: int) -> dict[str, Any]:
    """A queue, also one that comes late; what became of each entry, in their order."""
    if (request.content_length or 0) > _LONGEST_QUEUE:
        raise QueueRefused("签到记录太长，请分几次发送。")
    entries = read_queue(request.get_data())
    results = receive(occurrence_id, entries, signed_in(), clock.now())
    return {"results": [result_as_json(result) for result in results]}


@checkin_data.get("/check-in-worker.js")
@policy(OWN_OCCURRENCE)
def worker(occurrence_id: int) -> Response:
    """From here it may look after this occurrence's pages, and no others."""
    return send_from_directory(str(current_app.static_folder), "checkin-worker.js", max_age=0)


@checkin_data.errorhandler(EventsError)
def refused(error: EventsError) -> tuple[Response, int]:
    code = next((code for kind, code in _STATUS.items() if isinstance(error, kind)), 422)
    return jsonify(error=error.message), code


@checkin_data.errorhandler(CSRFError)
def stale(_error: CSRFError) -> tuple[Response, int]:
    return jsonify(error="登录状态已经变了：签到记录还在这台设备上，请刷新这一页。"), 400
