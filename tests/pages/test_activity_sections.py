"""What takes place soon, on the pages of themed days and of units."""

import pytest
from flask.testing import FlaskClient
from playhouse.test_utils import count_queries

from events.activities.actions import withdraw_activity
from tests import NOW
from tests.factories import make_activity, make_occurrence, make_themed_day, make_unit
from tests.pages.reading import PageText


@pytest.fixture
def world(client: FlaskClient) -> dict:
    return {
        "day": make_themed_day(slug="the-day", name="全国科普月"),
        "unit": make_unit(slug="the-unit", name="科协"),
    }


def open_page(client: FlaskClient, path: str) -> PageText:
    response = client.get(path)
    assert response.status_code == 200
    return PageText(response.text)


def test_a_themed_day_lists_its_next_ten_and_leads_to_all(client: FlaskClient, world: dict):
    activity = make_activity(title="科普市集", days=((world["day"], 2026),))
    for _ in range(12):
        make_occurrence(activity)
    make_occurrence(make_activity(title="无关的"))

    page = open_page(client, "/days/the-day")

    section = page.section("activities-title")
    assert "还有 12 场" in section
    assert section.count("科普市集") == 10
    assert page.links()["/activities?day=the-day"] == "看全部 12 场"
    assert "无关的" not in page.main
    assert "各单位为它登记的活动也在里面" in page.section("subscribe-title")


def test_a_themed_day_that_was_taken_over_lists_its_successors(client: FlaskClient, world: dict):
    make_themed_day(slug="old-day", successor=world["day"], valid_to=2024)
    make_occurrence(make_activity(title="科普市集", days=((world["day"], 2026),)))

    assert "科普市集" in open_page(client, "/days/old-day").section("activities-title")


def test_a_unit_lists_what_it_organises_alone_and_with_others(client: FlaskClient, world: dict):
    unit = world["unit"]
    make_occurrence(make_activity(title="自己办的", organiser=unit))
    make_occurrence(make_activity(title="一起办的", co_organisers=(unit,)))
    make_occurrence(make_activity(title="只是支持的", supporters=(unit,)))
    withdrawn = make_activity(title="撤下的", organiser=unit)
    make_occurrence(withdrawn)
    withdraw_activity(withdrawn, "", NOW)

    page = open_page(client, "/units/the-unit")

    section = page.section("activities-title")
    assert "还有 2 场" in section
    assert "自己办的" in section
    assert "一起办的" in section
    assert "只是支持的" not in page.main
    assert "撤下的" not in page.main
    assert "/activities?unit=the-unit" in page.links()
    assert "举办的活动都在里面" in page.section("subscribe-title")


@pytest.mark.parametrize("path", ["/days/the-day", "/units/the-unit"])
def test_without_activities_there_are_ways_on(client: FlaskClient, world: dict, path: str):
    page = open_page(client, path)

    assert "登记" in page.section("activities-title")
    assert "/activities" in page.links()


@pytest.mark.parametrize("path", ["/days/the-day", "/units/the-unit"])
def test_the_pages_ask_the_database_as_often_for_many_as_for_one(
    client: FlaskClient, world: dict, path: str
):
    def add() -> None:
        make_occurrence(make_activity(organiser=world["unit"], days=((world["day"], 2026),)))

    def queries() -> int:
        with count_queries() as counted:
            open_page(client, path)
        return counted.count

    add()
    few = queries()
    for _ in range(49):
        add()

    assert queries() == few
