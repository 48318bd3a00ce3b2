"""Every form of a filter holds the very entries of its calendar, in the same order."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from events.activities.models import Occurrence
from events.activities.vocabulary import Status
from tests.calendars.ics import entries, uids
from tests.calendars.takeaway import FORMS, items, rows, table, titles
from tests.calendars.test_occurrences_size import coming, make_many, over
from tests.factories import (
    make_activity,
    make_district,
    make_occurrence,
    make_themed_day,
    make_unit,
    make_venue,
)

pytestmark = pytest.mark.usefixtures("app")
TODAY = date(2026, 11, 21)
FILTERS = {
    "": 31,
    "kind=lecture": 12,
    "kind=lecture&kind=workshop&audience=family": 12,
    "district=500000": 15,
    "unit=frogs&cancelled=mark": 7,
    "venue=2&all=1": 16,
    "day=frog-day": 7,
    "when=weekend": 1,
    "from=2026-09-01&to=2026-11-01": 12,
    "to=2026-11-20&download=1": 17,
    "from=2027-01-01": 5,
    "from=2040-01-01": 0,
    "day=frog-day&audience=elderly": 3,
    "utm_source=x&kind=class": 9,
}
"""How many entries each has, so that no filter is satisfied by nothing unless it should be."""


@pytest.fixture
def world(app: Flask) -> None:
    """Forty occurrences from before the window to beyond today: of some kinds and days, places and
    audiences; some run for weeks, some were cancelled, one is of an activity that is not public."""
    day, unit = make_themed_day(slug="frog-day"), make_unit(slug="frogs")
    region = make_district(slug="500000")
    venues = [make_venue(district=make_district(slug="500103", parent=region)), make_venue()]
    for number in range(40):
        hidden: dict[str, Any] = {"published_at": None} if number == 8 else {}
        activity = make_activity(
            title=f"第{number}场",
            kind=("lecture", "workshop", "class")[number % 3],
            organiser=unit if number % 4 == 0 else None,
            days=((day, 2026),) if number % 5 == 0 else (),
            audiences=("family",) if number % 2 else ("elderly", "public"),
            **hidden,
        )
        first = TODAY + timedelta(days=(number * 37) % 200 - 130)
        make_occurrence(
            activity,
            first_day=first,
            last_day=first + timedelta(days=20 if number % 6 == 0 else 0),
            venue=venues[number % 2],
            status=Status.CANCELLED if number % 7 == 3 else Status.SCHEDULED,
        )


def get(client: FlaskClient, form: str, query: str = "") -> bytes:
    answer = client.get(f"/calendars/activities.{form}?{query}")
    assert answer.status_code == 200
    return answer.data


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize("query", FILTERS)
def test_each_form_holds_what_the_calendar_holds(client: FlaskClient, query: str):
    calendar = get(client, "ics", query)
    expected = [title.removeprefix("【已取消】") for title in titles("ics", calendar)]

    assert len(expected) == FILTERS[query]
    for form in FORMS:
        found = [t.removeprefix("【已取消】") for t in titles(form, get(client, form, query))]
        assert found == expected, form
    assert [item["uid"] for item in items(get(client, "json", query))] == uids(calendar)
    assert [row["编号"] for row in table(get(client, "csv", query))] == uids(calendar)


@pytest.mark.usefixtures("world")
def test_each_form_is_empty_and_whole_where_nothing_is_found(client: FlaskClient):
    for form in FORMS:
        assert titles(form, get(client, form, "from=2040-01-01")) == []
        assert titles(form, get(client, form)) != []


@pytest.mark.engine("sqlite")
def test_beyond_a_thousand_each_form_ends_where_the_calendar_does(client: FlaskClient):
    held = make_many([*coming(900), *over(150)])

    assert uids(get(client, "ics")) == held[:1000]
    found = get(client, "json")
    assert [item["uid"] for item in items(found)] == held[:1000]
    assert '"leftOut":50' in found.decode()
    for form in ("csv", "xlsx"):
        assert [row["编号"] for row in table(get(client, form), form)] == held[:1000]
        assert "另有 50 条没有列入" in rows(get(client, form), form)[-1][0]
    for form in ("rss", "atom"):
        body = get(client, form)
        assert len(titles(form, body)) == 1000
        assert "另有 50 条没有列入" in body.decode()


@pytest.mark.engine("sqlite")
def test_all_1_leaves_nothing_out_and_says_nothing(client: FlaskClient):
    held = make_many([*coming(900), *over(150)])

    found = get(client, "json", "all=1")

    assert [item["uid"] for item in items(found)] == held
    assert '"leftOut":0' in found.decode()
    assert [row["编号"] for row in table(get(client, "csv", "all=1"))] == held
    assert len(titles("atom", get(client, "atom", "all=1"))) == 1050


@pytest.mark.engine("sqlite")
def test_beyond_a_megabyte_each_form_ends_where_the_calendar_does(client: FlaskClient):
    activity = make_activity(title="长", description="水" * 1500)
    make_many(coming(400), activity)

    calendar = get(client, "ics")

    assert 100 < len(uids(calendar)) < 400
    assert len(entries(calendar)) == len(uids(calendar))
    for form in FORMS:
        assert len(titles(form, get(client, form))) == len(uids(calendar)), form


def test_what_cannot_be_shown_leaves_the_others(client: FlaskClient):
    for title in ("好的", "坏的"):
        make_occurrence(make_activity(title=title))
    beyond = datetime(9999, 12, 31, 23, tzinfo=UTC)  # in Shanghai there is no such year
    times = {"start": beyond, "end": beyond + timedelta(minutes=30)}
    Occurrence.update(times).where(Occurrence.id == 2).execute()

    for form in FORMS:
        assert titles(form, get(client, form)) == ["好的"], form


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("kind=seance", 400),
        ("from=2026-02-30", 400),
        ("from=2026-12-01&to=2026-11-01", 400),
        ("all=2", 400),
        ("cancelled=no", 400),
        ("venue=%00", 400),
        ("unit=nobody", 404),
        ("district=999999", 404),
        ("kind=lecture&" + "x" * 20_000, 400),
    ],
)
def test_what_cannot_be_meant_is_the_calendars_sentence(
    client: FlaskClient, form: str, query: str, status: int
):
    make_occurrence(make_activity(title="漏出来的"))

    answer = client.get(f"/calendars/activities.{form}?{query}")
    calendar = client.get(f"/calendars/activities.ics?{query}")

    assert answer.status_code == calendar.status_code == status
    assert answer.text == calendar.text
    assert answer.mimetype == "text/plain"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "ETag" not in answer.headers
    assert "漏出来的" not in answer.text


@pytest.mark.parametrize("form", ["xml", "JSON", "html", "ics.json", "json%00"])
def test_there_is_no_other_form(client: FlaskClient, form: str):
    assert client.get(f"/calendars/activities.{form}").status_code == 404
