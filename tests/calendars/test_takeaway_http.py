"""How the other forms of a feed are answered: validators, types, names, for any page to read."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playhouse.test_utils import count_queries

from events import changes, clock
from events.activities.actions import retitle_activity
from events.activities.models import Activity, Occurrence
from events.db import database
from tests.calendars.takeaway import FORMS, items, titles
from tests.factories import make_activity, make_bookable, make_occurrence, make_signup

At = Callable[[str], None]
TYPES = {
    "json": "application/json; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "rss": "application/rss+xml; charset=utf-8",
    "atom": "application/atom+xml; charset=utf-8",
}


@pytest.fixture(autouse=True)
def activity(app: Flask) -> Activity:
    """A class one signs up for, with ten places."""
    activity = make_activity(title="听蛙", kind="class", signup_mode="here")
    make_bookable(activity)
    return activity


def path(form: str, query: str = "kind=class") -> str:
    return f"/calendars/activities.{form}?{query}"


@pytest.mark.parametrize("form", FORMS)
def test_each_form_has_its_type_and_a_name_to_be_saved_under(client: FlaskClient, form: str):
    headers = client.get(path(form)).headers
    asked = client.get(path(form, "download=1")).headers

    kind = "attachment" if form in ("csv", "xlsx") else "inline"
    assert headers["Content-Type"] == TYPES[form]
    assert headers["Content-Disposition"] == f'{kind}; filename="activities.{form}"'
    assert asked["Content-Disposition"] == f'attachment; filename="activities.{form}"'
    assert headers["Cache-Control"] == f"public, max-age={60 if form == 'json' else 3600}"
    assert headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("form", ["ics", *FORMS])
def test_any_page_may_read_it_without_a_cookie_given_or_taken(client: FlaskClient, form: str):
    client.set_cookie("kepuli_lang", "en")

    first = client.get(path(form), headers={"Origin": "https://elsewhere.example"})
    again = client.get(path(form, "kind=class&lang=zh&size=large"))

    for answer in (first, again):
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in answer.headers
        assert "Set-Cookie" not in answer.headers
        assert answer.headers["Vary"] == "Accept-Encoding"
    assert first.data == again.data


@pytest.mark.parametrize("form", FORMS)
def test_head_says_the_same_without_a_body(client: FlaskClient, form: str):
    for _ in range(2):  # first through Flask, then in front of it
        head, whole = client.head(path(form)), client.get(path(form))

        assert head.data == b""
        assert head.status_code == 200
        for name in ("ETag", "Last-Modified", "Content-Length", "Content-Type"):
            assert head.headers[name] == whole.headers[name]


@pytest.mark.parametrize("form", FORMS)
def test_who_has_it_is_told_so(client: FlaskClient, form: str):
    headers = client.get(path(form)).headers

    by_tag = client.get(path(form), headers={"If-None-Match": headers["ETag"]})
    by_time = client.get(path(form), headers={"If-Modified-Since": headers["Last-Modified"]})
    other = client.get(path(form), headers={"If-None-Match": '"other"'})

    assert (by_tag.status_code, by_tag.data) == (304, b"")
    assert (by_time.status_code, by_time.data) == (304, b"")
    assert other.status_code == 200
    assert by_tag.headers["ETag"] == headers["ETag"]


@pytest.mark.parametrize("form", FORMS)
def test_a_change_is_seen_at_once_and_another_s_leaves_the_bytes(
    client: FlaskClient, form: str, activity: Activity
):
    before = client.get(path(form))

    make_occurrence(make_activity(kind="lecture"))
    with database.atomic():
        changes.record("activity", "another", clock.now())
    same = client.get(path(form), headers={"If-None-Match": before.headers["ETag"]})
    retitle_activity(activity, "听蟾蜍", clock.now())
    after = client.get(path(form), headers={"If-None-Match": before.headers["ETag"]})

    assert same.status_code == 304
    assert after.status_code == 200
    assert titles(form, after.data) == ["听蟾蜍"]


@pytest.mark.parametrize("form", FORMS)
def test_another_process_answers_with_the_same_bytes(app: Flask, client: FlaskClient, form: str):
    before = client.get(path(form)).data

    app.extensions["feeds"].clear()

    assert client.get(path(form)).data == before


def test_json_tells_the_places_left_a_minute_later(client: FlaskClient, at: At):
    before = client.get(path("json"))
    make_signup(Occurrence.get())

    at("2026-11-21T10:00:59+08:00")
    same = client.get(path("json"), headers={"If-None-Match": before.headers["ETag"]})
    at("2026-11-21T10:01+08:00")
    after = client.get(path("json"), headers={"If-Modified-Since": before.headers["Last-Modified"]})

    assert [item["signup"]["left"] for item in items(before.data)] == [10]
    assert same.status_code == 304
    assert [item["signup"]["left"] for item in items(after.data)] == [9]


def test_json_unchanged_after_a_minute_is_known_by_its_tag(client: FlaskClient, at: At):
    before = client.get(path("json"))

    at("2026-11-21T10:30+08:00")
    after = client.get(path("json"), headers={"If-None-Match": before.headers["ETag"]})

    assert after.status_code == 304


@pytest.mark.parametrize("form", FORMS)
def test_packed_it_is_the_same(client: FlaskClient, form: str):
    plain = client.get(path(form))
    packed = client.get(path(form), headers={"Accept-Encoding": "gzip"})

    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.headers["ETag"] != plain.headers["ETag"]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("query", ["", "kind=class&audience=public"])
def test_a_form_takes_as_many_statements_for_fifty_entries_as_for_two(
    client: FlaskClient, form: str, query: str
):
    make_occurrence(make_activity(kind="class"))
    with count_queries() as few:
        assert len(titles(form, client.get(path(form, query)).data)) == 2
    with database.atomic():
        for _ in range(48):
            make_occurrence(make_activity(kind="class"))
        changes.record("activity", "many", clock.now())

    with count_queries() as many:
        assert len(titles(form, client.get(path(form, query)).data)) == 50

    assert few.count == many.count <= 22


@pytest.mark.parametrize("form", FORMS)
def test_an_unchanged_form_is_answered_with_one_statement(client: FlaskClient, form: str):
    etag = client.get(path(form)).headers["ETag"]

    with count_queries() as known:
        assert client.get(path(form), headers={"If-None-Match": etag}).status_code == 304
    with count_queries() as repeated:
        assert client.get(path(form)).status_code == 200

    assert known.count == repeated.count == 1
