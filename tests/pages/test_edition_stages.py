"""A themed day's page at each stage of its edition: how sure the date is, in words and figure."""

from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient

from events.days.models import DateStatus
from tests.factories import make_district, make_edition, make_themed_day, make_unit
from tests.pages.reading import PageText, text_of

MAY_15 = "FREQ=YEARLY;BYMONTH=5;BYDAY=SA;BYMONTHDAY=9,10,11,12,13,14,15"


@pytest.fixture
def read(client: FlaskClient) -> Callable[..., PageText]:
    """`read(day)` is its page; `read(day, "lang=en")` the English one."""
    return lambda day, query="": PageText(client.get(f"/days/{day.slug}?{query}").text)


def stage(page: PageText) -> str:
    """The stage that is marked as the current one."""
    return text_of(page.all("li", **{"aria-current": "step"})[0])


def figure(page: PageText) -> tuple[str, str]:
    """The 日牌's edge and the words of the edition shown."""
    plate = page.all("time", class_="plate") or page.all("div", class_="plate")
    edge = {"predicted", "unknown"} & set(plate[0].attributes["class"].split())
    return (edge.pop() if edge else "fixed", text_of(page.all("p", class_="sure")[0]))


def dates(page: PageText) -> str:
    return text_of(page.all("p", class_="dates")[0])


def test_a_rule_that_only_predicts_is_drawn_hollow_and_warns(read: Callable[..., PageText]):
    day = make_themed_day(rule=MAY_15, duration_days=8)
    make_edition(themed_day=day, first_day=date(2025, 5, 10), last_day=date(2025, 5, 17))
    make_edition(themed_day=day, first_day=date(2026, 5, 16), last_day=date(2026, 5, 23))

    page = read(day)

    assert figure(page) == ("predicted", "按规则预测")
    assert dates(page) == "2027年5月15日（周六）—5月22日（周六）"
    assert stage(page) == "预测"
    assert "请不要按它订车订票。查到的 2 届里，1 届与推算相同。" in page.main


def test_dates_that_one_source_announced_are_fixed_but_not_confirmed(
    read: Callable[..., PageText],
):
    day = make_themed_day(rule=MAY_15)
    make_edition(
        themed_day=day,
        first_day=date(2027, 5, 22),
        last_day=date(2027, 5, 29),
        date_status=DateStatus.ANNOUNCED,
        themes=[{"text": "走进科技 你我同行"}],
    )

    page = read(day)

    assert figure(page) == ("fixed", "日期确定")
    assert stage(page) == "已公布"
    assert "还没有第二个来源印证" in page.main
    assert "主题 走进科技 你我同行" in page.section("focus-title")


def test_confirmed_dates_say_who_agrees(read: Callable[..., PageText]):
    edition = make_edition(first_day=date(2027, 5, 22))

    page = read(edition.themed_day)

    assert figure(page) == ("fixed", "日期确定")
    assert stage(page) == "已确认"
    assert "日期已有两个以上来源，或由主办方确认。" in page.main


def test_a_rule_that_decides_needs_no_notice(read: Callable[..., PageText]):
    day = make_themed_day(
        predictability="fixed", rule="FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=24", duration_days=1
    )

    page = read(day)

    assert figure(page) == ("fixed", "日期确定")
    assert stage(page) == "已确认"
    assert "每年都一样，不用等通知。" in page.main


def test_on_its_last_day_an_edition_is_still_on_and_the_next_day_it_was_held(
    read: Callable[..., PageText], at: Callable[[str], None]
):
    edition = make_edition(first_day=date(2026, 9, 19), last_day=date(2026, 9, 25))

    at("2026-09-25T23:59+08:00")
    running = read(edition.themed_day)
    at("2026-09-26T00:01+08:00")
    over = read(edition.themed_day)

    assert "正在进行，2026 年" in running.main
    assert stage(running) == "已确认"
    assert "最近一届，2026 年" in over.main
    assert stage(over) == "已举办"


def test_moved_dates_stand_with_the_old_ones(read: Callable[..., PageText]):
    edition = make_edition(
        first_day=date(2027, 6, 1),
        last_day=date(2027, 6, 7),
        moved_from_first_day=date(2027, 5, 15),
        moved_from_last_day=date(2027, 5, 21),
    )

    page = read(edition.themed_day)

    assert dates(page) == "2027年6月1日（周二）—6月7日（周一）"
    assert "原定 2027年5月15日—21日，已改期。" in page.main


def test_a_cancelled_edition_shows_what_was_planned_and_why_not(
    client: FlaskClient, read: Callable[..., PageText]
):
    edition = make_edition(
        first_day=date(2027, 5, 15), date_status=DateStatus.CANCELLED, cancel_reason="因防汛取消"
    )

    page = read(edition.themed_day)
    year = PageText(client.get("/days?year=2027").text)

    assert text_of(page.all("del")[0]) == "2027年5月15日（周六）—5月16日（周日）"
    assert "取消的原因：因防汛取消" in page.main
    assert page.all("ol", class_="stages") == []
    assert year.section("m5-title").endswith("已取消")


def test_when_only_the_opening_is_known_nobody_pretends_to_know_the_end(
    read: Callable[..., PageText],
):
    edition = make_edition(first_day=date(2027, 5, 15), last_day=date(2027, 5, 15), end_known=False)

    page = read(edition.themed_day)

    assert "只知道启动日，结束日没有查到。" in page.main
    assert "（结束日没有查到）" in page.section("history-title")


def test_without_rule_and_edition_there_is_no_date_to_show(read: Callable[..., PageText]):
    page = read(make_themed_day())

    assert figure(page) == ("unknown", "等通知")
    assert dates(page) == "还没有日期"
    assert page.all("svg", class_="ring") == []
    assert page.section("history-title") == ""


def test_an_edition_of_which_no_date_was_found_keeps_what_is_known(
    read: Callable[..., PageText],
):
    edition = make_edition(
        first_day=None,
        year=2025,
        date_status=DateStatus.PREDICTED,
        themes=[{"text": "科技惠民"}],
        sources=[{"title": "日报", "first_day": "2025-05-17", "last_day": "2025-05-24"}],
    )

    history = read(edition.themed_day).section("history-title")

    assert "2025 日期没有查到 科技惠民 来源： 日报（写作 2025年5月17日—24日）" in history


def test_a_day_that_another_took_over_from_leads_there_and_back(read: Callable[..., PageText]):
    month = make_themed_day(name="全国科普月", slug="science-month", valid_from=2025)
    day = make_themed_day(name="全国科普日", slug="science-day", valid_to=2024, successor=month)
    make_edition(themed_day=day, first_day=date(2024, 9, 15))

    before, after = read(day), read(month)

    assert "这个名称用到 2024 年为止，之后由全国科普月接续。" in before.main
    assert before.links()["/days/science-month"] == "全国科普月"
    assert "2025 年以前叫全国科普日。" in after.main
    assert after.links()["/days/science-day"] == "全国科普日"


def test_where_regions_have_their_own_days_the_next_one_names_its_region(
    read: Callable[..., PageText],
):
    for slug, name in (("450000", "广西壮族自治区"), ("520000", "贵州省")):
        make_unit(region=make_district(slug=slug, name=name, level="province"))
    rule = "FREQ=YEARLY;BYMONTH={};BYMONTHDAY={}"
    regional = [
        {"region": "520000", "rule": rule.format(3, 1), "words": "每年3月1日"},
        {"region": "450000", "rule": rule.format(2, 22), "words": "每年2月22日"},
        {"region": "440000", "rule": rule.format(3, 20), "words": "别处的规则"},
    ]
    day = make_themed_day(name="爱鸟周", predictability="regional-rule", regional_rules=regional)

    page = read(day)

    assert dates(page) == "2027年2月22日（周一） 广西壮族自治区"
    assert "贵州省 每年3月1日 广西壮族自治区 每年2月22日" in page.section("focus-title")
    assert "别处的规则" not in page.main


def test_history_puts_real_dates_beside_what_the_rule_said(read: Callable[..., PageText]):
    day = make_themed_day(rule=MAY_15, duration_days=8)
    for first in (date(2023, 5, 13), date(2024, 5, 12), date(2025, 5, 9), date(2020, 8, 23)):
        make_edition(themed_day=day, first_day=first)

    page = read(day)

    words = [text_of(row) for row in page.all("tr")[1:]]
    assert [line.split()[0] for line in words] == ["2025", "2024", "2023", "2020"]
    assert [line.split(" ", 2)[-1] for line in words] == [
        "早 1 天",
        "晚 1 天",
        "与推算相同",
        "晚 106 天",
    ]


def test_the_english_page_says_the_same(read: Callable[..., PageText]):
    day = make_themed_day(name_en="Science Week", rule=MAY_15, duration_days=8)
    make_edition(
        themed_day=day,
        first_day=date(2026, 5, 16),
        last_day=date(2026, 5, 23),
        moved_from_first_day=date(2026, 5, 9),
        moved_from_last_day=date(2026, 5, 16),
    )

    page = read(day, "lang=en")

    assert figure(page) == ("predicted", "Predicted by rule")
    assert dates(page) == "15 May 2027 (Sat) – 22 May 2027 (Sat)"
    assert stage(page) == "Predicted"
    assert "Of 1 known editions, 0 met the prediction." in page.main
    assert "7 days late" in page.section("history-title")
