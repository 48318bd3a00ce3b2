"""Two steps: a password and a code that is good once."""

from collections.abc import Callable
from datetime import timedelta

import pyotp
import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from events import clock
from events.people.attempts import count_failure
from events.people.codes import hash_recovery_code
from events.people.models import Account, LoginSession, OfficeRole
from tests.accounts import PASSWORD, audited, make_person
from tests.factories import make_account
from tests.pages.reading import PageText
from tests.signing_in import browser_of, post

At = Callable[[str], None]
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
SPARE = "ABCD-EFGH-JKLM"


def code(seconds: int = 0, secret: str = SECRET) -> str:
    return pyotp.TOTP(secret).at(clock.now() + timedelta(seconds=seconds))


@pytest.fixture
def careful(app: Flask) -> Account:
    return make_person(
        email="lin@example.org",
        totp_secret=SECRET,
        recovery_hashes=[hash_recovery_code(SPARE)],
    )


def hidden(response: TestResponse, name: str) -> str:
    return PageText(response.text).all("input", name=name)[0].attributes["value"]


def first_step(client: FlaskClient, **fields: str) -> TestResponse:
    return post(client, "/sign-in", {"email": "lin@example.org", "password": PASSWORD} | fields)


def second_step(client: FlaskClient, first: TestResponse, typed: str, **fields: str):
    sent = {"csrf_token": hidden(first, "csrf_token"), "sealed": hidden(first, "sealed")}
    return client.post(
        "/sign-in/code",
        data=sent | {"code": typed} | fields,
        headers={"Referer": "https://localhost/sign-in"},
    )


def test_the_password_alone_opens_no_session(client: FlaskClient, careful: Account):
    response = first_step(client)

    assert response.status_code == 200
    assert "还差一步" in response.text
    assert LoginSession.select().count() == 0
    assert client.get("/account").status_code == 303


def test_password_and_code_let_in_and_lead_on(client: FlaskClient, careful: Account):
    first = first_step(client, next="/account")

    second = second_step(client, first, code(), next=hidden(first, "next"))

    assert (second.status_code, second.location) == (303, "/account")
    assert client.get("/account").status_code == 200


def test_a_code_is_good_once_and_no_older_one_is_good_after_it(app: Flask, careful: Account):
    first = app.test_client()
    assert second_step(first, first_step(first), code()).status_code == 303

    for seconds in (0, -30):
        thief = app.test_client()
        response = second_step(thief, first_step(thief), code(seconds))
        assert response.status_code == 422
        assert "已经用过" in response.text
    assert LoginSession.select().count() == 1


def test_the_next_code_is_good_again(app: Flask, careful: Account, at: At):
    first, second = app.test_client(), app.test_client()
    second_step(first, first_step(first), code())

    at((clock.now() + timedelta(seconds=30)).isoformat())

    assert second_step(second, first_step(second), code()).status_code == 303


@pytest.mark.parametrize("typed", [SPARE, "abcd efgh jklm", "abcdefghjklm"])
def test_a_recovery_code_lets_in_once(app: Flask, careful: Account, typed: str):
    first, second = app.test_client(), app.test_client()

    assert second_step(first, first_step(first), typed).status_code == 303
    assert second_step(second, first_step(second), typed).status_code == 422
    assert Account.get_by_id(careful.id).recovery_hashes == []
    assert "account.recovery-code-used" in [action for action, _, _ in audited()]


def test_wrong_codes_are_slowed_down_though_the_password_is_right(
    client: FlaskClient, careful: Account
):
    for _ in range(4):
        count_failure("code", careful.id, clock.now())

    fifth = second_step(client, first_step(client), "000000")
    sixth = second_step(client, first_step(client), code())

    assert (fifth.status_code, sixth.status_code) == (422, 429)
    assert sixth.headers["Retry-After"] == "30"


def test_the_second_step_can_not_be_had_without_the_first(client: FlaskClient, careful: Account):
    first = first_step(client)
    sealed = hidden(first, "sealed")
    other = make_person(totp_secret=SECRET)

    for forged in ("", "x", sealed[:-1], sealed + "x", str(careful.id)):
        response = second_step(client, first, code(), sealed=forged)
        assert response.status_code == 422
        assert "再填一次" in response.text
    second_step(client, first, code(), account=str(other.id), account_id=str(other.id))
    assert LoginSession.get().account_id == careful.id


def test_the_first_step_is_good_for_ten_minutes(client: FlaskClient, careful: Account, at: At):
    first = first_step(client)

    at((clock.now() + timedelta(minutes=11)).isoformat())

    assert second_step(client, first, code()).status_code == 422
    assert LoginSession.select().count() == 0


@pytest.mark.parametrize("change", [{"disabled_at": "now"}, {"updated_at": "later"}])
def test_a_change_of_the_account_ends_what_was_half_done(
    client: FlaskClient, careful: Account, change: dict[str, str]
):
    first = first_step(client)
    instants = {"now": clock.now(), "later": clock.now() + timedelta(seconds=5)}

    Account.update({name: instants[when] for name, when in change.items()}).execute()

    assert second_step(client, first, code()).status_code == 422


def new_secret(page: TestResponse) -> str:
    [shown] = PageText(page.text).all("b", class_="secret")
    return shown.texts[0].strip()


def test_switching_it_on_shows_the_recovery_codes_once_and_keeps_their_hashes(app: Flask):
    account = make_person(email="lin@example.org")
    browser = browser_of(app, account)
    page = browser.get("/account/second-step")
    secret = new_secret(page)

    response = post(
        browser,
        "/account/second-step",
        {
            "csrf_token": hidden(page, "csrf_token"),
            "sealed": hidden(page, "sealed"),
            "code": code(secret=secret),
            "password": PASSWORD,
        },
    )

    shown = [item.texts[0] for item in PageText(response.text).all("li", class_="secret")]
    stored = Account.get_by_id(account.id)
    assert response.headers["Cache-Control"] == "no-store"
    assert stored.totp_secret == secret
    assert [hash_recovery_code(each) for each in shown] == stored.recovery_hashes
    assert len(shown) == 10
    assert shown[0] not in browser.get("/account/second-step").text
    assert audited() == [("account.codes-on", account.id, str(account.id))]


def test_the_code_that_switched_it_on_signs_nobody_in(app: Flask, client: FlaskClient):
    account = make_person(email="lin@example.org")
    browser = browser_of(app, account)
    page = browser.get("/account/second-step")
    secret = new_secret(page)
    sent = {"sealed": hidden(page, "sealed"), "password": PASSWORD, "code": code(secret=secret)}
    assert post(browser, "/account/second-step", sent).status_code == 200

    assert second_step(client, first_step(client), code(secret=secret)).status_code == 422


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"password": "wrong wrong wrong"}, "现在的密码不对"),
        ({"code": "000000"}, "动态码不对"),
        ({"code": ""}, "请填动态码"),
        ({"sealed": ""}, "这一页放得太久了"),
        ({"sealed": "JBSWY3DPEHPK3PXP"}, "这一页放得太久了"),
    ],
)
def test_it_is_not_switched_on_by_halves(app: Flask, changed: dict[str, str], sentence: str):
    account = make_person()
    browser = browser_of(app, account)
    page = browser.get("/account/second-step")
    sent = {
        "sealed": hidden(page, "sealed"),
        "code": code(secret=new_secret(page)),
        "password": PASSWORD,
    }

    response = post(browser, "/account/second-step", sent | changed)

    assert response.status_code == 422
    assert sentence in response.text
    assert Account.get_by_id(account.id).totp_secret is None


def test_a_secret_made_for_somebody_else_is_not_taken(app: Flask):
    mine, theirs = make_person(), make_person()
    page = browser_of(app, theirs).get("/account/second-step")
    sent = {"sealed": hidden(page, "sealed"), "password": PASSWORD}

    response = post(
        browser_of(app, mine),
        "/account/second-step",
        sent | {"code": code(secret=new_secret(page))},
    )

    assert response.status_code == 422
    assert Account.get_by_id(mine.id).totp_secret is None


def test_switching_it_off_asks_for_the_password(app: Flask, careful: Account):
    browser = browser_of(app, careful)

    refused = post(
        browser,
        "/account/second-step/removal",
        {"password": "wrong wrong wrong"},
        page="/account/second-step",
    )
    still = Account.get_by_id(careful.id).totp_secret
    done = post(
        browser,
        "/account/second-step/removal",
        {"password": PASSWORD},
        page="/account/second-step",
    )

    assert (refused.status_code, still, done.status_code) == (422, SECRET, 303)
    after = Account.get_by_id(careful.id)
    assert (after.totp_secret, after.recovery_hashes) == (None, [])
    assert audited() == [("account.codes-off", careful.id, str(careful.id))]


def test_it_is_recommended_to_those_who_review_and_told_to_all(app: Flask):
    office = browser_of(app, make_account(roles=(OfficeRole.OFFICE,)))

    assert "建议开启" in office.get("/account").text
    assert "建议开启" not in browser_of(app, make_account()).get("/account").text
