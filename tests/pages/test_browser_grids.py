"""Calendar pages in Chromium: by keyboard, and on a phone without scripts."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

MONTH = "/activities/month?month=2026-12"


@pytest.fixture
def phone(browser: Browser, live_server: str) -> Iterator[Page]:
    """Narrow, and with scripts switched off."""
    context = browser.new_context(
        base_url=live_server, viewport={"width": 360, "height": 740}, java_script_enabled=False
    )
    yield context.new_page()
    context.close()


def test_arrows_walk_from_day_to_day_and_from_week_to_week(browser_page: Page):
    browser_page.goto(MONTH)
    browser_page.get_by_role("link", name="12月9日（周三）").first.focus()

    for key, day in [
        ("ArrowRight", "12月10日"),
        ("ArrowDown", "12月17日"),
        ("ArrowLeft", "12月16日"),
        ("ArrowUp", "12月9日"),
        ("Home", "12月7日"),
        ("End", "12月13日"),
    ]:
        browser_page.keyboard.press(key)
        label = browser_page.evaluate("document.activeElement.ariaLabel")
        assert label.startswith(day), key


def test_a_day_leads_to_the_list_of_that_day(browser_page: Page):
    browser_page.goto(MONTH)

    browser_page.get_by_role("link", name="12月12日（周六）").first.click()

    expect(browser_page).to_have_url(re.compile("from=2026-12-12&to=2026-12-12$"))


def test_on_a_phone_a_day_of_the_strip_shows_what_it_holds(phone: Page):
    phone.goto(MONTH)
    first = phone.get_by_role("heading", name="12月1日（周二）")
    tapped = phone.get_by_role("heading", name="12月12日（周六）")
    expect(first).to_be_visible()
    expect(tapped).to_be_hidden()

    phone.get_by_role("link", name="12月12日（周六）").first.click()

    expect(tapped).to_be_in_viewport()
    expect(first).to_be_hidden()
    expect(phone.get_by_role("row").first).to_contain_text("周一")


def test_on_a_phone_the_themed_days_stand_below_the_strip(phone: Page):
    phone.goto("/activities/month?month=2027-05")

    themed = phone.get_by_role("list", name="主题日").get_by_role("link")

    expect(themed.first).to_be_visible()
    expect(phone.get_by_role("link", name="全国科技活动周")).to_have_count(1)
