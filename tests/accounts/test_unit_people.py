"""成员: all people of a unit see who works for it, its owners decide."""

from threading import Barrier, Thread

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playhouse.test_utils import count_queries

from events import clock
from events.audit import PROGRAM
from events.db import database
from events.errors import InvalidTransition
from events.people.memberships import leave_unit
from events.people.models import Account, LinkKind, MemberRole, Membership, OneTimeLink
from events.people.one_time import make_link
from events.people.queries import get_member
from events.units.models import Unit
from tests.accounts import audited, last_audit
from tests.factories import make_account, make_unit
from tests.pages.reading import PageText
from tests.signing_in import browser_of, post

PAGE = "/workspace/meteo/people"


@pytest.fixture
def unit(app: Flask) -> Unit:
    return make_unit(slug="meteo", name="气象局")


@pytest.fixture
def owner(unit: Unit) -> Account:
    return make_account(owner_of=(unit,), name="林晓")


def member_of(account: Account) -> Membership:
    return Membership.get(Membership.account == account)


def change(client: FlaskClient, member: Membership, role: str):
    return post(client, f"{PAGE}/{member.id}/role", {"role": role}, page=PAGE)


def test_the_list_names_everybody_of_this_unit_and_nobody_else(
    app: Flask, unit: Unit, owner: Account
):
    make_account(editor_of=(unit,), name="周宁")
    make_account(editor_of=(make_unit(),), name="陈默", email="stranger@example.org")

    page = PageText(browser_of(app, owner).get(PAGE).text)

    words = page.section("members")
    assert words.index("林晓") < words.index("周宁")
    assert "陈默" not in page.html
    assert "stranger@example.org" not in page.html


def test_an_editor_sees_the_list_and_no_buttons(app: Flask, unit: Unit, owner: Account):
    editor = make_account(editor_of=(unit,))
    make_link(LinkKind.INVITATION, "new@example.org", clock.now(), unit=unit, role="editor")

    page = PageText(browser_of(app, editor).get(PAGE).text)

    assert "林晓" in page.main
    assert page.all("form") == []


@pytest.mark.parametrize(
    "path",
    ["{PAGE}/{owner}/role", "{PAGE}/{owner}/removal", "/workspace/meteo/invitations",
     "/workspace/meteo/invitations/{link}/resending",
     "/workspace/meteo/invitations/{link}/revocation"],
)  # fmt: skip
def test_an_editor_changes_nothing_and_a_stranger_finds_nothing(
    app: Flask, unit: Unit, owner: Account, path: str
):
    editor, stranger = make_account(editor_of=(unit,)), make_account(owner_of=(make_unit(),))
    link, _ = make_link(LinkKind.INVITATION, "n@example.org", clock.now(), unit=unit, role="editor")
    path = path.format(PAGE=PAGE, owner=member_of(owner).id, link=link.id)
    sent = {"role": "editor", "email": "new@example.org"}

    by_editor = post(browser_of(app, editor), path, sent, page="/account")
    by_stranger = post(browser_of(app, stranger), path, sent, page="/account")

    assert (by_editor.status_code, by_stranger.status_code) == (403, 404)
    assert member_of(owner).role == MemberRole.OWNER
    assert [row.token_hash for row in OneTimeLink.select()] == [link.token_hash]
    assert audited() == []


def test_an_owner_makes_an_editor_an_owner_and_back(app: Flask, unit: Unit, owner: Account):
    editor = make_account(editor_of=(unit,))
    client = browser_of(app, owner)

    assert change(client, member_of(editor), "owner").status_code == 303
    assert member_of(editor).role == MemberRole.OWNER
    assert change(client, member_of(editor), "editor").status_code == 303
    assert member_of(editor).role == MemberRole.EDITOR
    assert audited() == [("membership.changed", owner.id, str(editor.id))] * 2


@pytest.mark.parametrize("role", ["", "administrator", "OWNER", "{{7*7}}"])
def test_a_role_that_does_not_exist_changes_nothing(app: Flask, unit: Unit, owner: Account, role):
    editor = make_account(editor_of=(unit,))

    assert change(browser_of(app, owner), member_of(editor), role).status_code == 422
    assert member_of(editor).role == MemberRole.EDITOR


def test_an_owner_removes_a_member_whose_account_stays(app: Flask, unit: Unit, owner: Account):
    editor = make_account(editor_of=(unit,), name="周宁")
    other = make_unit(slug="other")
    Membership.create(account=editor, unit=other, role="editor", created_at=clock.now())
    member = Membership.get(Membership.account == editor, Membership.unit == unit)

    client = browser_of(app, owner)
    response = post(client, f"{PAGE}/{member.id}/removal", page=PAGE)

    assert response.status_code == 303
    assert "周宁 已不在本单位" in client.get(PAGE).text
    assert browser_of(app, editor).get(PAGE).status_code == 404
    assert browser_of(app, editor).get("/workspace/other/people").status_code == 200
    assert (last_audit().action, last_audit().unit_id) == ("membership.ended", unit.id)


def test_the_last_owner_can_be_neither_removed_nor_made_an_editor(
    app: Flask, unit: Unit, owner: Account
):
    make_account(editor_of=(unit,))
    client, member = browser_of(app, owner), member_of(owner)

    removed = post(client, f"{PAGE}/{member.id}/removal", page=PAGE)
    changed = change(client, member, "editor")

    assert (removed.status_code, changed.status_code) == (409, 409)
    assert "最后一位负责人" in removed.text
    assert member_of(owner).role == MemberRole.OWNER


def test_an_owner_who_leaves_is_led_to_the_workspace(app: Flask, unit: Unit, owner: Account):
    make_account(owner_of=(unit,))

    response = post(browser_of(app, owner), f"{PAGE}/{member_of(owner).id}/removal", page=PAGE)

    assert (response.status_code, response.location) == (303, "/workspace")


def test_a_member_of_another_unit_does_not_exist_here(app: Flask, unit: Unit, owner: Account):
    other = member_of(make_account(editor_of=(make_unit(),)))
    client = browser_of(app, owner)

    for number in (other.id, 999, 2**40):
        assert post(client, f"{PAGE}/{number}/removal", page=PAGE).status_code == 404
        path = f"{PAGE}/{number}/role"
        assert post(client, path, {"role": "owner"}, page=PAGE).status_code == 404
    assert Membership.get_by_id(other.id).role == MemberRole.EDITOR


def test_of_two_owners_who_leave_at_the_same_moment_one_stays(db: object):
    unit = make_unit()
    members = [member_of(make_account(owner_of=(unit,))) for _ in range(2)]
    barrier = Barrier(2)
    refused: list[str] = []

    def leave(number: int) -> None:
        member = get_member(unit.id, number)
        barrier.wait()
        try:
            leave_unit(PROGRAM, member, clock.now())
        except InvalidTransition as refusal:
            refused.append(refusal.message)
        database.close()

    threads = [Thread(target=leave, args=(member.id,)) for member in members]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(refused) == 1
    assert Membership.select().count() == 1


def test_the_list_asks_as_often_for_many_as_for_one(app: Flask, unit: Unit, owner: Account):
    client = browser_of(app, owner)

    def asked() -> int:
        with count_queries() as counted:
            assert client.get(PAGE).status_code == 200
        return int(counted.count)

    few = asked()
    for number in range(3):
        make_account(editor_of=(unit,))
        make_link(
            LinkKind.INVITATION, f"n{number}@example.org", clock.now(), unit=unit, role="editor"
        )

    assert asked() == few
    assert few <= 10
