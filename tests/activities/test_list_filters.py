"""Narrowing the list: chips, form, numbers that are true, and values nobody could mean."""

from datetime import date

import pytest
from flask.testing import FlaskClient

from events.activities import criteria as vocabulary
from tests.activities.lists import at_hour, read, titles
from tests.factories import (
    make_activity,
    make_district,
    make_occurrence,
    make_themed_day,
    make_unit,
    make_venue,
)
from tests.pages.reading import Element, PageText, text_of


@pytest.fixture
def city(client: FlaskClient) -> FlaskClient:
    """Two districts of a city; four occurrences on three days, one of them online."""
    region = make_district(slug="500000", name="某市")
    north = make_district(slug="500105", name="江北区", parent=region)
    south = make_district(slug="500108", name="南岸区", parent=region)
    organiser = make_unit(slug="science-hall", name="科技馆管理处", region=region)
    museum = make_venue(id=7, name="科技馆", district=north)
    garden = make_venue(id=8, name="植物园", district=south)
    day = make_themed_day(slug="star-day", name="星空日")
    stars = make_activity(
        title="看星星",
        kind="lecture",
        organiser=organiser,
        audiences=("family", "teenagers"),
        days=((day, 2026),),
    )
    make_occurrence(stars, start=at_hour(21, 19), venue=museum)
    make_occurrence(stars, start=at_hour(22, 19), venue=museum)
    flowers = make_activity(
        title="看花", kind="workshop", organiser=organiser, audiences=("family",)
    )
    make_occurrence(flowers, start=at_hour(28, 9), venue=garden)
    quiz = make_activity(
        title="答题",
        kind="online-quiz",
        organiser=organiser,
        format="online",
        audiences=("public",),
    )
    make_occurrence(quiz, start=at_hour(28, 9), online=True)
    return client


def options(page: PageText, name: str) -> dict[str, tuple[str, bool]]:
    """Value of each tick of a filter -> its words with the number, and whether it is ticked."""
    return {
        box.attributes["value"]: (label_of(box), "checked" in box.attributes)
        for box in page.all("input", name=name, type="checkbox")
    }


def label_of(box: Element) -> str:
    assert box.parent
    return text_of(box.parent)


def chips(page: PageText, class_: str) -> dict[str, str]:
    return {text_of(a): a.attributes["href"] for a in page.all("a", class_=class_)}


def total(page: PageText) -> str:
    return text_of(page.all("p", class_="lead")[0])


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("when=today", ["看星星"]),
        ("when=tomorrow", ["看星星"]),
        ("when=weekend", ["看星星", "看星星"]),
        ("kind=workshop", ["看花"]),
        ("kind=workshop&kind=online-quiz", ["看花", "答题"]),
        ("audience=teenagers", ["看星星", "看星星"]),
        ("district=500108", ["看花"]),
        ("district=500000", ["看星星", "看星星", "看花", "答题"]),
        ("day=star-day", ["看星星", "看星星"]),
        ("unit=science-hall&venue=8", ["看花"]),
        ("venue=7&from=2026-11-22", ["看星星"]),
        ("from=2026-11-22&to=2026-11-22", ["看星星"]),
        ("kind=workshop&audience=teenagers", []),
    ],
)
def test_every_filter_narrows_the_list(city: FlaskClient, query: str, expected: list[str]):
    assert titles(read(city, f"/activities?{query}")) == expected


def test_chips_of_time_carry_true_numbers_and_keep_the_other_filters(city: FlaskClient):
    page = read(city, "/activities?audience=family&from=2026-11-25&page=1")

    nav = {
        text_of(a): a.attributes["href"]
        for a in page.all("a", class_="chip")
        if "when=" in a.attributes["href"]
    }

    assert list(nav) == ["今天 1", "明天 1", "本周末 2", "下周末 1", "本周 2", "本月 3"]
    assert nav["今天 1"] == "/activities?audience=family&when=today"
    for words, path in nav.items():
        assert len(titles(read(city, path))) == int(words.split()[1]), path


def test_options_carry_true_numbers_and_leave_out_what_leads_nowhere(city: FlaskClient):
    page = read(city, "/activities?when=month&audience=family")

    assert options(page, "kind") == {
        "lecture": ("讲座 2", False),
        "workshop": ("动手体验 1", False),
    }
    assert options(page, "audience") == {
        "family": ("家庭 3", True),
        "teenagers": ("青少年 2", False),
        "public": ("公众 1", False),
    }
    assert options(page, "district") == {
        "500105": ("江北区 2", False),
        "500108": ("南岸区 1", False),
    }
    for key in ("kind", "district"):
        for value, (words, _) in options(page, key).items():
            narrowed = read(city, f"/activities?when=month&audience=family&{key}={value}")
            assert len(titles(narrowed)) == int(words.split()[1])


def test_a_district_counts_what_is_below_it(city: FlaskClient):
    assert options(read(city), "district") == {
        "500000": ("某市 4", False),
        "500105": ("江北区 2", False),
        "500108": ("南岸区 1", False),
    }


def test_a_chosen_option_stays_even_when_it_leads_nowhere(city: FlaskClient):
    page = read(city, "/activities?kind=drill&district=500105")

    assert options(page, "kind")["drill"] == ("演练 0", True)


def test_each_picked_chip_takes_away_just_itself(city: FlaskClient):
    query = "day=star-day&kind=drill&kind=lecture&when=weekend&from=2026-11-21&page=3"
    page = read(city, f"/activities?{query}")

    assert chips(page, "off") == {
        "去掉星空日": "/activities?kind=drill&kind=lecture&when=weekend&from=2026-11-21",
        "去掉演练": "/activities?day=star-day&kind=lecture&when=weekend&from=2026-11-21",
        "去掉讲座": "/activities?day=star-day&kind=drill&when=weekend&from=2026-11-21",
        "去掉本周末": "/activities?day=star-day&kind=drill&kind=lecture&from=2026-11-21",
        "去掉11月21日（周六）起": "/activities?day=star-day&kind=drill&kind=lecture&when=weekend",
    }


def test_the_form_keeps_what_it_does_not_show(city: FlaskClient):
    page = read(city, "/activities?day=star-day&unit=science-hall&venue=7&when=weekend")

    [form] = page.all("form", id="filters")
    hidden = {
        e.attributes["name"]: e.attributes["value"]
        for e in page.all("input", type="hidden")
        if form in ancestors(e)
    }

    assert hidden == {"day": "star-day", "unit": "science-hall", "venue": "7"}
    assert options(page, "when") == {"weekend": ("本周末 2", True)}
    assert form.attributes.get("method", "get") == "get"
    assert form.attributes["action"] == "/activities"


def test_nothing_found_offers_ways_on_with_true_numbers(city: FlaskClient):
    page = read(city, "/activities?kind=workshop&audience=teenagers&when=today")
    [box] = page.all("div", class_="empty")
    ways = {
        text_of(a): a.attributes["href"]
        for a in page.all("a", class_="chip")
        if box in ancestors(a)
    }

    assert "今天没有找到活动。" in page.main
    assert list(ways) == ["不限类型 1 场", "看全部活动 4 场"]
    for words, path in ways.items():
        assert total(read(city, path)).endswith(f"有 {words.split()[-2]} 场。"), path


def ancestors(element: Element) -> list[Element]:
    found = []
    while element.parent:
        element = element.parent
        found.append(element)
    return found


def test_a_list_of_the_past_counts_its_ways_on_in_the_past(client: FlaskClient):
    make_occurrence(make_activity(title="老讲座"), first_day=date(2026, 3, 1))

    page = read(client, "/activities?from=2026-01-01&to=2026-06-30&kind=drill")
    ways = {t: a for t, a in chips(page, "chip").items() if t.startswith("不限类型")}

    assert list(ways) == ["不限类型 1 场"]
    assert titles(read(client, ways["不限类型 1 场"])) == ["老讲座"]


def test_a_city_without_activities_says_so_and_leads_elsewhere(client: FlaskClient):
    page = read(client)

    assert "现在还没有登记今后的活动。" in page.main
    assert page.links()["/days"]


def test_what_could_not_be_read_is_said_and_the_rest_still_works(city: FlaskClient):
    page = read(city, "/activities?kind=workshop&from=2026-13-40&when=gestern&venue=x")
    [summary] = page.all("div", id="problems")

    assert titles(page) == ["看花"]
    for key in ("from=2026-13-40", "when=gestern", "venue=x"):
        assert f"“{key}”看不懂" in text_of(summary)


def test_a_date_that_could_not_be_read_stays_in_its_field(city: FlaskClient):
    page = read(city, "/activities?from=19.9.2026&to=2026-11-30")
    [first] = page.all("input", id="filter-from")
    [last] = page.all("input", id="filter-to")

    assert (first.attributes["type"], first.attributes["value"]) == ("text", "19.9.2026")
    assert first.attributes["aria-describedby"] == "problems"
    assert (last.attributes["type"], last.attributes["value"]) == ("date", "2026-11-30")


def test_dates_in_the_wrong_order_stay_in_the_form(city: FlaskClient):
    page = read(city, "/activities?from=2026-12-31&to=2026-12-01&kind=workshop")

    assert "结束日期 2026-12-01 早于开始日期 2026-12-31" in page.main
    assert [e.attributes["value"] for e in page.all("input", id="filter-from")] == ["2026-12-31"]
    assert [e.attributes["value"] for e in page.all("input", id="filter-to")] == ["2026-12-01"]
    assert titles(page) == ["看花"]


def test_names_that_nobody_has_are_said_and_find_nothing(city: FlaskClient):
    page = read(city, "/activities?day=moon-day&unit=nobody&district=999999&venue=99")
    [summary] = page.all("div", id="problems")

    for sentence in (
        "没有代号为“moon-day”的主题日。",
        "没有代号为“nobody”的单位。",
        "没有代码为“999999”的区县。",
        "没有编号为“99”的场馆。",
    ):
        assert sentence in text_of(summary)
    assert titles(page) == []
    assert page.all("section", class_="subscribe") == []  # such a feed is a 404


def test_unknown_keys_are_named_and_known_ones_are_not(city: FlaskClient):
    page = read(
        city, "/activities?city=北京&order=near&page=1&kind=workshop&theme=dark&size=large&lang=zh"
    )

    notices = [text_of(notice) for notice in page.all("p", class_="notice")]
    assert notices == ["没有用到：city、order"]
    assert titles(page) == ["看花"]


CONTRADICTIONS = [
    "when=today&from=2026-12-01",
    "when=today&to=2026-01-01",
    "district=500105&venue=8",
    "day=star-day&kind=workshop",
]


@pytest.mark.parametrize("query", CONTRADICTIONS)
def test_filters_that_exclude_each_other_find_nothing_and_offer_ways_on(
    city: FlaskClient, query: str
):
    page = read(city, f"/activities?{query}")

    assert titles(page) == []
    assert "没有找到活动。" in page.main
    assert len(page.all("div", class_="empty")) == 1


EVIL = "<script>alert(1)</script>\"' OR 1=1; DROP TABLE occurrence; --{{ 7*7 }}%(x)s\u202e\0"
KEYS = [*vocabulary.KEYS, "page", "foo", EVIL]
ABSURD = ["", " ", "0", "-1", "1e9", "9" * 30, "x" * 5000, "\u3000", "١٢", "null", EVIL]


@pytest.mark.parametrize("value", ABSURD, ids=range(len(ABSURD)))
def test_absurd_values_neither_break_the_page_nor_get_into_it(city: FlaskClient, value: str):
    for key in KEYS:
        response = city.get("/activities", query_string={key: value})
        page = PageText(response.text)

        assert response.status_code == 200, (key, value)
        assert [script.texts for script in page.all("script")] == [[], []], (key, value)
        assert "x" * 60 not in page.main, key
        assert "7*7" in page.main or "49" not in page.main
    assert titles(read(city)) == ["看星星", "看星星", "看花", "答题"]


def test_empty_values_are_no_filters(city: FlaskClient):
    query = "&".join(f"{key}=" for key in vocabulary.KEYS)
    page = read(city, f"/activities?{query}")

    assert len(titles(page)) == 4
    assert chips(page, "off") == {}
    assert page.all("div", id="problems") == []


def test_a_key_repeated_two_hundred_times_is_read_up_to_twenty(city: FlaskClient):
    for key, values in {
        "kind": ["workshop"] * 200,
        "venue": [str(number) for number in range(200)],
        "district": [f"{500000 + number}" for number in range(200)],
        "audience": ["nobody"] * 200,
        "from": ["2026-11-21"] * 200,
    }.items():
        response = city.get("/activities", query_string={key: values})

        assert response.status_code == 200
        assert f"“{key}”一次最多选 20 个，这里有 200 个" in PageText(response.text).main


def test_the_same_value_twice_is_picked_once(city: FlaskClient):
    page = read(city, "/activities?kind=workshop&kind=workshop")

    assert list(chips(page, "off")) == ["去掉动手体验"]


def test_far_dates_are_refused_with_a_sentence_and_possible_ones_are_not(city: FlaskClient):
    assert "看不懂" in read(city, "/activities?from=0001-01-01").main
    assert "看不懂" in read(city, "/activities?to=9999-12-31").main
    assert len(titles(read(city, "/activities?from=1990-01-01&to=2200-12-31"))) == 4


def test_a_feed_larger_than_google_takes_is_said_with_narrower_ones(
    city: FlaskClient, monkeypatch: pytest.MonkeyPatch
):
    assert "Google 日历最多收" not in read(city).main
    monkeypatch.setattr("events.activities.routes.GOOGLE_EVENTS", 3)

    page = read(city)

    assert "Google 日历最多收" in page.main
    assert page.links()["/activities?district=500108#subscribe"] == "南岸区"


def test_the_notice_about_a_large_feed_counts_the_past_that_the_feed_has(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("events.activities.routes.GOOGLE_EVENTS", 0)
    make_occurrence(first_day=date(2026, 11, 1))

    assert "Google 日历最多收" in read(client).main


def test_problems_are_marked_as_chinese_on_english_pages(city: FlaskClient):
    page = read(city, "/activities?lang=en&kind=nothing")
    [summary] = page.all("div", id="problems")

    spans = [span for span in page.all("span", lang="zh-CN") if summary in ancestors(span)]
    assert any("kind=nothing" in text_of(span) for span in spans)
