"""Feeds of occurrences take a constant number of statements, whatever they hold."""

from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playhouse.test_utils import count_queries

from calendars.entries import Place
from calendars.store import store_components
from events import changes, clock
from events.activities.models import Activity, Occurrence
from events.days.models import ThemedDay
from events.db import database
from events.published import Window
from tests.calendars.ics import uids
from tests.factories import (
    make_activity,
    make_district,
    make_occurrence,
    make_themed_day,
    make_unit,
    make_venue,
)

TODAY = date(2026, 11, 21)
FEEDS = {
    "activities.ics": 6,
    "activities.ics?cancelled=mark&all=1": 6,
    "activities.ics?kind=lecture&audience=family&from=2026-01-01": 6,
    "activities.ics?day=frog-day&unit=frogs&district=pond&venue=1": 11,
    "activities/1.ics": 7,
    "districts/pond.ics": 8,
    "venues/1.ics": 7,
    "days/frog-day.ics": 12,
    "units/frogs.ics": 15,
}
"""The most statements with everything stored. What is to come and what is over take five more
each when they must be rendered."""


@pytest.fixture(autouse=True)
def _one(app: Flask) -> Activity:
    """One talk to come and one that is over, in every feed."""
    region = make_district(slug="pond")
    activity = make_activity(
        organiser=make_unit(slug="frogs", region=region),
        days=((make_themed_day(slug="frog-day"), 2026),),
        audiences=("family",),
    )
    hall = make_venue(district=region)
    for days in (7, -7):
        make_occurrence(activity, venue=hall, first_day=TODAY + timedelta(days=days))
    return activity


def add_fifty() -> None:
    """Of twenty-five activities that share everything with the one, each as it has them."""
    one = Occurrence.get()
    with database.atomic():
        for number in range(25):
            activity = make_activity(
                organiser=one.activity.organiser,
                days=((ThemedDay.get(), 2026),),
                audiences=("family", "public"),
            )
            for held_by, days in ((activity, number), (one.activity, -number - 1)):
                make_occurrence(held_by, venue=one.venue, first_day=TODAY + timedelta(days=days))
    change()


def change() -> None:
    with database.atomic():
        changes.record("activity", "x", clock.now())


def statements(client: FlaskClient, path: str) -> tuple[int, int]:
    """How many a request takes, and how many entries it brings."""
    with count_queries() as counted:
        answer = client.get(f"/calendars/{path}")
    assert answer.status_code == 200
    return counted.count, len(uids(answer.data))


@pytest.mark.parametrize("path", FEEDS)
@pytest.mark.parametrize("is_stored", [False, True])
def test_a_feed_takes_as_many_statements_for_fifty_entries_as_for_two(
    client: FlaskClient, place: Place, path: str, is_stored: bool
):
    if is_stored:
        store_components(place, Window(TODAY))
        change()
    few, entries_then = statements(client, path)
    add_fifty()
    if is_stored:
        store_components(place, Window(TODAY))
        change()
    many, entries_now = statements(client, path)

    assert entries_then == 2
    assert entries_now >= 27
    assert few == many
    assert many <= FEEDS[path] + (0 if is_stored else 10)


def test_a_single_occurrence_takes_few(client: FlaskClient):
    count, held = statements(client, "occurrences/1.ics")

    assert (count <= 14, held) == (True, 1)


@pytest.mark.parametrize("path", [*FEEDS, "occurrences/1.ics"])
def test_an_unchanged_feed_is_answered_with_one_statement(client: FlaskClient, path: str):
    add_fifty()
    etag = client.get(f"/calendars/{path}").headers["ETag"]

    with count_queries() as unchanged:
        known = client.get(f"/calendars/{path}", headers={"If-None-Match": etag})
    with count_queries() as repeated:
        whole = client.get(f"/calendars/{path}")

    assert (known.status_code, whole.status_code) == (304, 200)
    assert (unchanged.count, repeated.count) == (1, 1)


def test_another_order_of_filters_is_the_same_finished_feed(client: FlaskClient):
    client.get("/calendars/activities.ics?kind=lecture&audience=family")

    with count_queries() as repeated:
        client.get("/calendars/activities.ics?audience=family&kind=lecture&utm_source=mail")

    assert repeated.count == 1


def test_a_refusal_takes_none(client: FlaskClient):
    with count_queries() as refused:
        answer = client.get("/calendars/activities.ics?kind=seance")

    assert answer.status_code == 400
    assert refused.count == 0
