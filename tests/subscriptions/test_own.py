"""A calendar of one's own: made, fetched, changed, given a new address, deleted, forgotten."""

import logging
from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from events.db import database
from events.people.attempts import LIMITS
from events.subscriptions.actions import drop_unused
from events.subscriptions.models import Subscription
from tests.calendars.ics import Subscriber, entries, read_by_another, summaries, uids, value
from tests.pages.reading import PageText
from tests.signing_in import post
from tests.subscriptions.pond import PICKS, feed_of, make_own, make_pond
from web.logs import JsonFormatter

pytestmark = pytest.mark.usefixtures("app")
HELD = ["乙区", "听蛙", "甲区", "蛙日", "青蛙日"]
At = Callable[[str], None]


@pytest.fixture
def own(client: FlaskClient) -> str:
    """The page of a subscription to two districts and the frog day."""
    make_pond()
    return make_own(client)


def test_its_page_shows_what_was_picked_with_true_numbers(client: FlaskClient, own: str):
    page = PageText(client.get(own).text)

    for words in ("500103 2 条", "500105 1 条", "青蛙日 3 条", "现在一共 5 条"):
        assert words in page.main


def test_its_feed_holds_what_the_open_address_of_the_same_picks_holds(
    client: FlaskClient, own: str
):
    body = client.get(feed_of(client, own)).data
    same = client.get("/calendars/picks.ics?district=500103&district=500105&day=frog-day").data

    assert sorted(str(one["SUMMARY"]) for one in entries(body)) == HELD
    assert uids(body) == uids(same)
    assert {event.uid for event in read_by_another(body).events} == set(uids(body))


def test_the_feed_is_private_and_says_nothing_of_its_page(client: FlaskClient, own: str):
    path = feed_of(client, own)
    answer = client.get(path)

    assert answer.headers["Cache-Control"] == "private, max-age=3600"
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert answer.headers["Content-Disposition"] == 'inline; filename="mine.ics"'
    assert "Set-Cookie" not in client.application.test_client().get(path).headers
    assert value(answer.data, "SOURCE") == f"https://kepuli.example{path}"
    assert own.rpartition("/")[2].encode() not in answer.data


def test_the_page_is_kept_nowhere_and_found_by_nobody(client: FlaskClient, own: str):
    for path in (own, f"{own}/edit", f"{own}/reset/new", f"{own}/deletion/new"):
        answer = client.get(path)
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["X-Robots-Tag"] == "noindex"
        assert answer.headers["Referrer-Policy"] == "same-origin"


def test_from_the_feed_nobody_comes_to_the_page(client: FlaskClient, own: str):
    key = feed_of(client, own).removeprefix("/calendars/mine/").removesuffix(".ics")

    assert client.get(f"/subscriptions/{key}").status_code == 404
    token = own.rpartition("/")[2]
    assert client.get(f"/calendars/mine/{token}.ics").status_code == 404


def test_neither_secret_is_in_the_database_or_the_log(
    client: FlaskClient, own: str, caplog: pytest.LogCaptureFixture
):
    caplog.set_level(logging.INFO)
    key = feed_of(client, own).removeprefix("/calendars/mine/").removesuffix(".ics")
    client.get(f"/calendars/mine/{key}.ics")
    client.get(own)

    stored = str(database.execute_sql("SELECT * FROM subscription").fetchall())
    logged = "".join(JsonFormatter().format(record) for record in caplog.records)
    assert "/calendars/mine/<token>.ics" in logged
    for secret in (key, own.rpartition("/")[2]):
        assert secret not in stored
        assert secret not in logged


def test_an_unchanged_feed_is_not_sent_again(client: FlaskClient, own: str):
    program = Subscriber(client, feed_of(client, own))

    assert not program.refresh()


def test_other_picks_come_to_the_same_address_at_once(client: FlaskClient, own: str):
    path = feed_of(client, own)
    program = Subscriber(client, path)

    answer = post(client, own, {"unit": ["frogs"], "q": ["机器人", ""]}, page=f"{own}/edit")

    assert (answer.status_code, answer.location) == (303, own)
    assert feed_of(client, own) == path
    assert program.refresh()
    assert sorted(summaries(program.answer)) == ["听蛙", "机器人", "蛙局"]


@pytest.mark.parametrize(
    ("picks", "said"),
    [
        ({}, "一项也没有选"),
        ({"day": "<b>"}, "看不懂"),
        ({"q": [f"词{n}" for n in range(21)]}, "一次最多选 20 项"),
    ],
)
def test_a_change_that_cannot_be_meant_changes_nothing(
    client: FlaskClient, own: str, picks: dict[str, object], said: str
):
    program = Subscriber(client, feed_of(client, own))

    answer = post(client, own, picks, page=f"{own}/edit")

    assert answer.status_code == 422
    assert said in answer.text
    assert not program.refresh()
    assert post(client, "/subscriptions", picks, page="/subscribe?q=x").status_code == 422
    assert Subscription.select().count() == 1


def test_a_new_address_ends_the_old_one_in_two_steps(client: FlaskClient, own: str):
    old = feed_of(client, own)
    asked = PageText(client.get(f"{own}/reset/new").text)
    assert client.get(old).status_code == 200
    assert "换一个地址？" in asked.main

    answer = post(client, f"{own}/reset", page=f"{own}/reset/new")

    new = feed_of(client, answer.location)
    assert answer.status_code == 303
    assert new != old
    assert answer.location != own
    assert sorted(summaries(client.get(new))) == HELD
    gone = client.get(old)
    assert (gone.status_code, gone.mimetype) == (410, "text/plain")
    assert "请在日历里删掉它" in gone.text
    assert client.get(own).status_code == 410


def test_a_deleted_one_is_gone_and_its_picks_are_forgotten(client: FlaskClient, own: str):
    path = feed_of(client, own)
    client.get(f"{own}/deletion/new")
    assert client.get(path).status_code == 200

    answer = post(client, f"{own}/deletion", page=f"{own}/deletion/new")

    assert (answer.status_code, answer.location) == (303, "/subscribe")
    assert "订阅删掉了" in client.get("/subscribe").text
    assert [client.get(one).status_code for one in (path, own, f"{own}/edit")] == [410] * 3
    assert [row.picks for row in Subscription.select()] == [""]


def test_whoever_comes_second_is_told_that_it_is_gone(app: Flask, client: FlaskClient, own: str):
    other = app.test_client()
    token = PageText(other.get(f"{own}/edit").text).all("input", name="csrf_token")
    post(client, f"{own}/reset", page=f"{own}/reset/new")

    data = {"csrf_token": token[0].attributes["value"], "q": "蛙"}
    late = other.post(own, data=data, headers={"Referer": f"https://localhost{own}"})

    assert late.status_code == 410


def test_nothing_is_made_without_the_page_s_token(client: FlaskClient):
    assert client.post("/subscriptions", data=PICKS).status_code == 400
    assert Subscription.select().count() == 0


@pytest.mark.parametrize("secret", ["x", "a" * 43, "../x", "%F0%9F%90%B8", "a" * 5000, "%00"])
def test_an_address_that_is_nobody_s_is_not_found(client: FlaskClient, own: str, secret: str):
    assert client.get(f"/subscriptions/{secret}").status_code == 404
    assert client.get(f"/calendars/mine/{secret}.ics").status_code == 404


def test_what_is_no_longer_there_is_left_out_and_said(client: FlaskClient, own: str):
    path = feed_of(client, own)
    Subscription.update(picks="day=frog-day&district=500105&unit=melted").execute()

    body = client.get(path).data

    assert sorted(str(one["SUMMARY"]) for one in entries(body)) == [
        "乙区",
        "听蛙",
        "蛙日",
        "青蛙日",
    ]
    assert "其中 1 项已经没有了" in value(body, "DESCRIPTION")
    assert "有 1 项已经没有了" in PageText(client.get(own).text).main


def test_one_address_may_not_make_as_many_as_it_likes(client: FlaskClient):
    most = LIMITS["subscription"].free
    for _ in range(most):
        make_own(client)

    answer = post(client, "/subscriptions", PICKS, page="/subscribe?q=x")

    assert (answer.status_code, int(answer.headers["Retry-After"]) > 0) == (429, True)
    assert Subscription.select().count() == most


def test_what_nobody_fetches_for_400_days_goes_and_what_is_fetched_stays(
    client: FlaskClient, own: str, at: At
):
    fetched = feed_of(client, make_own(client, q="机器人"))
    forgotten = feed_of(client, own)
    at("2027-12-20T09:00+08:00")
    client.get(fetched)
    at("2027-12-26T09:00+08:00")

    assert drop_unused(date(2027, 12, 26)) == 0
    assert drop_unused(date(2027, 12, 27)) == 1

    assert [client.get(path).status_code for path in (fetched, forgotten)] == [200, 404]


def test_that_it_was_fetched_is_written_once_a_month(client: FlaskClient, own: str, at: At):
    path = feed_of(client, own)
    seen = []
    for day in ("2026-11-30", "2026-12-21", "2027-01-10"):
        at(f"{day}T09:00+08:00")
        client.get(path)
        seen.append(Subscription.get().used_day.isoformat())

    assert seen == ["2026-11-21", "2026-12-21", "2026-12-21"]
