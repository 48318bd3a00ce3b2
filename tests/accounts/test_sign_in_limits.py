"""Guessing is slowed down, per account and per network address; nobody is locked out for good."""

from collections.abc import Callable
from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from events import clock
from events.people.attempts import count_failure, refuse_too_many
from tests.accounts import PASSWORD, audited, make_person
from tests.signing_in import post

At = Callable[[str], None]


def later(at: At, **wait: int) -> None:
    at((clock.now() + timedelta(**wait)).isoformat())


def sign_in(
    client: FlaskClient, email: str, password: str, address: str = "198.51.100.7"
) -> TestResponse:
    return post(
        client,
        "/sign-in",
        {"email": email, "password": password},
        environ_base={"REMOTE_ADDR": address},
    )


def fail(email: str, times: int) -> None:
    for _ in range(times):
        count_failure("password", email, clock.now())


def test_the_sixth_try_waits_even_with_the_right_password_and_the_form_stays(client: FlaskClient):
    make_person(email="lin@example.org")
    fail("lin@example.org", 4)

    fifth = sign_in(client, "lin@example.org", "wrong wrong wrong")
    sixth = sign_in(client, "lin@example.org", PASSWORD)

    assert fifth.status_code == 422
    assert (sixth.status_code, sixth.headers["Retry-After"]) == (429, "30")
    assert "请 30 秒后再试" in sixth.text
    assert 'value="lin@example.org"' in sixth.text
    assert PASSWORD not in sixth.text


def test_the_right_password_works_again_after_the_wait_and_wipes_the_slate(
    client: FlaskClient, at: At
):
    make_person(email="lin@example.org")
    fail("lin@example.org", 5)

    later(at, seconds=30)
    again = sign_in(client, "lin@example.org", PASSWORD)

    assert again.status_code == 303
    fail("lin@example.org", 4)
    refuse_too_many("password", "lin@example.org", clock.now())


def test_who_keeps_guessing_waits_a_quarter_of_an_hour_at_most(client: FlaskClient, at: At):
    make_person(email="lin@example.org")
    fail("lin@example.org", 5)
    for wait in (30, 60, 120, 240, 480):
        later(at, seconds=wait)
        fail("lin@example.org", 1)

    refused = sign_in(client, "lin@example.org", PASSWORD)
    later(at, minutes=15)
    after = sign_in(client, "lin@example.org", PASSWORD)

    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "900")
    assert after.status_code == 303


def test_four_failures_slow_nobody_down(client: FlaskClient):
    make_person(email="lin@example.org")
    fail("lin@example.org", 4)

    assert sign_in(client, "lin@example.org", PASSWORD).status_code == 303


def test_an_address_nobody_has_is_slowed_down_in_the_same_way(client: FlaskClient):
    fail("nobody@example.org", 4)

    fifth = sign_in(client, "nobody@example.org", PASSWORD)
    sixth = sign_in(client, "Nobody@example.org ", PASSWORD)

    assert (fifth.status_code, sixth.status_code) == (422, 429)
    assert sixth.headers["Retry-After"] == "30"


def test_other_accounts_are_not_slowed_down(client: FlaskClient):
    make_person(email="lin@example.org")
    make_person(email="zhou@example.org")
    fail("lin@example.org", 5)

    assert sign_in(client, "zhou@example.org", PASSWORD).status_code == 303


def test_many_accounts_from_one_network_address_are_slowed_down_and_others_are_not(
    client: FlaskClient,
):
    make_person(email="lin@example.org")
    for _ in range(29):
        count_failure("address", "198.51.100.7", clock.now())

    thirtieth = sign_in(client, "a@example.org", PASSWORD)
    next_one = sign_in(client, "lin@example.org", PASSWORD)
    elsewhere = sign_in(client, "lin@example.org", PASSWORD, address="203.0.113.9")

    assert (thirtieth.status_code, next_one.status_code) == (422, 429)
    assert next_one.headers["Retry-After"] == "60"
    assert elsewhere.status_code == 303


def test_a_forwarded_address_is_not_believed_without_a_trusted_proxy(app: Flask):
    for _ in range(30):
        count_failure("address", "127.0.0.1", clock.now())

    client = app.test_client()
    client.get("/sign-in")
    response = post(
        client,
        "/sign-in",
        {"email": "lin@example.org", "password": PASSWORD},
        environ_overrides={"HTTP_X_FORWARDED_FOR": "203.0.113.9"},
    )

    assert response.status_code == 429


def test_a_refused_try_writes_nothing_down(client: FlaskClient):
    make_person(email="lin@example.org")
    fail("lin@example.org", 5)

    sign_in(client, "lin@example.org", "wrong wrong wrong")

    assert audited() == []
