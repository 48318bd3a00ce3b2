"""Opening and closing sign-up for one occurrence, now or at a time."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from events import changes, clock
from events.activities.models import Occurrence
from events.activities.standing import Stand, standing
from tests.factories import make_account, make_unit
from tests.signing_in import browser_of, post
from tests.signups.desk.conftest import audited, read


def change(desk: FlaskClient, occurrence: Occurrence, **data: str) -> TestResponse:
    return post(desk, f"/workspace/occurrences/{occurrence.id}/hours", data)


def stand(occurrence: Occurrence) -> Stand:
    now = Occurrence.get_by_id(occurrence.id)
    return standing(now.activity, now, clock.now()).stand


def test_sign_up_is_closed_and_opened_with_one_button(desk: FlaskClient, occurrence: Occurrence):
    position = changes.current().number

    change(desk, occurrence, now="close")
    closed = stand(occurrence)
    change(desk, occurrence, now="open")

    assert (closed, stand(occurrence)) == (Stand.CLOSED, Stand.OPEN)
    assert len(audited("occurrence.signup-timed")) == 2
    assert Occurrence.get_by_id(occurrence.id).revision == occurrence.revision + 2
    assert changes.current().number == position + 2


def test_times_are_wall_times_of_the_place(desk: FlaskClient, occurrence: Occurrence):
    answer = change(desk, occurrence, opens="2026-11-25T12:00", closes="2026-11-27T18:30")

    now = Occurrence.get_by_id(occurrence.id)
    assert answer.status_code == 303
    assert now.signup_opens_at.isoformat() == "2026-11-25T04:00:00+00:00"
    assert now.signup_closes_at.isoformat() == "2026-11-27T10:30:00+00:00"
    page = read(desk, f"/workspace/occurrences/{occurrence.id}/hours")
    shown = [box.attributes["value"] for box in page.all("input", type="datetime-local")]
    assert shown == ["2026-11-25T12:00", "2026-11-27T18:30"]
    assert "11月25日（周三）12:00开放" in page.main


def test_nothing_typed_is_at_once_and_until_the_start(desk: FlaskClient, occurrence: Occurrence):
    change(desk, occurrence, opens="2026-11-25T12:00", closes="2026-11-27T18:30")

    change(desk, occurrence, opens="", closes="")

    now = Occurrence.get_by_id(occurrence.id)
    assert (now.signup_opens_at, now.signup_closes_at) == (None, occurrence.start)


@pytest.mark.parametrize(
    ("opens", "closes"),
    [
        ("2026-11-27T18:30", "2026-11-25T12:00"),
        ("2026-11-25T12:00", "2026-11-25T12:00"),
        ("", "2026-11-28T10:01"),
        ("2026-11-28T10:00", ""),
        ("明天", ""),
        ("2026-02-30T10:00", ""),
        ("0001-01-01T00:00", ""),
        ("", "9999-12-31T23:59"),
        ("x" * 500, ""),
    ],
)
def test_times_that_cannot_be_are_said_and_kept(
    desk: FlaskClient, occurrence: Occurrence, opens: str, closes: str
):
    answer = change(desk, occurrence, opens=opens, closes=closes)

    assert answer.status_code == 422
    assert (opens or closes) in answer.text
    assert audited("occurrence.signup-timed") == []


def test_once_it_has_begun_it_is_too_late(desk: FlaskClient, occurrence: Occurrence, at):
    at("2026-11-28T10:00+08:00")

    answer = change(desk, occurrence, now="open")

    assert answer.status_code == 409
    assert "已经开始" in answer.text


def test_a_stranger_opens_nothing(app: Flask, occurrence: Occurrence):
    stranger = browser_of(app, make_account(owner_of=(make_unit(),)))

    answer = post(
        stranger, f"/workspace/occurrences/{occurrence.id}/hours", {"now": "close"}, page="/account"
    )

    assert (answer.status_code, stand(occurrence)) == (404, Stand.OPEN)
