"""Devices at the door, in a real browser: without network, two at once, and cleared afterwards."""

from collections.abc import Callable

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from events import clock
from events.people.models import Account, LoginSession
from events.people.sessions import open_session
from tests.browsers import watch
from tests.pages.test_browser_looks import RULES, SMALL_TARGETS, STICKING_OUT
from tests.signups.checkin.devices import check_ins, enter, here, status

Device = Callable[..., Page]


def test_check_in_goes_on_without_network_and_is_sent_when_there_is_one(
    device: Device, numbers: list[str], at: Callable[[str], None]
):
    first, second = device(), device()
    one, other, third = numbers

    first.context.set_offline(True)
    first.reload()
    expect(status(first)).to_contain_text("没有网络")
    enter(first, one, "没有网络，已记在这台设备上")
    enter(first, one, "签过到了")
    enter(first, other, "请进")
    expect(status(first)).to_contain_text("2 条等待发送")
    first.reload()
    expect(status(first)).to_contain_text("2 条等待发送")
    expect(first.locator(".door-count")).to_contain_text("3／4")
    assert here() == set()

    first.context.set_offline(False)
    expect(status(first)).to_contain_text("0 条等待发送")

    assert (here(), check_ins()) == ({one, other}, 2)
    enter(second, one, "已于 9:42 签到")
    enter(second, third, "请进")
    assert (here(), check_ins()) == (set(numbers), 3)


def test_two_devices_without_network_let_the_same_party_in_and_one_is_told(
    device: Device, numbers: list[str]
):
    first, second = device(), device()
    for door in (first, second):
        door.context.set_offline(True)
        enter(door, numbers[0], "请进")

    first.context.set_offline(False)
    expect(status(first)).to_contain_text("0 条等待发送")
    second.context.set_offline(False)

    expect(second.locator("[data-troubles]")).to_contain_text(f"{numbers[0]} 王芳 已于 9:42 签到")
    expect(first.locator("[data-troubles]")).to_be_hidden()
    assert here() == {numbers[0]}


def test_number_that_is_not_on_the_list_is_checked_when_there_is_network(
    device: Device, numbers: list[str]
):
    door = device()
    door.context.set_offline(True)
    enter(door, "ZZZZZZZZ", "名单里没有这个编号，已记下")

    door.context.set_offline(False)

    expect(door.locator("[data-troubles]")).to_contain_text("没有这个编号")
    expect(status(door)).to_contain_text("0 条等待发送")
    door.reload()
    expect(door.locator("[data-troubles]")).to_contain_text("没有这个编号")


def test_somebody_signed_out_keeps_the_queue_and_is_told_to_sign_in(
    device: Device, numbers: list[str], account: Account, site: str
):
    door = device()
    LoginSession.update(revoked_at=clock.now()).execute()

    enter(door, numbers[0], "已记在这台设备上")
    expect(status(door)).to_contain_text("登录已过期")
    expect(status(door)).to_contain_text("1 条等待发送")
    expect(door.get_by_role("link", name="重新登录")).to_be_visible()
    assert here() == set()

    token = open_session(account, "a telephone", clock.now())
    door.context.clear_cookies()  # the old token for forms, too
    door.context.add_cookies([{"name": "kepuli_session", "value": token, "url": site}])
    door.reload()

    expect(status(door)).to_contain_text("0 条等待发送")
    assert here() == {numbers[0]}


STALL = """() => {
  const real = window.fetch;
  window.fetch = (address, options) => {
    window.fetch = real;
    const body = new ReadableStream({
      start: (stream) => options.signal.addEventListener("abort", () => stream.error("aborted")),
    });
    return Promise.resolve(new Response(body));
  };
}"""


def test_answer_that_stalls_halfway_is_given_up_and_the_queue_is_sent(
    device: Device, numbers: list[str]
):
    door = device()
    door.evaluate(STALL)

    enter(door, numbers[0], "请进")

    expect(status(door)).to_contain_text("0 条等待发送", timeout=30_000)
    assert here() == {numbers[0]}


def test_what_the_device_keeps_is_cleared_on_demand(device: Device, numbers: list[str]):
    door = device()
    enter(door, numbers[0], "王芳")
    kept = "JSON.stringify(Object.entries(localStorage))"
    assert "王芳" in door.evaluate(kept)

    door.get_by_role("button", name="清除本机数据").click()

    expect(status(door)).to_contain_text("已经清除")
    expect(door.get_by_text("王芳")).to_have_count(0)
    assert door.evaluate(kept) == "[]"
    assert door.evaluate("caches.keys()") == []
    assert door.evaluate("navigator.serviceWorker.getRegistrations().then(all => all.length)") == 0


def test_what_the_device_keeps_is_removed_after_the_day_but_for_the_queue(
    device: Device, numbers: list[str], at: Callable[[str], None]
):
    door = device()
    door.context.set_offline(True)
    enter(door, numbers[0], "请进")

    at("2026-11-30T08:00+08:00")
    door.context.set_offline(False)
    expect(door.locator("[data-closed]")).to_contain_text("签到到第二天为止")

    expect(status(door)).to_contain_text("0 条等待发送")
    assert here() == {numbers[0]}
    expect(door.locator("[data-guests]").get_by_text("王芳")).to_have_count(0)
    door.wait_for_function("!JSON.stringify(Object.entries(localStorage)).includes('王芳')")


def test_undoing_works_without_network_only_for_what_was_not_sent(
    device: Device, numbers: list[str]
):
    door = device()
    enter(door, numbers[0], "请进")
    door.context.set_offline(True)
    enter(door, numbers[1], "请进")

    door.locator(f"[data-number='{numbers[1]}']").get_by_role("button", name="撤销").click()
    expect(status(door)).to_contain_text("0 条等待发送")
    door.locator(f"[data-number='{numbers[0]}']").get_by_role("button", name="撤销").click()
    expect(door.locator("[data-verdict]")).to_contain_text("这一步要有网络")
    assert here() == {numbers[0]}

    door.context.set_offline(False)
    expect(status(door)).to_contain_text("在线")
    door.locator(f"[data-number='{numbers[0]}']").get_by_role("button", name="撤销").click()
    expect(door.locator("[data-verdict]")).to_contain_text("签到已撤销")
    assert here() == set()


def test_typing_narrows_the_list_and_the_button_beside_a_name_lets_in(
    device: Device, numbers: list[str]
):
    door = device()

    enter(door, "李", "找到 1 份")
    expect(door.locator("[data-guests] .guest:visible")).to_have_count(1)
    door.locator("[data-guests] .guest:visible").get_by_role("button", name="签到").click()

    expect(door.locator("[data-verdict]")).to_contain_text("李强 · 1 位成人")
    expect(door.locator("[data-guests] .guest:visible")).to_have_count(3)
    assert here() == {numbers[1]}


def test_page_is_usable_by_everyone_and_on_a_small_screen(device: Device, numbers: list[str]):
    door = device()
    troubles = watch(door, door.url.partition("/workspace")[0])
    enter(door, numbers[0], "请进")

    results = Axe().run(door, options={"runOnly": RULES, "resultTypes": ["violations"]})

    assert results.violations_count == 0, results.generate_report()
    assert door.evaluate(SMALL_TARGETS) == []
    for width in (320, 360):
        door.set_viewport_size({"width": width, "height": 640})
        assert door.evaluate(STICKING_OUT) == []
    assert troubles == []
