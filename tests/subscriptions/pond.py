"""A small world with something in each kind of pick, and what overlaps; and a person who picks."""

import re
from datetime import date
from typing import Any
from urllib.parse import quote

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from events.activities.indexing.actions import index_activities
from events.activities.models import Occurrence
from events.days.models import ThemedDay
from events.units.models import Unit
from tests.factories import (
    make_activity,
    make_district,
    make_edition,
    make_occurrence,
    make_themed_day,
    make_unit,
    make_venue,
)
from tests.signing_in import post

PICKS = {"district": ["500103", "500105"], "day": ["frog-day"]}
ROBOTS = quote("机器人")
EVERYTHING = f"district=500103&district=500105&day=frog-day&unit=frogs&q={ROBOTS}"


def make_pond() -> dict[str, Occurrence]:
    """Seven occurrences: 听蛙 is in the first district, of the frog day and of the frogs' unit;
    each of the others meets one pick, and 别处 none."""
    day, unit = (
        make_themed_day(slug="frog-day", name="青蛙日"),
        make_unit(slug="frogs", name="蛙局"),
    )
    make_edition(themed_day=day, first_day=date(2026, 12, 20), last_day=date(2026, 12, 20))
    make_edition(themed_day=make_themed_day(slug="toad-day", name="蟾蜍日"))
    first, second = (make_district(slug=slug, name=slug) for slug in ("500103", "500105"))
    made = {
        "听蛙": _one("听蛙", first, unit, day),
        "甲区": _one("甲区", first),
        "乙区": _one("乙区", second),
        "蛙日": _one("蛙日", None, None, day),
        "蛙局": _one("蛙局", None, unit),
        "机器人": _one("机器人"),
        "别处": _one("别处"),
    }
    index_activities([one.activity_id for one in made.values()])
    return made


def _one(
    title: str, district: Any = None, unit: Unit | None = None, day: ThemedDay | None = None
) -> Occurrence:
    days = ((day, 2026),) if day else ()
    activity = make_activity(title=title, organiser=unit, days=days)
    return make_occurrence(activity, venue=make_venue(district=district))


def make_own(client: FlaskClient, **picks: Any) -> str:
    """The address of the page of a subscription just made."""
    answer = post(client, "/subscriptions", picks or PICKS, page="/subscribe?q=x")
    assert answer.status_code == 303, answer.text
    return answer.location


def feed_of(client: FlaskClient, page: str) -> str:
    """The address of its feed, as its page shows it."""
    return feed_in(client.get(page))


def feed_in(answer: TestResponse) -> str:
    found = re.search(r'value="https://kepuli.example(/calendars/[^"]+)"', answer.text)
    assert found, answer.text
    return found[1].replace("&amp;", "&")
