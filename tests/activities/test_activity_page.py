"""The page of one activity: what, where, for whom, how; and what it does not show."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from playhouse.test_utils import count_queries

from events.activities.actions import withdraw_activity
from events.activities.models import Occurrence
from events.activities.occurrences import (
    cancel_occurrence,
    relocate_occurrence,
)
from tests import NOW
from tests.activities.activity_page import is_within, open_page, sittings, state, wall
from tests.factories import (
    make_activity,
    make_district,
    make_occurrence,
    make_themed_day,
    make_unit,
    make_venue,
    make_work_item,
    make_work_plan,
)
from tests.pages.facts import facts_of
from tests.pages.reading import PageText, text_of

# What it says


def test_a_page_says_when_where_for_whom_and_how(client: FlaskClient, db):
    district = make_district(slug="500109", name="北碚区")
    museum = make_venue(
        name="自然博物馆",
        district=district,
        address="金华路398号",
        opening="周一闭馆",
        step_free=True,
        nursing_room=False,
    )
    activity = make_activity(
        title="恐龙世界导览",
        kind="guided-tour",
        organiser=make_unit(name="博物馆学会", slug="museum-society"),
        audiences=("teenagers", "public"),
        age_from=8,
        audience_note="请家长陪同",
        captions=True,
    )
    make_occurrence(
        activity, start=wall("2026-11-28T10:00"), venue=museum, place_note="序厅", capacity=40
    )

    page = open_page(client, activity)

    assert text_of(page.all("h1")[0]) == "恐龙世界导览"
    assert state(page) == "无需报名"
    assert facts_of(page) == {
        "时间": "11月28日（周六） 10:00–12:00",
        "地点": "自然博物馆 序厅 北碚区",
        "怎么去": "北碚区金华路398号 复制地址 把地址粘贴到手机的地图软件里，就能查路线。"
        " 开放时间：周一闭馆",
        "适合": "青少年、公众 8 岁以上 请家长陪同",
        "费用": "免费",
        "报名": "无需报名，直接参加",
        "方便": "有：无台阶通行，轮椅可达、字幕 没有：母婴室"
        " 不确定，请先询问：无障碍卫生间、手语翻译",
    }
    assert sittings(page) == ["11月28日（周六） 10:00–12:00 无需报名 40 人 放进日历"]
    links = page.links()
    assert links[f"/venues/{museum.id}"] == "自然博物馆"
    assert links["/districts/500109"] == "北碚区"
    assert links["/units/museum-society"] == "博物馆学会主办"


def test_whose_it_is_and_what_it_is_part_of_is_linked(client: FlaskClient, db):
    day = make_themed_day(name="全国科普月", slug="science-month")
    item = make_work_item(
        plan=make_work_plan(title="2026年要点"), position=3, number=4, title="办好科普月"
    )
    activity = make_activity(
        days=((day, 2027),),
        co_organisers=(make_unit(name="甲协会", slug="jia"),),
        supporters=(make_unit(name="乙公司", slug="yi"),),
        work_item=item,
    )
    make_occurrence(activity)

    page = open_page(client, activity)

    facts = facts_of(page)
    assert facts["协办"] == "甲协会"
    assert facts["支持单位"] == "乙公司"
    assert facts["所属主题日"] == "2027 年全国科普月"
    assert facts["依据"] == "办好科普月 《2026年要点》第 4 条"
    assert page.links()[f"/plans/{item.plan_id}#item-4"] == "《2026年要点》第 4 条"
    assert page.all("main", class_="light")


def test_the_description_keeps_its_paragraphs_and_stays_text(client: FlaskClient, db):
    activity = make_activity(description="第一段\n同一段的第二行\n\n第二段 <b>不是粗体</b>")

    page = open_page(client, activity)

    [section] = page.all("section", **{"aria-labelledby": "about-title"})
    paragraphs = ["".join(e.texts) for e in page.all("p") if is_within(e, section)]
    assert paragraphs == ["第一段\n同一段的第二行", "第二段 <b>不是粗体</b>"]


@pytest.mark.parametrize(
    ("fields", "words", "link"),
    [
        (
            {"signup_mode": "telephone", "signup_phone": "023-6333 8888 转 8003"},
            "打电话报名 023-6333 8888 转 8003",
            "tel:02363338888",
        ),
        (
            {"signup_mode": "telephone", "signup_phone": "请问前台"},
            "打电话报名 请问前台",
            None,
        ),
        (
            {"signup_mode": "external", "signup_url": "https://book.example.org/7"},
            "到主办单位的网页报名（book.example.org）",
            "https://book.example.org/7",
        ),
        (
            {"signup_mode": "external", "signup_url": "javascript:alert(1)"},
            "到主办单位的网页报名 javascript:alert(1)",
            None,
        ),
    ],
)
def test_signing_up_leads_where_it_can(
    client: FlaskClient, db, fields: dict, words: str, link: str | None
):
    activity = make_activity(**fields)
    make_occurrence(activity)

    page = open_page(client, activity)

    assert facts_of(page)["报名"] == words
    outside = [a for a in page.links() if not a.startswith(("/", "#", "webcal", "https://kepuli"))]
    own = [a for a in outside if "calendar" not in a and not a.startswith("mailto:")]
    assert own == ([link] if link else [])


def test_a_fee_is_said_and_a_made_up_activity_says_so(client: FlaskClient, db):
    activity = make_activity(fee="成人 20 元", is_fictional=True)

    page = open_page(client, activity)

    assert facts_of(page)["费用"] == "成人 20 元"
    assert "演示：虚构的活动" in page.main
    assert "演示" not in open_page(client, make_activity()).main


def test_a_contact_is_shown_only_where_it_is_public(client: FlaskClient, db):
    shown = make_activity(contact="林晓 13800001234", contact_is_public=True)
    hidden = make_activity(contact="周宁 13900005678")

    assert facts_of(open_page(client, shown))["联系"] == "林晓 13800001234"
    page = client.get(f"/activities/{hidden.id}").text
    assert "周宁" not in page
    assert "13900005678" not in page


def test_a_rough_position_is_said_to_be_rough(client: FlaskClient, db):
    exact, rough = make_venue(precision_m=20), make_venue(precision_m=1500)
    near, far = make_activity(), make_activity()
    make_occurrence(near, venue=exact)
    make_occurrence(far, venue=rough)

    assert "误差" not in open_page(client, near).main
    assert "误差可达 1500 米" in facts_of(open_page(client, far))["怎么去"]


def test_it_can_be_passed_on_and_subscribed_to(client: FlaskClient, db):
    activity = make_activity(title="月球 & 火星")
    one = make_occurrence(activity)

    page = open_page(client, activity)

    address = f"https://kepuli.example/activities/{activity.id}"
    assert [e.attributes["value"] for e in page.all("input", id="page-address")] == [address]
    [mail] = [a for a in page.links() if a.startswith("mailto:")]
    assert mail.startswith("mailto:?subject=%E6%9C%88%E7%90%83%20%26%20%E7%81%AB%E6%98%9F&body=")
    assert mail.endswith(address.replace(":", "%3A"))
    assert (
        f"https://kepuli.example/calendars/activities/{activity.id}.ics"
        in client.get(f"/activities/{activity.id}").text
    )
    [once] = [
        e
        for e in page.all("a", class_="quiet")
        if f"/{one.id}.ics" in e.attributes["href"] and "occurrences" in e.attributes["href"]
    ]
    assert once.attributes["aria-label"] == "放进日历，11月28日（周六）10:00–12:00"
    assert client.get(once.attributes["href"]).mimetype == "text/calendar"


# Where it takes place


def test_online_has_a_link_and_no_way_there(client: FlaskClient, db):
    activity = make_activity(format="online", online_url="https://live.example.org/x?a=1&b=2")
    make_occurrence(activity, online=True)

    page = open_page(client, activity)

    facts = facts_of(page)
    assert facts["地点"] == "线上参加 打开线上会场（live.example.org）"
    assert "怎么去" not in facts
    assert facts["方便"] == "不确定，请先询问：手语翻译、字幕"
    [link] = [e for e in page.all("a") if e.attributes["href"].startswith("https://live.")]
    assert link.attributes["href"] == "https://live.example.org/x?a=1&b=2"
    assert set(link.attributes["rel"].split()) >= {"noopener", "noreferrer"}


def test_hybrid_has_both(client: FlaskClient, db):
    activity = make_activity(format="hybrid", online_url="https://live.example.org/")
    make_occurrence(activity, venue=make_venue(name="科技馆", address="天生路2号"))

    facts = facts_of(open_page(client, activity))

    assert facts["地点"].startswith("科技馆 ")
    assert facts["地点"].endswith("线上参加 打开线上会场（live.example.org）")
    assert "天生路2号" in facts["怎么去"]


def test_an_address_that_is_no_web_address_is_no_link(client: FlaskClient, db):
    activity = make_activity(format="online", online_url="javascript:alert(1)")
    make_occurrence(activity, online=True)

    page = open_page(client, activity)

    assert "javascript:alert(1)" in facts_of(page)["地点"]
    assert not [a for a in page.links() if a.startswith("javascript")]


def test_places_are_in_the_table_where_they_differ(client: FlaskClient, db):
    district = make_district(name="渝中区")
    activity = make_activity()
    make_occurrence(activity, venue=make_venue(name="东馆", district=district))
    make_occurrence(
        activity,
        start=wall("2026-11-29T10:00"),
        venue=make_venue(name="西馆", district=district),
    )

    page = open_page(client, activity)

    first, second = sittings(page)
    assert "东馆" in first
    assert "西馆" in second
    assert "各场地点不同，请看场次表。" in facts_of(page)["地点"]


# What is not to be seen


def test_withdrawn_is_gone_with_its_reason_and_ways_on(client: FlaskClient, db):
    unit = make_unit(slug="the-unit")
    day = make_themed_day(slug="the-day")
    activity = make_activity(
        title="撤下的", organiser=unit, days=((day, 2027),), contact="秘密", description="细节"
    )
    make_occurrence(activity, venue=make_venue(name="原来的馆"))
    make_occurrence(make_activity(title="同单位的", organiser=unit))
    make_occurrence(make_activity(title="同主题日的", days=((day, 2027),)))
    make_occurrence(make_activity(title="无关的"))
    withdraw_activity(activity, "时间有误", NOW)

    response = client.get(f"/activities/{activity.id}")

    page = PageText(response.text)
    assert response.status_code == 410
    assert text_of(page.all("h1")[0]) == "撤下的"
    assert "已撤下" in page.main
    assert "原因：时间有误" in page.main
    assert "同单位的" in page.section("unit-title")
    assert "同主题日的" in page.section("day-title")
    assert "/activities" in page.links()
    for hidden in ("无关的", "秘密", "细节", "原来的馆"):
        assert hidden not in response.text


def test_withdrawn_without_reason_or_others_still_leads_on(client: FlaskClient, db):
    activity = make_activity()
    withdraw_activity(activity, "", NOW)

    response = client.get(f"/activities/{activity.id}?lang=en")

    assert response.status_code == 410
    assert "/activities" in PageText(response.text).links()


def test_what_was_never_published_is_unknown(client: FlaskClient, db):
    draft = make_activity(title="草稿", published_at=None)
    make_occurrence(draft)

    response = client.get(f"/activities/{draft.id}")

    assert response.status_code == 404
    assert "草稿" not in response.text


@pytest.mark.parametrize("number", ["0", "999999", "2147483648", "9" * 40, "9" * 5000, "-1", "x"])
def test_a_number_without_activity_is_unknown(client: FlaskClient, db, number: str):
    make_activity()

    assert client.get(f"/activities/{number}").status_code == 404


# English


def test_english_readers_get_english_words_and_marked_chinese(client: FlaskClient, db):
    activity = make_activity(
        title="讲座", organiser=make_unit(name="某局", name_en="Some Bureau"), description="内容"
    )
    cancel_occurrence(make_occurrence(activity), "暴雨", NOW)

    page = open_page(client, activity, "lang=en")

    assert facts_of(page)["Cost"] == "Free of charge"
    assert state(page) == "Cancelled"
    for words in ("讲座", "内容", "暴雨"):
        marked = [e.language for e in page.elements if words in "".join(e.texts)]
        assert set(marked[1:] or marked) == {"zh-CN"}, words


@pytest.mark.parametrize("number", [1, 50])
def test_the_page_asks_the_database_as_often_for_many_as_for_one(
    client: FlaskClient, db, number: int
):
    activity = make_activity(
        co_organisers=tuple(make_unit() for _ in range(number)),
        supporters=tuple(make_unit() for _ in range(number)),
        days=tuple((make_themed_day(), 2027) for _ in range(number)),
        audiences=("public", "teenagers")[:number],
    )
    for index in range(number):
        one = make_occurrence(
            activity,
            start=wall("2026-11-22T10:00") + timedelta(days=index),
            venue=make_venue(merged_into=None),
        )
        relocate_occurrence(one, make_venue(), "", "检修", NOW)

    with count_queries() as counted:
        assert client.get(f"/activities/{activity.id}").status_code == 200

    assert counted.count == 9
    assert Occurrence.select().count() == number
