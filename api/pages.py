"""The page that explains the API to people, and the description for programs."""

from flask import Blueprint, Response, render_template
from flask_babel import gettext as _

from api.guide import find_examples
from api.openapi import document
from api.operations import OPERATIONS
from api.parameters import described
from api.records.written import PREFIX
from calendars.links import place
from calendars.media import JSON
from events import clock
from web.dates import today
from web.policies import PUBLIC, policy
from web.programs import json_answer

guide = Blueprint("guide", __name__, url_prefix=PREFIX)


@guide.get("/")
@policy(PUBLIC)
def index() -> str:
    """Which addresses there are, what they take, how to go on and how to come back."""
    here = place()
    return render_template(
        "api/index.html",
        base=here.base_url + PREFIX,
        operations=OPERATIONS.values(),
        examples=find_examples(today(), JSON.moment(clock.now(), here.timezone), here),
        parameters=[described(name) for name in (*OPERATIONS["occurrences"].parameters, "lang")],
    )


@guide.get("/openapi.json")
@policy(PUBLIC)
def description() -> Response:
    """Its words are in the reader's language."""
    response = json_answer(document(place().base_url, _))
    response.headers["Cache-Control"] = "public, max-age=3600"
    response.vary.add("Accept-Language")
    return response
