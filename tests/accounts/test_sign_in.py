"""Signing in and out with address and password."""

from datetime import timedelta

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from events import clock
from events.people.models import Account, LoginSession, OfficeRole
from events.people.passwords import needs_rehash
from events.people.sessions import hash_token
from tests.accounts import HASH, PASSWORD, audited, last_audit, make_person
from tests.factories import make_account, make_unit
from tests.pages.reading import PageText
from tests.signing_in import browser_of, post

COOKIE = "__Host-kepuli"
WRONG = "邮箱或密码不对，请再试一次；忘了密码可以重设。"


def sign_in(
    client: FlaskClient, email: str, password: str = PASSWORD, page: str = "", **fields: str
) -> TestResponse:
    return post(client, "/sign-in", {"email": email, "password": password} | fields, page=page)


def token(client: FlaskClient) -> str:
    cookie = client.get_cookie(COOKIE)
    return cookie.value if cookie else ""


def test_who_knows_address_and_password_is_let_in_and_led_to_the_workspace(client: FlaskClient):
    account = make_person(email="lin@example.org")

    response = sign_in(client, " Lin@Example.org ")

    assert (response.status_code, response.location) == (303, "/workspace")
    assert client.get("/account").status_code == 200
    assert audited() == [("session.opened", account.id, str(account.id))]


def test_the_cookie_is_for_this_host_alone_and_out_of_reach_of_scripts(client: FlaskClient):
    make_person(email="lin@example.org")

    header = sign_in(client, "lin@example.org").headers["Set-Cookie"]

    assert header.startswith(f"{COOKIE}=")
    for part in ("Secure", "HttpOnly", "Path=/", "SameSite=Lax"):
        assert part in header
    assert "Domain" not in header


def test_the_table_holds_the_hash_of_the_token_only(client: FlaskClient):
    make_person(email="lin@example.org")

    sign_in(client, "lin@example.org")

    session = LoginSession.get()
    assert session.token_hash == hash_token(token(client))
    assert token(client) not in str(session.__data__)


def test_each_sign_in_opens_a_session_of_its_own_and_ends_the_one_before(client: FlaskClient):
    make_person(email="lin@example.org")
    sign_in(client, "lin@example.org")
    first = token(client)

    sign_in(client, "lin@example.org", page="/account")

    assert token(client) != first
    states = [row.revoked_at for row in LoginSession.select().order_by(LoginSession.id)]
    assert states == [clock.now(), None]


def test_a_planted_token_is_never_taken_over(client: FlaskClient):
    make_person(email="lin@example.org")
    client.set_cookie(COOKIE, "chosen-by-somebody-else", secure=True)

    sign_in(client, "lin@example.org")

    assert token(client) != "chosen-by-somebody-else"
    client.set_cookie(COOKIE, "chosen-by-somebody-else", secure=True)
    assert client.get("/account").status_code == 303


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("lin@example.org", "correct horse batterz"),
        ("lin@example.org", PASSWORD.upper()),
        ("lin@example.org", PASSWORD + "\0"),
        ("nobody@example.org", PASSWORD),
        ("not an address", PASSWORD),
        ("shut@example.org", PASSWORD),
        ("invited@example.org", ""),
        ("invited@example.org", PASSWORD),
        ("' OR 1=1 --", PASSWORD),
        ("lin@example.org\0", "wrong password"),
    ],
)
def test_everybody_else_gets_the_same_answer(client: FlaskClient, email: str, password: str):
    make_person(email="lin@example.org")
    make_person(email="shut@example.org", disabled_at=clock.now())
    make_account(email="invited@example.org")

    response = sign_in(client, email, password or "guess guess")

    assert response.status_code == 422
    assert WRONG in response.text
    assert LoginSession.select().count() == 0


def test_an_address_nobody_has_is_answered_word_for_word_like_a_wrong_password(app: Flask):
    make_person(email="lin@example.org")

    pages = []
    for email in ("lin@example.org", "lim@example.org"):
        response = sign_in(app.test_client(), email, "wrong wrong wrong")
        [csrf] = PageText(response.text).all("input", name="csrf_token")
        text = response.text.replace(email, "").replace(csrf.attributes["value"], "")
        pages.append((response.status_code, text))

    assert pages[0] == pages[1]


def test_a_refusal_is_written_down_without_what_was_typed(client: FlaskClient):
    account = make_person(email="lin@example.org")

    sign_in(client, "lin@example.org", "wrong wrong wrong")
    sign_in(client, "nobody@example.org")

    assert audited() == [
        ("session.refused", None, str(account.id)),
        ("session.refused", None, ""),
    ]
    assert "nobody" not in str(last_audit().__data__)


def test_what_was_typed_stays_but_the_password(client: FlaskClient):
    response = sign_in(client, "lin@example.org", "wrong wrong wrong", next="/office/people")

    assert 'value="lin@example.org"' in response.text
    assert 'value="/office/people"' in response.text
    assert "wrong wrong wrong" not in response.text
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("missing", ["email", "password"])
def test_an_empty_field_is_named(client: FlaskClient, missing: str):
    typed = {"email": "lin@example.org", "password": PASSWORD, missing: ""}

    response = post(client, "/sign-in", typed)

    assert response.status_code == 422
    assert f'id="{missing}-wrong"' in response.text


@pytest.mark.parametrize(
    ("asked", "led_to"),
    [
        ("/office/people?q=x", "/office/people?q=x"),
        ("//evil.example", "/workspace"),
        ("https://evil.example", "/workspace"),
        ("/\\evil.example", "/workspace"),
        ("/\t/evil.example", "/workspace"),
    ],
)
def test_one_goes_on_to_the_page_that_was_asked_for_and_never_elsewhere(
    client: FlaskClient, asked: str, led_to: str
):
    make_person(email="lin@example.org")

    response = sign_in(client, "lin@example.org", next=asked)

    assert (response.status_code, response.location) == (303, led_to)


def test_a_page_for_members_leads_to_the_sign_in_page_and_back(client: FlaskClient):
    make_person(email="lin@example.org", roles=(OfficeRole.OFFICE,))

    asked = client.get("/office/people?q=林&page=1")
    page = client.get(asked.location)
    [after] = PageText(page.text).all("input", name="next")
    response = sign_in(client, "lin@example.org", next=after.attributes["value"])

    assert asked.status_code == 303
    assert asked.headers["Cache-Control"] == "no-store"
    assert response.location == "/office/people?q=%E6%9E%97&page=1"


def test_who_is_signed_in_already_is_led_on(app: Flask, client: FlaskClient):
    browser = browser_of(app, make_account())

    assert browser.get("/sign-in").location == "/workspace"
    assert browser.get("/sign-in?next=/days").location == "/days"
    assert browser.get("/sign-in?next=//evil.example").location == "/workspace"
    assert client.get("/sign-in?next=/days").status_code == 200


def test_signing_out_ends_the_session_for_good(client: FlaskClient):
    account = make_person(email="lin@example.org")
    sign_in(client, "lin@example.org")
    old = token(client)

    response = post(client, "/sign-out", page="/account")
    client.set_cookie(COOKIE, old, secure=True)

    assert (response.status_code, response.location) == (303, "/")
    assert client.get("/account").status_code == 303
    assert audited()[-1] == ("session.closed", account.id, str(account.id))


def test_signing_out_twice_is_no_mistake(client: FlaskClient):
    response = post(client, "/sign-out", page="/sign-in")

    assert response.status_code == 303
    assert audited() == []


def test_a_session_ends_two_weeks_after_the_last_visit(app: Flask, at):
    browser = browser_of(app, make_account())

    at((clock.now() + timedelta(days=13)).isoformat())
    assert browser.get("/account").status_code == 200
    at((clock.now() + timedelta(days=13)).isoformat())
    assert browser.get("/account").status_code == 200
    at((clock.now() + timedelta(days=15)).isoformat())
    assert browser.get("/account").status_code == 303


def test_a_hash_of_weaker_days_is_made_anew_at_the_next_sign_in(client: FlaskClient):
    weak = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    account = make_account(email="lin@example.org", password_hash=weak)

    sign_in(client, "lin@example.org")

    strong = Account.get_by_id(account.id).password_hash
    assert not needs_rehash(strong)
    assert sign_in(client, "lin@example.org", page="/account").status_code == 303


def test_a_hash_of_today_stays_as_it_is(client: FlaskClient):
    account = make_person(email="lin@example.org")

    sign_in(client, "lin@example.org")

    assert Account.get_by_id(account.id).password_hash == HASH


def test_fields_nobody_asked_for_change_nothing(client: FlaskClient):
    account = make_person(email="lin@example.org")
    before = Account.get_by_id(account.id).__data__
    more = {"role": "administrator", "account_id": "1", "disabled_at": "", "unit": "1"}

    sign_in(client, "lin@example.org", **more)

    assert Account.get_by_id(account.id).__data__ == before
    assert client.get("/office/people").status_code == 403


def test_who_may_not_is_told_so_and_who_may_is_let_in(app: Flask):
    unit = make_unit(slug="meteo")
    stranger, member = make_account(), make_account(editor_of=(unit,))

    assert browser_of(app, stranger).get("/workspace/meteo/people").status_code == 404
    assert browser_of(app, member).get("/workspace/meteo/people").status_code == 200
    assert browser_of(app, member).get("/office/people").status_code == 403


def test_the_menu_in_front_of_the_door_is_everybodys(client: FlaskClient):
    links = PageText(client.get("/sign-in").text).links()

    assert "/days" in links
    assert "/workspace" not in links
