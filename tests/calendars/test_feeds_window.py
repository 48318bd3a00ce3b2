"""The window moves at local midnight, and only what it holds decides about the bytes."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.http import parse_date

from app import create_app
from events.published import Window
from tests.calendars.ics import Subscriber, summaries
from tests.engines import close_database
from tests.factories import make_edition, make_themed_day
from web.settings import read_settings

At = Callable[[str], None]
LAST_SECOND, MIDNIGHT = "2026-11-21T15:59:59+00:00", "2026-11-21T16:00:00+00:00"


def make_held(name: str, day: date) -> None:
    make_edition(themed_day=make_themed_day(name=name), first_day=day, last_day=day)


def test_the_window_reaches_ninety_days_back_and_eighteen_months_ahead():
    window = Window(date(2026, 11, 21))

    assert window.first_day == date(2026, 8, 23)
    assert window.last_day == date(2028, 5, 21)


@pytest.mark.parametrize(
    ("today", "last_day"),
    [
        (date(2026, 8, 31), date(2028, 2, 29)),
        (date(2025, 8, 31), date(2027, 2, 28)),
        (date(2028, 2, 29), date(2029, 8, 29)),
    ],
)
def test_eighteen_months_end_within_their_month(today: date, last_day: date):
    assert Window(today).last_day == last_day


def test_an_entry_leaves_and_another_comes_at_midnight_in_shanghai(client: FlaskClient, at: At):
    at(LAST_SECOND)
    make_held("昨日", date(2026, 8, 23))
    make_held("将来", date(2028, 5, 22))
    program = Subscriber(client, "/calendars/days.ics")
    assert summaries(program.answer) == ["昨日"]

    at(MIDNIGHT)

    assert program.refresh()
    assert summaries(program.answer) == ["将来"]


def test_the_same_content_is_the_same_etag_over_midnight(client: FlaskClient, at: At):
    at(LAST_SECOND)
    make_held("青蛙日", date(2026, 12, 1))
    before = client.get("/calendars/days.ics")

    at(MIDNIGHT)
    after = client.get("/calendars/days.ics")

    assert after.data == before.data
    assert after.headers["ETag"] == before.headers["ETag"]


def test_last_modified_is_midnight_at_the_earliest_because_entries_may_have_left(
    client: FlaskClient, at: At
):
    at(LAST_SECOND)
    make_held("昨日", date(2026, 8, 23))
    before = client.get("/calendars/days.ics").headers["Last-Modified"]

    at("2026-11-22T09:00:00+08:00")
    after = client.get("/calendars/days.ics", headers={"If-Modified-Since": before})

    assert after.status_code == 200
    assert parse_date(after.headers["Last-Modified"]) == datetime(2026, 11, 21, 16, tzinfo=UTC)


def test_stamps_are_the_rows_and_not_the_clocks(client: FlaskClient, at: At):
    make_held("青蛙日", date(2026, 12, 1))
    first = client.get("/calendars/days.ics").data

    at("2026-11-21T18:30:00+08:00")

    assert create_again(client.application).test_client().get("/calendars/days.ics").data == first


def test_two_processes_give_the_same_bytes_and_the_same_validators(app: Flask):
    for number in range(3):
        make_held(f"第{number}日", date(2026, 12, 1) + timedelta(days=number))

    one, other = (
        program.test_client().get("/calendars/days.ics") for program in (app, create_again(app))
    )

    assert one.data == other.data
    for name in ("ETag", "Last-Modified", "Content-Type", "Cache-Control", "Vary"):
        assert one.headers[name] == other.headers[name]


def test_midnight_is_that_of_the_configured_zone(environment: dict[str, str], at: At):
    close_database()
    app = create_app(read_settings(environment | {"KEPULI_TIMEZONE": "America/New_York"}))
    at(MIDNIGHT)  # 11:00 on the 21st there
    make_held("昨日", date(2026, 8, 23))

    answer = app.test_client().get("/calendars/days.ics")

    assert summaries(answer) == ["昨日"]
    assert "X-WR-TIMEZONE:America/New_York" in answer.text
    assert parse_date(answer.headers["Last-Modified"]) == datetime(2026, 11, 21, 5, tzinfo=UTC)


def create_again(app: Flask) -> Flask:
    """Another process of the same site: nothing built yet."""
    close_database()
    return create_app(app.config["SETTINGS"])
