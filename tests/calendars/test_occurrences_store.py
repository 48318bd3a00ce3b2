"""Stored occurrences: the bytes that a request would render, kept true by their revisions."""

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from flask.testing import FlaskClient
from peewee import SqliteDatabase

from app import create_app
from calendars.entries import Place, of_occurrence
from calendars.ical import render_component
from calendars.keeper import keep_store_filled
from calendars.models import OccurrenceComponent
from calendars.store import store_components
from events import changes, clock
from events.activities.actions import retitle_activity, withdraw_activity
from events.activities.models import Occurrence
from events.activities.occurrences import cancel_occurrence
from events.activities.queries import occurrence_rows
from events.db import database
from events.published import Window
from tests.calendars.ics import entries, uids, unfolded
from tests.conftest import Program
from tests.engines import close_database
from tests.factories import make_activity, make_occurrence, make_venue
from web.settings import read_settings

WINDOW = Window(date(2026, 11, 21))
FEED = "/calendars/activities.ics"
FEEDS = [FEED, f"{FEED}?cancelled=mark", "/calendars/activities/1.ics", "/calendars/venues/1.ics"]


@pytest.fixture
def held(app: Flask) -> list[Occurrence]:
    """A talk to come, one that is over, one far from here, one of whole days."""
    hall = make_venue()
    near, far = make_activity(title="听蛙"), make_activity(title="观鸟", timezone="Asia/Urumqi")
    return [
        make_occurrence(near, venue=hall),
        make_occurrence(near, venue=hall, start=datetime(2026, 10, 1, 10)),  # noqa: DTZ001
        make_occurrence(far, venue=hall),
        make_occurrence(near, venue=hall, first_day=date(2026, 12, 24)),
    ]


def mark_stored() -> None:
    """Make what is stored recognisable."""
    for row in OccurrenceComponent.select():
        body = bytes(row.body).replace(b"SUMMARY:", "SUMMARY:存着的".encode())
        OccurrenceComponent.update(body=body).where(
            OccurrenceComponent.occurrence_id == row.occurrence_id
        ).execute()


def summaries(client: FlaskClient, path: str = FEED) -> list[str]:
    answer = client.get(path)
    assert answer.status_code == 200
    return [str(entry["SUMMARY"]) for entry in entries(answer.data)]


def stored_ids() -> set[int]:
    return {row.occurrence_id for row in OccurrenceComponent.select()}


def change() -> None:
    """So that no finished feed is answered."""
    with database.atomic():
        changes.record("occurrence", "x", clock.now())


# Filled


def test_what_is_stored_are_the_rendered_bytes(held: list[Occurrence], place: Place):
    assert store_components(place, WINDOW) == 4

    rows = {row.occurrence.id: row for row in occurrence_rows([one.id for one in held])}
    for stored in OccurrenceComponent.select():
        row = rows.pop(stored.occurrence_id)
        assert bytes(stored.body) == render_component(of_occurrence(row, place))
        assert (stored.look, stored.revision) == (place.look, row.occurrence.revision)
    assert rows == {}


def test_what_is_stored_is_not_stored_again(held: list[Occurrence], place: Place):
    store_components(place, WINDOW)

    assert store_components(place, WINDOW) == 0


def test_what_is_not_public_or_outside_the_window_is_not_stored(app: Flask, place: Place):
    make_occurrence(make_activity(published_at=None))
    make_occurrence(first_day=date(2020, 1, 1))
    make_occurrence(first_day=date(2030, 1, 1))
    shown = make_occurrence()

    assert store_components(place, WINDOW) == 1
    assert stored_ids() == {shown.id}


@pytest.mark.parametrize("path", FEEDS)
def test_a_feed_is_the_same_bytes_with_the_store_and_without(
    client: FlaskClient, held: list[Occurrence], place: Place, path: str
):
    cancel_occurrence(held[0], "暴雨", clock.now())
    without = client.get(path)
    assert "【已取消】" in without.text

    store_components(place, WINDOW)
    change()
    with_it = client.get(path)

    assert with_it.data == without.data
    assert with_it.headers["ETag"] == without.headers["ETag"]


def test_a_feed_is_the_same_bytes_when_the_store_has_but_some(
    client: FlaskClient, held: list[Occurrence], place: Place
):
    without = client.get(FEED).data
    store_components(place, WINDOW)

    for one in held:
        OccurrenceComponent.delete().where(OccurrenceComponent.occurrence_id == one.id).execute()
        change()
        assert client.get(FEED).data == without


def test_a_zone_elsewhere_is_told_along_by_the_store_too(
    client: FlaskClient, held: list[Occurrence], place: Place
):
    store_components(place, WINDOW)
    mark_stored()

    told = unfolded(client.get(FEED).data)

    assert "SUMMARY:存着的观鸟" in told
    assert [line for line in told if line.startswith("TZID")] == [
        "TZID:Asia/Shanghai",
        "TZID:Asia/Urumqi",
    ]
    assert "TZID:Asia/Urumqi" not in unfolded(client.get("/calendars/activities/1.ics").data)


# Read


def test_a_request_takes_every_component_from_the_store(
    client: FlaskClient, held: list[Occurrence], place: Place
):
    store_components(place, WINDOW)
    mark_stored()

    assert summaries(client) == ["存着的听蛙", "存着的观鸟", "存着的听蛙", "存着的听蛙"]
    assert summaries(client, "/calendars/activities/2.ics") == ["存着的观鸟"]


def test_a_request_renders_anew_what_changed_since_and_only_that(
    client: FlaskClient, held: list[Occurrence], place: Place
):
    store_components(place, WINDOW)
    mark_stored()

    cancel_occurrence(held[3], "暴雨", clock.now())

    assert summaries(client) == ["存着的听蛙", "存着的观鸟", "【已取消】听蛙", "存着的听蛙"]
    assert store_components(place, WINDOW) == 1

    retitle_activity(held[0].activity, "听蛙夜", clock.now())

    assert summaries(client) == ["听蛙夜", "存着的观鸟", "【已取消】听蛙夜", "听蛙夜"]
    assert store_components(place, WINDOW) == 3
    assert store_components(place, WINDOW) == 0


def test_an_entry_of_an_older_revision_is_never_shown(
    client: FlaskClient, held: list[Occurrence], place: Place
):
    """Nor one of a newer: a restored backup may have both."""
    store_components(place, WINDOW)
    mark_stored()
    OccurrenceComponent.update(revision=7).execute()

    assert summaries(client) == ["听蛙", "观鸟", "听蛙", "听蛙"]
    assert store_components(place, WINDOW) == 4


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("KEPULI_BASE_URL", "https://new.example"),
        ("KEPULI_TIMEZONE", "Asia/Urumqi"),
        ("KEPULI_TIMEZONE", "America/New_York"),
    ],
)
def test_another_place_of_the_site_is_rendered_anew(
    held: list[Occurrence], place: Place, environment: dict[str, str], setting: str, value: str
):
    store_components(place, WINDOW)
    mark_stored()
    close_database()

    moved = create_app(read_settings(environment | {setting: value}))
    body = moved.test_client().get(FEED).data

    assert "存着的" not in body.decode()
    told = unfolded(body)
    used = {line.split("=")[1].split(":")[0] for line in told if line.startswith("DTSTART;TZID")}
    assert used == {"Asia/Shanghai", "Asia/Urumqi"}
    assert used <= {line.removeprefix("TZID:") for line in told if line.startswith("TZID:")}
    assert ("kepuli.example" in body.decode()) is (setting != "KEPULI_BASE_URL")
    there = (
        replace(place, base_url=value)
        if setting == "KEPULI_BASE_URL"
        else replace(place, timezone=ZoneInfo(value))
    )
    assert store_components(there, WINDOW) == 4


@pytest.mark.parametrize("is_stored", [False, True])
def test_feeds_are_served_from_a_database_that_can_only_be_read(
    client: FlaskClient, held: list[Occurrence], place: Place, is_stored: bool
):
    if is_stored:
        store_components(place, WINDOW)
    database.connect(reuse_if_open=True)
    if isinstance(database.obj, SqliteDatabase):
        database.execute_sql("PRAGMA query_only = 1")
    else:
        database.execute_sql("SET default_transaction_read_only = on")

    for path in FEEDS:
        assert client.get(path).status_code == 200


@pytest.mark.engine("postgresql")
def test_entries_stand_in_their_order_however_the_planner_joins_them(
    client: FlaskClient, place: Place
):
    """Where not all have room, another order would leave out others than the last."""
    few, many = make_activity(), make_activity()
    held = [make_occurrence(few, first_day=date(2026, 12, 9 - n)) for n in range(5)]
    for day in range(1, 31):
        make_occurrence(many, first_day=date(2026, 12, day))
    for n in range(2, 7):
        make_occurrence(few, first_day=date(2026, 11, n))
    store_components(place, WINDOW)
    for one in held:  # written anew, so that the store holds them the other way round
        OccurrenceComponent.update(zone="").where(
            OccurrenceComponent.occurrence_id == one.id
        ).execute()
    database.connect(reuse_if_open=True)
    for setting in ("ANALYZE", "SET enable_nestloop = off", "SET enable_mergejoin = off"):
        database.execute_sql(setting)

    days = [entry["DTSTART"].dt.day for entry in entries(client.get(FEEDS[2]).data)]

    assert days == [5, 6, 7, 8, 9, 6, 5, 4, 3, 2]


# Dropped


def test_what_was_withdrawn_is_dropped(client: FlaskClient, held: list[Occurrence], place: Place):
    store_components(place, WINDOW)

    withdraw_activity(held[0].activity, "登错了", clock.now())
    assert summaries(client) == ["观鸟"]
    store_components(place, WINDOW)

    assert stored_ids() == {held[2].id}


def test_what_is_no_more_is_dropped(held: list[Occurrence], place: Place):
    store_components(place, WINDOW)
    Occurrence.delete().where(Occurrence.id != held[0].id).execute()

    store_components(place, WINDOW)

    assert stored_ids() == {held[0].id}


def test_the_command_stores_occurrences_and_says_how_many(kepuli: Program, held: list[Occurrence]):
    first, second = kepuli("feeds", "warm"), kepuli("feeds", "warm")

    assert (first.stdout, first.exit_code) == ("已写好 4 条日历条目。\n", 0)
    assert (second.stdout, second.exit_code) == ("已写好 0 条日历条目。\n", 0)


# Kept filled


@pytest.fixture
def keep(place: Place) -> Iterator[Callable[[], threading.Event]]:
    """`keep()` starts the keeper; it has ended before the database goes."""
    started: list[threading.Event] = []

    def start() -> threading.Event:
        started.append(keep_store_filled(place))
        return started[-1]

    yield start
    for stop in started:
        stop.set()
    for thread in keepers():
        thread.join(10)
    assert keepers() == []


def keepers() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "keeper"]


def wait_until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 15
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_the_store_is_filled_within_seconds_and_again_after_a_change(
    held: list[Occurrence], keep: Callable[[], threading.Event]
):
    keep()
    wait_until(lambda: len(stored_ids()) == 4)

    cancel_occurrence(held[0], "暴雨", clock.now())
    withdraw_activity(held[2].activity, "登错了", clock.now())

    wait_until(lambda: stored_ids() == {one.id for one in held if one is not held[2]})
    wait_until(lambda: stored_revision(held[0]) == 2)


def stored_revision(occurrence: Occurrence) -> int:
    return OccurrenceComponent.get_by_id(occurrence.id).revision


def test_who_stops_the_keeper_is_obeyed_at_once(
    held: list[Occurrence], keep: Callable[[], threading.Event]
):
    stop = keep()
    assert len(keepers()) == 1

    stop.set()

    for thread in keepers():
        thread.join(2)
    assert keepers() == []
    assert stored_ids() == set()


def test_a_database_that_fails_for_a_while_does_not_end_the_keeper(
    held: list[Occurrence],
    keep: Callable[[], threading.Event],
    caplog: pytest.LogCaptureFixture,
):
    rename("occurrence_component", "elsewhere")
    keep()
    wait_until(lambda: "component store not filled" in caplog.text)

    rename("elsewhere", "occurrence_component")

    wait_until(lambda: len(stored_ids()) == 4)


def rename(table: str, name: str) -> None:
    with database.connection_context():
        database.execute_sql(f"ALTER TABLE {table} RENAME TO {name}")


def test_feeds_and_the_keeper_at_once_give_true_feeds(
    client: FlaskClient, held: list[Occurrence], keep: Callable[[], threading.Event]
):
    whole = client.get(FEED).data
    keep()
    deadline = time.monotonic() + 3

    while time.monotonic() < deadline:
        change()
        assert client.get(FEED).data == whole

    assert uids(whole) == [held[n].uid for n in (0, 2, 3, 1)]
    wait_until(lambda: len(stored_ids()) == 4)
