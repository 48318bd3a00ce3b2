"""Nothing typed is lost when it turns out that one has to sign in first."""

from collections.abc import Mapping

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from events.people.models import Account, LoginSession
from tests.accounts import PASSWORD, make_person
from tests.factories import make_account
from tests.pages.reading import PageText
from tests.signing_in import browser_of, post
from web.keeping import MOST_BYTES, MOST_FIELDS, Pending, keep, read_pending

NASTY = '"><script>alert(1)</script>{{7*7}}\r\n第二行𠮷😀&amp;'


def hidden(response: TestResponse) -> dict[str, str]:
    fields = PageText(response.text).all("input", type="hidden")
    return {field.attributes["name"]: field.attributes["value"] for field in fields}


def send_late(app: Flask, account: Account, path: str, sent: Mapping[str, object]):
    """A form that was opened while signed in and is sent after the session has ended."""
    browser = browser_of(app, account)
    page = browser.get("/account")
    LoginSession.update(revoked_at=LoginSession.created_at).execute()
    token = hidden(page)["csrf_token"]
    response = browser.post(
        path,
        data={"csrf_token": token} | dict(sent),
        headers={"Referer": "https://localhost/account"},
    )
    return browser, response


def sign_in_after(browser: FlaskClient, late: TestResponse, **changed: str) -> TestResponse:
    sent = hidden(late) | {"email": "lin@example.org", "password": PASSWORD} | changed
    return browser.post("/sign-in", data=sent, headers={"Referer": "https://localhost/sign-in"})


def test_a_form_sent_too_late_is_kept_through_signing_in_and_can_be_sent_again(app: Flask):
    account = make_person(email="lin@example.org", name="林晓")

    browser, late = send_late(app, account, "/account", {"name": NASTY, "language": "en"})
    resume = sign_in_after(browser, late)
    [form] = [
        each
        for each in PageText(resume.text).all("form")
        if each.attributes.get("action") == "/account"
    ]
    done = browser.post(
        form.attributes["action"],
        data=hidden(resume),
        headers={"Referer": "https://localhost/sign-in"},
    )

    assert (late.status_code, resume.status_code, done.status_code) == (401, 200, 303)
    assert "您刚才填的内容都还在" in late.text
    assert "<script>alert" not in late.text + resume.text
    assert Account.get_by_id(account.id).name == " ".join(NASTY.split())
    assert Account.get_by_id(account.id).language == "en"


def test_it_is_kept_through_a_wrong_password_too(app: Flask):
    account = make_person(email="lin@example.org")

    browser, late = send_late(app, account, "/account", {"name": "新名字"})
    wrong = sign_in_after(browser, late, password="wrong wrong wrong")

    assert wrong.status_code == 422
    assert hidden(wrong)["kept.name"] == "新名字"
    assert hidden(sign_in_after(browser, wrong))["name"] == "新名字"


def test_nothing_happens_before_it_is_sent_again(app: Flask):
    account = make_person(email="lin@example.org", name="林晓")

    browser, late = send_late(app, account, "/account", {"name": "新名字"})
    sign_in_after(browser, late)

    assert Account.get_by_id(account.id).name == "林晓"


def test_a_button_without_fields_is_kept_as_well(app: Flask):
    account = make_person(email="lin@example.org")

    browser, late = send_late(app, account, "/account/sessions/revocation", {})
    resume = sign_in_after(browser, late)

    assert 'action="/account/sessions/revocation"' in resume.text


def test_passwords_and_files_are_not_written_into_a_page(app: Flask):
    account = make_account()
    sent = {"old_password": "a secret", "password": "b secret", "password_again": "b secret"}

    _, late = send_late(app, account, "/account/password", sent | {"note": "kept"})

    assert "secret" not in late.text
    assert hidden(late)["kept.note"] == "kept"


def test_a_forged_form_is_refused_before_anything_is_kept(client: FlaskClient):
    response = client.post("/account", data={"name": "新名字"})

    assert response.status_code == 400
    assert "新名字" not in response.text
    assert "这一页放得太久了" in response.text


def test_a_kept_form_leads_to_no_other_site(app: Flask):
    account = make_person(email="lin@example.org")

    browser, late = send_late(app, account, "/account", {"name": "新名字"})
    response = sign_in_after(browser, late, next="//evil.example/take")

    assert (response.status_code, response.location) == (303, "/workspace")
    assert "evil" not in response.text


def test_a_link_can_not_bring_fields_along(client: FlaskClient):
    page = client.get("/sign-in?next=/account&kept=form&kept.name=x")

    assert "kept.name" not in hidden(page)


def test_values_that_repeat_keep_their_order():
    form = MultiDict([("day", "b"), ("day", "a"), ("csrf_token", "t"), ("my_password", "p")])

    pending = keep(form, "/workspace/x?step=2")

    assert pending == Pending("/workspace/x?step=2", True, (("day", "b"), ("day", "a")))
    assert read_pending(MultiDict(pending.hidden), "/") == pending


@pytest.mark.parametrize(
    ("fields", "is_lost"),
    [
        ([("a", "1")] * MOST_FIELDS, False),
        ([("a", "1")] * (MOST_FIELDS + 1), True),
        ([("a", "x" * (MOST_BYTES - 1))], False),
        ([("a", "x" * MOST_BYTES)], True),
        ([("a", "科" * (MOST_BYTES // 3 + 1))], True),
    ],
)
def test_too_much_is_not_kept_and_says_so(fields: list[tuple[str, str]], is_lost: bool):
    pending = keep(MultiDict(fields), "/workspace")

    assert pending.is_lost == is_lost
    assert pending.is_form != is_lost


def test_a_long_text_passes_through_the_sign_in_form_whole(app: Flask):
    account = make_person(email="lin@example.org")
    text = "科普" * 60_000
    browser = browser_of(app, account)
    token = hidden(browser.get("/account"))["csrf_token"]
    LoginSession.update(revoked_at=LoginSession.created_at).execute()

    late = browser.post(
        "/account",
        data={"csrf_token": token, "name": text},
        headers={"Referer": "https://localhost/account"},
        content_type="multipart/form-data",
    )
    sent = hidden(late) | {"email": "lin@example.org", "password": PASSWORD}
    resume = browser.post(
        "/sign-in",
        data=sent,
        headers={"Referer": "https://localhost/sign-in"},
        content_type="multipart/form-data",
    )

    assert (late.status_code, resume.status_code) == (401, 200)
    assert hidden(resume)["name"] == text


def test_what_was_too_much_is_said_on_the_sign_in_page(app: Flask):
    sent = {f"field{number}": "x" for number in range(MOST_FIELDS + 1)}

    _, late = send_late(app, make_account(), "/account", sent)

    assert late.status_code == 401
    assert "没能带到这一页" in late.text
    assert "kept.field0" not in hidden(late)


def test_signing_in_to_see_a_page_shows_that_page(client: FlaskClient):
    make_person(email="lin@example.org")

    sent = {"email": "lin@example.org", "password": PASSWORD, "next": "/account/password"}

    assert post(client, "/sign-in", sent).location == "/account/password"
