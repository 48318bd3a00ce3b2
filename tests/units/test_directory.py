"""A directory of units too long to read: region by region, or by the words of a name."""

import re

import pytest
from flask.testing import FlaskClient

from events import clock
from events.units.directory import MOST_AT_ONCE
from events.units.models import Unit
from tests.activities.lists import read
from tests.factories import make_district, make_unit
from tests.pages.reading import PageText, text_of
from tests.signing_in import post
from tests.subscriptions.pond import make_own, make_pond


@pytest.fixture
def country(client: FlaskClient) -> FlaskClient:
    """A province, in it a city with more units than are shown at once, in that a district."""
    province = make_district(slug="450000", name="广西壮族自治区", name_en="Guangxi")
    city = make_district(slug="450200", name="柳州市", name_en="Liuzhou", parent=province)
    district = make_district(slug="450202", name="城中区", name_en="Chengzhong", parent=city)
    make_unit(slug="lz-weather", name="柳州市气象局", name_en="Liuzhou Weather", region=city)
    make_unit(slug="cz-cast", name="城中区科学技术协会", short_name="城中区科协", region=district)
    make_unit(slug="gone", name="气象台", region=city, merged_into=Unit.get(slug="lz-weather"))
    rows = [
        {
            "slug": f"school-{number}", "name": f"第{number}小学", "short_name": f"{number}小",
            "kind": "school", "region": district, "updated_at": clock.now(),
        }
        for number in range(MOST_AT_ONCE)
    ]  # fmt: skip
    for some in range(0, len(rows), 50):
        Unit.insert_many(rows[some : some + 50]).execute()
    return client


def names(page: PageText) -> list[str]:
    return [
        text_of(link)
        for link in page.all("a")
        if re.fullmatch("/units/[^/]+", link.attributes.get("href", ""))
    ]


def chips(page: PageText) -> list[str]:
    return [text_of(link) for link in page.all("a", class_="chip")]


def test_a_short_directory_is_shown_whole(client: FlaskClient):
    make_unit(name="气象局")

    page = read(client, "/units")

    assert names(page) == ["气象局"]
    assert not page.all("form", class_="search")


def test_a_long_one_leads_from_region_to_region(country: FlaskClient):
    first, second = read(country, "/units"), read(country, "/units?region=450000")
    third, last = read(country, "/units?region=450200"), read(country, "/units?region=450202")

    assert (names(first), chips(first)) == ([], [f"广西壮族自治区 {MOST_AT_ONCE + 2}"])
    assert (names(second), chips(second)) == ([], [f"柳州市 {MOST_AT_ONCE + 2}"])
    assert (names(third), chips(third)) == (["柳州市气象局"], [f"城中区 {MOST_AT_ONCE + 1}"])
    assert (len(names(last)), chips(last)) == (MOST_AT_ONCE + 1, [])


@pytest.mark.parametrize("words", ["气象", "liuzhou w", " 气象 "])
def test_a_unit_is_found_by_a_part_of_any_of_its_names(country: FlaskClient, words: str):
    page = read(country, f"/units?find={words}")

    assert names(page) == ["柳州市气象局"]
    assert "找到 1 个单位" in page.main


def test_many_that_are_found_are_cut_and_it_is_said(country: FlaskClient):
    page = read(country, "/units?find=小学")

    assert len(names(page)) == MOST_AT_ONCE
    assert "只列出前面的" in page.main


@pytest.mark.parametrize("words", ["没有的", "%", "_", "'", "<b>", "字" * 10_000])
def test_words_that_nothing_has_lead_back_to_all(country: FlaskClient, words: str):
    page = read(country, f"/units?find={words.replace('%', '%25')}")

    assert names(page) == []
    assert chips(page) == [f"看全部单位 {MOST_AT_ONCE + 2}"]


def test_a_region_that_nobody_knows_is_said(country: FlaskClient):
    answer = country.get("/units?region=999999")

    assert answer.status_code == 404
    assert "999999" in answer.text


def ticks(page: PageText) -> dict[str, bool]:
    """Key=value of each box -> whether it is ticked."""
    boxes = page.all("input", type="checkbox")
    return {
        f"{box.attributes['name']}={box.attributes['value']}": "checked" in box.attributes
        for box in boxes
    }


def test_what_to_subscribe_to_is_found_by_its_name(country: FlaskClient):
    assert ticks(read(country, "/subscribe")) == {}
    assert ticks(read(country, "/subscribe?find=气象")) == {"unit=lz-weather": False}
    assert ticks(read(country, "/subscribe?find=柳州")) == {
        "district=450200": False,
        "district=450202": False,
        "unit=lz-weather": False,
    }
    assert "没有名称里有“没有的”" in read(country, "/subscribe?find=没有的").main


def test_what_was_picked_stays_picked_while_one_looks_for_more(country: FlaskClient):
    page = read(country, "/subscribe?unit=cz-cast&find=气象&search=1")

    assert ticks(page) == {"unit=cz-cast": True, "unit=lz-weather": False}


def test_looking_for_more_does_not_change_a_subscription_of_ones_own(country: FlaskClient):
    make_pond()
    own = make_own(country)

    asked = {"unit": "cz-cast", "find": "气象", "search": "1"}
    found = post(country, own, asked, page=f"{own}/edit")

    assert found.status_code == 200
    assert ticks(PageText(found.text)) == {
        "unit=cz-cast": True,
        "unit=lz-weather": False,
        "day=frog-day": False,
        "day=toad-day": False,
    }
    assert "青蛙日 3 条" in PageText(country.get(own).text).main
