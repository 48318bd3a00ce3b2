"""“What is on near us this weekend for a seven-year-old, with places left?” on a phone that has
never been here: two taps, with its position or without; and taking exactly that along."""

from collections.abc import Iterator
from urllib.request import urlopen

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from events.activities.models import Activity, Occurrence
from tests.activities.lists import at_hour
from tests.browsers import watch
from tests.calendars.ics import uids
from tests.factories import make_activity, make_bookable, make_district, make_venue
from tests.finding.looking import index_all

HERE = {"latitude": 29.563219, "longitude": 106.549871}
EVERY = {"signup_mode": "here", "age_from": 6, "age_to": 12}


@pytest.fixture(autouse=True)
def _town(app: Flask) -> None:
    """One answer; and one too far, one too late, one too full, one for older children."""
    near = make_venue(
        name="科技馆",
        district=make_district(slug="500103", name="渝中区"),
        latitude=29.57,
        longitude=106.55,
    )
    far = make_venue(name="古镇", latitude=29.83, longitude=106.55)
    make_bookable(make_activity(title="看星星", **EVERY), start=at_hour(22, 19), venue=near)
    make_bookable(make_activity(title="太远", **EVERY), start=at_hour(22, 9), venue=far)
    make_bookable(make_activity(title="太晚", **EVERY), start=at_hour(28, 9), venue=near)
    full = make_activity(title="太满", **EVERY)
    make_bookable(full, start=at_hour(22, 9), venue=near, capacity=2, taken=2)
    older = make_activity(title="太难", **EVERY | {"age_from": 9})
    make_bookable(older, start=at_hour(22, 9), venue=near)
    index_all()


@pytest.fixture
def open_phone(browser: Browser, site: str) -> Iterator[object]:
    """`open_phone(…)`: a window at the front door; keywords as of Playwright's contexts."""
    contexts, troubles = [], []

    def open_phone(**given: object) -> Page:
        context = browser.new_context(
            base_url=site, viewport={"width": 360, "height": 740}, locale="zh-CN", **given
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        troubles.append(watch(page, site))
        page.goto("/")
        return page

    yield open_phone
    for context in contexts:
        context.close()
    assert [one for list_ in troubles for one in list_] == []


def found(page: Page) -> list[str]:
    expect(page.get_by_role("heading", level=1)).to_have_text("科普活动")
    return page.locator(".entry h3").all_text_contents()


def test_two_taps_from_the_first_visit_answer_with_a_position(open_phone, site: str):
    page = open_phone(geolocation=HERE, permissions=["geolocation"])
    asked = []
    page.on("request", lambda request: asked.append(request.url))

    page.get_by_label("孩子几岁").click()  # tap one; what follows is typing
    page.keyboard.type("7")
    page.get_by_role("button", name="离我最近").click()  # tap two
    page.wait_for_url("**/activities?**")

    assert [title.strip() for title in found(page)] == ["看星星"]
    expect(page.locator(".entry")).to_contain_text("约 1 公里")
    expect(page.locator(".entry")).to_contain_text("可报名")
    assert "near=29.56%2C106.55" in page.url
    assert not [url for url in asked if "106.549" in url]  # no closer than a kilometre


def test_the_answer_is_taken_along_as_a_calendar_and_comes_back_with_it(open_phone, site: str):
    page = open_phone(geolocation=HERE, permissions=["geolocation"])
    page.get_by_label("孩子几岁").fill("7")
    page.get_by_role("button", name="离我最近").click()
    page.wait_for_url("**/activities?**")

    page.get_by_role("link", name="订阅这些", exact=True).click()
    address = page.get_by_label("订阅地址", exact=True).input_value()
    with urlopen(address) as answer:
        entries = uids(answer.read())

    [only] = Occurrence.select().join(Activity).where(Activity.title == "看星星")
    assert entries == [only.uid]
    page.go_back()
    page.go_back()
    expect(page.get_by_role("button", name="离我最近")).to_be_visible()
    assert page.locator("[name=near]").is_disabled()


def test_who_refuses_the_position_is_told_to_choose_a_district(open_phone):
    page = open_phone()

    page.get_by_role("button", name="离我最近").click()

    expect(page.get_by_text("没有得到位置。可以改选区县。")).to_be_visible()
    expect(page).to_have_url(page.url.split("?")[0])


def test_without_scripts_a_district_answers(open_phone):
    page = open_phone(java_script_enabled=False)

    assert not page.get_by_role("button", name="离我最近").is_visible()
    page.get_by_label("孩子几岁").fill("7")
    page.get_by_label("区县").select_option(label="渝中区")
    page.get_by_role("button", name="找活动").click()

    assert [title.strip() for title in found(page)] == ["看星星"]


def test_a_word_from_the_front_door_searches_everything(open_phone):
    page = open_phone()

    page.get_by_label("找什么").fill("古镇")
    page.get_by_role("button", name="搜索").click()

    assert [title.strip() for title in found(page)] == ["太远"]


def test_on_the_list_the_position_joins_what_was_chosen(open_phone):
    page = open_phone(geolocation=HERE, permissions=["geolocation"])
    page.goto("/activities?when=next-weekend&district=500103&q=科技馆")

    page.get_by_role("button", name="离我最近").click()
    page.wait_for_url("**near=**")

    assert [title.strip() for title in found(page)] == ["太晚"]
    assert "district" not in page.url
    labels = page.locator(".picked .off").all_text_contents()
    assert [words.strip() for words in labels] == ["去掉“科技馆”", "去掉下周末", "去掉10 公里以内"]
