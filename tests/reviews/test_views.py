"""Filters of the queue that a reviewer keeps under a name."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from events.people.models import Account
from events.reviews.models import SavedView
from tests.pages.reading import PageText
from tests.reviews.desk import make_officer, read
from tests.signing_in import browser_of, post

PATH = "/office/reviews/views"


@pytest.fixture
def me(app: Flask) -> Account:
    return make_officer()


@pytest.fixture
def desk(app: Flask, me: Account) -> FlaskClient:
    return browser_of(app, me)


def keep(client: FlaskClient, name: str, query: str = "again=1") -> int:
    return post(client, PATH, {"name": name, "query": query}, page="/account").status_code


def test_a_kept_view_leads_back_to_its_filter(desk: FlaskClient, me: Account):
    assert keep(desk, " 再次  提交的 ", "?again=1&colour=red&q=%E4%BA%91") == 303

    [view] = SavedView.select()
    assert (view.account_id, view.name, view.query) == (
        me.id, "再次 提交的", "again=1&q=%E4%BA%91",
    )  # fmt: skip
    links = read(desk).links()
    assert links["/office/reviews?again=1&q=%E4%BA%91"] == "再次 提交的"


def test_the_same_name_replaces_what_it_was(desk: FlaskClient):
    keep(desk, "急的", "soon=1")
    keep(desk, "急的", "soon=1&flags=1")

    assert [view.query for view in SavedView.select()] == ["soon=1&flags=1"]


def test_it_is_forgotten_by_its_owner_alone(app: Flask, desk: FlaskClient):
    keep(desk, "我的机密视图")
    [view] = SavedView.select()
    other = browser_of(app, make_officer())

    assert "我的机密视图" not in read(other).html
    assert post(other, f"{PATH}/{view.id}/removal", page="/account").status_code == 404
    assert post(desk, f"{PATH}/{10**12}/removal", page="/account").status_code == 404
    assert SavedView.select().count() == 1

    assert post(desk, f"{PATH}/{view.id}/removal", page="/office/reviews").status_code == 303
    assert SavedView.select().count() == 0


@pytest.mark.parametrize(
    ("name", "query", "sentence"),
    [
        ("", "soon=1", "请给这个视图起个名字"),
        ("长" * 41, "soon=1", "最多 40 字"),
        ("全部", "", "现在看的是全部"),
        ("全部", "colour=red", "现在看的是全部"),
    ],
)
def test_what_can_not_be_kept_is_refused_and_stays_typed(
    desk: FlaskClient, name: str, query: str, sentence: str
):
    response = post(desk, PATH, {"name": name, "query": query}, page="/account")

    page = PageText(response.text)
    assert (response.status_code, SavedView.select().count()) == (422, 0)
    assert sentence in page.main
    if query == "soon=1":
        [field] = page.all("input", name="name")
        assert field.attributes["value"] == name


def test_at_most_twenty_are_kept(desk: FlaskClient):
    assert {keep(desk, f"视图{number}") for number in range(20)} == {303}
    assert keep(desk, "第二十一个") == 422
    assert keep(desk, "视图0", "flags=1") == 303


def test_a_filter_that_is_too_long_is_refused(desk: FlaskClient):
    words = "𠀀" * 64

    assert keep(desk, "很长的", f"q={words}") == 422
    assert keep(desk, "够短的", f"q={'𠀀' * 40}") == 303
