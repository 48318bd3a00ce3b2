"""Three people live through an edition in the browser: the unit, the district's reviewer, the
office. What they do is what everybody's calendar says."""

import re
from collections.abc import Callable
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from events.activities.models import Activity
from events.days.models import ThemedDay
from events.people.models import OfficeRole
from events.submissions.models import State, Submission
from events.units.models import Unit
from tests.factories import (
    make_account,
    make_district,
    make_edition,
    make_themed_day,
    make_unit,
    make_venue,
    make_work_item,
)
from tests.journeys.conftest import Person, letters

SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def unit(site: str) -> Unit:
    district = make_district(name="城南区")
    unit = make_unit(name="城南博物馆", region=district)
    make_venue(name="城南科技馆", district=district)
    return unit


@pytest.fixture
def day(unit: Unit) -> ThemedDay:
    """A themed day whose next edition the unit owes something for."""
    day = make_themed_day(name="天文日", slug="astronomy-day")
    make_edition(themed_day=day, first_day=date(2026, 12, 12), last_day=date(2026, 12, 13))
    make_work_item(days=(day,), units=(unit,))
    return day


def register(person: Person, day: ThemedDay) -> int:
    """From the to-do list through all steps to the office; the number of the submission."""
    person.follow(f"登记{day.name}的活动")
    person.press("从头填一份")
    person.fill("标题", "冬夜看星")
    person.choose("形式", "讲座")
    person.choose("现场还是线上", "现场")
    person.tick("家庭")
    person.press("保存并继续")
    person.write("days", "2026-12-12，12月13日")
    person.write("times", "19:00–20:30")
    person.press("加入")
    person.reads("共 2 场")
    person.press("保存并继续")
    person.fill("查找场馆", "城南")
    person.press("查找")
    person.page.get_by_role("button", name="用这个").click()
    person.press("保存并继续")
    person.tick("无需报名")
    person.press("保存并继续")
    person.fill("活动介绍", "带一双眼睛来。想问什么打 13800001234。")
    person.press("保存并继续")
    person.press("提交")
    found = re.search(r"/submissions/(\d+)", person.page.url)
    assert found
    return int(found[1])


def move_edition(office: Person) -> None:
    """A week later, on the word of a notice, after a look at whom it concerns."""
    office.follow("改期…")
    office.write("first_day", "2026-12-19")
    office.write("last_day", "2026-12-20")
    office.write("source", "关于天文日改期的通知")
    office.press("看看会影响谁")
    office.reads("冬夜看星")
    office.press("确定改期")


def open_sitting(person: Person, number: int) -> None:
    """The first of the public occurrences."""
    person.go(f"/workspace/submissions/{number}/occurrences")
    person.page.locator("ol.rows a").first.click()


def change(person: Person, what: str, reason: str) -> None:
    """This sitting and the one after it, with a reason."""
    section = person.page.locator("section", has=person.page.get_by_role("heading", name=what))
    section.locator("label.tick", has_text="这一场和后面的").click()
    section.locator("[name$=reason]").fill(reason)
    section.get_by_role("button", name=what, exact=True).click()


def test_an_activity_is_registered_returned_corrected_published_moved_and_cancelled(
    unit: Unit, day: ThemedDay, sign_in: Callable[..., Person], feed: Callable[[str], dict]
):
    chen = make_account(name="陈静", owner_of=(unit,))
    zhou = make_account(name="周宁", districts=(unit.region,))
    lin = make_account(name="林晓", roles=(OfficeRole.OFFICE,))
    museum, reviewer, office = sign_in(chen), sign_in(zhou), sign_in(lin)

    number = register(museum, day)

    assert Submission.get_by_id(number).state == State.SUBMITTED
    assert letters("submission-submitted") == [chen.email]
    assert not Activity.select().exists()

    reviewer.go("/office/reviews")
    reviewer.follow("冬夜看星")
    reviewer.reads("13800001234")
    reviewer.fill("给单位的话", "请换成单位的电话。")
    reviewer.press("退回修改")
    assert letters("submission-returned") == [chen.email]

    museum.go("/workspace")
    museum.follow("修改：冬夜看星")
    museum.reads("请换成单位的电话。")
    museum.go(f"/workspace/submissions/{number}/text")
    museum.fill("活动介绍", "带一双眼睛来。")
    museum.press("保存并继续")
    museum.press("提交")

    reviewer.go(f"/office/reviews/{number}")
    reviewer.press("通过并发布")
    activity = Activity.get()
    path = f"/calendars/activities/{activity.id}.ics"
    published = feed(path)
    assert letters("submission-published") == [chen.email]
    assert [one[:3] for one in published.values()] == [("冬夜看星", "CONFIRMED", 0)] * 2
    assert set(published) <= set(feed("/calendars/days/astronomy-day.ics"))

    office.go("/office/editions/astronomy-day/2026")
    move_edition(office)
    edition = feed("/calendars/days/astronomy-day.ics")
    assert [one[3] for uid, one in edition.items() if uid not in published] == [date(2026, 12, 19)]
    assert letters("edition-moved") == [chen.email]
    museum.go("/workspace")
    museum.reads("核对：冬夜看星")

    open_sitting(museum, number)
    museum.page.locator("[name$=day]").first.fill("2026-12-19")
    change(museum, "改期", "跟着天文日改到下一周")
    reviewer.go(f"/office/reviews/{number}")
    reviewer.reads("12月19日")
    reviewer.press("通过并发布")
    moved = feed(path)
    assert sorted((one[2], one[3]) for one in moved.values()) == [
        (1, datetime(2026, 12, 19, 19, tzinfo=SHANGHAI)),
        (1, datetime(2026, 12, 20, 19, tzinfo=SHANGHAI)),
    ]
    assert moved.keys() == published.keys()

    open_sitting(museum, number)
    change(museum, "取消举办", "连日阴雨")
    cancelled = feed(path)
    assert {(uid, *one[:3]) for uid, one in cancelled.items()} == {
        (uid, "【已取消】冬夜看星", "CANCELLED", 2) for uid in published
    }
