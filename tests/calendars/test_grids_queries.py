"""How often calendar pages ask the database: as often for ten thousand as for one."""

from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient
from playhouse.test_utils import count_queries

from tests.activities.lists import at_hour
from tests.factories import make_activity, make_edition, make_occurrence, make_themed_day

PATHS = [
    f"/activities/{view}{query}"
    for view in ("month", "week", "agenda", "year")
    for query in ("", "?kind=lecture&day=first-day")
]


def grow(count: int, day: object) -> None:
    for number in range(count):
        activity = make_activity(days=((day, 2026),))
        make_occurrence(activity, start=at_hour(16 + number % 14, 9 + number % 8))
        first = date(2026, 11, 10) + timedelta(number % 12)
        make_occurrence(activity, first_day=first, last_day=first + timedelta(9))
        make_edition(first_day=first, last_day=first + timedelta(2))


@pytest.mark.parametrize("path", PATHS)
def test_a_full_page_asks_as_often_as_one_with_a_single_row(client: FlaskClient, path: str):
    day = make_themed_day(slug="first-day")
    grow(1, day)
    few = asked(client, path)

    grow(39, day)

    assert asked(client, path) == few
    assert 5 <= few <= 20


def asked(client: FlaskClient, path: str) -> int:
    with count_queries() as counted:
        assert client.get(path).status_code == 200
    return counted.count
