"""The page of a district: what lies around it, its venues, what takes place there."""

from datetime import date

import pytest
from flask.testing import FlaskClient
from playhouse.test_utils import count_queries

from tests.factories import make_activity, make_district, make_occurrence, make_unit, make_venue
from tests.pages.reading import PageText, text_of


@pytest.fixture
def city(client: FlaskClient) -> dict:
    """重庆市 with 北碚区, 两江新区, and 江北区, which became part of 两江新区."""
    top = make_district(slug="500000", code="500000", name="重庆市", level="municipality")
    return {
        "top": top,
        "beibei": make_district(
            slug="500109", code="500109", name="北碚区", level="district", parent=top
        ),
        "liangjiang": make_district(slug="cq-lj", name="两江新区", level="district", parent=top),
        "jiangbei": make_district(
            slug="500105",
            name="江北区",
            level="district",
            parent=top,
            valid_to=date(2025, 11, 6),
            successor="cq-lj",
            note="辖区并入两江新区。",
        ),
    }


def open_page(client: FlaskClient, slug: str, query: str = "") -> PageText:
    response = client.get(f"/districts/{slug}?{query}")
    assert response.status_code == 200
    return PageText(response.text)


def test_a_district_says_what_it_is_and_what_it_belongs_to(client: FlaskClient, city: dict):
    page = open_page(client, "500109")

    assert text_of(page.all("h1")[0]) == "北碚区"
    assert "市辖区" in page.main
    assert "区划代码 500109" in page.main
    assert "属于重庆市" in page.main
    assert "https://kepuli.example/calendars/districts/500109.ics" in [
        e.attributes["value"] for e in page.all("input")
    ]


def test_its_venues_and_activities_are_its_own(client: FlaskClient, city: dict):
    museum = make_venue(name="自然博物馆", district=city["beibei"])
    make_venue(name="重复的", district=city["beibei"], merged_into=museum)
    make_occurrence(make_activity(title="恐龙导览"), venue=museum)
    make_occurrence(
        make_activity(title="江上的"), venue=make_venue(name="大剧院", district=city["liangjiang"])
    )

    page = open_page(client, "500109")

    assert "恐龙导览" in page.section("activities-title")
    assert "还有 1 场" in page.section("activities-title")
    assert page.section("venues-title") == "场馆 共 1 个 自然博物馆"
    assert page.links()[f"/venues/{museum.id}"] == "自然博物馆"
    assert "/activities?district=500109" in page.links()
    assert "江上的" not in page.main


def test_a_city_includes_what_is_below_it(client: FlaskClient, city: dict):
    make_occurrence(
        make_activity(title="恐龙导览"),
        venue=make_venue(name="自然博物馆", district=city["beibei"]),
    )
    make_occurrence(
        make_activity(title="云端讲座", format="online", organiser=make_unit(region=city["top"])),
        online=True,
    )
    make_occurrence(make_activity(title="外省的"))

    page = open_page(client, "500000")

    assert "恐龙导览" in page.section("activities-title")
    assert "云端讲座" in page.section("activities-title")
    assert page.section("venues-title") == "场馆 共 1 个 自然博物馆 北碚区"
    assert page.section("below-title") == "下面的区县 共 2 个 北碚区 两江新区"
    assert "外省的" not in page.main


def test_a_dissolved_district_says_so_and_leads_to_its_successor(client: FlaskClient, city: dict):
    make_occurrence(make_activity(title="灯光展"), venue=make_venue(district=city["liangjiang"]))

    page = open_page(client, "500105")

    assert (
        "2025年11月6日撤销。 由两江新区接续，下面也列出那里的活动。 辖区并入两江新区。" in page.main
    )
    assert page.links()["/districts/cq-lj"] == "两江新区"
    assert "灯光展" in page.section("activities-title")
    assert page.section("venues-title") != ""


def test_the_successor_names_those_it_took_over(client: FlaskClient, city: dict):
    page = open_page(client, "cq-lj")

    assert page.section("before-title") == "由它接续的 江北区"
    assert "撤销" not in page.main


def test_one_that_will_be_dissolved_is_still_there(client: FlaskClient, city: dict):
    make_district(
        slug="soon", name="将撤区", parent=city["top"], valid_to=date(2027, 1, 1), level="district"
    )

    assert "将在2027年1月1日撤销。" in open_page(client, "soon").main
    assert "将撤区" in open_page(client, "500000").section("below-title")


def test_an_empty_district_offers_ways_on(client: FlaskClient, city: dict):
    page = open_page(client, "500109")

    assert "这里还没有登记往后的活动。" in page.section("activities-title")
    assert page.section("venues-title") == "场馆 这里还没有登记场馆。"
    assert page.links()["/activities"]


@pytest.mark.parametrize("slug", ["none", "500108", "%00", "北碚区", "a" * 2000])
def test_an_unknown_district_is_said_to_be_unknown(client: FlaskClient, city: dict, slug: str):
    assert client.get(f"/districts/{slug}").status_code == 404


def test_units_and_their_list_lead_to_the_district(client: FlaskClient, city: dict):
    make_unit(slug="a-unit", region=city["top"])

    assert PageText(client.get("/units/a-unit").text).links()["/districts/500000"]
    assert PageText(client.get("/units").text).links()["/districts/500000"]


@pytest.mark.parametrize("number", [1, 50])
def test_the_page_asks_the_database_as_often_for_many_as_for_one(
    client: FlaskClient, city: dict, number: int
):
    for _ in range(number):
        below = make_district(parent=city["top"])
        make_occurrence(venue=make_venue(district=below))

    with count_queries() as counted:
        assert client.get("/districts/500000").status_code == 200

    assert counted.count == 9
