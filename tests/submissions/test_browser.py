"""A step in a real browser: it saves itself, and nothing that was typed gets lost."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from events import clock
from events.people.models import Account
from events.people.sessions import open_session
from events.submissions.models import Submission
from events.units.models import Unit
from tests.factories import make_account, make_unit
from tests.submissions.filling import fresh, make_draft, path

pytestmark = pytest.mark.engine("sqlite")


@pytest.fixture
def unit(site: str) -> Unit:
    return make_unit(name="重庆自然博物馆", slug="museum")


@pytest.fixture
def draft(unit: Unit) -> Submission:
    return make_draft(unit)


@pytest.fixture
def lin(unit: Unit) -> Account:
    return make_account(editor_of=(unit,), name="林晓")


@pytest.fixture
def page(browser: Browser, site: str, lin: Account) -> Iterator[Page]:
    """林晓's phone, on which she is signed in."""
    context = browser.new_context(
        base_url=site, viewport={"width": 360, "height": 740}, timezone_id="Asia/Shanghai"
    )
    context.set_default_timeout(10_000)
    sign_in(context, site, lin)
    page = context.new_page()
    page.on("dialog", lambda dialog: dialog.accept())
    yield page
    context.close()


def sign_in(context, site: str, account: Account) -> None:  # type: ignore[no-untyped-def]
    token = open_session(account, "a test", clock.now())
    context.add_cookies([{"name": "kepuli_session", "value": token, "url": site}])


def test_leaving_a_field_saves_and_says_when(page: Page, draft: Submission):
    page.goto(path(draft, "text"))
    page.get_by_label("活动介绍").fill("还在写的介绍")
    page.get_by_label("图片里有什么").focus()

    expect(page.get_by_role("status")).to_have_text("已保存 10:00")
    assert fresh(draft).draft["text"]["description"] == "还在写的介绍"

    page.get_by_role("button", name="保存并返回任务列表").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("标本里的冬天")


def test_without_a_network_the_text_stays_here_and_is_offered_again(page: Page, draft: Submission):
    page.goto(path(draft, "text"))
    page.context.set_offline(True)
    page.get_by_label("活动介绍").fill("在地铁里写的")
    page.get_by_label("图片里有什么").focus()
    expect(page.get_by_role("status")).to_have_text("没有网络，内容暂存在这台设备上")
    assert fresh(draft).version == 0

    page.context.clear_cookies()  # signed out meanwhile: what leaves the page is refused
    page.context.set_offline(False)
    page.goto("/days")
    sign_in(page.context, page.url.removesuffix("/days"), Account.get())
    page.goto(path(draft, "text"))

    assert page.get_by_label("活动介绍").input_value() == "看标本师怎样让一只白鹇过冬。"
    page.get_by_role("button", name="恢复").click()
    assert page.get_by_label("活动介绍").input_value() == "在地铁里写的"
    page.get_by_label("图片里有什么").focus()
    page.get_by_label("活动介绍").focus()
    expect(page.get_by_role("status")).to_have_text("已保存 10:00", timeout=10_000)
    assert fresh(draft).draft["text"]["description"] == "在地铁里写的"

    page.reload()
    expect(page.get_by_role("button", name="恢复")).to_have_count(0)


def test_what_was_kept_here_can_be_thrown_away(page: Page, draft: Submission):
    page.goto(path(draft, "text"))
    page.context.set_offline(True)
    page.get_by_label("活动介绍").fill("不要了")
    page.get_by_label("图片里有什么").focus()
    expect(page.get_by_role("status")).to_contain_text("没有网络")
    page.context.clear_cookies()
    page.context.set_offline(False)
    page.goto("/days")
    sign_in(page.context, page.url.removesuffix("/days"), Account.get())

    page.goto(path(draft, "text"))
    page.get_by_role("button", name="丢掉").click()
    page.reload()

    expect(page.get_by_role("button", name="丢掉")).to_have_count(0)
    assert fresh(draft).draft["text"]["description"] == "看标本师怎样让一只白鹇过冬。"


def test_a_second_window_is_told_and_its_text_wins_only_by_the_button(
    page: Page, draft: Submission
):
    other = page.context.new_page()
    other.on("dialog", lambda dialog: dialog.accept())
    for window in (page, other):
        window.goto(path(draft, "text"))
    page.get_by_label("活动介绍").fill("第一个窗口")
    page.get_by_label("图片里有什么").focus()
    expect(page.get_by_role("status")).to_have_text("已保存 10:00")

    other.get_by_label("活动介绍").fill("第二个窗口")
    other.get_by_label("图片里有什么").focus()
    expect(other.get_by_role("status")).to_contain_text("刚在另一个窗口改过")
    assert fresh(draft).draft["text"]["description"] == "第一个窗口"

    other.get_by_role("button", name="保存并继续").click()
    expect(other.get_by_role("alert")).to_contain_text("第一个窗口")
    assert other.get_by_label("活动介绍").input_value() == "第二个窗口"
    other.get_by_role("button", name="保存并继续").click()
    expect(other.get_by_role("heading", level=1)).to_have_text("检查并提交")
    assert fresh(draft).draft["text"]["description"] == "第二个窗口"


def test_a_press_of_the_button_right_after_typing_is_no_conflict_with_oneself(
    page: Page, draft: Submission
):
    page.goto(path(draft, "basics"))
    page.get_by_label("标题").fill("刚打完就按")
    page.get_by_role("button", name="保存并返回任务列表").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("刚打完就按")


def test_only_what_belongs_to_the_chosen_way_of_signing_up_is_shown(page: Page, draft: Submission):
    page.goto(path(draft, "signup"))
    shown = {name: page.locator(f"[name={name}]") for name in ("signup_phone", "party_limit")}
    expect(shown["party_limit"]).to_be_hidden()

    page.get_by_label("打电话报名").check()
    expect(shown["signup_phone"]).to_be_visible()
    page.get_by_label("在这里报名").check()
    expect(shown["signup_phone"]).to_be_hidden()
    expect(shown["party_limit"]).to_be_visible()
    expect(page.get_by_label("当天几点开放")).to_be_hidden()
    page.get_by_label("到某一天一起开放").check()
    expect(page.get_by_label("当天几点开放")).to_be_visible()
    expect(page.locator("#opens_days_before")).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_from_an_empty_form_to_the_office_s_desk(page: Page, unit: Unit):
    page.goto("/workspace/museum/submissions/new")
    page.get_by_role("button", name="从头填一份").click()
    page.get_by_label("标题").fill("冬天的标本")
    page.get_by_label("形式").select_option(label="讲座")
    page.get_by_label("现场还是线上").select_option(label="线上")
    page.get_by_label("公众").check()
    page.get_by_role("button", name="保存并继续").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("时间和场次")
    [submission] = Submission.select()

    page.goto(path(submission, "signup"))
    page.get_by_label("打电话报名").check()
    page.get_by_label("报名电话").fill("023-60313777")
    page.get_by_role("button", name="保存并继续").click()
    page.get_by_label("活动介绍").fill("看标本师怎样让一只白鹇过冬。")
    page.get_by_role("button", name="保存并继续").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("检查并提交")
    expect(page.get_by_role("alert")).to_contain_text("还没有场次")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
