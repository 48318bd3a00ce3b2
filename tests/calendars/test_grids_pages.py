"""The calendar pages: what stands on which day, how it is marked, what they make of bad input."""

from datetime import date

import pytest
from flask.testing import FlaskClient

from events import clock
from events.activities import occurrences as verbs
from events.activities.actions import withdraw_activity
from events.days.models import DateStatus, DayOff
from tests.activities.lists import as_html, at_hour, groups, read, titles
from tests.factories import (
    make_activity,
    make_district,
    make_edition,
    make_occurrence,
    make_themed_day,
    make_unit,
    make_venue,
)
from tests.pages.reading import Element, PageText, text_of

VIEWS = ("month", "week", "agenda", "year")


def counts(page: PageText) -> dict[str, int]:
    """Label of each day that has a link -> the number it says."""
    found = {}
    for link in page.all("a"):
        label = link.attributes.get("aria-label", "")
        if link.parent and "grid-day" in link.parent.attributes.get("class", ""):
            number = [e for e in page.all("span", class_="grid-count") if e.parent is link]
            found[label] = int(text_of(number[0]).split()[0])
    return found


def column(page: PageText, number: int) -> list[str]:
    """Titles in the cells of one column of the table's rows of entries; 0 is Monday."""
    found = []
    for row in page.all("tr", class_="grid-entries"):
        cells = [cell for cell in page.all("td") if cell.parent is row]
        inside = PageText(as_html(cells[number]))
        found += [text_of(title) for title in inside.all("span", class_="cell-title")]
    return found


def bars(page: PageText, tag: str = "td") -> list[Element]:
    return [a for a in page.all("a", class_="bar") if a.parent and a.parent.tag == tag]


def test_each_day_counts_what_the_list_of_that_day_counts(client: FlaskClient):
    exhibition = make_activity(title="恐龙展", kind="exhibition")
    make_occurrence(exhibition, first_day=date(2026, 10, 20), last_day=date(2026, 11, 3))
    make_occurrence(make_activity(), start=at_hour(2, 22), end=at_hour(3, 1))
    verbs.cancel_occurrence(make_occurrence(start=at_hour(3, 10)), "停电", clock.now())
    make_occurrence(start=at_hour(30, 23))

    page = read(client, "/activities/month?month=2026-11")

    assert counts(page) == {
        "11月1日（周日），1 场": 1,
        "11月2日（周一），2 场": 2,
        "11月3日（周二），3 场": 3,
        "11月30日（周一），1 场": 1,
    }
    assert "4 场活动" in page.main
    for day, count in [(1, 1), (2, 2), (3, 3), (4, 0), (30, 1)]:
        one = f"2026-11-{day:02}"
        assert len(titles(read(client, f"/activities?from={one}&to={one}"))) == count


def test_what_is_not_public_is_neither_counted_nor_named(client: FlaskClient):
    make_occurrence(make_activity(title="草稿", published_at=None), start=at_hour(24, 9))
    gone = make_activity(title="撤下的")
    make_occurrence(gone, start=at_hour(24, 10))
    withdraw_activity(gone, "不办了", clock.now())
    make_occurrence(make_activity(title="公开的"), start=at_hour(24, 11))

    for view in VIEWS:
        page = read(client, f"/activities/{view}?month=2026-11&week=2026-W48&year=2026")
        assert "1 场活动" in page.main
        assert "草稿" not in page.html
        assert "撤下的" not in page.html


def test_the_first_few_of_a_day_stand_in_its_column_and_the_rest_is_counted(client: FlaskClient):
    for hour in (15, 9, 13, 11, 10):
        make_occurrence(make_activity(title=f"{hour} 点"), start=at_hour(24, hour))

    month = read(client, "/activities/month?month=2026-11")
    week = read(client, "/activities/week?week=2026-W48")

    assert column(month, 1) == ["9 点", "10 点", "11 点"]
    assert column(week, 1) == ["9 点", "10 点", "11 点", "13 点", "15 点"]
    assert "11月24日（周二），另有 2 场" in month.links().values()
    assert "另有" not in week.main


def test_filters_find_the_same_first_few_as_no_filter(client: FlaskClient):
    for hour in (15, 9, 13, 11, 10):
        make_occurrence(
            make_activity(title=f"{hour} 点", audiences=("public",)), start=at_hour(24, hour)
        )
    make_occurrence(make_activity(title="老年", audiences=("elderly",)), start=at_hour(24, 8))

    page = read(client, "/activities/month?month=2026-11&audience=public")

    assert column(page, 1) == ["9 点", "10 点", "11 点"]
    assert counts(page) == {"11月24日（周二），5 场": 5}


def test_what_lasts_for_days_is_a_bar_over_them_and_no_entry(client: FlaskClient):
    exhibition = make_activity(title="恐龙展", kind="exhibition")
    make_occurrence(exhibition, first_day=date(2026, 11, 25), last_day=date(2026, 12, 1))
    make_occurrence(make_activity(title="讲座"), start=at_hour(25, 9))

    page = read(client, "/activities/month?month=2026-11")

    assert [(text_of(bar), bar.parent.attributes.get("colspan")) for bar in bars(page)] == [
        ("恐龙展 11月25日—12月1日", "5"),
        ("恐龙展 11月25日—12月1日", None),
    ]
    assert column(page, 2) == ["讲座"]
    assert "另有" not in page.main


def test_a_third_bar_of_a_day_is_counted_instead(client: FlaskClient):
    for name in ("甲", "乙", "丙"):
        activity = make_activity(title=f"展览{name}", kind="exhibition")
        make_occurrence(activity, first_day=date(2026, 11, 20), last_day=date(2026, 11, 30))

    page = read(client, "/activities/week?week=2026-W48")

    assert [text_of(bar).split()[0] for bar in bars(page)] == ["展览甲", "展览乙"]
    assert "11月24日（周二），另有 1 场" in page.links().values()


def test_a_predicted_edition_is_drawn_otherwise_and_says_so(client: FlaskClient):
    day = make_themed_day(name="预测周", subject="sky", rule="FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=25")
    sure = make_themed_day(name="确定日", subject="life")
    make_edition(themed_day=sure, first_day=date(2026, 11, 26), last_day=date(2026, 11, 26))
    off = make_themed_day(name="取消日", subject="life")
    make_edition(themed_day=off, first_day=date(2026, 11, 27), date_status=DateStatus.CANCELLED)

    page = read(client, "/activities/week?week=2026-W48")
    found = {
        text_of(name): bar
        for bar, name in zip(bars(page), page.all("span", class_="bar-name"), strict=False)
    }

    assert list(found) == ["预测周", "确定日", "取消日"]
    assert "predicted" in found["预测周"].attributes["class"].split()
    assert "按规则预测" in text_of(found["预测周"])
    assert "predicted" not in found["确定日"].attributes["class"].split()
    assert "按规则预测" not in text_of(found["确定日"])
    assert "已取消" in text_of(found["取消日"])
    assert found["预测周"].attributes["href"] == f"/days/{day.slug}"


def test_choosing_a_themed_day_leaves_the_others_out(client: FlaskClient):
    for name in ("第一日", "第二日"):
        day = make_themed_day(name=name, slug="first" if name == "第一日" else "second")
        make_edition(themed_day=day, first_day=date(2026, 11, 26))

    for view in VIEWS:
        page = read(client, f"/activities/{view}?day=second&week=2026-W48&month=2026-11&year=2026")
        assert "1 个主题日" in page.main
        assert "第一日" not in page.main


def test_cancelled_postponed_and_moved_say_so_in_words(client: FlaskClient):
    now = clock.now()
    verbs.cancel_occurrence(make_occurrence(start=at_hour(24, 9)), "停电", now)
    verbs.postpone_occurrence(make_occurrence(start=at_hour(25, 9)), "停电", now)
    make_occurrence(start=at_hour(26, 9))

    page = read(client, "/activities/week?week=2026-W48")

    inside = [PageText(as_html(row)) for row in page.all("tr", class_="grid-entries")]
    assert [text_of(pill) for pill in inside[0].all("span", class_="pill")] == ["已取消", "已延期"]


def test_days_off_and_shifted_working_days_are_marked(client: FlaskClient):
    DayOff.create(day=date(2026, 10, 1), kind="off", name="国庆节")
    DayOff.create(day=date(2026, 10, 2), kind="off", name="国庆节")
    DayOff.create(day=date(2026, 10, 10), kind="working", name="调休上班")
    make_occurrence(start=at_hour(21, 10).replace(month=10, day=1))

    page = read(client, "/activities/month?month=2026-10")

    assert "10月1日—2日 国庆节放假" in page.main
    assert "10月10日（周六） 调休上班" in page.main
    marks = [text_of(mark) for mark in page.all("span", class_="off-mark")]
    assert marks[:4] == ["休", "休", "休", "班"]  # the first day has a link for either width
    assert "10月1日（周四），国庆节放假，1 场" in counts(page)
    assert "放假安排还没有公布" not in page.main


@pytest.mark.parametrize("view", VIEWS)
def test_a_year_without_announced_days_off_is_said_to_be_unknown(client: FlaskClient, view: str):
    DayOff.create(day=date(2026, 10, 1), kind="off", name="国庆节")

    page = read(client, f"/activities/{view}?month=2027-10&week=2027-W40&year=2027")

    assert "2027 年的放假安排还没有公布" in page.main


def test_filters_are_kept_by_every_link_and_by_the_feed(client: FlaskClient):
    district = make_district(slug="500103", name="渝中区")
    make_occurrence(make_activity(kind="class"), venue=make_venue(district=district))
    asked = "district=500103&kind=class"

    listed = read(client, f"/activities?{asked}").links()
    for view in VIEWS:
        assert f"/activities/{view}?{asked}" in listed
        page = read(client, f"/activities/{view}?{asked}&week=2026-W48&month=2026-11")
        links = page.links()
        assert f"/activities?{asked}" in links
        assert "1 场活动" in page.main
        [feed] = [e for e in page.all("input") if e.attributes["id"] == "subscribe-address"]
        assert feed.attributes["value"].endswith(f"/calendars/activities.ics?{asked}")
        assert f"/activities?{asked}&from=2026-11-28&to=2026-11-28" in links or view == "agenda"
        assert "去掉渝中区" in links.values()


def test_next_previous_and_today_lead_to_the_neighbours(client: FlaskClient):
    links = read(client, "/activities/month?month=2027-01&kind=class").links()
    assert links["/activities/month?kind=class&month=2026-12"] == "‹ 十二月"
    assert links["/activities/month?kind=class&month=2027-02"] == "二月 ›"

    weeks = read(client, "/activities/week?week=2026-W53").links()
    assert weeks["/activities/week?week=2026-W52"] == "‹ 第 52 周"
    assert weeks["/activities/week?week=2027-W01"] == "第 1 周 ›"
    assert weeks["/activities/week?week=2026-W47"] == "今天"
    assert weeks["/activities/month?month=2026-12"] == "月"


def test_without_a_period_the_first_day_asked_for_decides_and_counts_stay_within(
    client: FlaskClient,
):
    exhibition = make_activity(kind="exhibition")
    make_occurrence(exhibition, first_day=date(2027, 3, 1), last_day=date(2027, 3, 31))

    page = read(client, "/activities/month?from=2027-03-10&to=2027-03-11")

    assert text_of(page.all("h1")[0]) == "2027 年三月"
    assert list(counts(page)) == ["2027年3月10日（周三），1 场", "2027年3月11日（周四），1 场"]
    assert [bar.parent.attributes.get("colspan") for bar in bars(page)] == ["2"]


@pytest.mark.parametrize("view", VIEWS)
def test_where_nothing_takes_place_the_page_says_so(client: FlaskClient, view: str):
    make_occurrence(start=at_hour(24, 9))
    asked = "month=2026-11&week=2026-W48&year=2026"

    assert "没有符合条件" not in read(client, f"/activities/{view}?{asked}").main
    assert "没有符合条件" in read(client, f"/activities/{view}?{asked}&to=2026-11-23").main


def test_the_period_of_another_view_is_understood(client: FlaskClient):
    page = read(client, "/activities/week?month=2027-03")

    assert text_of(page.all("h1")[0]) == "2027 年第 9 周"


BAD = [
    ("month", "month=0000-00", "2016 年一月", "没有“month=0000-00”"),
    ("month", "month=9999-99", "2036 年十二月", "只有 2016—2036 年"),
    ("week", "week=2026-W99", "2026 年第 53 周", "没有“week=2026-W99”"),
    ("year", "year=12026", "2026 年", "“year=12026”看不懂，请写成 2026"),
    ("agenda", "month=" + "9" * 10_000, "2026 年十一月", "9…”看不懂"),
    ("month", "month=%00%E2%80%AE<b>{{7*7}}", "2026 年十一月", "“month=<b>{{7*7}}”看不懂"),
    ("month", "month=%F0%A0%80%80&month=2026-12", "2026 年十一月", "“month=𠀀”看不懂"),
    ("week", "from=1990-01-01", "2016 年第 1 周", "或者太远"),
    ("year", "kind=nothing&day=%27%20OR%201", "2026 年", "“kind=nothing”看不懂"),
    ("month", "unit=no-such-unit", "2026 年十一月", "没有代号为“no-such-unit”的单位"),
    ("month", "venue=999999999", "2026 年十一月", "没有编号为“999999999”的场馆"),
]


@pytest.mark.parametrize(("view", "query", "title", "sentence"), BAD)
def test_bad_values_get_a_sentence_and_the_nearest_period(
    client: FlaskClient, view: str, query: str, title: str, sentence: str
):
    page = read(client, f"/activities/{view}?{query}")

    assert text_of(page.all("h1")[0]) == title
    [notice] = page.all("div", id="problems")
    assert sentence in text_of(notice)
    assert len(text_of(notice)) < 300


def test_the_days_below_a_month_hold_the_same_as_its_cells(client: FlaskClient):
    make_occurrence(make_activity(title="讲座"), start=at_hour(24, 9))

    page = read(client, "/activities/month?month=2026-11")

    assert page.links()["#d2026-11-24"] != ""
    [heading] = page.all("h2", id="d2026-11-24")
    assert heading.parent is not None
    assert titles(page) == ["讲座"]


def test_the_agenda_folds_what_is_over_and_names_the_rest_by_day(client: FlaskClient):
    make_occurrence(make_activity(title="以前"), start=at_hour(3, 9))
    make_occurrence(make_activity(title="以后"), start=at_hour(24, 9))

    page = read(client, "/activities/agenda?month=2026-11")

    [folded] = page.all("details", class_="grid-past")
    assert "以前" in text_of(folded)
    assert "以后" not in text_of(folded)
    assert titles(page) == ["以前", "以后"]


def test_the_agenda_begins_with_what_goes_on_from_before(client: FlaskClient):
    exhibition = make_activity(title="恐龙展", kind="exhibition")
    make_occurrence(exhibition, first_day=date(2026, 11, 20), last_day=date(2026, 12, 20))
    show = make_activity(title="种子展", kind="exhibition")
    make_occurrence(show, first_day=date(2026, 12, 5), last_day=date(2026, 12, 9))

    page = read(client, "/activities/agenda?month=2026-12")

    assert "恐龙展" in page.section("running-title")
    assert "种子展" not in page.section("running-title")
    assert groups(page)["12月5日（周六）"] == ["种子展"]


def test_a_year_has_twelve_tables_with_their_names(client: FlaskClient):
    make_unit()
    page = read(client, "/activities/year?year=2026")

    captions = [text_of(caption) for caption in page.all("caption")]
    assert len(captions) == 12
    assert captions[10] == "2026 年十一月每天的场数"
    assert len(page.all("td", class_="grid-day")) == 365
