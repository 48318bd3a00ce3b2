"""Invitations: sent by those who may, good once, for one address, and never a way into an
account that is there already."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from events import clock
from events.accounts.invitations.actions import Offer, invite
from events.notifications.models import Message
from events.people.models import (
    Account,
    Appointment,
    LinkKind,
    LoginSession,
    MemberRole,
    Membership,
    OfficeRole,
    OneTimeLink,
)
from events.people.one_time import make_link
from events.people.sessions import find_actor, hash_token, open_session
from events.units.models import Unit
from tests.accounts import HASH, NEW_PASSWORD, audited, letters, make_person, token_of
from tests.factories import make_account, make_district, make_unit
from tests.signing_in import browser_of, post

At = Callable[[str], None]
NEW = "new@example.org"
TYPED = {"name": "周宁", "password": NEW_PASSWORD, "password_again": NEW_PASSWORD}


@pytest.fixture
def unit(app: Flask) -> Unit:
    return make_unit(slug="meteo", name="气象局")


@pytest.fixture
def owner(unit: Unit) -> Account:
    return make_account(owner_of=(unit,), name="林晓")


def send(app: Flask, owner: Account, email: str = NEW) -> TestResponse:
    page = "/workspace/meteo/people"
    return post(browser_of(app, owner), "/workspace/meteo/invitations", {"email": email}, page=page)


def make_invitation(unit: Unit | None, email: str = NEW, role: str = "editor", **fields) -> str:
    _, token = make_link(LinkKind.INVITATION, email, clock.now(), unit=unit, role=role, **fields)
    return token


def actor_of(account: Account):
    token = open_session(account, "", clock.now())
    return find_actor(token, clock.now().date(), clock.now())


def test_an_owner_invites_an_editor_by_letter(app: Flask, owner: Account):
    response = send(app, owner, " New@Example.ORG ")

    assert response.status_code == 303
    link = OneTimeLink.get()
    assert (link.kind, link.email, link.role) == ("invitation", NEW, MemberRole.EDITOR)
    assert link.expires_at == clock.now() + timedelta(days=7)
    assert link.token_hash == hash_token(token_of("invitation", NEW))
    assert audited() == [("invitation.sent", owner.id, str(link.id))]


def test_an_invitation_again_to_the_same_person_ends_the_first(app: Flask, owner: Account):
    send(app, owner)
    first = token_of("invitation", NEW)

    send(app, owner)

    assert app.test_client().get(f"/invitations/{first}").status_code == 410
    assert OneTimeLink.select().count() == 1
    assert letters("invitation") == 2


def test_a_newcomer_opens_an_account_with_it_and_is_signed_in(
    app: Flask, client: FlaskClient, owner: Account, unit: Unit
):
    send(app, owner)
    path = f"/invitations/{token_of('invitation', NEW)}"

    page = client.get(path)
    response = post(client, path, TYPED)

    account = Account.get(Account.email == NEW)
    assert "气象局" in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["Referrer-Policy"] == "same-origin"
    assert (response.status_code, response.location) == (303, "/workspace")
    assert account.name == "周宁"
    assert Membership.get(Membership.account == account).role == MemberRole.EDITOR
    assert client.get("/workspace/meteo/people").status_code == 200
    assert [action for action, _, _ in audited()] == [
        "invitation.sent",
        "account.opened",
        "membership.given",
        "session.opened",
    ]


def test_it_is_good_once(client: FlaskClient, unit: Unit, app: Flask):
    path = f"/invitations/{make_invitation(unit)}"
    post(client, path, TYPED)

    for response in (app.test_client().get(path), post(client, path, TYPED, page="/account")):
        assert response.status_code == 410
        assert "已经用过、过期或者撤回" in response.text
    assert Account.select().count() == 1


@pytest.mark.parametrize(("days", "status"), [(6, 200), (7, 410), (700, 410)])
def test_it_expires_after_a_week(client: FlaskClient, unit: Unit, at: At, days: int, status: int):
    token = make_invitation(unit)

    at((clock.now() + timedelta(days=days)).isoformat())

    assert client.get(f"/invitations/{token}").status_code == status


@pytest.mark.parametrize("token", ["x", "0" * 43, "%00", "a" * 5000, "林晓", "..", "'--"])
def test_a_token_made_up_opens_nothing(client: FlaskClient, unit: Unit, token: str):
    make_invitation(unit)

    response = client.get(f"/invitations/{token}")

    assert response.status_code in (404, 410)
    assert NEW not in response.text


def test_the_token_of_a_new_password_is_no_invitation(client: FlaskClient, unit: Unit):
    account = make_account()
    _, token = make_link(LinkKind.RESET, account.email, clock.now(), account=account)

    assert client.get(f"/invitations/{token}").status_code == 410


def test_the_stored_hash_is_no_token(client: FlaskClient, unit: Unit):
    make_invitation(unit)

    assert client.get(f"/invitations/{OneTimeLink.get().token_hash}").status_code == 410


def test_it_never_sets_the_password_of_an_account_that_is_there(client: FlaskClient, unit: Unit):
    account = make_person(email=NEW, name="旧名字")
    path = f"/invitations/{make_invitation(unit)}"

    page = client.get(path)
    response = post(client, path, TYPED, page="/sign-in")

    stored = Account.get_by_id(account.id)
    assert "已有账号" in page.text
    assert 'name="password"' not in page.text
    assert response.status_code == 422
    assert (stored.password_hash, stored.name) == (HASH, "旧名字")
    assert LoginSession.select().count() == 0
    assert Membership.select().count() == 0


def test_who_has_an_account_accepts_by_signing_in(app: Flask, unit: Unit):
    account = make_account(email=NEW)
    path = f"/invitations/{make_invitation(unit)}"

    response = post(browser_of(app, account), f"{path}/acceptance", page=path)

    assert response.status_code == 303
    member = Membership.get()
    assert (member.account_id, member.unit_id, member.role) == (account.id, unit.id, "editor")


def test_nobody_else_accepts_it(app: Flask, client: FlaskClient, unit: Unit):
    make_account(email=NEW)
    path = f"/invitations/{make_invitation(unit)}"
    other = browser_of(app, make_account())

    page = other.get(path)
    response = post(other, f"{path}/acceptance", page="/account")
    nobody = post(client, f"{path}/acceptance", page="/sign-in")

    assert "请先退出" in page.text
    assert (response.status_code, nobody.status_code) == (422, 401)
    assert Membership.select().count() == 0
    assert OneTimeLink.get().used_at is None


def test_fields_nobody_asked_for_give_nothing(client: FlaskClient, unit: Unit):
    path = f"/invitations/{make_invitation(unit)}"
    more = {"role": "owner", "unit": "1", "unit_id": "1", "email": "boss@example.org", "id": "77"}

    post(client, path, TYPED | more | {"is_admin": "1", "disabled_at": "x", "totp_secret": "x"})

    account = Account.get()
    assert (account.email, account.totp_secret, account.disabled_at) == (NEW, None, None)
    assert Membership.get().role == MemberRole.EDITOR
    assert Appointment.select().count() == 0


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"name": ""}, "请写上姓名"),
        ({"name": " \u200b\u202e "}, "请写上姓名"),
        ({"name": "长" * 61}, "最多 60 个字"),
        ({"password": "short", "password_again": "short"}, "至少 10 个字"),
        ({"password": "1234567890", "password_again": "1234567890"}, "太常见"),
        ({"password_again": "something else"}, "不一样"),
    ],
)
def test_what_can_not_be_taken_is_said_and_the_link_stays_good(
    client: FlaskClient, unit: Unit, changed: dict[str, str], sentence: str
):
    path = f"/invitations/{make_invitation(unit)}"

    response = post(client, path, TYPED | changed)

    assert response.status_code == 422
    assert sentence in response.text
    assert NEW_PASSWORD not in response.text
    assert Account.select().count() == 0
    assert client.get(path).status_code == 200


def test_an_office_role_in_a_district_is_given(client: FlaskClient):
    district = make_district()
    path = f"/invitations/{make_invitation(None, role='reviewer', district=district)}"

    post(client, path, TYPED)

    post_given = Appointment.get()
    assert (post_given.role, post_given.district_id) == (OfficeRole.REVIEWER, district.id)


def test_an_owner_who_is_invited_as_an_editor_stays_an_owner(app: Flask, unit: Unit):
    account = make_account(email=NEW, owner_of=(unit,))
    path = f"/invitations/{make_invitation(unit)}"

    post(browser_of(app, account), f"{path}/acceptance", page=path)

    assert Membership.get().role == MemberRole.OWNER


def test_an_editor_who_is_invited_as_an_owner_becomes_one(app: Flask, unit: Unit):
    account = make_account(email=NEW, editor_of=(unit,))
    path = f"/invitations/{make_invitation(unit, role='owner')}"

    post(browser_of(app, account), f"{path}/acceptance", page=path)

    assert Membership.get().role == MemberRole.OWNER


def test_it_can_be_sent_again_with_another_link(app: Flask, owner: Account, client: FlaskClient):
    send(app, owner)
    first, link = token_of("invitation", NEW), OneTimeLink.get()

    response = post(
        browser_of(app, owner),
        f"/workspace/meteo/invitations/{link.id}/resending",
        page="/workspace/meteo/people",
    )

    assert response.status_code == 303
    assert client.get(f"/invitations/{first}").status_code == 410
    assert client.get(f"/invitations/{token_of('invitation', NEW)}").status_code == 200


def test_it_can_be_taken_back(app: Flask, owner: Account, client: FlaskClient):
    send(app, owner)
    link = OneTimeLink.get()

    response = post(
        browser_of(app, owner),
        f"/workspace/meteo/invitations/{link.id}/revocation",
        page="/workspace/meteo/people",
    )

    assert response.status_code == 303
    assert client.get(f"/invitations/{token_of('invitation', NEW)}").status_code == 410
    assert audited()[-1] == ("invitation.revoked", owner.id, str(link.id))


def test_an_invitation_of_another_unit_does_not_exist_here(app: Flask, owner: Account):
    other = make_unit()
    make_invitation(other)
    link = OneTimeLink.get()

    for step in ("resending", "revocation"):
        path = f"/workspace/meteo/invitations/{link.id}/{step}"
        response = post(browser_of(app, owner), path, page="/workspace/meteo/people")
        assert response.status_code == 404
    assert OneTimeLink.get().token_hash == link.token_hash


def test_nobody_is_invited_twice_into_one_unit(app: Flask, owner: Account, unit: Unit):
    make_account(email=NEW, editor_of=(unit,))

    response = send(app, owner)

    assert response.status_code == 422
    assert "已经在本单位" in response.text
    assert letters("invitation") == 0


def test_only_so_many_invitations_an_hour(app: Flask, owner: Account, unit: Unit):
    by = actor_of(owner)
    for number in range(40):
        invite(by, f"p{number}@example.org", Offer("editor", unit=unit), clock.now())

    response = send(app, owner)

    assert (response.status_code, response.headers["Retry-After"]) == (429, "300")
    assert letters("invitation") == 40


@pytest.mark.parametrize("header", ["Host", "X-Forwarded-Host"])
def test_the_letter_knows_nothing_of_the_host_that_was_asked(
    app: Flask, owner: Account, header: str
):
    browser = browser_of(app, owner)
    token = browser.get("/workspace/meteo/people").text.split('name="csrf_token" value="')[1]

    browser.post(
        "/workspace/meteo/invitations",
        data={"csrf_token": token.split('"')[0], "email": NEW},
        headers={"Referer": "https://localhost/", header: "evil.example"},
    )

    for letter in Message.select():
        assert "evil" not in str(letter.params)


def test_an_invitation_of_somebody_who_was_shut_out_is_worth_nothing(
    app: Flask, owner: Account, client: FlaskClient
):
    send(app, owner)
    administrator = make_account(roles=(OfficeRole.ADMINISTRATOR,))

    page = f"/office/people/{owner.id}"
    post(browser_of(app, administrator), f"{page}/suspension", page=page)

    assert client.get(f"/invitations/{token_of('invitation', NEW)}").status_code == 410
