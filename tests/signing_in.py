"""A browser in which somebody is signed in, without the wait for a password."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from events import clock
from events.people.models import Account
from events.people.sessions import open_session
from tests.pages.reading import PageText


def browser_of(app: Flask, account: Account) -> FlaskClient:
    client = app.test_client()
    token = open_session(account, "a test", clock.now())
    client.set_cookie("__Host-kepuli", token, secure=True)
    return client


def post(
    client: FlaskClient, path: str, data: Mapping[str, object] = MappingProxyType({}), *,
    page: str = "", **arguments: Any,
) -> TestResponse:  # fmt: skip
    """Post a form with the CSRF token of the page it stands on, which is `path` if not told."""
    found = PageText(client.get(page or path).text).all("input", name="csrf_token")
    token = found[0].attributes["value"] if found else ""
    return client.post(
        path,
        data={"csrf_token": token} | dict(data),
        headers={"Referer": f"https://localhost{page or path}"},
        **arguments,
    )
