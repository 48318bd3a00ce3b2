"""Somebody has lost the way to his sign-up; somebody else must not learn that there is one."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from events.notifications.models import Message
from events.signups.keys import keyring
from events.signups.models import Signup
from events.signups.people import Contact
from jobs import deliver_due
from tests.factories import make_bookable, make_signup
from tests.notifications.mailbox import Mailbox
from tests.signing_in import post
from tests.signups.joining.visitor import sign_up

TANG = Contact("唐小满", phone="+8613700007777", email="tang@example.org")


@pytest.fixture
def environment(environment: dict[str, str], mail_settings: dict[str, str]) -> dict[str, str]:
    return environment | mail_settings


def look(client: FlaskClient, known_by: str, number: str = "") -> TestResponse:
    answer = post(client, "/signups/find", {"known_by": known_by, "number": number})
    answer.close()  # the letters are written when the answer has left
    return answer


def letters() -> list[tuple[str, list[int]]]:
    rows = Message.select().where(Message.kind == "signup-found").order_by(Message.id)
    return [(row.email, row.params["signups"]) for row in rows]


@pytest.mark.parametrize("known_by", ["137 0000 7777", "+86 13700007777", "Tang@example.org"])
def test_number_of_the_pass_and_ones_own_leads_to_the_page(client: FlaskClient, known_by: str):
    signup = make_signup(contact=TANG)
    typed = f"kepuli:{signup.number[:4].lower()} {signup.number[4:]}"

    answer = look(client, known_by, typed)

    assert answer.status_code == 303
    assert answer.location == f"/signups/{keyring().token_of(signup.number)}"


def without_tokens(page: str) -> str:
    """They hold the second in which they were made."""
    return re.sub(r'(name="csrf_token" value=)"[^"]+"', r"\1", page)


def test_strangers_get_the_answer_of_a_number_that_does_not_exist(client: FlaskClient):
    signup = make_signup(contact=TANG)

    strange = look(client, "13900005678", signup.number)
    unknown = look(client, "13900005678", "ZZZZZZZZ")

    assert (strange.status_code, unknown.status_code) == (422, 422)
    assert without_tokens(strange.text.replace(signup.number, "ZZZZZZZZ")) == without_tokens(
        unknown.text
    )


def test_erased_sign_up_is_found_by_nobody(client: FlaskClient):
    signup = make_signup(contact=TANG)
    Signup.update(sealed="", contact_hash=None, email_hash="").execute()

    assert look(client, "13700007777", signup.number).status_code == 422


def test_address_alone_has_the_links_sent_to_it(client: FlaskClient):
    occurrence = make_bookable()
    sign_up(client, occurrence, phone="", email="tang@example.org")
    sign_up(client, make_bookable(), phone="13700007777", email="tang@example.org")

    look(client, "tang@example.org")

    assert letters() == [("tang@example.org", [row.id for row in Signup.select()])]


def test_address_finds_what_was_given_with_a_number_once_the_letters_have_left(
    client: FlaskClient, app: Flask, mailbox: Mailbox
):
    sign_up(client, make_bookable(), phone="13700007777", email="tang@example.org")
    sign_up(client, make_bookable(), phone="13900005678", email="other@example.org")
    deliver_due(app)
    assert "tang@example.org" in mailbox.recipients

    look(client, "tang@example.org")

    assert letters() == [("tang@example.org", [Signup.select().order_by(Signup.id).get().id])]


def test_telephone_number_alone_has_them_sent_to_the_address_given_with_it(client: FlaskClient):
    signup = make_signup(contact=TANG)

    look(client, "13700007777")

    assert letters() == [("tang@example.org", [signup.id])]


def test_answer_is_the_same_whether_or_not_somebody_signed_up(client: FlaskClient):
    make_signup(contact=TANG)

    found, nothing = look(client, "tang@example.org"), look(client, "nobody@example.org")

    assert found.status_code == nothing.status_code == 200
    assert found.text == nothing.text
    assert len(letters()) == 1


def test_what_is_over_or_given_back_is_not_sent(client: FlaskClient, at):
    make_signup(contact=TANG)
    at("2026-12-24T10:00+08:00")

    look(client, "tang@example.org")

    assert letters() == []


def test_ten_searches_an_hour_for_one_number_are_enough(client: FlaskClient):
    answers = [look(client, "13700007777", "ZZZZZZZZ") for _ in range(11)]

    assert [answer.status_code for answer in answers] == [422] * 10 + [429]
    assert answers[-1].headers["Retry-After"] == "360"


def test_thirty_searches_an_hour_from_one_address_are_enough(client: FlaskClient):
    answers = [look(client, f"139{n:08}", "ZZZZZZZZ") for n in range(31)]

    assert [answer.status_code for answer in answers] == [422] * 30 + [429]


@pytest.mark.parametrize("typed", ["", "\0", "王", "x" * 5000, "<svg/onload>", "110", "@"])
def test_what_can_be_nobodys_is_said_to_be_wrong(client: FlaskClient, typed: str):
    assert look(client, typed, "ZZZZZZZZ").status_code == 422


def test_number_of_another_length_is_explained(client: FlaskClient):
    make_signup(make_bookable(), contact=TANG)

    assert "编号是 8 位字母和数字" in look(client, "13700007777", "7F3").text
