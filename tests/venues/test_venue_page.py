"""The page of a venue: where it is, how one gets in, what takes place there."""

import pytest
from flask.testing import FlaskClient
from playhouse.test_utils import count_queries

from events.activities.actions import withdraw_activity
from tests import NOW
from tests.factories import make_activity, make_district, make_occurrence, make_venue
from tests.pages.facts import facts_of
from tests.pages.reading import PageText, text_of


def open_page(client: FlaskClient, number: int, query: str = "") -> PageText:
    response = client.get(f"/venues/{number}?{query}")
    assert response.status_code == 200
    return PageText(response.text)


def test_a_venue_says_where_it_is_and_how_one_gets_in(client: FlaskClient, db):
    venue = make_venue(
        name="自然博物馆",
        district=make_district(slug="500109", name="北碚区"),
        address="金华路398号",
        opening="周一闭馆",
        latitude=29.795,
        longitude=106.447,
        precision_m=1500,
        step_free=True,
        accessible_toilet=False,
        former_names=["西部科学院", "陈列馆"],
    )

    page = open_page(client, venue.id)

    assert text_of(page.all("h1")[0]) == "自然博物馆"
    assert "曾用名西部科学院、陈列馆" in page.main
    assert facts_of(page) == {
        "区县": "北碚区",
        "怎么去": "北碚区金华路398号 复制地址 把地址粘贴到手机的地图软件里，就能查路线。"
        " 日历里带的坐标是大约的，误差可达 1500 米，请以地址为准。",
        "开放时间": "周一闭馆",
        "方便": "有：无台阶通行，轮椅可达 没有：无障碍卫生间 不确定，请先询问：母婴室",
    }
    assert "/districts/500109" in page.links()
    assert f"https://kepuli.example/calendars/venues/{venue.id}.ics" in [
        e.attributes["value"] for e in page.all("input")
    ]


def test_what_nobody_knows_is_said_to_be_unknown(client: FlaskClient, db):
    venue = make_venue(district=make_district(name="渝中区"))

    facts = facts_of(open_page(client, venue.id))

    assert facts["怎么去"] == "还没有登记地址，请按名称在地图软件里查找。"
    assert facts["开放时间"] == "没有登记，出发前请先询问"
    assert facts["方便"] == "不确定，请先询问：无台阶通行，轮椅可达、无障碍卫生间、母婴室"


def test_coming_activities_are_counted_and_the_first_twenty_listed(client: FlaskClient, db):
    venue = make_venue()
    activity = make_activity(title="天天讲")
    for _ in range(23):
        make_occurrence(activity, venue=venue)
    make_occurrence(make_activity(title="别处的"))
    withdrawn = make_activity(title="撤下的")
    make_occurrence(withdrawn, venue=venue)
    withdraw_activity(withdrawn, "", NOW)

    page = open_page(client, venue.id)

    section = page.section("activities-title")
    assert "还有 23 场" in section
    assert section.count("天天讲") == 20
    assert page.links()[f"/activities?venue={venue.id}"] == "看全部 23 场"
    assert "别处的" not in page.main
    assert "撤下的" not in page.main


def test_without_activities_there_are_ways_on(client: FlaskClient, db):
    venue = make_venue(district=make_district(slug="500103", name="渝中区"))

    page = open_page(client, venue.id)

    assert "这里还没有登记往后的活动。" in page.section("activities-title")
    assert {"/activities", "/districts/500103"} <= page.links().keys()


def test_a_merged_venue_leads_for_good_to_the_one_that_stayed(client: FlaskClient, db):
    last = make_venue()
    middle = make_venue(merged_into=last)
    first = make_venue(merged_into=middle)

    for merged in (first, middle):
        response = client.get(f"/venues/{merged.id}")
        assert response.status_code == 301
        assert response.headers["Location"] == f"/venues/{last.id}"


@pytest.mark.parametrize("number", ["0", "999999", "2147483648", "9" * 40, "9" * 5000, "x"])
def test_a_number_without_venue_is_unknown(client: FlaskClient, db, number: str):
    make_venue()

    assert client.get(f"/venues/{number}").status_code == 404


def test_the_english_page_says_the_english_name_and_marks_the_chinese(client: FlaskClient, db):
    named = make_venue(name="自然博物馆", name_en="Natural History Museum", address="金华路398号")
    only_chinese = make_venue(name="科技馆", opening="周一闭馆")

    page = open_page(client, named.id, "lang=en")
    other = open_page(client, only_chinese.id, "lang=en")

    assert text_of(page.all("h1")[0]) == "Natural History Museum"
    for shown, words in ((page, "自然博物馆"), (page, "金华路398号"), (other, "周一闭馆")):
        marked = [e.language for e in shown.elements if words in "".join(e.texts)]
        assert set(marked) == {"zh-CN"}, words


@pytest.mark.parametrize("number", [1, 50])
def test_the_page_asks_the_database_as_often_for_many_as_for_one(
    client: FlaskClient, db, number: int
):
    venue = make_venue()
    for _ in range(number):
        make_occurrence(venue=venue)

    with count_queries() as counted:
        assert client.get(f"/venues/{venue.id}").status_code == 200

    assert counted.count == 7
