"""A reader of feeds, and the almanac's rows that actions need."""

import os
from collections.abc import Callable
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from flask.testing import FlaskClient

from calendars.entries import Place
from calendars.typesetting import is_ready
from events import clock
from events.days.editions import EditionRow
from events.days.queries import almanac
from tests.calendars.ics import Subscriber

SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def place() -> Place:
    """Where the application of the tests lives."""
    return Place("https://kepuli.example", SHANGHAI)


@pytest.fixture
def subscribe(client: FlaskClient) -> Callable[[str], Subscriber]:
    """`subscribe("days/frog-day")`: a program that got that feed once."""
    return lambda name: Subscriber(client, f"/calendars/{name}.ics")


@pytest.fixture
def typst(tmp_path: Path) -> None:
    """For tests of what Typst makes, which needs a font with Chinese characters."""
    if not is_ready(tmp_path):
        missing = "no Chinese font here (Debian and Ubuntu: apt-get install fonts-noto-cjk)"
        pytest.fail(missing) if os.environ.get("CI") else pytest.skip(missing)


def edition_row(slug: str, year: int) -> EditionRow:
    """An edition as the almanac knows it today, for actions."""
    book = almanac(clock.today(SHANGHAI))
    day = book.find(slug)
    assert day is not None
    return book.row(day, year)
