"""Signing up on a telephone, in a real browser: taps counted, and what the script adds."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from events import clock
from events.signups.models import Signup
from tests.browsers import watch
from tests.factories import make_activity, make_bookable
from tests.signups.joining.visitor import form_path

TOMORROW = datetime(2026, 11, 22, 10)  # noqa: DTZ001  a wall time
MOST_TAPS = 6
GUARDIAN = "我是其中不满 14 岁的孩子的监护人"
MOST_BYTES = 45 * 1024


@pytest.fixture
def phone(browser: Browser, site: str) -> Iterator[Page]:
    """The test fails when a script does."""
    context = browser.new_context(
        base_url=site, viewport={"width": 360, "height": 640}, has_touch=True, is_mobile=True
    )
    context.set_default_timeout(30_000)
    page = context.new_page()
    troubles = watch(page, site)
    yield page
    context.close()
    assert troubles == []


def test_family_signs_up_from_the_home_page_in_six_taps(phone: Page):
    activity = make_activity(title="恐龙导览", signup_mode="here", age_from=8, age_to=12)
    make_bookable(activity, start=TOMORROW)
    taps = []

    def tap(what: Locator) -> None:
        taps.append(str(what))
        what.tap()

    phone.goto("/")
    tap(phone.get_by_role("link", name="恐龙导览").first)
    tap(phone.locator(".action-bar").get_by_role("link", name="报名"))
    phone.get_by_label("称呼").fill("王女士")
    phone.get_by_label("手机号").fill("13800001234")
    tap(phone.get_by_role("button", name="孩子，7—13 岁 加 1"))
    expect(phone.locator("[data-total]")).to_have_text("共 2 人")
    tap(phone.get_by_label(GUARDIAN))
    tap(phone.get_by_role("button", name="报名"))

    expect(phone).to_have_url(re.compile(r"/signups/[\w-]{40}$"))
    signup = Signup.get()
    assert (signup.state, signup.adults, signup.under_14) == ("confirmed", 1, 1)
    assert len(taps) <= MOST_TAPS


def test_consent_is_asked_only_of_who_brings_children(phone: Page):
    occurrence = make_bookable()
    phone.goto(form_path(occurrence))
    consent = phone.get_by_label(GUARDIAN)

    expect(consent).to_be_hidden()
    phone.get_by_role("button", name="孩子，6 岁以下 加 1").tap()
    expect(consent).to_be_visible()
    phone.get_by_role("button", name="孩子，6 岁以下 减 1").tap()
    expect(consent).to_be_hidden()


def test_button_unlocks_by_itself_by_the_clock_of_the_server(phone: Page):
    now = clock.now()
    occurrence = make_bookable(signup_opens_at=now + timedelta(seconds=9))
    phone.goto(form_path(occurrence))
    phone.get_by_label("称呼").fill("王女士")
    button = phone.get_by_role("button", name="报名")

    expect(button).to_have_attribute("aria-disabled", "true")
    expect(phone.locator("[data-left]")).to_contain_text("还有 00:00:0")
    expect(phone.get_by_text("开放了，现在可以报名。")).to_be_visible(timeout=30_000)
    expect(button).not_to_have_attribute("aria-disabled", "true")
    expect(phone.get_by_label("称呼")).to_have_value("王女士")


def test_clock_of_the_device_that_is_set_back_keeps_the_button_locked_no_longer(phone: Page):
    occurrence = make_bookable(signup_opens_at=clock.now() + timedelta(seconds=9))
    phone.goto(form_path(occurrence))
    button = phone.get_by_role("button", name="报名")
    expect(button).to_have_attribute("aria-disabled", "true")

    phone.evaluate("{ const real = Date.now; Date.now = () => real() - 3600_000; }")

    expect(button).not_to_have_attribute("aria-disabled", "true", timeout=30_000)


def test_whoever_comes_back_reads_that_sending_again_is_safe(phone: Page):
    occurrence = make_bookable()
    phone.goto(form_path(occurrence))
    told = phone.get_by_text("同一份表单不会报两次名")
    expect(told).to_be_hidden()

    phone.goto("/")
    phone.go_back()

    expect(told).to_be_visible()


def test_mistakes_are_read_out_first(phone: Page):
    phone.goto(form_path(make_bookable()))

    phone.get_by_role("button", name="报名").tap()

    expect(phone.locator(":focus")).to_contain_text("处要改，您填的内容都还在")


def test_form_is_light_and_fits_without_scrolling_sideways(phone: Page):
    sizes = []
    phone.on("requestfinished", lambda request: sizes.append(request.sizes()))

    phone.goto(form_path(make_bookable()), wait_until="networkidle")

    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
    assert sum(size["responseBodySize"] for size in sizes) <= MOST_BYTES * 2  # not compressed here


def test_form_works_without_scripts(browser: Browser, site: str):
    occurrence = make_bookable()
    context = browser.new_context(base_url=site, java_script_enabled=False)
    context.set_default_timeout(30_000)
    page = context.new_page()
    page.goto(form_path(occurrence))

    page.get_by_label("称呼").fill("王女士")
    page.get_by_label("手机号").fill("13800001234")
    page.get_by_label("孩子，7—13 岁").fill("1")
    page.get_by_label(GUARDIAN).check()
    page.get_by_role("button", name="报名").click()

    assert Signup.get().party == 2
    context.close()
