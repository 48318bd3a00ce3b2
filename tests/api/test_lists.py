"""Lists are walked part by part: everything once, whatever is added meanwhile, as on the page."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from flask.testing import FlaskClient
from playhouse.test_utils import count_queries

from api.operations import OPERATIONS
from events.activities.indexing.actions import index_activities
from events.activities.models import Occurrence
from tests.activities.lists import HERE, read, titles
from tests.api.reading import BASE, ask, items, walk
from tests.factories import (
    make_activity,
    make_district,
    make_edition,
    make_occurrence,
    make_themed_day,
    make_unit,
    make_venue,
)

pytestmark = pytest.mark.usefixtures("app")
LISTS = [f"/{name}" for name, each in OPERATIONS.items() if "{" not in each.path]


def add(number: int) -> None:
    """One of everything, on a day of its own, the later the smaller its number."""
    district = make_district()
    day = make_themed_day()
    make_edition(themed_day=day, year=2020 + number % 7)
    activity = make_activity(organiser=make_unit(region=district), days=((day, 2026),))
    for start in (datetime(2026, 12, 28 - number % 28, 10), datetime(2027, 1, 5, 10)):  # noqa: DTZ001
        make_occurrence(activity, start=start, venue=make_venue(district=district))


def keys(records: list[dict[str, object]]) -> list[object]:
    return [one.get("id", one.get("slug")) for one in records]


@pytest.mark.parametrize("path", LISTS)
def test_a_walk_meets_everything_exactly_once_while_more_is_added(client: FlaskClient, path: str):
    for number in range(5):
        add(number)
    before = keys(items(client, f"{path}?limit=100"))

    met: list[object] = []
    newcomers, following = iter((27, 9, 0)), f"{BASE}/api/v1{path}?limit=2"
    while following:
        part = ask(client, following.removeprefix(f"{BASE}/api/v1"))
        met += keys(part["items"])
        assert len(part["items"]) <= 2
        for number in newcomers:
            add(number)
            break
        following = part["next"]

    assert len(before) >= 5
    assert len(met) == len(set(met))
    assert set(before) <= set(met)


@pytest.mark.parametrize("path", LISTS)
def test_the_last_part_leads_nowhere(client: FlaskClient, path: str):
    for number in range(3):
        add(number)
    total = len(items(client, f"{path}?limit=100"))

    assert ask(client, f"{path}?limit={total}")["next"] is None
    assert ask(client, f"{path}?limit={total - 1}")["next"] is not None


@pytest.mark.parametrize("path", LISTS)
def test_an_empty_list_is_an_answer_too(client: FlaskClient, path: str):
    assert ask(client, path) == {"items": [], "next": None}


@pytest.fixture
def town(client: FlaskClient) -> None:
    """A few occurrences that differ in what can be asked for."""
    city = make_district(slug="500000")
    for number, slug in enumerate(("500103", "500109")):
        district = make_district(slug=slug, parent=city)
        near = make_venue(
            district=district, latitude=29.56 + number / 50, longitude=106.55, step_free=not number
        )
        day = make_themed_day(slug=f"day-{number}")
        unit = make_unit(slug=f"unit-{number}", region=district)
        for audience, kind in (("family", "lecture"), ("elderly", "exhibition")):
            activity = make_activity(
                title=f"{slug} {audience}", organiser=unit, audiences=(audience,), kind=kind,
                days=((day, 2026),), age_from=6 if number else None,
            )  # fmt: skip
            make_occurrence(activity, start=datetime(2026, 11, 28 + number, 9), venue=near)  # noqa: DTZ001
            make_occurrence(activity, start=datetime(2026, 12, 5, 10 + number), venue=near)  # noqa: DTZ001
            make_occurrence(activity, start=datetime(2026, 11, 3, 10), venue=near)  # noqa: DTZ001
            index_activities([activity.id])


QUERIES = [
    *("", "district=500103", "district=500000&audience=family", "day=day-1", "unit=unit-0"),
    *(
        "kind=lecture&kind=exhibition",
        "age=4",
        "access=step-free",
        "when=next-weekend",
        "year=2026",
    ),
    *("from=2026-11-01&to=2026-11-28", "to=2026-11-10", "signup=open", "format=onsite", "q=family"),
    *(f"{HERE}&within=1", f"{HERE}&sort=distance", f"{HERE}&sort=distance&audience=elderly"),
]


@pytest.mark.usefixtures("town")
@pytest.mark.parametrize("query", QUERIES)
def test_the_same_query_gives_what_the_page_shows_in_its_order(client: FlaskClient, query: str):
    shown = titles(read(client, f"/activities?{query}"))

    found = walk(client, f"/occurrences?{query}&limit=3")

    assert shown
    assert [one["title"] for one in found] == shown
    if "sort=" not in query:
        told = [one["title"] for one in walk(client, f"/activities?{query}&limit=1")]
        assert sorted(told) == sorted(set(shown))


@pytest.mark.usefixtures("town")
def test_the_next_address_keeps_what_was_asked_and_is_whole(client: FlaskClient):
    part = ask(client, f"/occurrences?audience=family&{HERE}&limit=1")

    assert part["next"].startswith(
        f"{BASE}/api/v1/occurrences?audience=family&near=29.56,106.55&within=10&limit=1&after="
    )


@pytest.mark.usefixtures("town")
def test_one_that_cannot_be_told_harms_no_other(client: FlaskClient):
    end_of_time = datetime(9999, 12, 31, 23, tzinfo=UTC)  # no later day for the local clock
    Occurrence.update(end=end_of_time).where(Occurrence.id == 1).execute()

    assert 1 not in keys(items(client, "/occurrences"))
    assert len(items(client, "/occurrences")) == 7


@pytest.mark.parametrize(
    "path",
    [
        *(f"{path}?limit=100" for path in LISTS),
        *("/days/first-day", "/units/first-unit", "/districts/500000", "/venues/1"),
        *("/activities/1", "/occurrences/1", "/"),
        "/occurrences?limit=100&near=29.56,106.55&sort=distance&district=500000&day=first-day",
    ],
)
def test_an_answer_with_fifty_rows_asks_as_often_as_one_with_a_single_row(
    client: FlaskClient, grow: Callable[[int], None], path: str
):
    grow(1)
    few = statements(client, path)

    grow(49)
    assert statements(client, path) == few
    assert 1 <= few <= 16


def statements(client: FlaskClient, path: str) -> int:
    with count_queries() as counted:
        assert client.get(f"/api/v1{path}").status_code == 200
    return counted.count


def test_a_day_that_was_asked_for_by_name_must_exist(client: FlaskClient):
    make_edition(first_day=date(2026, 11, 20))

    assert client.get("/api/v1/editions?day=no-such-day").status_code == 404
    assert client.get("/api/v1/occurrences?district=999999").status_code == 404
