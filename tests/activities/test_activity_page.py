"""The page of one activity: when, where, for whom, how; and whatever became of it."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from flask.testing import FlaskClient
from playhouse.test_utils import count_queries

from events.activities.actions import retitle_activity, withdraw_activity
from events.activities.models import Activity, Occurrence
from events.activities.occurrences import (
    cancel_occurrence,
    move_occurrence,
    postpone_occurrence,
    reinstate_occurrence,
    relocate_occurrence,
)
from events.activities.timing import between
from tests import NOW
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

SHANGHAI = ZoneInfo("Asia/Shanghai")


def wall(text: str) -> datetime:
    """A wall time, as the factories take it."""
    return datetime.fromisoformat(text)


def open_page(client: FlaskClient, activity: Activity, query: str = "") -> PageText:
    response = client.get(f"/activities/{activity.id}?{query}")
    assert response.status_code == 200
    return PageText(response.text)


def sittings(page: PageText, title_id: str = "sittings-title") -> list[str]:
    """The rows of a table of occurrences, as words."""
    [section] = page.all("section", **{"aria-labelledby": title_id})
    rows = [e for e in page.all("tr") if is_within(e, section) and e.parent.tag == "tbody"]
    return [text_of(row) for row in rows]


def is_within(element, other) -> bool:
    while element is not None and element is not other:
        element = element.parent
    return element is other


def state(page: PageText) -> str:
    """The pill beside the title."""
    return text_of(page.all("p", class_="pill")[0])


def changes(page: PageText) -> list[str]:
    [section] = page.all("section", **{"aria-labelledby": "changes-title"})
    return [text_of(e) for e in page.all("dd") if is_within(e, section)]


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


# Pictures


@pytest.fixture
def picture(client: FlaskClient) -> bytes:
    folder = client.application.config["SETTINGS"].data_dir / "pictures"
    folder.mkdir(parents=True)
    (folder / "moon-1.webp").write_bytes(b"RIFF a picture")
    (folder.parent / "secret.png").write_bytes(b"not for you")
    (folder / "Upper.png").write_bytes(b"not for you")
    (folder / "page.html").write_bytes(b"not for you")
    return b"RIFF a picture"


def test_a_picture_is_shown_with_its_words_and_kept_for_long(
    client: FlaskClient, db, picture: bytes
):
    activity = make_activity(picture="moon-1.webp", picture_alt="满月")

    [image] = open_page(client, activity).all("img")
    response = client.get(image.attributes["src"])

    assert image.attributes["alt"] == "满月"
    assert {"width", "height"} <= image.attributes.keys()
    assert response.data == picture
    assert response.mimetype == "image/webp"
    assert "max-age=31536000" in response.headers["Cache-Control"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "name",
    [
        *("Upper.png", "page.html", "none.png", "..%2fsecret.png", "%2e%2e/secret.png"),
        *("moon-1.webp%00", ".webp", "a" * 81 + ".png", "moon-1.webp/"),
    ],
)
def test_only_pictures_under_plain_names_are_served(
    client: FlaskClient, db, picture: bytes, name: str
):
    response = client.get(f"/pictures/{name}")

    assert response.status_code == 404
    assert b"not for you" not in response.data


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
