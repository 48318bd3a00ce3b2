"""The office's stock of sentences: kept, changed, moved, removed; by the office alone."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from events.audit import AuditEntry
from events.people.models import OfficeRole
from events.reviews.models import ReviewReason
from events.reviews.reasons.queries import all_reasons
from tests.factories import make_account
from tests.pages.reading import PageText, text_of
from tests.reviews.desk import make_officer, read
from tests.signing_in import browser_of, post

PATH = "/office/reviews/reasons"


@pytest.fixture
def office(app: Flask) -> FlaskClient:
    return browser_of(app, make_officer())


def texts() -> list[str]:
    return [reason.text for reason in all_reasons()]


def add(office: FlaskClient, *words: str) -> None:
    for text in words:
        post(office, PATH, {"decision": "returned", "text": text})


def test_they_are_added_at_the_end_and_moved_up_one_by_one(office: FlaskClient):
    add(office, "第一", "第二", "第三")
    third = ReviewReason.get(ReviewReason.text == "第三")

    orders = []
    for _ in range(3):
        post(office, f"{PATH}/{third.id}/place", page=PATH)
        orders.append(texts())

    assert orders == [
        ["第一", "第三", "第二"],
        ["第三", "第一", "第二"],
        ["第三", "第一", "第二"],
    ]


def test_one_is_changed_and_removed(office: FlaskClient):
    add(office, "请改时间")
    [reason] = all_reasons()
    page = read(office, f"{PATH}/{reason.id}")
    assert [text_of(area) for area in page.all("textarea")] == ["请改时间"]

    post(office, f"{PATH}/{reason.id}", {"decision": "refused", "text": "不是科普\r\n活动"})
    [changed] = all_reasons()
    assert (changed.decision, changed.text) == ("refused", "不是科普\n活动")

    post(office, f"{PATH}/{reason.id}/removal", page=PATH)
    assert texts() == []
    actions = [entry.action for entry in AuditEntry.select().where(AuditEntry.topic == "reason")]
    assert actions == ["reason.added", "reason.changed", "reason.removed"]


@pytest.mark.parametrize(
    ("decision", "text"),
    [("returned", ""), ("returned", "\u200b\x00 "), ("returned", "长" * 301), ("taken", "话")],
)
def test_what_can_not_be_kept_is_refused_and_stays_typed(
    office: FlaskClient, decision: str, text: str
):
    add(office, "原来的")
    [reason] = all_reasons()

    for path in (PATH, f"{PATH}/{reason.id}"):
        response = post(office, path, {"decision": decision, "text": text})
        assert response.status_code == 422
        [area] = PageText(response.text).all("textarea")
        assert text_of(area) == text.strip("\u200b\x00 ")
    assert texts() == ["原来的"]


def test_there_are_at_most_fifty(office: FlaskClient):
    for number in range(50):
        ReviewReason.create(decision="returned", text=f"第{number}句", position=number)

    response = post(office, PATH, {"decision": "returned", "text": "第51句"})

    assert (response.status_code, len(texts())) == (409, 50)


def test_one_that_is_gone_is_not_there(office: FlaskClient):
    add(office, "还在的")
    for number in (999, 10**12):
        assert office.get(f"{PATH}/{number}").status_code == 404
        for what in ("", "/place", "/removal"):
            assert post(office, f"{PATH}/{number}{what}", page=PATH).status_code == 404
    assert texts() == ["还在的"]


def test_others_than_the_office_neither_see_nor_change_them(app: Flask, office: FlaskClient):
    add(office, "内部的话")
    [reason] = all_reasons()
    for account in (
        make_account(roles=(OfficeRole.REVIEWER,)),
        make_account(roles=(OfficeRole.AUDITOR,)),
        make_account(),
    ):
        client = browser_of(app, account)
        tries = [client.get(PATH), client.get(f"{PATH}/{reason.id}")]
        tries += [
            post(client, path, {"decision": "returned", "text": "改掉"}, page="/account")
            for path in (PATH, *(f"{PATH}/{reason.id}{w}" for w in ("", "/place", "/removal")))
        ]
        assert {response.status_code for response in tries} == {403}
        assert not any("内部的话" in response.text for response in tries)
    assert texts() == ["内部的话"]
