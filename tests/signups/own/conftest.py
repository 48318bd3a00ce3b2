"""A sign-up's own page, asked for as its holder does."""

from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from events import clock
from events.activities.models import Occurrence
from events.activities.occurrences import move_occurrence
from events.activities.timing import between
from events.signups.keys import keyring
from events.signups.models import Signup
from tests.pages.reading import PageText
from tests.signing_in import post

Post = Callable[..., TestResponse]


def address(signup: Signup, rest: str = "") -> str:
    return f"/signups/{keyring().token_of(signup.number)}{rest}"


def move(occurrence: Occurrence, hour: int, reason: str = "展厅检修") -> Occurrence:
    start = datetime(2026, 11, 28, hour)  # noqa: DTZ001  a wall time
    timing = between(start, start + timedelta(hours=2), ZoneInfo("Asia/Shanghai"))
    return move_occurrence(occurrence, timing, reason, clock.now())


@pytest.fixture
def send(client: FlaskClient) -> Post:
    """Posts with the token of the form on `page`; without one, of a form that is always there."""

    def send(
        signup: Signup, rest: str, page: str = "/erasure/new", **fields: object
    ) -> TestResponse:
        return post(client, address(signup, rest), fields, page=address(signup, page))

    return send


@pytest.fixture
def read(client: FlaskClient) -> Callable[..., PageText]:
    def read(signup: Signup, rest: str = "") -> PageText:
        answer = client.get(address(signup, rest))
        assert answer.status_code == 200
        return PageText(answer.text)

    return read
