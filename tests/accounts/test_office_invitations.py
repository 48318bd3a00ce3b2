"""The office invites owners, reviewers, auditors and its own people; never administrators."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from events import clock
from events.people.models import Account, LinkKind, OfficeRole, OneTimeLink
from events.people.one_time import make_link
from tests.accounts import audited, letters, token_of
from tests.factories import make_account, make_district, make_unit
from tests.signing_in import browser_of, post

NEW = "new@example.org"


@pytest.fixture
def office(app: Flask) -> Account:
    return make_account(roles=(OfficeRole.OFFICE,))


@pytest.fixture
def client(app: Flask, office: Account) -> FlaskClient:
    return browser_of(app, office)


def invite(client: FlaskClient, **typed: str):
    path = "/office/invitations"
    return post(client, path, {"email": NEW} | typed, page="/office/invitations/new")


def offered() -> list[tuple[str, int | None, int | None]]:
    return [(link.role, link.unit_id, link.district_id) for link in OneTimeLink.select()]


@pytest.mark.parametrize("role", ["office", "reviewer", "auditor"])
def test_an_office_role_is_offered(client: FlaskClient, role: str):
    assert invite(client, role=role).status_code == 303
    assert offered() == [(role, None, None)]
    assert letters("invitation") == 1


def test_an_owner_is_invited_into_a_unit(client: FlaskClient, office: Account):
    unit = make_unit(slug="meteo")
    make_district(slug="500109")

    response = invite(client, role="owner", unit="meteo", district="500109")

    assert response.status_code == 303
    assert offered() == [("owner", unit.id, None)]
    assert audited() == [("invitation.sent", office.id, str(OneTimeLink.get().id))]


def test_a_reviewer_is_invited_for_a_district(client: FlaskClient):
    district = make_district(slug="500109")
    make_unit(slug="meteo")

    invite(client, role="reviewer", district="500109", unit="meteo")

    assert offered() == [("reviewer", None, district.id)]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"role": "owner"}, "要选单位"),
        ({"role": "owner", "unit": "no-such-unit"}, "哪个单位"),
        ({"role": "owner", "unit": "double"}, "哪个单位"),
        ({"role": "editor", "unit": "meteo"}, "请对方做什么"),
        ({"role": "administrator"}, "请对方做什么"),
        ({}, "请对方做什么"),
        ({"role": "office", "email": "no address"}, "不像一个邮箱地址"),
        ({"role": "office", "email": ""}, "请写上邮箱"),
    ],
)
def test_what_makes_no_sense_is_said_and_nothing_is_sent(
    client: FlaskClient, typed: dict[str, str], sentence: str
):
    make_unit(slug="double", merged_into=make_unit(slug="meteo"))

    response = invite(client, **typed)

    assert response.status_code == 422
    assert sentence in response.text
    assert (offered(), letters("invitation")) == ([], 0)


def test_an_administrator_invites_administrators(app: Flask):
    client = browser_of(app, make_account(roles=(OfficeRole.ADMINISTRATOR,)))

    assert invite(client, role="administrator").status_code == 303
    assert offered() == [("administrator", None, None)]


def test_the_office_neither_resends_nor_revokes_what_an_administrator_offered(
    client: FlaskClient,
):
    make_link(LinkKind.INVITATION, NEW, clock.now(), role="administrator")
    link = OneTimeLink.get()

    for step in ("resending", "revocation"):
        path = f"/office/invitations/{link.id}/{step}"
        assert post(client, path, page="/office/invitations/new").status_code == 403
    assert OneTimeLink.get().token_hash == link.token_hash


def test_invitations_are_listed_sent_again_and_taken_back(app: Flask, client: FlaskClient):
    invite(client, role="office")
    first, link = token_of("invitation", NEW), OneTimeLink.get()
    visitor = app.test_client()

    assert NEW in client.get("/office/people").text
    post(client, f"/office/invitations/{link.id}/resending", page="/office/invitations/new")
    second = token_of("invitation", NEW)
    assert visitor.get(f"/invitations/{first}").status_code == 410
    assert visitor.get(f"/invitations/{second}").status_code == 200
    post(client, f"/office/invitations/{link.id}/revocation", page="/office/invitations/new")
    assert visitor.get(f"/invitations/{second}").status_code == 410
    assert NEW not in client.get("/office/people").text


@pytest.mark.parametrize("number", [999, 2**40])
def test_an_invitation_that_is_not_there_is_not_found(client: FlaskClient, number: int):
    for step in ("resending", "revocation"):
        path = f"/office/invitations/{number}/{step}"
        assert post(client, path, page="/office/invitations/new").status_code == 404


@pytest.mark.parametrize("role", [OfficeRole.AUDITOR, OfficeRole.REVIEWER])
def test_others_of_the_office_invite_nobody(app: Flask, role: OfficeRole):
    client = browser_of(app, make_account(roles=(role,)))
    path = "/office/invitations"

    response = post(client, path, {"email": NEW, "role": "office"}, page="/account")

    assert response.status_code == 403
    assert client.get("/office/invitations/new").status_code == 403
    assert offered() == []
