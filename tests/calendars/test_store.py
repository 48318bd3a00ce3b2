"""The component store: written after a change, so that a request only has to join bytes."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from peewee import PeeweeException, SqliteDatabase

from app import create_app
from calendars.cache import Feed, FeedCache
from calendars.entries import Place
from calendars.models import EditionComponent
from calendars.store import store_components
from events import changes, clock
from events.days.actions import Source, cancel_edition, move_edition, set_theme
from events.days.editions import EditionRow
from events.days.recurrence import Span
from events.db import database
from events.published import Window, all_editions
from tests.calendars.conftest import edition_row
from tests.calendars.ics import Subscriber, entries, the_entry, unfolded
from tests.conftest import NOW
from tests.engines import close_database
from tests.factories import make_edition, make_themed_day
from web.settings import read_settings

TODAY = date(2026, 11, 21)
WINDOW = Window(TODAY)
LATER = Span(date(2026, 12, 1), date(2026, 12, 1))
YEAR = "/calendars/days/frog-year.ics"
FEEDS = ["/calendars/days.ics", "/calendars/days/frog-day.ics"]
Kepuli = Callable[..., object]


@pytest.fixture(autouse=True)
def _frog_day(app: Flask) -> None:
    """A known edition, and an endless series of another day."""
    make_edition(themed_day=make_themed_day(slug="frog-day", name="青蛙日"))
    make_themed_day(
        slug="water-day",
        name="水日",
        predictability="fixed",
        rule="FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=22",
    )


def mark_stored() -> None:
    """Make what is stored recognisable."""
    for row in EditionComponent.select():
        row.body = bytes(row.body).replace(b"SUMMARY:", "SUMMARY:存着的".encode())
        row.save()


def summaries(client: FlaskClient, path: str = "/calendars/days.ics") -> list[str]:
    answer = client.get(path)
    assert answer.status_code == 200
    return sorted(str(entry["SUMMARY"]) for entry in entries(answer.data))


def rows() -> dict[str, tuple[str, str]]:
    return {row.uid: (row.look, row.revision) for row in EditionComponent.select()}


def fresh(app: Flask) -> FlaskClient:
    """A client of another process, which has built nothing yet."""
    close_database()
    return create_app(app.config["SETTINGS"]).test_client()


def test_everything_that_feeds_show_is_stored_once(place: Place):
    assert store_components(place, WINDOW) == 2

    published = all_editions(WINDOW).editions
    assert rows() == {edition.uid: (place.look, edition.revision) for edition in published}


def test_what_is_stored_is_not_stored_again(place: Place):
    store_components(place, WINDOW)

    assert store_components(place, WINDOW) == 0


@pytest.mark.parametrize("path", [*FEEDS, "/calendars/days.ics?cancelled=mark"])
def test_a_feed_is_the_same_bytes_with_the_store_and_without(
    app: Flask, client: FlaskClient, place: Place, path: str
):
    make_edition(themed_day=edition_row("frog-day", 2027).day, first_day=date(2027, 9, 18))
    cancel_edition(edition_row("frog-day", 2027), "下雨", clock.now())
    without = client.get(path)
    assert "【已取消】" in without.text

    store_components(place, WINDOW)
    with_it = fresh(app).get(path)

    assert with_it.data == without.data
    assert with_it.headers["ETag"] == without.headers["ETag"]


def test_a_request_takes_every_component_from_the_store(client: FlaskClient, place: Place):
    store_components(place, WINDOW)
    mark_stored()

    assert summaries(client) == ["存着的水日", "存着的青蛙日"]
    assert summaries(client, "/calendars/days/frog-day.ics") == ["存着的青蛙日"]


def test_the_marking_variant_is_made_of_the_same_components(client: FlaskClient, place: Place):
    make_edition(themed_day=edition_row("frog-day", 2027).day, first_day=date(2027, 9, 18))
    cancel_edition(edition_row("frog-day", 2027), "取消；STATUS:CANCELLED", clock.now())
    store_components(place, WINDOW)
    mark_stored()

    plain = unfolded(client.get(FEEDS[1]).data)
    marked = unfolded(client.get(f"{FEEDS[1]}?cancelled=mark").data)

    source = f"SOURCE;VALUE=URI:https://kepuli.example{FEEDS[1]}"
    assert [pair for pair in zip(plain, marked, strict=True) if len(set(pair)) > 1] == [
        (source, f"{source}?cancelled=mark"),
        ("STATUS:CANCELLED", "STATUS:CONFIRMED"),
    ]
    assert "SUMMARY:存着的【已取消】青蛙日" in marked


@pytest.mark.parametrize(
    ("change", "summary"),
    [
        (lambda row: set_theme(row, "保护池塘", clock.now()), "青蛙日"),
        (lambda row: cancel_edition(row, "下雨", clock.now()), "【已取消】青蛙日"),
        (lambda row: move_edition(row, LATER, Source("通知"), clock.now()), "青蛙日"),
    ],
    ids=["theme", "cancelled", "moved"],
)
def test_a_request_renders_anew_what_changed_since_and_only_that(
    client: FlaskClient,
    place: Place,
    at: Callable[[str], None],
    change: Callable[[EditionRow], object],
    summary: str,
):
    make_edition(themed_day=make_themed_day(slug="frog-year", name="青蛙日"), first_day=TODAY)
    store_components(place, WINDOW)
    mark_stored()
    assert summaries(client, YEAR) == ["存着的青蛙日"]

    at("2026-11-21T10:00:01+08:00")
    change(edition_row("frog-year", 2026))

    assert summaries(client, YEAR) == [summary]
    assert summaries(client) == sorted([summary, "存着的水日", "存着的青蛙日"])
    assert store_components(place, WINDOW) == 1


def test_a_new_look_of_the_themed_day_is_rendered_anew(client: FlaskClient, place: Place):
    store_components(place, WINDOW)
    mark_stored()
    day = edition_row("water-day", 2027).day

    day.name, day.updated_at = "世界水日", day.updated_at.replace(hour=23)
    with database.atomic():
        day.save()
        changes.record("themed_day", day.slug, clock.now())

    assert summaries(client) == ["世界水日", "存着的青蛙日"]


def test_another_address_of_the_site_is_rendered_anew(environment: dict[str, str], place: Place):
    store_components(place, WINDOW)
    mark_stored()

    close_database()
    moved = create_app(read_settings(environment | {"KEPULI_BASE_URL": "https://new.example"}))

    client = moved.test_client()
    assert summaries(client) == ["水日", "青蛙日"]
    assert "kepuli.example" not in client.get("/calendars/days.ics").text
    assert store_components(replace(place, base_url="https://new.example"), WINDOW) == 2


def test_what_nothing_shows_any_more_is_dropped(place: Place):
    store_components(place, WINDOW)
    EditionComponent.create(uid="gone@kepuli", look=place.look, revision="x", body=b"x")

    assert store_components(place, Window(date(2027, 6, 1))) == 0  # the edition left the window

    [series] = all_editions(Window(date(2027, 6, 1))).editions
    assert set(rows()) == {series.uid}


def test_a_store_of_nothing_is_empty(place: Place):
    store_components(place, WINDOW)
    for row in (edition_row("frog-day", 2026).day, edition_row("water-day", 2027).day):
        row.delete_instance()

    assert store_components(place, WINDOW) == 0
    assert rows() == {}


@pytest.mark.parametrize("is_stored", [False, True])
def test_feeds_are_served_from_a_database_that_can_only_be_read(
    app: Flask, client: FlaskClient, place: Place, is_stored: bool
):
    if is_stored:
        store_components(place, WINDOW)
        mark_stored()
    database.connect(reuse_if_open=True)
    forbid_writing()

    assert summaries(client) == (
        ["存着的水日", "存着的青蛙日"] if is_stored else ["水日", "青蛙日"]
    )
    database.connect(reuse_if_open=True)
    with pytest.raises(PeeweeException):
        EditionComponent.create(uid="x", look="x", revision="x", body=b"x")


def forbid_writing() -> None:
    """On this thread's connection, which the test client's requests use too."""
    if isinstance(database.obj, SqliteDatabase):
        database.execute_sql("PRAGMA query_only = 1")
    else:
        database.execute_sql("SET default_transaction_read_only = on")


def test_bytes_come_back_from_the_store_as_they_went_in(place: Place):
    body = bytes(range(256))

    EditionComponent.create(uid="x", look="x", revision="x", body=body)

    assert bytes(EditionComponent.get(EditionComponent.uid == "x").body) == body


def test_the_command_fills_the_store_and_says_how_much(kepuli: Kepuli, app: Flask):
    first, second = kepuli("feeds", "warm"), kepuli("feeds", "warm")

    assert (first.stdout, first.exit_code) == ("已写好 2 条日历条目。\n", 0)
    assert (second.stdout, second.exit_code) == ("已写好 0 条日历条目。\n", 0)


# Finished feeds


def feed(size: int) -> Feed:
    return Feed((bytes(size),), f"{size}", NOW)


def test_a_finished_feed_is_built_once_for_its_key():
    cache, built = FeedCache(), []

    def build() -> Feed:
        built.append(1)
        return feed(1)

    answers = [cache.get(key, build) for key in ("a", "a", "b", "a")]

    assert len(built) == 2
    assert answers[0] is answers[1] is answers[3] is not answers[2]


def test_the_feed_not_asked_for_longest_makes_room():
    cache, quarter = FeedCache(), 8 * 1024 * 1024 * 6 // 7  # a sixth more, packed
    for key in "abcd":
        cache.get(key, lambda: feed(quarter))
    cache.get("a", lambda: feed(0))  # kept, and now the latest

    cache.get("e", lambda: feed(12))

    kept = [key for key in "acde" if cache.get(key, lambda: feed(2)).length != 2]
    assert kept == ["a", "c", "d", "e"]
    assert cache.get("b", lambda: feed(2)).length == 2


def test_a_feed_larger_than_the_cache_is_still_answered():
    cache = FeedCache()

    huge = cache.get("huge", lambda: feed(40 * 1024 * 1024))

    assert huge.length == 40 * 1024 * 1024
    assert cache.get("huge", lambda: feed(3)).length == 3


def test_a_feed_that_can_not_be_built_is_tried_again():
    cache = FeedCache()

    def fail() -> Feed:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        cache.get("a", fail)

    assert cache.get("a", lambda: feed(1)).length == 1


def test_subscribers_of_a_stored_feed_see_no_difference(client: FlaskClient, place: Place):
    program = Subscriber(client, FEEDS[1])

    store_components(place, WINDOW)

    assert not program.refresh()
    assert the_entry(program.answer.data)["SUMMARY"] == "青蛙日"
