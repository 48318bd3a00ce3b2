"""A new password with a letter: asked for by anybody, sent only where there is an account."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from events import clock
from events.notifications.models import Message
from events.people.attempts import count_failure, refuse_too_many
from events.people.models import Account, LinkKind, LoginSession, OneTimeLink
from events.people.one_time import make_link
from events.people.passwords import is_password
from events.people.sessions import open_session
from tests.accounts import HASH, NEW_PASSWORD, audited, letters, make_person, token_of
from tests.factories import make_account
from tests.pages.reading import PageText
from tests.signing_in import post

At = Callable[[str], None]
TYPED = {"password": NEW_PASSWORD, "password_again": NEW_PASSWORD}


def ask(client: FlaskClient, email: str) -> TestResponse:
    return post(client, "/password-resets/new", {"email": email})


def make_reset(account: Account) -> str:
    _, token = make_link(LinkKind.RESET, account.email, clock.now(), account=account)
    return f"/password-resets/{token}"


def test_a_letter_with_a_link_goes_to_who_has_an_account(client: FlaskClient):
    account = make_account(email="lin@example.org", language="en")

    ask(client, " Lin@Example.org ")

    letter, link = Message.get(), OneTimeLink.get()
    assert (letter.kind, letter.email, letter.language) == (
        "password-reset",
        "lin@example.org",
        "en",
    )
    assert (link.account_id, link.expires_at) == (account.id, clock.now() + timedelta(hours=2))
    assert client.get(f"/password-resets/{letter.params['token']}").status_code == 200
    assert audited() == [("account.reset-asked", account.id, str(account.id))]


def test_every_address_gets_the_same_answer(app: Flask):
    make_account(email="lin@example.org")
    make_account(email="shut@example.org", disabled_at=clock.now())
    typed = ("lin@example.org", "nobody@example.org", "shut@example.org", "no address", "' OR 1=1")

    answers = set()
    for email in typed:
        response = ask(app.test_client(), email)
        answers.add((response.status_code, PageText(response.text).main))

    [(status, words)] = answers
    assert status == 200
    assert "如果这个邮箱有账号" in words
    assert [letter.email for letter in Message.select()] == ["lin@example.org"]


def test_three_letters_an_hour_and_then_the_same_answer_without_a_letter(
    client: FlaskClient, at: At
):
    make_account(email="lin@example.org")

    answers = {ask(client, "lin@example.org").status_code for _ in range(5)}

    assert answers == {200}
    assert letters("password-reset") == 3
    at((clock.now() + timedelta(minutes=60)).isoformat())
    ask(client, "lin@example.org")
    assert letters("password-reset") == 4


def test_one_network_address_can_not_make_letters_for_everybody(client: FlaskClient):
    for number in range(21):
        make_account(email=f"p{number}@example.org")

    answers = {ask(client, f"p{number}@example.org").status_code for number in range(21)}

    assert answers == {200}
    assert letters("password-reset") == 20


def test_a_stranger_who_asks_does_not_spoil_the_link_that_was_sent_before(client: FlaskClient):
    make_account(email="lin@example.org")
    ask(client, "lin@example.org")
    first = token_of("password-reset", "lin@example.org")

    ask(client, "lin@example.org")

    assert client.get(f"/password-resets/{first}").status_code == 200


@pytest.mark.parametrize("header", ["Host", "X-Forwarded-Host"])
def test_the_letter_knows_nothing_of_the_host_that_was_asked(client: FlaskClient, header: str):
    make_account(email="lin@example.org")
    page = client.get("/password-resets/new")
    [csrf] = PageText(page.text).all("input", name="csrf_token")

    client.post(
        "/password-resets/new",
        data={"csrf_token": csrf.attributes["value"], "email": "lin@example.org"},
        headers={"Referer": "https://localhost/", header: "evil.example"},
    )

    for letter in Message.select():
        assert "evil" not in str(letter.params)


def test_the_new_password_counts_and_every_browser_is_signed_out(client: FlaskClient):
    account = make_person()
    open_session(account, "another browser", clock.now())

    response = post(client, make_reset(account), TYPED)

    assert (response.status_code, response.location) == (303, "/sign-in")
    assert is_password(NEW_PASSWORD, Account.get_by_id(account.id).password_hash)
    assert LoginSession.get().revoked_at == clock.now()
    assert client.get("/account").status_code == 303
    assert audited() == [("account.password-changed", account.id, str(account.id))]


def test_the_owner_is_told_by_letter_and_the_letter_holds_no_secret(client: FlaskClient):
    account = make_person(email="lin@example.org")

    post(client, make_reset(account), TYPED)

    letter = Message.get()
    assert (letter.kind, letter.email) == ("password-changed", "lin@example.org")
    assert NEW_PASSWORD not in str(letter.params)
    assert "argon2" not in str(letter.params)


def test_the_link_and_all_others_of_that_account_are_good_no_longer(client: FlaskClient):
    account, stranger = make_account(), make_account()
    used, unused, other = make_reset(account), make_reset(account), make_reset(stranger)

    post(client, used, TYPED)

    assert client.get(used).status_code == 410
    assert client.get(unused).status_code == 410
    assert client.get(other).status_code == 200


@pytest.mark.parametrize(("minutes", "status"), [(119, 200), (120, 410), (100_000, 410)])
def test_it_expires_after_two_hours(client: FlaskClient, at: At, minutes: int, status: int):
    path = make_reset(make_account())

    at((clock.now() + timedelta(minutes=minutes)).isoformat())

    assert client.get(path).status_code == status


def test_an_expired_link_sets_nothing(client: FlaskClient, at: At):
    account = make_person()
    path = make_reset(account)
    token = PageText(client.get(path).text).all("input", name="csrf_token")[0]

    at((clock.now() + timedelta(hours=3)).isoformat())
    response = client.post(
        path,
        data=TYPED | {"csrf_token": token.attributes["value"]},
        headers={"Referer": f"https://localhost{path}"},
    )

    assert response.status_code == 410
    assert Account.get_by_id(account.id).password_hash == HASH


@pytest.mark.parametrize("token", ["x", "0" * 43, "a" * 5000, "林晓", "'--", "new "])
def test_a_token_made_up_opens_nothing(client: FlaskClient, token: str):
    make_reset(make_account())

    assert client.get(f"/password-resets/{token}").status_code in (404, 410)


def test_the_token_of_an_invitation_sets_no_password(client: FlaskClient):
    account = make_person()
    _, token = make_link(LinkKind.INVITATION, account.email, clock.now(), account=account)

    assert client.get(f"/password-resets/{token}").status_code == 410


def test_fields_nobody_asked_for_reach_no_other_account(client: FlaskClient):
    account, other = make_person(), make_person()
    more = {"account": str(other.id), "email": other.email, "totp_secret": "", "disabled_at": "x"}

    post(client, make_reset(account), TYPED | more)

    assert Account.get_by_id(other.id).password_hash == HASH
    assert Account.get_by_id(account.id).disabled_at is None


def test_a_new_password_ends_the_wait_after_wrong_ones(client: FlaskClient):
    account = make_person()
    for _ in range(5):
        count_failure("password", account.email, clock.now())

    post(client, make_reset(account), TYPED)

    refuse_too_many("password", account.email, clock.now())


def test_the_second_step_stays_on(client: FlaskClient):
    account = make_person(totp_secret="JBSWY3DPEHPK3PXP")

    post(client, make_reset(account), TYPED)

    assert Account.get_by_id(account.id).totp_secret == "JBSWY3DPEHPK3PXP"


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"password": "", "password_again": ""}, "请填密码"),
        ({"password": "short", "password_again": "short"}, "至少 10 个字"),
        ({"password_again": "another password"}, "不一样"),
        (
            {"password": "my name is lin.xiao", "password_again": "my name is lin.xiao"},
            "邮箱的名字",
        ),
    ],
)
def test_a_password_that_can_not_be_taken_leaves_the_link_good(
    client: FlaskClient, changed: dict[str, str], sentence: str
):
    account = make_person(email="lin.xiao@example.org")
    path = make_reset(account)

    response = post(client, path, TYPED | changed)

    assert response.status_code == 422
    assert sentence in response.text
    assert Account.get_by_id(account.id).password_hash == HASH
    assert client.get(path).status_code == 200
