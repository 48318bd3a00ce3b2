"""From the front door to what one came for, with scripts and without."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browsers import watch


@pytest.fixture(params=[True, False], ids=["scripts", "no-scripts"])
def visitor(request: pytest.FixtureRequest, browser: Browser, live_server: str) -> Iterator[Page]:
    """A phone that has never been here."""
    context = browser.new_context(
        base_url=live_server,
        viewport={"width": 360, "height": 740},
        java_script_enabled=request.param,
        permissions=["clipboard-read", "clipboard-write"],
    )
    context.set_default_timeout(10_000)
    page = context.new_page()
    troubles = watch(page, live_server)
    yield page
    context.close()
    assert troubles == []


def test_from_the_front_to_a_themed_day_and_the_address_of_its_feed(visitor: Page):
    visitor.goto("/")
    visitor.get_by_role("region", name="现在与将至").get_by_role(
        "link", name="世界艾滋病日"
    ).click()

    expect(visitor.get_by_role("heading", level=1)).to_have_text("世界艾滋病日")
    expect(visitor.locator(".dates")).to_have_text("12月1日（周二）")
    subscribe = visitor.get_by_role("region", name="订阅这个主题日")
    address = subscribe.get_by_label("订阅地址", exact=True).input_value()
    assert address.endswith("/calendars/days/world-aids-day.ics")
    feed = visitor.request.get(address)
    assert feed.headers["content-type"] == "text/calendar; charset=utf-8"
    assert "世界艾滋病日" in feed.text().replace("\r\n ", "")


def test_from_the_dial_over_a_subject_to_who_is_responsible_and_why(visitor: Page):
    visitor.goto("/")
    visitor.get_by_role("navigation", name="按门类看主题日").get_by_role(
        "link", name="江河海洋"
    ).click()
    visitor.get_by_role("link", name="2027", exact=True).click()
    visitor.get_by_role("link", name="世界环境日", exact=True).click()
    visitor.get_by_role("region", name="谁负责").get_by_role("link", name="第 5 条").click()

    expect(visitor.get_by_role("heading", level=1)).to_contain_text("2019年柳州市")
    assert visitor.url.endswith("#item-5")
    item = visitor.locator("#item-5")
    expect(item.get_by_role("heading")).to_be_in_viewport()
    expect(item.get_by_role("link", name="世界环境日")).to_be_visible()


def test_large_type_and_english_stay_from_page_to_page(visitor: Page):
    visitor.goto("/days?subject=sky")
    visitor.get_by_role("link", name="大字版").click()
    visitor.get_by_role("link", name="English").click()

    expect(visitor.get_by_role("link", name="Sky, weather")).to_have_attribute(
        "aria-current", "true"
    )
    visitor.get_by_role("navigation", name="Main").get_by_role("link", name="Units").click()
    visitor.get_by_role("link", name="Chongqing Meteorological Bureau").click()
    html = visitor.locator("html")
    expect(html).to_have_attribute("data-size", "large")
    expect(html).to_have_attribute("lang", "en")
    size = visitor.locator("main p").first.evaluate("e => parseFloat(getComputedStyle(e).fontSize)")
    assert size >= 18

    visitor.get_by_role("link", name="Normal type").click()
    visitor.get_by_role("link", name="中文").click()
    expect(html).to_have_attribute("data-size", "normal")
    expect(visitor.get_by_role("heading", level=1)).to_have_text("重庆市气象局")


def test_a_wrong_turn_leads_back(visitor: Page):
    visitor.goto("/days/national-moon-day")
    expect(visitor.get_by_role("heading", level=1)).to_have_text("没有这一页")

    visitor.get_by_role("link", name="看全部主题日").click()
    expect(visitor.get_by_role("heading", level=1)).to_have_text("2026 年的主题日")


@pytest.mark.parametrize("visitor", [True], indirect=True, ids=["scripts"])
def test_the_address_is_copied_and_the_page_says_so(visitor: Page):
    visitor.goto("/subscribe")
    visitor.get_by_role("link", name="复制地址").click()

    expect(visitor.get_by_role("status")).to_have_text("地址已复制")
    copied = visitor.evaluate("navigator.clipboard.readText()")
    assert copied == visitor.get_by_label("订阅地址", exact=True).input_value()


@pytest.mark.parametrize("visitor", [False], indirect=True, ids=["no-scripts"])
def test_without_scripts_the_same_link_leads_to_the_address(visitor: Page):
    visitor.goto("/subscribe")
    visitor.get_by_role("link", name="复制地址").click()

    assert visitor.url.endswith("#subscribe-address")
    expect(visitor.get_by_label("订阅地址", exact=True)).to_be_in_viewport()
    visitor.get_by_text("其他", exact=True).click()
    expect(visitor.get_by_role("link", name="Google 日历")).to_be_visible()


def test_on_paper_the_words_stay_and_the_buttons_go(browser_page: Page):
    browser_page.emulate_media(media="print")

    browser_page.goto("/plans/1")
    expect(browser_page.get_by_role("link", name="全国防灾减灾日")).to_be_visible()
    expect(browser_page.get_by_role("navigation", name="主导航")).to_be_hidden()
    browser_page.goto("/days/national-science-month")
    expect(browser_page.get_by_role("img", name="订阅地址的二维码")).to_be_visible()
    expect(browser_page.get_by_role("link", name="复制地址")).to_be_hidden()
