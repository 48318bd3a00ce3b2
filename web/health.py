"""/livez: the process answers. /readyz: it can also serve, database and schema included."""

from flask import Blueprint, Response, jsonify

from events import schema
from events.errors import EventsError
from web.policies import PUBLIC, policy

health = Blueprint("health", __name__)


@health.get("/livez")
@policy(PUBLIC)
def livez() -> Response:
    return jsonify(status="ok")


@health.get("/readyz")
@policy(PUBLIC)
def readyz() -> tuple[Response, int]:
    try:
        missing = schema.pending()
    except EventsError as error:
        return jsonify(status="unavailable", database=error.message), 503
    if missing:
        return jsonify(status="unavailable", migrations=missing), 503
    return jsonify(status="ok"), 200
