"""Finding on the list: by words, age, places left, what is needed there, and how far it is."""

from urllib.parse import unquote

import pytest
from flask.testing import FlaskClient

from tests.activities.lists import HERE, entries, groups, read, titles, total
from tests.pages.reading import PageText, text_of

NARROWER = [
    ("q=星星", ["看星星"]),
    ("q=科技馆", ["看星星", "做火箭"]),
    ("age=7", ["看星星", "古镇的桥", "答题"]),
    ("age=0", ["看花", "古镇的桥", "答题"]),
    ("age=12&signup=open", ["看星星", "古镇的桥", "答题"]),
    ("signup=open", ["看星星", "看花", "古镇的桥", "答题"]),
    ("format=online", ["答题"]),
    ("format=online&format=hybrid", ["答题"]),
    ("access=step-free", ["看星星", "做火箭"]),
    ("access=sign-language", ["看花"]),
    ("access=captions&access=step-free", []),
    ("when=next-weekend", ["古镇的桥", "答题"]),
    ("year=2026", ["看星星", "做火箭", "看花", "古镇的桥", "答题"]),
    ("year=2027", []),
    (f"{HERE}&within=2", ["看星星", "做火箭"]),
    (HERE, ["看星星", "做火箭", "看花"]),
    (f"{HERE}&within=50&when=next-weekend", ["古镇的桥"]),
    (f"{HERE}&when=weekend&age=7&signup=open", ["看星星"]),
]


@pytest.mark.parametrize(("query", "expected"), NARROWER)
def test_every_way_of_finding_narrows_the_list(town: FlaskClient, query: str, expected: list[str]):
    assert titles(read(town, f"/activities?{query}")) == expected


def counted(page: PageText) -> dict[str, int]:
    """Address -> the number that a chip promises there."""
    return {
        link.attributes["href"]: int(text_of(number).split()[0])
        for link in page.all("a", class_="chip")
        for number in page.all("span", class_="count")
        if number.parent is link
    }


@pytest.mark.parametrize("query", ["", "q=科技馆", f"{HERE}&within=5&sort=distance", "age=7"])
def test_the_numbers_on_chips_are_those_of_the_lists_they_lead_to(town: FlaskClient, query: str):
    promised = counted(read(town, f"/activities?{query}"))

    assert len(promised) >= 6
    for path, number in promised.items():
        assert total(read(town, path)) == number, path


@pytest.mark.parametrize("query", ["when=month", f"{HERE}&within=50&age=9", "access=step-free"])
def test_the_numbers_beside_ticks_are_true(town: FlaskClient, query: str):
    page = read(town, f"/activities?{query}")
    boxes = [box for box in page.all("input", type="checkbox") if "checked" not in box.attributes]

    assert {"format", "signup", "access"} & {box.attributes["name"] for box in boxes}
    for box in boxes:
        assert box.parent
        number = int(text_of(box.parent).split()[-1])
        path = f"/activities?{query}&{box.attributes['name']}={box.attributes['value']}"
        assert total(read(town, path)) == number > 0, path


def test_what_is_picked_stands_above_the_list_and_goes_one_by_one(town: FlaskClient):
    query = f"{HERE}&within=5&sort=distance&q=星星&age=7&signup=open&access=step-free&year=2026"
    page = read(town, f"/activities?{query}")

    off = {text_of(a): unquote(a.attributes["href"]) for a in page.all("a", class_="off")}

    assert list(off) == [
        "去掉“星星”",
        "去掉2026 年",
        "去掉适合 7 岁",
        "去掉有名额或无需报名",
        "去掉无台阶通行，轮椅可达",
        "去掉5 公里以内",
    ]
    assert off["去掉5 公里以内"] == (
        "/activities?q=星星&year=2026&age=7&signup=open&access=step-free"
    )
    assert "q=" not in off["去掉“星星”"]
    assert "near=29.56,106.55&within=5&sort=distance" in off["去掉“星星”"]


def test_near_a_place_each_card_says_how_far_it_is(town: FlaskClient):
    here, _full, north = entries(read(town, f"/activities?{HERE}"))

    assert "渝中区 不到 1 公里" in here
    assert "约 4 公里" in north
    assert "公里" not in "".join(entries(read(town)))


def test_by_distance_the_nearest_comes_first_with_its_date(town: FlaskClient):
    by_time = read(town, f"/activities?{HERE}&within=50&from=2026-11-22")
    by_distance = read(town, f"/activities?{HERE}&within=50&from=2026-11-22&sort=distance")

    assert list(groups(by_time)) == ["明天", "11月28日（周六）"]
    assert groups(by_distance) == {"由近到远": ["做火箭", "看花", "古镇的桥"]}
    assert "11月22日（周日） 14:00–16:00" in entries(by_distance)[1]


def test_a_search_keeps_the_other_filters(town: FlaskClient):
    page = read(town, "/activities?q=星星&kind=lecture&when=weekend&age=7")
    [form] = page.all("form", class_="search")

    fields = {
        field.attributes["name"]: field.attributes["value"]
        for field in page.all("input")
        if field.parent is form or (field.parent and field.parent.parent is form)
    }

    assert fields == {"q": "星星", "kind": "lecture", "when": "weekend", "age": "7"}
    assert form.attributes["action"] == "/activities"


def test_the_position_is_asked_for_by_a_button_that_only_a_script_shows(town: FlaskClient):
    response = town.get("/activities?district=500103&kind=lecture")
    page = PageText(response.text)
    [button] = page.all("button", class_="nearby")
    waiting = {e.attributes["name"]: e for e in page.all("input") if "disabled" in e.attributes}

    assert "hidden" in button.attributes
    assert button.attributes["type"] == "button"
    assert set(waiting) == {"near", "sort"}
    assert waiting["sort"].attributes["value"] == "distance"
    assert "geolocation=(self)" in response.headers["Permissions-Policy"]
    assert "geolocation=()" in town.get("/days").headers["Permissions-Policy"]


EMPTY = [
    (f"{HERE}&within=2&q=看花", "放宽到 5 公里 1 场"),
    ("q=星星&age=99", "不限年龄 1 场"),
    ("q=木星&when=weekend", "不管“木星” 3 场"),
    ("signup=open&q=火箭", "不管名额 1 场"),
    ("format=online&kind=lecture", "线上现场都要 1 场"),
    ("access=captions&access=step-free", "不限设施 5 场"),
    ("year=2027&kind=lecture", "不限年份 1 场"),
    (f"{HERE}&within=1&kind=online-quiz", "不限远近 1 场"),
    (f"{HERE}&q=木星&age=99&signup=open", "看全部活动 5 场"),
]


@pytest.mark.parametrize(("query", "way"), EMPTY)
def test_an_empty_list_offers_ways_that_lead_to_what_they_promise(
    town: FlaskClient, query: str, way: str
):
    page = read(town, f"/activities?{query}")
    [box] = page.all("div", class_="empty")
    ways = {
        text_of(link): link.attributes["href"]
        for link in page.all("a", class_="chip")
        if link.parent and link.parent.parent and link.parent.parent.parent is box
    }

    assert titles(page) == []
    assert way in ways
    for words, path in ways.items():
        assert total(read(town, path)) == int(words.split()[-2]) > 0, path


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("when=weekend&from=2026-12-01", "选的日期互相矛盾"),
        ("year=2025&when=today", "选的日期互相矛盾"),
        (f"{HERE}&format=online", "线上活动没有地点"),
        ("within=5", "不知道从哪里算起"),
        ("sort=distance", "不知道从哪里算起"),
        ("from=2026-12-31&to=2026-12-01", "请对调或改一个"),
    ],
)
def test_filters_that_contradict_each_other_are_told_so(
    town: FlaskClient, query: str, sentence: str
):
    assert sentence in read(town, f"/activities?{query}").main
