"""Editions as a phone's calendar takes them: the entries of days.ics, what comes again by name."""

import json
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from flask.testing import FlaskClient

from events.days.models import DateStatus
from tests.calendars.ics import uids
from tests.calendars.takeaway import items
from tests.factories import make_activity, make_edition, make_occurrence, make_themed_day

pytestmark = pytest.mark.usefixtures("app")


def seconds(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Asia/Shanghai")).timestamp())


def days_of(client: FlaskClient) -> list[dict[str, Any]]:
    answer = client.get("/calendars/days.json")
    assert (answer.status_code, answer.mimetype) == (200, "application/json")
    found: list[dict[str, Any]] = json.loads(answer.data)["items"]
    return found


def test_an_edition_has_all_that_wx_add_phone_calendar_asks_for(client: FlaskClient):
    day = make_themed_day(slug="frog-day", name="青蛙日")
    make_edition(themed_day=day, first_day=date(2026, 12, 19))

    [item] = days_of(client)

    assert item["uid"] in uids(client.get("/calendars/days.ics").data)
    assert item | {"uid": "", "description": "", "updatedAt": 0} == {
        "uid": "",
        "sequence": 0,
        "url": "https://kepuli.example/days/frog-day",
        "title": "青蛙日",
        "description": "",
        "startTime": seconds("2026-12-19T00:00:00"),
        "endTime": seconds("2026-12-20T23:59:59"),
        "allDay": True,
        "firstDay": "2026-12-19",
        "lastDay": "2026-12-20",
        "timezone": "Asia/Shanghai",
        "location": "",
        "status": "confirmed",
        "day": {"slug": "frog-day", "name": "青蛙日"},
        "alarm": True,
        "alarmOffset": 21600,
        "repeatInterval": None,
        "repeatEndTime": None,
        "updatedAt": 0,
    }


@pytest.mark.parametrize(
    ("rule", "interval", "first_day"),
    [
        ("FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=23", "year", "2027-03-23"),
        ("FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=21", "year", "2026-11-21"),
        ("FREQ=YEARLY;BYMONTH=9;BYDAY=3SA", None, "2027-09-18"),
    ],
)
def test_what_comes_each_year_is_told_by_its_next_days(
    client: FlaskClient, rule: str, interval: str | None, first_day: str
):
    make_themed_day(
        rule=rule, predictability="fixed", duration_days=1, first_year=2020, slug="rule-day"
    )

    [item] = days_of(client)

    assert (item["repeatInterval"], item["repeatEndTime"]) == (interval, None)
    assert item["firstDay"] == item["lastDay"] == first_day
    assert item["startTime"] == seconds(f"{first_day}T00:00:00")


def test_nothing_rings_for_what_is_off(client: FlaskClient):
    make_edition(date_status=DateStatus.CANCELLED, first_day=date(2026, 12, 1))
    make_occurrence(make_activity(), status="cancelled")
    make_occurrence(make_activity(), first_day=date(2026, 12, 1))

    assert [item["alarm"] for item in days_of(client)] == [False]
    found = items(client.get("/calendars/activities.json").data)
    assert sorted((item["alarm"], item["alarmOffset"]) for item in found) == [
        (False, 3600), (True, 21600),
    ]  # fmt: skip


def test_without_editions_it_is_a_whole_empty_document(client: FlaskClient):
    make_occurrence()

    assert days_of(client) == []
