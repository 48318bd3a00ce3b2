"""Feeds over HTTP: validators, compression, caching, refusals; the same for every reader."""

import gzip
import json
import logging
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playhouse.test_utils import count_queries
from werkzeug.http import http_date, parse_date
from xxhash import xxh3_128_hexdigest

from events import changes, clock
from events.days.models import Edition, ThemedDay
from events.db import database
from tests.calendars.ics import entries, read, read_by_another, unfolded
from tests.factories import make_edition, make_themed_day, make_unit
from web.logs import JsonFormatter

FEED = "/calendars/days/frog-day.ics"


@pytest.fixture(autouse=True)
def _frog_day(app: Flask) -> None:
    make_edition(themed_day=make_themed_day(slug="frog-day", name="青蛙日"))


def change_something() -> None:
    with database.atomic():
        changes.record("edition", "frog-day/2026", clock.now())


# The whole answer


def test_a_feed_is_one_calendar_with_its_length_and_both_validators(client: FlaskClient):
    answer = client.get(FEED)

    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Content-Length"] == str(len(answer.data))
    assert answer.headers["ETag"] == f'"{xxh3_128_hexdigest(answer.data)}"'
    assert answer.headers["Cache-Control"] == "public, max-age=3600"
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert "Content-Encoding" not in answer.headers
    assert len(read(answer.data).events) == len(read_by_another(answer.data).events) == 1


def test_last_modified_is_the_newest_change_of_anything(
    client: FlaskClient, at: Callable[[str], None]
):
    at("2026-11-21T12:34:56+08:00")
    change_something()
    at("2026-11-21T20:00:00+08:00")

    assert client.get(FEED).headers["Last-Modified"] == "Sat, 21 Nov 2026 04:34:56 GMT"


def test_a_feed_may_be_looked_at_or_kept_as_a_file(client: FlaskClient):
    shown, kept = client.get(FEED), client.get(f"{FEED}?download=1")

    assert shown.headers["Content-Disposition"] == 'inline; filename="days-frog-day.ics"'
    assert kept.headers["Content-Disposition"] == 'attachment; filename="days-frog-day.ics"'
    assert kept.data == shown.data


@pytest.mark.parametrize("query", ["", "?lang=en", "?size=large&theme=dark", "?cancelled=mark"])
def test_a_feed_sets_no_cookie_and_is_the_same_in_any_language(client: FlaskClient, query: str):
    answer = client.get(f"{FEED}{query}", headers={"Cookie": "kepuli_lang=en; session=x"})

    again = client.get(f"{FEED}{query}", headers={"If-None-Match": answer.headers["ETag"]})

    assert (answer.status_code, again.status_code) == (200, 304)
    for either in (answer, again):
        assert "Set-Cookie" not in either.headers
        assert either.headers["Vary"] == "Accept-Encoding"
    assert "NAME:青蛙日" in unfolded(answer.data)


def test_addresses_come_from_the_settings_and_not_from_the_request(client: FlaskClient):
    answer = client.get(
        FEED,
        base_url="http://evil.example",
        headers={"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "ftp"},
    )

    body = unfolded(answer.data)
    assert "evil" not in answer.text
    assert f"SOURCE;VALUE=URI:https://kepuli.example{FEED}" in body
    assert (
        body.count("URL:https://kepuli.example/days/frog-day") == 2
    )  # the calendar's, the entry's


def test_the_source_of_a_variant_is_that_variant(client: FlaskClient):
    answer = client.get(f"{FEED}?all=1&lang=en&cancelled=mark&download=1")

    source = f"SOURCE;VALUE=URI:https://kepuli.example{FEED}?cancelled=mark&all=1"
    assert source in unfolded(answer.data)


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("sent", [{}, {"Accept-Encoding": "gzip"}, {"If-None-Match": "*"}])
@pytest.mark.parametrize("query", ["", "?download=1", "?all=1&lang=en"])
def test_what_was_answered_before_is_answered_alike(
    client: FlaskClient, method: str, sent: dict[str, str], query: str
):
    first, again = (client.open(f"{FEED}{query}", method=method, headers=sent) for _ in range(2))

    assert (again.status_code, again.data) == (first.status_code, first.data)
    unlike = {"X-Request-ID"} | ({"Last-Modified"} if first.status_code == 304 else set())
    assert {k: v for k, v in again.headers.items() if k not in unlike} == {
        k: v for k, v in first.headers.items() if k not in unlike
    }


def test_what_is_answered_in_front_of_flask_is_logged_without_its_query(
    client: FlaskClient, caplog: pytest.LogCaptureFixture
):
    caplog.set_level(logging.INFO)
    client.get(f"{FEED}?q=secret")
    caplog.clear()

    answer = client.get(f"{FEED}?q=secret")

    [line] = [json.loads(JsonFormatter().format(record)) for record in caplog.records]
    assert (line["method"], line["path"], line["status"]) == ("GET", FEED, 200)
    assert line["request_id"] == answer.headers["X-Request-ID"]
    assert "secret" not in str(line)


def test_an_address_answered_before_is_refused_once_it_is_gone(client: FlaskClient):
    assert client.get(FEED).status_code == client.get(FEED).status_code == 200

    with database.atomic():
        Edition.delete().execute()
        ThemedDay.delete().execute()
        changes.record("themed_day", "frog-day", clock.now())

    assert client.get(FEED).status_code == client.get(FEED).status_code == 404


# Conditional requests


def test_a_304_repeats_the_etag_and_has_no_body(client: FlaskClient):
    whole = client.get(FEED)

    answer = client.get(FEED, headers={"If-None-Match": whole.headers["ETag"]})

    assert (answer.status_code, answer.data) == (304, b"")
    for name in ("ETag", "Cache-Control", "Vary"):
        assert answer.headers[name] == whole.headers[name]
    for name in ("Content-Length", "Content-Type", "Content-Encoding", "Set-Cookie"):
        assert name not in answer.headers


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ("{etag}", 304),
        ("W/{etag}", 304),
        ('"other", {etag}', 304),
        ('W/"other",W/{etag}', 304),
        ("*", 304),
        ("{gzip}", 304),
        ("W/{gzip}", 304),
        ('"other"', 200),
        ('"other", "another"', 200),
        ('W/"other"', 200),
        ('""', 200),
        ("gibberish, more", 200),
    ],
)
def test_if_none_match_is_compared_weakly_with_each_of_its_etags(
    client: FlaskClient, sent: str, status: int
):
    etag = client.get(FEED).headers["ETag"]
    packed = client.get(FEED, headers={"Accept-Encoding": "gzip"}).headers["ETag"]
    assert packed == f'{etag[:-1]}-gzip"'

    answer = client.get(FEED, headers={"If-None-Match": sent.format(etag=etag, gzip=packed)})

    assert answer.status_code == status


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ("{same}", 304),
        ("{later}", 304),
        ("{earlier}", 200),
        ("yesterday", 200),
        ("0", 200),
        ("Sat, 32 Nov 2026 02:00:00 GMT", 200),
        ("Mon, 01 Jan 0001 00:00:00 +2300", 200),
        ("", 200),
    ],
)
def test_if_modified_since_is_believed_only_when_it_is_a_date(
    client: FlaskClient, sent: str, status: int
):
    modified = parse_date(client.get(FEED).headers["Last-Modified"])
    assert modified is not None
    second = timedelta(seconds=1)
    dates = {
        "same": http_date(modified),
        "later": http_date(modified + second),
        "earlier": http_date(modified - second),
    }

    answer = client.get(FEED, headers={"If-Modified-Since": sent.format(**dates)})

    assert answer.status_code == status


@pytest.mark.parametrize(("etag_is_known", "status"), [(True, 304), (False, 200)])
@pytest.mark.parametrize("days", [-1, 1])
def test_the_etag_wins_over_the_date(
    client: FlaskClient, etag_is_known: bool, status: int, days: int
):
    etag = client.get(FEED).headers["ETag"] if etag_is_known else '"other"'
    since = http_date(clock.now() + timedelta(days=days))

    answer = client.get(FEED, headers={"If-None-Match": etag, "If-Modified-Since": since})

    assert answer.status_code == status


@pytest.mark.parametrize("known", [False, True])
@pytest.mark.parametrize("packing", ["identity", "gzip"])
def test_head_is_get_without_the_body(client: FlaskClient, known: bool, packing: str):
    headers = {"Accept-Encoding": packing}
    if known:
        headers["If-None-Match"] = client.get(FEED, headers=headers).headers["ETag"]

    got, headed = client.get(FEED, headers=headers), client.head(FEED, headers=headers)

    assert headed.data == b""
    assert headed.status_code == got.status_code == (304 if known else 200)
    unlike = {"X-Request-ID"}
    assert {k: v for k, v in headed.headers.items() if k not in unlike} == {
        k: v for k, v in got.headers.items() if k not in unlike
    }


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_a_feed_can_only_be_read(client: FlaskClient, method: str):
    answer = client.open(FEED, method=method)

    assert answer.status_code == 405
    assert answer.mimetype == "text/plain"


# Compression


@pytest.mark.parametrize(
    ("accepted", "is_packed"),
    [
        (None, False),
        ("", False),
        ("identity", False),
        ("br, deflate", False),
        ("gzip;q=0", False),
        ("gzip;q=0, *", False),
        ("*;q=0", False),
        ("gzip", True),
        ("GZIP", True),
        ("gzip, deflate, br", True),
        ("br;q=1.0, gzip;q=0.001", True),
        ("identity, gzip;q=0.5", True),
    ],
)
def test_a_feed_is_packed_only_when_asked(
    client: FlaskClient, accepted: str | None, is_packed: bool
):
    plain = client.get(FEED)

    answer = client.get(FEED, headers={} if accepted is None else {"Accept-Encoding": accepted})

    assert answer.headers.get("Content-Encoding") == ("gzip" if is_packed else None)
    assert (gzip.decompress(answer.data) if is_packed else answer.data) == plain.data
    assert answer.headers["Content-Length"] == str(len(answer.data))
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert (answer.headers["ETag"] == plain.headers["ETag"]) is not is_packed


def test_the_same_content_packs_to_the_same_bytes(client: FlaskClient, at: Callable[[str], None]):
    headers = {"Accept-Encoding": "gzip"}
    before = client.get(FEED, headers=headers)

    at("2026-11-22T10:00:00+08:00")

    assert client.get(FEED, headers=headers).data == before.data


# Statements


@pytest.mark.parametrize("path", [FEED, "/calendars/days.ics", "/calendars/units/frogs.ics"])
def test_an_unchanged_feed_is_answered_with_one_statement_and_nothing_built(
    client: FlaskClient, path: str
):
    make_unit(slug="frogs")
    etag = client.get(path).headers["ETag"]

    with count_queries() as unchanged:
        known = client.get(path, headers={"If-None-Match": etag})
    with count_queries() as repeated:
        whole = client.get(path)

    assert (known.status_code, whole.status_code) == (304, 200)
    assert (unchanged.count, repeated.count) == (1, 1)


@pytest.mark.parametrize("path", ["/calendars/days.ics", "/calendars/units/frogs.ics", FEED])
def test_a_feed_takes_as_many_statements_for_fifty_days_as_for_one(client: FlaskClient, path: str):
    make_unit(slug="frogs")

    with count_queries() as few:
        client.get(path)
    with database.atomic():
        for number in range(50):
            day = make_themed_day(
                predictability="derived" if number % 2 else "announced",
                parent=1,
                offset_days=number,
                rule="FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=1",
            )
            make_edition(themed_day=day, first_day=date(2026, 9, 1) + timedelta(days=number))
        change_something()
    with count_queries() as many:
        client.get(path)

    assert 1 < few.count == many.count <= 16


def test_a_304_takes_no_more_statements_for_a_longer_feed(client: FlaskClient):
    for _ in range(20):
        make_edition()
    etag = client.get("/calendars/days.ics").headers["ETag"]

    with count_queries() as unchanged:
        answer = client.get("/calendars/days.ics", headers={"If-None-Match": etag})

    assert answer.status_code == 304
    assert unchanged.count == 1


def test_a_change_is_seen_by_the_very_next_request(client: FlaskClient):
    client.get(FEED)

    make_edition(themed_day=1, first_day=date(2027, 9, 19))
    change_something()

    assert len(entries(client.get(FEED).data)) == 2


# Refusals


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("/calendars/days/no-such-day.ics", "没有“no-such-day”这个主题日"),
        ("/calendars/units/no-such-unit.ics", "没有“no-such-unit”这个单位"),
        ("/calendars/days/%E9%9D%92%E8%9B%99.ics", "没有“青蛙”这个主题日"),
        ("/calendars/days/FROG-DAY.ics", "没有“FROG-DAY”这个主题日"),
        ("/calendars/days/frog-day", ""),
        ("/calendars/weeks.ics", ""),
    ],
)
def test_an_unknown_feed_is_not_found_in_a_sentence(client: FlaskClient, path: str, sentence: str):
    answer = client.get(path)

    assert answer.status_code == 404
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert sentence in answer.text
    assert answer.text.rstrip().endswith("。")
    assert "BEGIN" not in answer.text
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("query", ["cancelled=yes", "cancelled=Mark", "all=true", "download=2"])
def test_a_value_that_means_nothing_is_refused_in_a_sentence(client: FlaskClient, query: str):
    answer = client.get(f"{FEED}?{query}")

    assert answer.status_code == 400
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert f"“{query}”看不懂" in answer.text
    assert "ETag" not in answer.headers


@pytest.mark.parametrize("query", ["utm_source=mail", "cancelled=", "x=%00", "all=&download="])
def test_unknown_keys_and_empty_values_are_ignored(client: FlaskClient, query: str):
    plain, other = client.get(FEED), client.get(f"{FEED}?{query}")

    assert other.status_code == 200
    assert other.data == plain.data
    assert other.headers["ETag"] == plain.headers["ETag"]
    assert other.headers["Content-Disposition"] == plain.headers["Content-Disposition"]


@pytest.mark.parametrize("path", ["/calendars/days/%00.ics", "/calendars/units/a%00b.ics"])
def test_a_name_that_no_database_can_hold_is_just_not_found(client: FlaskClient, path: str):
    assert client.get(path).status_code == 404
