"""The API over HTTP: validators, who may read it from where, what goes wrong and in which words."""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from playhouse.test_utils import count_queries

from api.operations import OPERATIONS
from api.parameters import MOST
from events import clock
from events.activities.actions import retitle_activity
from events.signups.people import Party
from tests.api.reading import ask, refused
from tests.factories import (
    make_account,
    make_activity,
    make_bookable,
    make_occurrence,
    make_signup,
)

pytestmark = pytest.mark.usefixtures("app")
HOSTILE = [
    *(
        "%00",
        "%E2%80%AE",
        "🦄",
        "𠀀",
        "a%0D%0Ab",
        "<script>alert(1)</script>",
        "{{7*7}}",
        "9" * 400,
    ),
    *("' OR 1=1 --", '" OR "" NEAR', "*", "(((", "-1", "%FF%FE", "𠀀" * 3000, "9" * 400, " "),
]


def test_whoever_has_the_answer_gets_304_until_something_changes(client: FlaskClient):
    activity = make_activity(title="听蛙")
    make_occurrence(activity)
    for path in ("/api/v1/occurrences?audience=public", f"/api/v1/activities/{activity.id}"):
        first = client.get(path)
        held = {"If-None-Match": first.headers["ETag"]}

        again = client.get(path, headers=held)
        assert (again.status_code, again.data) == (304, b"")
        assert again.headers["ETag"] == first.headers["ETag"]
        assert again.headers["Access-Control-Allow-Origin"] == "*"
        assert client.get(path, headers={"If-None-Match": '"other"'}).status_code == 200

        activity = retitle_activity(activity, f"{activity.title}夜", clock.now())
        changed = client.get(path, headers=held)
        assert (changed.status_code, activity.title in changed.text) == (200, True)


def test_a_304_reads_no_row(client: FlaskClient):
    make_occurrence()
    held = {"If-None-Match": client.get("/api/v1/occurrences").headers["ETag"]}
    with count_queries() as counted:
        assert client.get("/api/v1/occurrences", headers=held).status_code == 304
    assert counted.count == 1


def test_places_left_are_a_minute_old_at_most(client: FlaskClient, at: Callable[[str], None]):
    at("2026-11-21T10:00:05+08:00")
    one = make_bookable(capacity=10)
    path = f"/api/v1/occurrences/{one.id}"
    first = client.get(path)
    make_signup(one, party=Party(adults=2))

    at("2026-11-21T10:01:00+08:00")
    later = client.get(path, headers={"If-None-Match": first.headers["ETag"]})

    assert first.headers["Cache-Control"] == "public, max-age=60"
    assert (first.json["signup"]["left"], later.json["signup"]["left"]) == (10, 8)


def test_what_is_not_counted_by_the_minute_is_true_until_midnight(
    client: FlaskClient, at: Callable[[str], None]
):
    at("2026-11-21T10:00:05+08:00")
    first = client.get("/api/v1/days")
    held = {"If-None-Match": first.headers["ETag"]}

    at("2026-11-21T23:59:59+08:00")
    assert client.get("/api/v1/days", headers=held).status_code == 304
    at("2026-11-22T00:00:00+08:00")
    assert client.get("/api/v1/days", headers=held).status_code == 200


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
@pytest.mark.parametrize("path", ["/days", "/openapi.json", "/no-such", "/days?x=1"])
def test_any_web_page_may_read_every_answer_of_the_api(client: FlaskClient, path: str, method: str):
    answer = client.open(f"/api/v1{path}", method=method, headers={"Origin": "https://x.example"})

    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in answer.headers
    assert "Set-Cookie" not in answer.headers
    if method == "OPTIONS" and "no-such" not in path:
        assert answer.headers["Access-Control-Allow-Headers"] == "If-None-Match"


@pytest.mark.parametrize("path", ["/", "/activities", "/api/v1/", "/livez", "/api/v2/days"])
def test_nothing_else_is_shared_with_web_pages(client: FlaskClient, path: str):
    assert "Access-Control-Allow-Origin" not in client.get(path).headers


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_nothing_can_be_written(client: FlaskClient, method: str):
    answer = client.open("/api/v1/days", method=method)

    assert answer.status_code == 405
    assert answer.mimetype == "application/problem+json"
    assert "Access-Control-Allow-Origin" not in answer.headers
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ("knid=lecture", ["knid"]),
        ("kind=nonsense&audience=family", ["kind"]),
        ("kind=", ["kind"]),
        ("limit=0", ["limit"]),
        (f"limit={MOST + 1}", ["limit"]),
        ("limit=1&limit=2", ["limit"]),
        ("after=!", ["after"]),
        ("after=bm90aGluZw", ["after"]),
        ("lang=fr", ["lang"]),
        ("within=5", ["within"]),
        ("from=2026-12-01&to=2026-11-01", []),
        ("page=2", ["page"]),
    ],
)
def test_what_cannot_be_meant_is_refused_by_name_and_never_overlooked(
    client: FlaskClient, query: str, keys: list[str]
):
    problem = refused(client, f"/occurrences?{query}", 400)

    assert problem["parameters"] == keys
    assert problem["title"] == "这个请求看不懂"
    assert problem["detail"].endswith("。")


def test_an_english_reader_gets_english(client: FlaskClient):
    by_address = refused(client, "/occurrences?kind=nonsense&lang=en", 400)
    by_header = refused(client, "/days/nowhere", 404, **{"Accept-Language": "en-GB,zh;q=0.5"})
    chinese = refused(client, "/days/nowhere", 404, **{"Accept-Language": "zh-CN,en;q=0.5"})
    nobody = refused(client, "/days/nowhere", 404)

    for problem in (by_address, by_header):
        assert not re.search("[\u3000-\u9fff]", problem["title"] + problem["detail"]), problem
    assert "kind" in by_address["detail"]
    assert chinese["detail"] == nobody["detail"] == "没有“nowhere”这个主题日，请到“主题日”页查找。"


def test_the_language_of_a_cookie_means_nothing_to_programs(client: FlaskClient):
    client.get("/?lang=en")

    assert refused(client, "/days/nowhere", 404)["title"] == "没有这一页"


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize("path", ["/occurrences?q=", "/occurrences?after=", "/editions?after="])
def test_a_hostile_parameter_is_answered(client: FlaskClient, path: str, value: str):
    make_occurrence()

    assert client.get(f"/api/v1{path}{value}").status_code in (200, 400)


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize("path", ["/days", "/units", "/districts", "/venues", "/activities"])
def test_a_hostile_name_is_not_there(client: FlaskClient, path: str, value: str):
    answer = client.get(f"/api/v1{path}/{value}")

    assert answer.status_code == 404
    assert answer.mimetype == "application/problem+json"


def test_hostile_texts_stay_texts_of_one_line(client: FlaskClient):
    make_occurrence(make_activity(title='"},{"x":1}<b>\u202e\x07行'))

    [one] = ask(client, "/occurrences")["items"]
    assert one["title"] == '"},{"x":1}<b>行'


def test_nothing_personal_is_told(client: FlaskClient):
    """Canaries: a contact that is not public, who answers, accounts, whoever signed up."""
    activity = make_activity(
        contact="13800009999", contact_is_public=False,
        answers=[{"question": 1, "label": "经费", "text": "金丝雀经费"}],
    )  # fmt: skip
    public = make_activity(contact="023-12345678", contact_is_public=True)
    make_account(email="canary@example.org", name="金丝雀")
    one = make_bookable(make_activity(signup_mode="here"))
    signup = make_signup(one)
    make_occurrence(activity)
    make_occurrence(public)

    told = ""
    for each in OPERATIONS.values():
        if "{" not in each.path:
            told += client.get(f"/api/v1{each.path}?limit=100").text
    for topic, key in (
        ("activities", activity.id),
        ("activities", public.id),
        ("occurrences", one.id),
    ):
        told += client.get(f"/api/v1/{topic}/{key}").text

    assert "023-12345678" in told
    for canary in ("13800009999", "金丝雀", "canary@example.org", signup.number, "位家长"):
        assert canary not in told
