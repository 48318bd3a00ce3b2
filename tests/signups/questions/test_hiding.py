"""The questions in a real browser: hidden until they are asked, all there without JavaScript."""

from dataclasses import replace

import pytest
from playwright.sync_api import Browser, Page

from events import clock
from events.people.sessions import open_session
from events.signups.questions.question import TICKED
from tests.browsers import watch
from tests.factories import make_account, make_question_set, make_unit
from tests.signups.questions.conftest import CHAIR, PHOTO, WIDTH

NAME = replace(PHOTO, key="name", kind="short", label="署名", shown_if=("photo", TICKED))
LIFT = replace(CHAIR, key="lift", label="要坐电梯吗", shown_if=("chair", "是"))
FLOOR = replace(WIDTH, key="floor", label="到几楼", is_required=True, shown_if=("lift", "是"))


def preview(site: str, browser: Browser, **options: bool) -> Page:
    unit = make_unit()
    made = make_question_set(unit, CHAIR, LIFT, FLOOR, PHOTO, NAME)
    token = open_session(make_account(editor_of=(unit,)), "a test", clock.now())
    context = browser.new_context(**options)
    context.add_cookies([{"name": "kepuli_session", "value": token, "url": site}])
    page = context.new_page()
    page.goto(f"{site}/workspace/{unit.slug}/question-sets/{made.id}/versions/1")
    return page


def seen(page: Page) -> list[str]:
    shown = page.locator(".question:visible :is(input, textarea)")
    return list(dict.fromkeys(shown.evaluate_all("all => all.map(one => one.name)")))


@pytest.mark.engine("sqlite")
def test_a_question_appears_with_the_answer_it_waits_for_and_goes_with_it(
    site: str, browser: Browser
):
    page = preview(site, browser)
    troubles = watch(page, site)
    assert seen(page) == ["q_chair", "q_photo"]

    page.get_by_label("是", exact=True).first.check()
    assert seen(page) == ["q_chair", "q_lift", "q_photo"]
    page.locator("[name=q_lift][value=是]").check()
    assert seen(page) == ["q_chair", "q_lift", "q_floor", "q_photo"]
    page.locator("[name=q_chair][value=否]").check()
    assert seen(page) == ["q_chair", "q_photo"]

    page.get_by_label("同意拍照").check()
    assert seen(page) == ["q_chair", "q_photo", "q_name"]
    assert not page.get_by_text("才填").first.is_visible()
    assert troubles == []


@pytest.mark.engine("sqlite")
def test_without_javascript_all_are_there_with_their_conditions_in_words(
    site: str, browser: Browser
):
    page = preview(site, browser, java_script_enabled=False)

    assert page.locator(".question").count() == page.locator(".question:visible").count() == 5
    assert page.locator("[name=q_floor]").get_attribute("required") is None
    assert [words.strip() for words in page.locator("[data-condition]").all_inner_texts()] == [
        "如果“坐轮椅来吗”答“是”才填。",
        "如果“要坐电梯吗”答“是”才填。",
        "如果勾选了“同意拍照”才填。",
    ]
