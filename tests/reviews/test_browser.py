"""The desk in a real browser: keys that lead and never decide, sentences that are written in."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from events import clock
from events.people.sessions import open_session
from events.reviews.models import ReviewReason
from events.submissions.models import State, Submission
from tests.browsers import watch
from tests.factories import make_submission
from tests.reviews.desk import lecture, make_officer, state_of

pytestmark = pytest.mark.engine("sqlite")


@pytest.fixture
def rows(site: str) -> list[Submission]:
    """Three that wait, in this order."""
    ReviewReason.create(decision="returned", text="请核对时间。")
    return [
        make_submission(lecture(title=f"第{n}课", day=day)) for n, day in ((1, 1), (2, 7), (3, 14))
    ]


@pytest.fixture
def desk(browser: Browser, site: str, rows: list[Submission]) -> Iterator[Page]:
    """An officer's screen. The test fails when a script does."""
    context = browser.new_context(base_url=site, viewport={"width": 1280, "height": 800})
    context.set_default_timeout(10_000)
    token = open_session(make_officer(), "a test", clock.now())
    context.add_cookies([{"name": "kepuli_session", "value": token, "url": site}])
    page = context.new_page()
    troubles = watch(page, site)
    yield page
    context.close()
    assert troubles == []


def test_j_and_k_lead_through_the_queue_and_enter_opens(desk: Page, rows: list[Submission]):
    desk.goto("/office/reviews")
    focused = desk.locator(":focus")

    steps = [("j", 1), ("j", 2), ("j", 3), ("j", 3), ("k", 2)]
    for key, number in steps:
        desk.keyboard.press(key)
        expect(focused).to_have_text(f"第{number}课")
    desk.keyboard.press("Enter")

    expect(desk.locator("h1")).to_have_text("第2课")
    desk.keyboard.press("j")
    expect(desk.locator("h1")).to_have_text("第3课")
    desk.keyboard.press("k")
    expect(desk.locator("h1")).to_have_text("第2课")
    assert {state_of(row) for row in rows} == {State.SUBMITTED}


def test_a_and_r_only_lead_to_the_buttons(desk: Page, rows: list[Submission]):
    desk.goto(f"/office/reviews/{rows[0].id}")

    desk.keyboard.press("r")
    expect(desk.locator(":focus")).to_have_text("退回修改")
    desk.keyboard.press("a")
    expect(desk.locator(":focus")).to_have_text("通过并发布")
    assert state_of(rows[0]) == State.SUBMITTED

    desk.keyboard.press("Enter")
    expect(desk.locator("[role=status]")).to_contain_text("已通过并发布")
    assert state_of(rows[0]) == State.PUBLISHED


def test_in_a_field_and_with_control_keys_stay_keys(desk: Page, rows: list[Submission]):
    desk.goto(f"/office/reviews/{rows[0].id}")
    note = desk.get_by_label("给单位的话", exact=True)

    note.focus()
    desk.keyboard.type("jkar")
    expect(note).to_have_value("jkar")
    expect(note).to_be_focused()
    note.blur()
    desk.keyboard.press("Control+a")
    expect(desk.locator("[data-key=a]")).not_to_be_focused()


def test_a_ticked_sentence_is_written_into_the_note(desk: Page, rows: list[Submission]):
    desk.goto(f"/office/reviews/{rows[0].id}")
    note = desk.get_by_label("给单位的话", exact=True)
    note.fill("您好！")

    desk.get_by_text("请核对时间。").click()
    expect(note).to_have_value("您好！\n请核对时间。")
    desk.get_by_role("button", name="退回修改").click()

    expect(desk.locator("[role=status]")).to_contain_text("已退回修改")
    [review] = rows[0].reviews  # type: ignore[attr-defined]
    assert review.note == "您好！\n请核对时间。"
