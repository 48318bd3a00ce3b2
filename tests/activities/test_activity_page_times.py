"""The page of one activity: when it takes place, and what became of that."""

from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient

from events.activities.actions import retitle_activity
from events.activities.occurrences import (
    cancel_occurrence,
    move_occurrence,
    postpone_occurrence,
    reinstate_occurrence,
    relocate_occurrence,
)
from events.activities.timing import between
from tests import NOW
from tests.activities.activity_page import SHANGHAI, changes, open_page, sittings, state, wall
from tests.factories import (
    make_activity,
    make_occurrence,
    make_venue,
)
from tests.pages.facts import facts_of
from tests.pages.reading import PageText, text_of

# When it takes place


@pytest.mark.parametrize(
    ("times", "words"),
    [
        ({"first_day": date(2026, 12, 5)}, "12月5日（周六）"),
        (
            {"first_day": date(2026, 12, 5), "last_day": date(2027, 2, 28)},
            "12月5日（周六）—2027年2月28日（周日）",
        ),
        (
            {"start": wall("2026-12-13T22:00"), "end": wall("2026-12-14T01:30")},
            "12月13日（周日） 22:00–次日1:30",
        ),
        (
            {"start": wall("2026-12-13T18:00"), "end": wall("2026-12-14T00:00")},
            "12月13日（周日） 18:00–24:00",
        ),
        (
            {"start": wall("2026-12-11T09:00"), "end": wall("2026-12-13T17:00")},
            "12月11日（周五）9:00—12月13日（周日）17:00",
        ),
        (
            {"start": wall("2028-02-29T09:00"), "end": wall("2028-02-29T10:00")},
            "2028年2月29日（周二） 9:00–10:00",
        ),
    ],
)
def test_times_read_as_people_write_them(client: FlaskClient, db, times: dict, words: str):
    activity = make_activity()
    make_occurrence(activity, **times)

    page = open_page(client, activity)

    assert facts_of(page)["时间"] == words
    assert sittings(page) == [f"{words} 无需报名 放进日历"]


@pytest.mark.parametrize(
    ("zone", "words"),
    [
        ("Asia/Urumqi", "11月28日（周六） 10:00–12:00（UTC+06:00） 这里写的是乌鲁木齐当地的时间。"),
        ("Europe/Berlin", "11月28日（周六） 10:00–12:00（UTC+01:00） 这里写的是柏林当地的时间。"),
        ("Asia/Chongqing", "11月28日（周六） 10:00–12:00"),
    ],
)
def test_another_zone_is_named_where_its_clocks_differ(
    client: FlaskClient, db, zone: str, words: str
):
    activity = make_activity(timezone=zone)
    make_occurrence(activity)

    assert facts_of(open_page(client, activity))["时间"] == words


def test_several_are_counted_and_the_next_is_marked(client: FlaskClient, db):
    activity, venue = make_activity(), make_venue()
    for day in (20, 22, 28):
        make_occurrence(activity, start=wall(f"2026-11-{day}T10:00"), venue=venue)

    page = open_page(client, activity)

    assert facts_of(page)["时间"] == "11月22日（周日） 10:00–12:00 另有 1 场，见下"
    assert page.all("time", class_="plate")[0].attributes["datetime"] == "2026-11-22"
    [chosen] = page.all("tr", class_="chosen")
    assert text_of(chosen).startswith("11月22日")
    assert sittings(page, "over-title") == ["11月20日（周五） 10:00–12:00 已结束"]


def test_what_is_running_is_not_over_and_what_ended_this_morning_is(client: FlaskClient, db):
    running, ended = make_activity(), make_activity()
    make_occurrence(running, first_day=date(2026, 11, 1), last_day=date(2026, 11, 30))
    make_occurrence(ended, start=wall("2026-11-21T08:00"), end=wall("2026-11-21T09:59"))

    assert state(open_page(client, running)) == "正在进行"
    page = open_page(client, ended)
    assert state(page) == "已结束"
    assert "往后没有新的场次" in facts_of(page)["时间"]


def test_what_is_over_says_so_and_offers_nothing_to_add(client: FlaskClient, db):
    activity = make_activity()
    make_occurrence(activity, start=wall("2026-10-01T10:00"))

    page = open_page(client, activity)

    assert state(page) == "已结束"
    assert facts_of(page)["时间"] == "10月1日（周四） 10:00–12:00 已经结束，往后没有新的场次。"
    assert sittings(page, "over-title") == ["10月1日（周四） 10:00–12:00 已结束"]
    assert page.section("sittings-title") == ""
    assert page.all("div", class_="action-bar") == []
    assert not [a for a in page.links() if "/occurrences/" in a]


def test_without_occurrences_the_time_is_open_and_one_can_subscribe(client: FlaskClient, db):
    activity = make_activity()

    page = open_page(client, activity)

    assert state(page) == "时间待定"
    assert facts_of(page)["时间"].startswith("还没有定")
    assert facts_of(page)["地点"] == "还没有定"
    assert facts_of(page)["适合"] == "公众"
    assert page.all("div", class_="unknown")
    assert page.section("subscribe-title")
    assert page.all("tr") == []


def test_a_whole_year_of_days_is_folded_by_month(client: FlaskClient, db):
    activity = make_activity()
    venue = make_venue()
    for number in range(366):
        start = wall("2026-09-01T09:00") + timedelta(days=number)
        make_occurrence(activity, start=start, venue=venue)

    response = client.get(f"/activities/{activity.id}")

    page = PageText(response.text)
    assert len(sittings(page)) + len(sittings(page, "over-title")) == 366
    assert text_of(page.all("h2", id="sittings-title")[0]) == "往后 285 场"
    assert [text_of(e) for e in page.all("summary")][:2] == [
        "2026 年11月 10 场",
        "2026 年12月 31 场",
    ]
    assert len(page.all("details")) == 11 + 3 + 1  # coming and past months, other calendars
    assert len([e for e in page.all("details") if "open" in e.attributes]) == 1


# What became of it


def test_cancelled(client: FlaskClient, db):
    activity = make_activity()
    one = make_occurrence(activity)
    cancel_occurrence(one, "暴雨", NOW)

    page = open_page(client, activity)

    assert state(page) == "已取消"
    assert text_of(page.all("del")[0]) == "11月28日（周六） 10:00–12:00"
    assert sittings(page) == ["11月28日（周六） 10:00–12:00 已取消 原因：暴雨"]
    assert changes(page) == ["11月28日（周六）10:00–12:00这场取消。 原因：暴雨"]
    assert page.all("div", class_="action-bar") == []


def test_a_cancelled_one_steps_back_behind_the_next_that_takes_place(client: FlaskClient, db):
    activity = make_activity()
    cancel_occurrence(make_occurrence(activity), "暴雨", NOW)
    make_occurrence(activity, start=wall("2026-11-29T10:00"))

    page = open_page(client, activity)

    assert state(page) == "无需报名"
    assert facts_of(page)["时间"].startswith("11月29日")
    assert len(sittings(page)) == 2


def test_moved_twice_names_the_first_time_and_tells_both_moves(client: FlaskClient, db):
    activity = make_activity()
    one = make_occurrence(activity)
    earlier = NOW - timedelta(days=2)
    first = between(wall("2026-11-29T14:00"), wall("2026-11-29T15:30"), SHANGHAI)
    second = between(wall("2026-11-30T09:00"), wall("2026-11-30T10:30"), SHANGHAI)
    one = move_occurrence(one, first, "场地冲突", earlier)
    move_occurrence(one, second, "", NOW)

    page = open_page(client, activity)

    assert state(page) == "改期"
    assert sittings(page) == [
        "11月30日（周一） 9:00–10:30 改期 原定 11月28日（周六）10:00–12:00 放进日历"
    ]
    assert changes(page) == [
        "11月29日（周日）14:00–15:30这场改到11月30日（周一）9:00–10:30。",
        "11月28日（周六）10:00–12:00这场改到11月29日（周日）14:00–15:30。 原因：场地冲突",
    ]
    days = [text_of(e) for e in page.all("dt") if "改" not in text_of(e)][-2:]
    assert days == ["11月21日", "11月19日"]


def test_relocated(client: FlaskClient, db):
    activity = make_activity()
    one = make_occurrence(activity, venue=make_venue(name="东馆"))
    relocate_occurrence(one, make_venue(name="西馆"), "二楼", "检修", NOW)

    page = open_page(client, activity)

    assert state(page) == "换地点"
    assert facts_of(page)["地点"].startswith("西馆 二楼")
    assert sittings(page) == ["11月28日（周六） 10:00–12:00 换地点 原在东馆 原因：检修 放进日历"]
    assert changes(page) == ["11月28日（周六）10:00–12:00这场从东馆换到西馆。 原因：检修"]


def test_postponed_has_no_date_to_go_by(client: FlaskClient, db):
    activity = make_activity()
    postpone_occurrence(make_occurrence(activity), "设备未到", NOW)

    page = open_page(client, activity)

    assert state(page) == "已延期"
    assert facts_of(page)["时间"] == "原来的时间不办了，新的时间还没有定。"
    assert page.all("time", class_="plate") == []
    assert sittings(page) == ["11月28日（周六） 10:00–12:00 已延期 原因：设备未到"]
    assert changes(page) == [
        "11月28日（周六）10:00–12:00这场延期，新的时间还没有定。 原因：设备未到"
    ]


def test_reinstated_and_retitled_are_told(client: FlaskClient, db):
    activity = make_activity(title="旧名")
    one = cancel_occurrence(make_occurrence(activity), "暴雨", NOW)
    reinstate_occurrence(one, "雨停了", NOW)
    retitle_activity(activity, "新名", NOW)

    page = open_page(client, activity)

    assert text_of(page.all("h1")[0]) == "新名"
    assert state(page) == "无需报名"
    assert changes(page) == [
        "名称从“旧名”改成“新名”。",
        "11月28日（周六）10:00–12:00这场恢复举办。 原因：雨停了",
        "11月28日（周六）10:00–12:00这场取消。 原因：暴雨",
    ]


def test_nothing_changed_has_no_history(client: FlaskClient, db):
    activity = make_activity()
    make_occurrence(activity)

    assert "改过什么" not in open_page(client, activity).main
