"""我的账号: name, password, browsers, units; each person changes only what is his or her own."""

import pytest
from flask import Flask

from events import clock
from events.accounts.own.browsers import browser_words
from events.people.attempts import count_failure
from events.people.models import Account, Appointment, LoginSession, Membership, OfficeRole
from events.people.passwords import is_password
from events.people.sessions import open_session
from tests.accounts import HASH, NEW_PASSWORD, PASSWORD, audited, last_audit, letters, make_person
from tests.factories import make_account, make_unit
from tests.pages.reading import PageText
from tests.signing_in import browser_of, post

CHANGE = {"old_password": PASSWORD, "password": NEW_PASSWORD, "password_again": NEW_PASSWORD}


def test_name_and_language_can_be_changed(app: Flask):
    account = make_account()

    response = post(browser_of(app, account), "/account", {"name": " 林　晓 ", "language": "en"})

    stored = Account.get_by_id(account.id)
    assert response.status_code == 303
    assert (stored.name, stored.language) == ("林 晓", "en")
    assert audited() == [("account.described", account.id, str(account.id))]


@pytest.mark.parametrize(
    "typed",
    [
        {"name": "", "language": "zh"},
        {"name": "长" * 61, "language": "zh"},
        {"name": "林晓", "language": "fr"},
        {"name": "林晓"},
        {},
    ],
)
def test_what_can_not_be_taken_changes_nothing(app: Flask, typed: dict[str, str]):
    account = make_account(name="原名")

    response = post(browser_of(app, account), "/account", typed)

    assert response.status_code == 422
    assert 'id="problems"' in response.text
    assert Account.get_by_id(account.id).name == "原名"


def test_fields_nobody_asked_for_change_nothing(app: Flask):
    account = make_person(email="lin@example.org")
    more = {
        "email": "boss@example.org", "role": "administrator", "is_admin": "1", "id": "999",
        "password_hash": "x", "totp_secret": "x", "disabled_at": "2026-01-01", "unit": "1",
        "recovery_hashes": "[]", "account_id": "999", "created_at": "2020-01-01",
    }  # fmt: skip
    before = Account.get_by_id(account.id).__data__

    post(browser_of(app, account), "/account", {"name": "新名", "language": "zh"} | more)

    changed = {"name": "新名", "updated_at": clock.now()}
    assert Account.get_by_id(account.id).__data__ == before | changed
    assert Appointment.select().count() == 0
    assert Membership.select().count() == 0


def test_a_new_password_signs_the_other_browsers_out_and_this_one_stays(app: Flask):
    account = make_person()
    open_session(account, "another browser", clock.now())
    browser = browser_of(app, account)

    response = post(browser, "/account/password", CHANGE)

    assert response.status_code == 303
    assert is_password(NEW_PASSWORD, Account.get_by_id(account.id).password_hash)
    assert browser.get("/account").status_code == 200
    assert LoginSession.select().where(LoginSession.revoked_at.is_null()).count() == 1
    assert letters("password-changed") == 1
    assert audited() == [("account.password-changed", account.id, str(account.id))]


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"old_password": "wrong wrong wrong"}, "现在的密码不对"),
        ({"old_password": ""}, "请填密码"),
        ({"password": "short", "password_again": "short"}, "至少 10 个字"),
        ({"password_again": "another password"}, "不一样"),
    ],
)
def test_without_the_old_one_or_a_good_new_one_it_stays(
    app: Flask, changed: dict[str, str], sentence: str
):
    account = make_person()

    response = post(browser_of(app, account), "/account/password", CHANGE | changed)

    assert response.status_code == 422
    assert sentence in response.text
    assert NEW_PASSWORD not in response.text
    assert Account.get_by_id(account.id).password_hash == HASH


def test_guessing_the_old_one_in_a_stolen_session_is_slowed_down(app: Flask):
    account = make_person()
    for _ in range(5):
        count_failure("password", account.email, clock.now())

    response = post(browser_of(app, account), "/account/password", CHANGE)

    assert (response.status_code, response.headers["Retry-After"]) == (429, "30")
    assert Account.get_by_id(account.id).password_hash == HASH


def test_the_list_shows_ones_browsers_and_marks_this_one(app: Flask):
    account = make_account()
    open_session(account, "Mozilla/5.0 (iPhone) Version/17 Safari/604", clock.now())
    open_session(make_account(), "Mozilla/5.0 (Windows) Firefox/1 of a stranger", clock.now())

    page = PageText(browser_of(app, account).get("/account").text)

    words = page.section("browsers")
    assert "Safari, iPhone" in words
    assert "Firefox" not in words
    assert words.count("就是这个") == 1
    assert words.count("让它退出") == 1


def test_one_browser_can_be_signed_out(app: Flask):
    account = make_account()
    open_session(account, "lost telephone", clock.now())
    lost = LoginSession.get()
    browser = browser_of(app, account)

    response = post(browser, f"/account/sessions/{lost.id}/revocation", page="/account")

    assert response.status_code == 303
    assert LoginSession.get_by_id(lost.id).revoked_at == clock.now()
    assert browser.get("/account").status_code == 200
    assert last_audit().action == "session.revoked"


def test_somebody_elses_browser_does_not_exist(app: Flask):
    open_session(make_account(), "a stranger", clock.now())
    theirs = LoginSession.get()
    browser = browser_of(app, make_account())

    for number in (theirs.id, 999, 2**40):
        path = f"/account/sessions/{number}/revocation"
        assert post(browser, path, page="/account").status_code == 404
    assert LoginSession.get_by_id(theirs.id).revoked_at is None


def test_all_other_browsers_can_be_signed_out_at_once(app: Flask):
    account, stranger = make_account(), make_account()
    for owner in (account, account, stranger):
        open_session(owner, "another browser", clock.now())
    browser = browser_of(app, account)

    response = post(browser, "/account/sessions/revocation", page="/account")

    live = LoginSession.select().where(LoginSession.revoked_at.is_null())
    assert response.status_code == 303
    assert sorted(row.account_id for row in live) == [account.id, stranger.id]
    assert "已退出另外 2 个浏览器" in browser.get("/account").text


def test_one_can_leave_a_unit(app: Flask):
    unit = make_unit(name="气象局")
    make_account(owner_of=(unit,))
    account = make_account(editor_of=(unit,))
    mine = Membership.get(Membership.account == account)

    path = f"/account/memberships/{mine.id}/removal"
    response = post(browser_of(app, account), path, page="/account")

    assert response.status_code == 303
    assert Membership.select().where(Membership.account == account).count() == 0
    entry = last_audit()
    assert (entry.action, entry.unit_id) == ("membership.ended", unit.id)


def test_the_last_owner_can_not_leave(app: Flask):
    unit = make_unit()
    make_account(editor_of=(unit,))
    make_account(owner_of=(unit,), disabled_at=clock.now())
    account = make_account(owner_of=(unit,))
    mine = Membership.get(Membership.account == account)

    path = f"/account/memberships/{mine.id}/removal"
    response = post(browser_of(app, account), path, page="/account")

    assert response.status_code == 409
    assert "最后一位负责人" in response.text
    assert Membership.select().where(Membership.account == account).count() == 1


def test_nobody_leaves_for_somebody_else(app: Flask):
    unit = make_unit()
    make_account(owner_of=(unit,))
    theirs = make_account(editor_of=(unit,))
    member = Membership.get(Membership.account == theirs)
    browser = browser_of(app, make_account(editor_of=(unit,)))

    response = post(browser, f"/account/memberships/{member.id}/removal", page="/account")

    assert response.status_code == 404
    assert Membership.select().count() == 3


def test_units_and_roles_are_shown_in_words(app: Flask):
    unit = make_unit(name="气象局")
    account = make_account(owner_of=(unit,), roles=(OfficeRole.REVIEWER,))

    words = PageText(browser_of(app, account).get("/account").text).section("roles")

    assert "气象局" in words
    assert "单位负责人" in words
    assert "审核员" in words


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/120 Safari/537 Edg/120", "Edge, Windows"),
        ("Mozilla/5.0 (Linux; Android 14) MicroMessenger/8 Chrome/1", "微信, Android"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X) Version/17 Safari/605", "Safari, Mac"),
        ("Mozilla/5.0 (X11; Linux) Firefox/120", "Firefox, Linux"),
        ("curl/8", ""),
        ("", ""),
    ],
)
def test_a_browser_is_named_so_that_its_owner_knows_it(agent: str, words: str):
    assert browser_words(agent) == words
