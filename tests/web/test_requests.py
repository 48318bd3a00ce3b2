"""web.requests, web.errors, web.logs: what surrounds every request, whatever the page."""

import json
import logging
import re

import pytest
from flask import Flask, abort, request
from flask.testing import FlaskClient
from peewee import OperationalError
from werkzeug.test import TestResponse

from events.db import database, open_database
from events.errors import InvalidTransition, NotFound, PlanUnreadable
from web.logs import JsonFormatter

RULES = {"style-src 'self'", "script-src 'self'", "default-src 'none'", "frame-ancestors 'none'"}


@pytest.fixture
def broken(app: Flask) -> FlaskClient:
    """The application with addresses at which all kinds of things go wrong."""

    def fail(error: Exception):
        def view():
            raise error

        return view

    failures = {
        "unexpected": ZeroDivisionError("a detail nobody should see"),
        "missing": NotFound("没有叫“月亮日”的主题日，请核对名称。"),
        "too-late": InvalidTransition("这一届已经取消，请刷新页面。"),
        "unreadable": PlanUnreadable("这里应当是条目，请核对编号。", line=7),
        "locked": OperationalError("database is locked"),
    }
    for name, error in failures.items():
        app.add_url_rule(f"/broken/{name}", name, fail(error))
        app.add_url_rule(f"/calendars/broken/{name}.ics", f"{name}-feed", fail(error))
    app.add_url_rule("/broken/gone", "gone", lambda: abort(410))
    return app.test_client()


def request_lines(caplog: pytest.LogCaptureFixture) -> list[dict[str, object]]:
    formatter = JsonFormatter()
    records = [record for record in caplog.records if record.name == "web.requests"]
    return [json.loads(formatter.format(record)) for record in records]


def policy(response: TestResponse) -> set[str]:
    return set(response.headers["Content-Security-Policy"].split("; "))


def test_a_page_may_load_only_what_is_ours_and_be_framed_by_nobody(client: FlaskClient):
    response = client.get("/nothing-here")

    assert policy(response) >= RULES
    assert "unsafe" not in response.headers["Content-Security-Policy"]
    assert "http" not in response.headers["Content-Security-Policy"]
    assert response.headers["Referrer-Policy"] == "same-origin"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Cache-Control"] == "no-cache"
    assert "Cookie" in response.vary


def test_each_answer_has_an_id_of_its_own(client: FlaskClient):
    ids = [client.get("/livez").headers["X-Request-ID"] for _ in range(3)]

    assert len(set(ids)) == 3
    assert all(re.fullmatch("[0-9A-F]{8}", each) for each in ids)


def test_a_request_is_logged_with_its_path_and_without_its_query(
    client: FlaskClient, caplog: pytest.LogCaptureFixture
):
    caplog.set_level(logging.INFO)

    client.get("/livez?q=林晓13800000000")

    [line] = request_lines(caplog)
    assert (line["method"], line["path"], line["status"]) == ("GET", "/livez", 200)
    assert "林晓" not in caplog.text
    assert "13800000000" not in json.dumps(line)


def test_the_log_holds_the_id_that_the_reader_sees(
    client: FlaskClient, caplog: pytest.LogCaptureFixture
):
    caplog.set_level(logging.INFO)
    seen: list[str] = []

    class Seeing(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            seen.append(json.loads(JsonFormatter().format(record)).get("request_id"))

    handler = Seeing()
    logging.getLogger("web.requests").addHandler(handler)
    response = client.get("/livez")
    logging.getLogger("web.requests").removeHandler(handler)

    assert seen == [response.headers["X-Request-ID"]]


def test_an_address_without_a_page_says_so_in_words(client: FlaskClient):
    response = client.get("/nothing-here")

    assert response.status_code == 404
    assert response.mimetype == "text/html"
    assert "没有这一页" in response.text


def test_an_unknown_address_is_not_written_back_as_markup(client: FlaskClient):
    response = client.get("/<script>alert(1)</script>?lang=<script>")

    assert response.status_code == 404
    assert "<script>alert" not in response.text


@pytest.mark.parametrize(
    ("name", "status", "words"),
    [
        ("missing", 404, "没有叫“月亮日”的主题日，请核对名称。"),
        ("too-late", 409, "这一届已经取消，请刷新页面。"),
        ("unreadable", 422, "第 7 行：这里应当是条目，请核对编号。"),
        ("gone", 410, "内容已撤下"),
        ("locked", 503, "另一个程序占用"),
        ("unexpected", 500, "出了一个意外的错误"),
    ],
)
def test_what_goes_wrong_becomes_a_page_that_says_what_happened(
    broken: FlaskClient, name: str, status: int, words: str
):
    response = broken.get(f"/broken/{name}")

    assert response.status_code == status
    assert words in response.text
    assert policy(response) >= RULES


@pytest.mark.parametrize(
    ("name", "status"), [("missing", 404), ("locked", 503), ("unexpected", 500)]
)
def test_a_broken_feed_answers_in_plain_text_that_nobody_stores(
    broken: FlaskClient, name: str, status: int
):
    response = broken.get(f"/calendars/broken/{name}.ics")

    assert response.status_code == status
    assert response.mimetype == "text/plain"
    assert response.headers["Cache-Control"] == "no-store"
    assert "BEGIN:VCALENDAR" not in response.text


def test_an_unexpected_error_is_told_in_the_log_only_and_found_by_its_id(
    broken: FlaskClient, caplog: pytest.LogCaptureFixture
):
    response = broken.get("/broken/unexpected?q=林晓")

    assert response.headers["X-Request-ID"] in response.text
    assert "a detail nobody should see" not in response.text
    assert "Traceback" not in response.text
    assert "a detail nobody should see" in caplog.text
    assert "林晓" not in caplog.text


def test_an_unexpected_error_is_logged_once(broken: FlaskClient, caplog: pytest.LogCaptureFixture):
    broken.get("/broken/unexpected")

    assert [r.levelname for r in caplog.records if r.exc_info] == ["ERROR"]


def test_an_expected_refusal_is_no_error_in_the_log(
    broken: FlaskClient, caplog: pytest.LogCaptureFixture
):
    broken.get("/broken/missing")

    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []


def test_a_database_that_is_gone_asks_to_come_back_later(app: Flask):
    app.add_url_rule("/asks", "asks", lambda: str(database.execute_sql("SELECT 1").fetchone()))
    open_database("postgresql://kepuli:hunter2@127.0.0.1:1/kepuli")

    response = app.test_client().get("/asks")

    assert response.status_code == 503
    assert response.headers["Retry-After"] == "60"
    assert "hunter2" not in response.text


def test_a_wrong_method_says_which_are_right(client: FlaskClient):
    response = client.post("/livez")

    assert response.status_code == 405
    assert set(response.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}
    assert "这个地址不接受这样的操作" in response.text


def test_a_form_without_its_token_is_refused_and_can_be_traced(app: Flask):
    app.add_url_rule("/writes", "writes", lambda: "written", methods=["POST"])

    response = app.test_client().post("/writes", data={"name": "林晓"})

    assert response.status_code == 400
    assert "written" not in response.text
    assert re.fullmatch("[0-9A-F]{8}", response.headers["X-Request-ID"])
    assert response.headers["X-Request-ID"] in response.text


def test_a_body_beyond_the_limit_is_refused(app: Flask):
    app.add_url_rule("/reads", "reads", lambda: request.get_data())
    app.config["MAX_CONTENT_LENGTH"] = 10

    response = app.test_client().get("/reads", data=b"x" * 11)

    assert response.status_code == 413
    assert "内容太大" in response.text


def test_the_connection_is_given_back_after_each_request(client: FlaskClient):
    client.get("/nothing-here")
    client.get("/readyz")

    assert database.is_closed()


def test_livez_answers_without_a_database(app: Flask):
    open_database("postgresql://kepuli@127.0.0.1:1/kepuli")

    assert app.test_client().get("/livez").json == {"status": "ok"}


def test_readyz_answers_for_the_database_as_well(client: FlaskClient):
    response = client.get("/readyz")

    assert (response.status_code, response.json) == (200, {"status": "ok"})


def test_readyz_tells_that_the_database_does_not_answer(app: Flask):
    open_database("postgresql://kepuli:hunter2@127.0.0.1:1/kepuli")

    response = app.test_client().get("/readyz")

    assert response.status_code == 503
    assert response.json["status"] == "unavailable"
    assert "hunter2" not in response.text


def test_readyz_names_the_migrations_that_are_missing(app: Flask, empty_database_url: str):
    open_database(empty_database_url)

    response = app.test_client().get("/readyz")

    assert response.status_code == 503
    assert response.json["migrations"][0] == "0001_almanac"


def test_preferences_are_kept_in_a_cookie_and_wrong_ones_are_not(client: FlaskClient):
    chosen = client.get("/nothing-here?size=large&theme=purple")

    [cookie] = chosen.headers.getlist("Set-Cookie")
    assert cookie.startswith("kepuli_size=large;")
    assert {"Secure", "HttpOnly", "SameSite=Lax"} <= set(cookie.split("; "))


def test_no_cookie_is_set_for_who_chooses_nothing(client: FlaskClient):
    assert client.get("/nothing-here").headers.getlist("Set-Cookie") == []
