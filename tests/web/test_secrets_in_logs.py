"""Tokens that let their reader in stand in addresses, and in no line of the log."""

import json
import logging

import pytest
from flask import Flask

from web.logs import JsonFormatter

TOKEN = "yjK1Bi6fsVO0Q9HUB6ZIASQRgxSObQqz-GW3N2wF1Jo"  # looks like one, opens nothing


def lines(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [JsonFormatter().format(record) for record in caplog.records]


@pytest.mark.parametrize(
    ("path", "logged"),
    [
        (f"/invitations/{TOKEN}", "/invitations/<token>"),
        (f"/invitations/{TOKEN}/acceptance", "/invitations/<token>/acceptance"),
        (f"/password-resets/{TOKEN}", "/password-resets/<token>"),
        (f"/password-resets/{TOKEN}/", "/password-resets/<token>/"),
        (f"/password-resets/{TOKEN}.", "/password-resets/<token>."),
        (f"/calendars/mine/{TOKEN}.ics", "/calendars/mine/<token>.ics"),
        (f"/subscriptions/{TOKEN}/reset/new", "/subscriptions/<token>/reset/new"),
        ("/password-resets/new", "/password-resets/new"),
        ("/activities/17", "/activities/17"),
        ("/units/cq-natural-history-museum", "/units/cq-natural-history-museum"),
    ],
)
def test_a_request_is_logged_without_its_token(
    app: Flask, caplog: pytest.LogCaptureFixture, path: str, logged: str
):
    caplog.set_level(logging.INFO)

    app.test_client().get(path)

    assert json.loads(lines(caplog)[-1])["path"] == logged
    assert TOKEN not in "".join(lines(caplog))


def test_an_unexpected_error_is_logged_without_the_token(
    app: Flask, caplog: pytest.LogCaptureFixture
):
    def fail(token: str) -> None:
        raise ZeroDivisionError

    app.add_url_rule("/broken/<token>", "broken", fail)
    response = app.test_client().get(f"/broken/{TOKEN}")

    assert response.status_code == 500
    [failure] = [line for line in lines(caplog) if "ZeroDivisionError" in line]
    assert "/broken/<token>" in failure
    assert TOKEN not in failure
