"""On a phone in Chromium: two districts and a themed day become one address, and a new one."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browsers import watch
from tests.calendars.ics import entries
from tests.pages.test_browser_looks import RULES, SMALL_TARGETS, STICKING_OUT
from tests.subscriptions.pond import make_pond

WECHAT = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) MicroMessenger/8.0.40"


@pytest.fixture(params=[True, False], ids=["scripts", "no-scripts"])
def visitor(request: pytest.FixtureRequest, browser: Browser, site: str) -> Iterator[Page]:
    make_pond()
    context = browser.new_context(
        base_url=site,
        viewport={"width": 360, "height": 740},
        java_script_enabled=request.param,
        user_agent=WECHAT,
    )
    context.set_default_timeout(20_000)
    page = context.new_page()
    troubles = watch(page, site)
    yield page
    context.close()
    assert troubles == []


def address(page: Page) -> str:
    return page.get_by_label("订阅地址", exact=True).input_value()


def titles(page: Page) -> list[str]:
    return sorted(str(one["SUMMARY"]) for one in entries(page.request.get(address(page)).body()))


def tick(page: Page, words: str) -> None:
    page.locator("label.tick", has_text=words).click()


def test_two_districts_and_a_day_become_one_address_that_can_be_replaced(visitor: Page):
    visitor.goto("/subscribe?q=机器人")
    visitor.get_by_text("人文科普").click()
    tick(visitor, "青蛙日")
    visitor.get_by_role("button", name="得到地址").click()
    expect(visitor.get_by_role("list", name="已选，点一下去掉")).to_contain_text("青蛙日 3 条")
    visitor.get_by_role("link", name="机器人").click()
    assert titles(visitor) == ["听蛙", "蛙日", "青蛙日"]

    visitor.goto("/subscribe?day=frog-day&district=500103&district=500105")
    visitor.get_by_role("button", name="要一个能改的地址").click()
    expect(visitor.get_by_role("status").first).to_contain_text("请把这一页收藏起来")
    first = address(visitor)
    assert titles(visitor) == ["乙区", "听蛙", "甲区", "蛙日", "青蛙日"]

    visitor.get_by_role("link", name="改选什么").click()
    tick(visitor, "500103")
    visitor.get_by_role("button", name="保存").click()
    assert (address(visitor), titles(visitor)) == (first, ["乙区", "听蛙", "蛙日", "青蛙日"])

    visitor.get_by_role("link", name="换一个地址").click()
    visitor.get_by_role("button", name="换一个地址").click()
    assert address(visitor) != first
    assert titles(visitor) == ["乙区", "听蛙", "蛙日", "青蛙日"]
    assert visitor.request.get(first).status == 410


@pytest.mark.parametrize("visitor", [True], indirect=True, ids=["scripts"])
def test_its_pages_are_for_everyone(visitor: Page):
    visitor.goto("/subscribe?day=frog-day&unit=frogs&district=500103")
    visitor.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    assert faults(visitor) == []
    visitor.get_by_role("button", name="要一个能改的地址").click()
    assert faults(visitor) == []
    visitor.get_by_role("link", name="改选什么").click()
    assert faults(visitor) == []


def faults(page: Page) -> list[object]:
    options = {"runOnly": {"type": "tag", "values": RULES}}
    broken = Axe().run(page, options=options).response["violations"]
    return [*broken, *page.evaluate(SMALL_TARGETS), *page.evaluate(STICKING_OUT)]
