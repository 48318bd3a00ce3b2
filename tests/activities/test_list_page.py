"""The list of activities: what stands on it, under which day, in which words."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from flask.testing import FlaskClient
from playhouse.test_utils import count_queries

from events import clock
from events.activities import occurrences as verbs
from events.activities.actions import withdraw_activity
from events.activities.timing import between
from tests.activities.lists import at_hour, entries, groups, read, titles
from tests.factories import (
    make_activity,
    make_district,
    make_occurrence,
    make_themed_day,
    make_unit,
    make_venue,
)
from tests.pages.reading import text_of

SHANGHAI = ZoneInfo("Asia/Shanghai")


def pill(client: FlaskClient) -> str:
    [found] = read(client).all("p", class_="pill")
    return text_of(found)


def test_the_list_begins_today_and_tells_the_true_total(client: FlaskClient):
    make_occurrence(make_activity(title="昨天的讲座"), start=at_hour(20, 10))
    make_occurrence(make_activity(title="今天的讲座"), start=at_hour(21, 14))
    make_occurrence(make_activity(title="下周的讲座"), start=at_hour(28, 10))

    page = read(client)

    assert titles(page) == ["今天的讲座", "下周的讲座"]
    assert "今天起有 2 场。" in page.main


def test_an_explicit_first_day_shows_the_past(client: FlaskClient):
    make_occurrence(make_activity(title="昨天的讲座"), start=at_hour(20, 10))
    make_occurrence(make_activity(title="今天的讲座"), start=at_hour(21, 14))

    page = read(client, "/activities?from=2026-11-20")

    assert titles(page) == ["昨天的讲座", "今天的讲座"]
    assert "11月20日（周五）起有 2 场。" in page.main


def test_a_last_day_alone_means_from_today_on_unless_it_is_over(client: FlaskClient):
    make_occurrence(make_activity(title="上周的讲座"), start=at_hour(14, 10))
    make_occurrence(make_activity(title="今天的讲座"), start=at_hour(21, 14))
    make_occurrence(make_activity(title="月底的讲座"), start=at_hour(30, 10))

    assert titles(read(client, "/activities?to=2026-11-22")) == ["今天的讲座"]
    assert titles(read(client, "/activities?to=2026-11-20")) == ["上周的讲座"]


def test_occurrences_stand_under_their_local_day(client: FlaskClient):
    make_occurrence(make_activity(title="甲"), start=at_hour(21, 23))
    make_occurrence(make_activity(title="乙"), start=at_hour(22, 0, 30))
    make_occurrence(make_activity(title="丙"), start=at_hour(23, 9))
    make_occurrence(make_activity(title="丁"), start=at_hour(28, 9))

    assert groups(read(client)) == {
        "今天": ["甲"],
        "明天": ["乙"],
        "后天": ["丙"],
        "11月28日（周六）": ["丁"],
    }


def test_what_runs_on_stands_under_the_first_day_of_the_span(client: FlaskClient):
    activity = make_activity(title="恐龙展", kind="exhibition")
    make_occurrence(activity, first_day=date(2026, 11, 1), last_day=date(2026, 11, 30))
    make_occurrence(make_activity(title="讲座"), start=at_hour(24, 9))

    today = read(client)
    later = read(client, "/activities?from=2026-11-24")

    assert groups(today) == {"今天": ["恐龙展"], "11月24日（周二）": ["讲座"]}
    assert groups(later) == {"11月24日（周二）": ["恐龙展", "讲座"]}
    assert entries(today)[0].startswith("常 展到 11月30日 恐龙展")
    assert "正在进行" in entries(today)[0]


def test_a_row_says_when_where_for_whom_and_what_to_do(client: FlaskClient):
    venue = make_venue(name="重庆科技馆", district=make_district(name="江北区"))
    day = make_themed_day(subject="sky")
    activity = make_activity(
        title="看星星",
        audiences=("family", "elderly"),
        age_from=6,
        age_to=12,
        signup_mode="telephone",
        days=((day, 2026),),
    )
    make_occurrence(activity, start=at_hour(28, 19, 30), venue=venue, place_note="天台")

    [row] = entries(read(client))

    assert row == "天 19:30–21:30 看星星 重庆科技馆 天台 江北区 家庭、老年人 6—12 岁 电话报名"


def test_an_online_activity_says_so_instead_of_a_place(client: FlaskClient):
    region = make_district(name="某市")
    activity = make_activity(
        title="答题", format="online", organiser=make_unit(region=region), audiences=()
    )
    make_occurrence(activity, online=True)

    [row] = entries(read(client))

    assert row == "常 10:00–12:00 答题 线上 无需报名"


@pytest.mark.parametrize(
    ("mode", "words"), [("none", "无需报名"), ("telephone", "电话报名"), ("external", "网上报名")]
)
def test_what_is_to_come_says_how_to_sign_up(client: FlaskClient, mode: str, words: str):
    make_occurrence(make_activity(signup_mode=mode))

    assert pill(client) == words


def test_what_was_cancelled_says_so_with_the_reason(client: FlaskClient):
    verbs.cancel_occurrence(make_occurrence(), "江面大雾", clock.now())

    page = read(client)

    assert pill(client) == "已取消"
    assert "原因：江面大雾" in entries(page)[0]
    assert len(page.all("li", class_="gone")) == 1


def test_what_was_postponed_says_so_even_when_its_time_has_passed(
    client: FlaskClient, at: Callable[[str], None]
):
    verbs.postpone_occurrence(make_occurrence(start=at_hour(21, 8)), "停电", clock.now())

    assert pill(client) == "已延期"
    assert "原因：停电" in entries(read(client))[0]


def test_what_was_moved_says_when_it_was_meant_to_be(client: FlaskClient):
    occurrence = make_occurrence(start=at_hour(27, 9))
    timing = between(at_hour(28, 14), at_hour(28, 16), SHANGHAI)
    verbs.move_occurrence(occurrence, timing, "下雨", clock.now())

    [row] = entries(read(client))

    assert pill(client) == "改期"
    assert "14:00–16:00" in row
    assert "原定 11月27日（周五）9:00–11:00" in row
    assert "原因：下雨" in row


def test_what_is_elsewhere_says_so(client: FlaskClient):
    occurrence = make_occurrence()
    venue = make_venue(name="新馆")
    verbs.relocate_occurrence(occurrence, venue, "", "旧馆检修", clock.now())

    assert pill(client) == "换地点"
    assert "新馆" in entries(read(client))[0]


def test_what_ended_this_morning_is_still_listed_as_over(client: FlaskClient):
    make_occurrence(start=at_hour(21, 7), end=at_hour(21, 9))

    assert pill(client) == "已结束"


def test_what_was_withdrawn_is_gone_from_list_and_counts(client: FlaskClient):
    shown, hidden = make_activity(title="留下的"), make_activity(title="撤下的")
    make_occurrence(shown)
    make_occurrence(hidden)
    withdraw_activity(hidden, "登错了", clock.now())

    page = read(client)

    assert titles(page) == ["留下的"]
    assert "今天起有 1 场。" in page.main
    assert "撤下的" not in page.html


def test_demo_data_is_marked_and_real_data_is_not(client: FlaskClient):
    make_occurrence(make_activity(title="真的"), start=at_hour(27, 9))
    make_occurrence(make_activity(title="假的", is_fictional=True), start=at_hour(28, 9))

    real, fictional = entries(read(client))

    assert "演示" not in real
    assert "演示" in fictional


def test_forty_stand_on_a_page_and_the_rest_on_the_next(client: FlaskClient):
    activity = make_activity()
    for number in range(45):
        make_occurrence(activity, start=at_hour(28, 9) + timedelta(minutes=number))

    first = read(client, "/activities?kind=lecture")
    [onwards] = [path for path, words in first.links().items() if words == "下一页"]
    second = read(client, onwards)

    assert (len(entries(first)), len(entries(second))) == (40, 5)
    assert "第 1—40 场，共 45 场" in first.main
    assert "第 41—45 场，共 45 场" in second.main
    assert onwards.startswith("/activities?kind=lecture&page=2&after=")
    assert entries(read(client, "/activities?kind=lecture&page=2")) == entries(second)
    assert second.links()["/activities?kind=lecture"] == "上一页"
    assert "下一页" not in second.main


def test_a_day_cut_in_two_by_a_page_gives_no_number_of_its_own(client: FlaskClient):
    activity = make_activity()
    for number in range(30):
        make_occurrence(activity, start=at_hour(27, 9) + timedelta(minutes=number))
    for number in range(30):
        make_occurrence(activity, start=at_hour(28, 9) + timedelta(minutes=number))

    heads = [text_of(head) for head in read(client).all("div", class_="daygroup-head")]

    assert heads == [
        "2711月 周五 11月27日（周五） 30 场",
        "2811月 周六 11月28日（周六）",
    ]


@pytest.mark.parametrize(
    ("page", "sentence"),
    [
        ("2", "没有第 2 页，这里是最后一页（第 1 页）。"),
        ("9" * 40, f"没有第 {'9' * 30}… 页，这里是最后一页（第 1 页）。"),
        ("0", "“page=0”看不懂，这里是第 1 页。"),
        ("-1", "“page=-1”看不懂，这里是第 1 页。"),
        ("1.5", "“page=1.5”看不懂，这里是第 1 页。"),
        ("二", "“page=二”看不懂，这里是第 1 页。"),
        ("²", "“page=²”看不懂，这里是第 1 页。"),
    ],
)
def test_a_page_that_is_not_there_gets_a_sentence(client: FlaskClient, page: str, sentence: str):
    make_occurrence(make_activity(title="唯一的"))

    shown = read(client, f"/activities?page={page}")

    assert sentence in shown.main
    assert titles(shown) == ["唯一的"]


def test_the_feed_of_the_list_has_its_criteria_and_nothing_else(client: FlaskClient):
    make_occurrence(make_activity(kind="lecture"))

    page = read(client, "/activities?kind=lecture&kind=drill&from=2026-11-22&page=1&foo=1&lang=zh")
    [field] = page.all("input", id="subscribe-address")

    assert field.attributes["value"] == (
        "https://kepuli.example/calendars/activities.ics?kind=drill&kind=lecture&from=2026-11-22"
    )
    path = field.attributes["value"].removeprefix("https://kepuli.example")
    assert client.get(path).text.count("BEGIN:VEVENT") == 1
    downloads = [link for link in page.links() if link.endswith("&download=1")]
    assert [client.get(link).status_code for link in downloads] == [200]


def test_the_menu_leads_to_the_list(client: FlaskClient):
    links = read(client, "/days").links()

    assert links["/activities"] == "活动"


def test_the_list_in_english_marks_what_is_chinese(client: FlaskClient):
    make_occurrence(make_activity(title="看星星", kind="lecture"))

    page = read(client, "/activities?lang=en")
    [title] = [span for span in page.all("span", lang="zh-CN") if text_of(span) == "看星星"]

    assert title.language == "zh-CN"
    assert "Lecture" in page.main
    assert "讲座" not in page.main


def test_the_list_asks_as_often_for_fifty_rows_as_for_one(client: FlaskClient):
    def ask(path: str) -> int:
        with count_queries() as counted:
            assert client.get(path).status_code == 200
        return counted.count

    make_occurrence(make_activity(days=((make_themed_day(), 2026),)))
    paths = ("/activities", "/activities?kind=lecture&audience=public&when=month")
    few = [ask(path) for path in paths]
    for number in range(49):
        activity = make_activity(days=((make_themed_day(), 2026),), audiences=("public", "family"))
        make_occurrence(activity, start=at_hour(28, 9) + timedelta(minutes=number))

    assert [ask(path) for path in paths] == few
    assert max(few) <= 30


def test_times_are_those_of_the_place(client: FlaskClient):
    activity = make_activity(title="天文台", timezone="Asia/Urumqi")
    make_occurrence(activity, start=at_hour(28, 20))

    [row] = entries(read(client))

    assert "20:00–22:00（UTC+06:00）" in row
    assert clock.now() < datetime(2026, 11, 28, 14, tzinfo=UTC)


@pytest.mark.parametrize("path", ["/activities", "/activities?lang=en", "/", "/?lang=en"])
def test_hostile_names_stay_text(client: FlaskClient, path: str):
    evil = "<img src=x onerror=alert(1)>\"'&amp;{{ 7*7 }}%(x)s"
    venue = make_venue(name=evil, name_en=evil, district=make_district(name=evil, name_en=evil))
    activity = make_activity(title=evil, is_fictional=True)
    occurrence = make_occurrence(activity, start=at_hour(21, 14), venue=venue, place_note=evil)
    verbs.cancel_occurrence(occurrence, evil, clock.now())

    page = read(client, path)

    assert page.all("img") == []
    assert page.main.count(evil) >= 5
