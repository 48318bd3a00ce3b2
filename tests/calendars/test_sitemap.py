"""What search engines find: every public page under its one address, and nothing else."""

from datetime import datetime, timedelta
from xml.etree import ElementTree as ET

import pytest
from flask.testing import FlaskClient
from playhouse.test_utils import count_queries

from calendars.crawling.routes import IN_A_PART
from events import changes, clock
from events.activities.actions import withdraw_activity
from events.activities.models import Activity, Occurrence
from events.db import LARGEST_ID, database
from tests.factories import (
    make_activity,
    make_district,
    make_edition,
    make_occurrence,
    make_themed_day,
    make_unit,
    make_venue,
    make_work_plan,
)

pytestmark = pytest.mark.usefixtures("app")
NS = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
HOME = "https://kepuli.example"


def read(client: FlaskClient, path: str) -> dict[str, str | None]:
    """Address -> when it changed."""
    response = client.get(path)
    assert (response.status_code, response.mimetype) == (200, "application/xml"), path
    return {
        entry.findtext(f"{NS}loc", ""): entry.findtext(f"{NS}lastmod")
        for entry in ET.fromstring(response.data)
    }


def read_all(client: FlaskClient) -> dict[str, str | None]:
    found: dict[str, str | None] = {}
    for part in read(client, "/sitemap.xml"):
        found |= read(client, part.removeprefix(HOME))
    return found


def test_every_page_is_named_once_and_opens(client: FlaskClient):
    region = make_district(slug="500000")
    day = make_themed_day(slug="frog-day")
    unit = make_unit(slug="cq-cast", region=region)
    venue = make_venue(district=region)
    activity = make_activity(organiser=unit, days=((day, 2026),))
    make_occurrence(activity, venue=venue)
    plan = make_work_plan(region=region)

    found = read_all(client)

    pages = {"/", "/activities", "/activities/map", "/days", "/units", "/plans"}
    pages |= {"/subscribe", "/privacy"}
    things = {"/days/frog-day", "/units/cq-cast", "/districts/500000", f"/venues/{venue.id}"}
    things |= {f"/activities/{activity.id}", f"/plans/{plan.id}"}
    assert found.keys() == {HOME + path for path in pages | things}
    for address in found:
        assert client.get(address.removeprefix(HOME)).status_code == 200, address


def test_what_is_not_public_or_lies_elsewhere_now_is_not_named(client: FlaskClient):
    survivor, place = make_unit(slug="one"), make_venue()
    make_unit(slug="double", merged_into=survivor)
    double = make_venue(merged_into=place)
    shown, draft, gone = make_activity(), make_activity(published_at=None), make_activity()
    withdraw_activity(gone, "重复", clock.now())

    found = read_all(client)

    assert f"{HOME}/activities/{shown.id}" in found
    assert f"{HOME}/units/one" in found
    hidden = (f"activities/{draft.id}", f"activities/{gone.id}", "units/double")
    for path in (*hidden, f"venues/{double.id}"):
        assert f"{HOME}/{path}" not in found


def test_a_page_changed_when_what_stands_on_it_changed(client: FlaskClient):
    early, late = clock.now() - timedelta(days=9), clock.now() - timedelta(days=2)
    quiet, moved = make_activity(updated_at=early), make_activity(updated_at=early)
    make_occurrence(quiet)
    make_occurrence(moved)
    Occurrence.update(updated_at=early).where(Occurrence.activity == quiet).execute()
    Occurrence.update(updated_at=late).where(Occurrence.activity == moved).execute()
    day = make_themed_day(updated_at=early)
    make_edition(themed_day=day, updated_at=late)

    found = read_all(client)

    def told(path: str) -> datetime:
        return datetime.fromisoformat(found[HOME + path] or "")

    assert told(f"/activities/{quiet.id}") == early
    assert told(f"/activities/{moved.id}") == late
    assert told(f"/days/{day.slug}") == late


def test_parts_go_by_number_so_that_a_large_site_has_several(client: FlaskClient):
    organiser = make_unit()
    for number in (1, IN_A_PART, IN_A_PART + 1, 25 * IN_A_PART):
        make_activity(id=number, organiser=organiser)

    assert f"{HOME}/sitemap-activities-25.xml" in read(client, "/sitemap.xml")
    assert f"{HOME}/sitemap-activities-26.xml" not in read(client, "/sitemap.xml")
    numbers = {1: {1, IN_A_PART}, 2: {IN_A_PART + 1}, 3: set(), 25: {25 * IN_A_PART}}
    for part, meant in numbers.items():
        found = read(client, f"/sitemap-activities-{part}.xml")
        assert found.keys() == {f"{HOME}/activities/{number}" for number in meant}


@pytest.mark.parametrize("part", ["activities-0", "activities-2", f"activities-{10**30}", "people"])
def test_a_part_that_is_not_there_is_not_found(client: FlaskClient, part: str):
    make_activity()

    assert client.get("/sitemap-activities-1.xml").status_code == 200
    assert client.get(f"/sitemap-{part}.xml").status_code == 404


def test_the_largest_number_breaks_nothing(client: FlaskClient):
    make_activity(id=LARGEST_ID)
    last = -(-LARGEST_ID // IN_A_PART)

    assert [*read(client, f"/sitemap-activities-{last}.xml")] == [f"{HOME}/activities/{LARGEST_ID}"]


@pytest.mark.parametrize("path", ["/sitemap.xml", "/sitemap-days.xml", "/sitemap-activities-1.xml"])
def test_who_has_it_is_told_so_until_something_changes(client: FlaskClient, path: str):
    make_activity()
    first = client.get(path)
    again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    with database.atomic():
        changes.record("activity", "1", clock.now())
    then = client.get(path, headers={"If-None-Match": first.headers["ETag"]})

    assert (again.status_code, again.data) == (304, b"")
    assert (then.status_code, then.data) == (200, first.data)


def test_more_activities_ask_the_database_no_more(client: FlaskClient):
    def asked() -> list[int]:
        counts = []
        for path in ("/sitemap.xml", "/sitemap-units.xml", "/sitemap-activities-1.xml"):
            with count_queries() as counted:
                client.get(path)
            counts.append(counted.count)
        return counts

    make_occurrence(make_activity())
    few = asked()
    for _ in range(30):
        make_occurrence(make_activity())

    assert asked() == few
    assert max(few) <= 3
    assert Activity.select().count() == 31


def test_names_that_mean_something_in_xml_are_escaped(client: FlaskClient):
    make_unit(slug="a&b<c")

    assert f"{HOME}/units/a%26b%3Cc" in read(client, "/sitemap-units.xml")
