"""In a real browser: places are changed, kept, taken and given back with a few taps."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from events import clock
from events.activities.models import Occurrence
from events.signups.models import Signup, State
from events.signups.people import Party
from tests.browsers import watch
from tests.factories import make_bookable, make_signup
from tests.signups.own.conftest import address, move


@pytest.fixture
def phone(browser: Browser, site: str) -> Iterator[Callable[..., Page]]:
    """`phone()` is a page of 360 px; `phone(False)` one without JavaScript."""
    contexts, troubles = [], []

    def open_page(scripts: bool = True) -> Page:
        context = browser.new_context(
            base_url=site, viewport={"width": 360, "height": 640}, locale="zh-CN",
            java_script_enabled=scripts,
        )  # fmt: skip
        contexts.append(context)
        page = context.new_page()
        troubles.append(watch(page, site))
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert [trouble for each in troubles for trouble in each] == []


def press(page: Page, words: str) -> None:
    page.locator("main").get_by_role("button", name=words, exact=True).click()


def follow(page: Page, words: str) -> None:
    page.locator("main").get_by_role("link", name=words, exact=True).click()


@pytest.mark.parametrize("scripts", [True, False])
def test_party_is_made_larger_and_then_cancelled_in_two_taps(phone, scripts):
    signup = make_signup(make_bookable(capacity=5), party=Party(adults=2))
    page = phone(scripts)
    page.goto(address(signup))
    expect(page.locator("h1")).to_have_text("已确认")
    for place in (page.locator("h1"), page.locator(".pass .facts b").first):
        expect(place).to_be_in_viewport()  # state and time, without scrolling

    follow(page, "改人数，改称呼、手机号、邮箱")
    page.get_by_label("成人", exact=True).fill("3")
    press(page, "保存")
    expect(page.locator(".pass")).to_contain_text("3 位大人")
    assert Occurrence.get().taken == 3

    follow(page, "来不了，取消报名")
    assert Signup.get_by_id(signup.id).state == State.CONFIRMED
    press(page, "取消报名")
    expect(page.locator("h1")).to_have_text("已取消")
    assert Occurrence.get().taken == 0


def test_moved_occurrence_is_kept_with_one_tap(phone):
    signup = make_signup(make_bookable())
    move(signup.occurrence, 14)
    page = phone()
    page.goto(address(signup))

    expect(page.locator(".moved")).to_contain_text("14:00–16:00")
    press(page, "还来，名额留着")

    expect(page.locator(".done-note")).to_have_text("好的，名额给您留着。")
    expect(page.locator(".moved")).to_have_count(0)
    assert Signup.get_by_id(signup.id).kept_sequence == 1


def test_offer_is_taken_with_one_tap_and_too_late_with_a_sentence(phone, at):
    occurrence = make_bookable(capacity=2)
    in_time, late = make_signup(occurrence), make_signup(occurrence)
    expiry = clock.now() + timedelta(hours=2)
    Signup.update(state=State.OFFERED, offer_expires_at=expiry).execute()
    page, other = phone(), phone()
    page.goto(address(in_time))
    other.goto(address(late))

    press(page, "要，1 人都来")
    expect(page.locator("h1")).to_have_text("已确认")

    at("2026-11-21T12:00+08:00")
    press(other, "要，1 人都来")
    expect(other.locator("h1")).to_have_text("已过期")
    expect(other.get_by_role("alert")).to_contain_text("留给您的名额已经过期")


def test_page_fits_a_narrow_phone_and_prints_nothing_but_the_pass(phone):
    signup = make_signup(make_bookable())
    page = phone()
    page.goto(address(signup))

    assert page.evaluate("document.documentElement.scrollWidth") == 360
    targets = page.locator("main").locator("a, button, input:not([type=hidden])")
    sizes = targets.evaluate_all(
        "all => all.map(one => one.getBoundingClientRect()).filter(one => one.width)"
        ".map(one => Math.min(one.width, one.height))"
    )
    assert min(sizes) >= 44
    page.emulate_media(media="print")
    shown = page.locator("body *:visible").evaluate_all(
        "all => all.filter(one => !one.closest('.pass') && !one.querySelector('.pass')).length"
    )
    assert shown == 0
