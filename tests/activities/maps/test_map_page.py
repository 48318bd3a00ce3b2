"""The page of districts: which there are, how many, what a square leads to, what hostile input
makes of it."""

from urllib.parse import unquote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playhouse.test_utils import count_queries

from app import create_app
from tests.activities.lists import HERE, at_hour, entries, read, titles, total
from tests.activities.test_list_limits import STRANGE
from tests.factories import make_activity, make_district, make_occurrence, make_venue
from tests.pages.reading import PageText, text_of
from web.settings import read_settings

MAP = "/activities/map"


def squares(page: PageText) -> dict[str, int]:
    """District -> the number its square says, in the order of the page."""
    found = {}
    for link in page.all("a"):
        if "square" in link.attributes.get("class", "").split():
            name, count = (text_of(e) for e in link.children if not isinstance(e, str))
            found[name] = int(count.split()[0])
    return found


def squares_with_chosen(page: PageText) -> dict[str, str]:
    links = [e for e in page.all("a") if "square" in e.attributes.get("class", "").split()]
    return {text_of(link): unquote(link.attributes["href"]) for link in links}


@pytest.fixture
def towns(client: FlaskClient) -> FlaskClient:
    """A town in the north-west with two, one in the south-east with one, one nobody can place."""
    north = make_district(slug="500109", name="北碚区", name_en="Beibei District")
    south = make_district(slug="500119", name="南川区")
    nowhere = make_district(slug="500199", name="无处区")
    hall = make_venue(district=north, name="北碚馆", latitude=29.80, longitude=106.40)
    make_venue(district=north, latitude=29.84, longitude=106.44)
    park = make_venue(district=south, name="南川园", latitude=29.16, longitude=107.10)
    make_occurrence(make_activity(title="看恐龙"), start=at_hour(22, 9), venue=hall)
    make_occurrence(
        make_activity(title="听讲座", kind="workshop"), start=at_hour(23, 9), venue=hall
    )
    make_occurrence(make_activity(title="爬山"), start=at_hour(24, 9), venue=park)
    unplaced = make_venue(district=nowhere)
    make_occurrence(make_activity(title="做风筝"), start=at_hour(25, 9), venue=unplaced)
    make_occurrence(make_activity(title="昨天的"), start=at_hour(20, 9), venue=park)
    return client


def test_each_district_has_its_true_count_those_without_position_last(towns: FlaskClient):
    page = read(towns, MAP)

    assert squares(page) == {"北碚区": 2, "南川区": 1, "无处区": 1}
    assert list(squares(page)) == ["北碚区", "南川区", "无处区"]
    assert total(page) == 4
    assert titles(page) == ["看恐龙", "听讲座", "爬山", "做风筝"]
    [elsewhere] = [
        ul for ul in page.all("ul") if ul.attributes.get("aria-labelledby") == "elsewhere"
    ]
    assert "无处区" in text_of(elsewhere)
    assert "北碚区" not in text_of(elsewhere)


def test_counts_follow_the_filters_but_for_the_district_itself(towns: FlaskClient):
    assert squares(read(towns, f"{MAP}?kind=workshop")) == {"北碚区": 1}
    chosen = read(towns, f"{MAP}?district=500119")

    assert squares_with_chosen(chosen).keys() >= {"北碚区 2 场", "去掉南川区 1 场"}
    assert titles(chosen) == ["爬山"]


def test_a_square_adds_its_district_and_a_chosen_one_takes_it_away(towns: FlaskClient):
    links = squares_with_chosen(read(towns, f"{MAP}?kind=workshop&district=500119"))
    assert links["北碚区 1 场"] == f"{MAP}?district=500109&district=500119&kind=workshop"

    links = squares_with_chosen(read(towns, links["北碚区 1 场"]))
    assert links["去掉北碚区 1 场"] == f"{MAP}?district=500119&kind=workshop"


def test_squares_lie_as_the_districts_do(towns: FlaskClient):
    page = read(towns, MAP)
    [grid] = [ul for ul in page.all("ul") if "across" in ul.attributes.get("class", "")]

    assert grid.attributes["class"] == "squares across-2"
    assert [text_of(e) for e in grid.children if not isinstance(e, str)] == [
        *("北碚区 2 场", "南川区 1 场"),
    ]


def test_every_other_view_leads_here_with_the_same_filters(towns: FlaskClient):
    for path in ("/activities", "/activities/month", "/activities/agenda"):
        links = read(towns, f"{path}?kind=workshop").links()
        assert f"{MAP}?kind=workshop" in links, path
    links = read(towns, f"{MAP}?kind=workshop").links()
    assert {"/activities?kind=workshop", "/activities/month?kind=workshop"} <= set(links)


def test_near_somewhere_only_what_is_near_remains(towns: FlaskClient):
    page = read(towns, f"{MAP}?near=29.16,107.10&within=5&sort=distance")

    assert squares(page) == {"南川区": 1}
    assert len(entries(page)) == 1


def test_nothing_found_leads_to_the_list_which_says_what_to_do(towns: FlaskClient):
    page = read(towns, f"{MAP}?kind=drill")

    assert squares(page) == {}
    assert "按现在的条件找不到活动" in page.main
    assert "/activities?kind=drill" in page.links()


def test_more_than_a_page_is_said_and_led_on(towns: FlaskClient):
    for number in range(41):
        make_occurrence(make_activity(), start=at_hour(26, 8, number))

    page = read(towns, MAP)

    assert len(entries(page)) == 40
    assert "先列最前面的 40 场，共 45 场。" in page.main


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("district=x'--", "“district=x'--”看不懂"),
        ("district=500999", "没有代码为“500999”的区县"),
        ("near=91,0", "“near=91,0”看不懂"),
        ("within=5", "不知道从哪里算起"),
        ("from=2026-12-02&to=2026-12-01", "早于开始日期"),
        ("month=2026-11", "没有用到：month"),
    ],
)
def test_what_cannot_be_meant_is_said(towns: FlaskClient, query: str, sentence: str):
    assert sentence in read(towns, f"{MAP}?{query}").main


@pytest.mark.parametrize("path", [MAP, f"{MAP}.json"])
@pytest.mark.parametrize("words", STRANGE, ids=range(len(STRANGE)))
def test_strange_words_are_answered(towns: FlaskClient, path: str, words: str):
    response = towns.get(path, query_string={"q": words, "district": words, "venue": words})

    assert response.status_code == 200
    assert "<b>星</b>" not in response.text


@pytest.mark.parametrize("path", [f"{MAP}?{HERE}&within=90", f"{MAP}.json?{HERE}&within=90"])
def test_a_full_map_asks_as_often_as_one_with_a_single_place(client: FlaskClient, path: str):
    def asked() -> int:
        with count_queries() as counted:
            assert client.get(path).status_code == 200
        return counted.count

    make_occurrence(venue=make_venue(latitude=29.56, longitude=106.55))
    few = asked()
    for number in range(40):
        make_occurrence(venue=make_venue(latitude=29.3 + number / 100, longitude=106.55))

    assert asked() == few
    assert 4 <= few <= 20


@pytest.fixture
def with_tiles(environment: dict[str, str], app: Flask) -> FlaskClient:
    tiles = "https://t0.tiles.example/v/{z}/{x}/{y}?key=1 https://t0.tiles.example/w/{z}/{x}/{y}"
    said = {"ATTRIBUTION": "© 试验<地图>", "APPROVAL": "GS（2026）1号", "TILES": tiles}
    made = create_app(
        read_settings(environment | {f"KEPULI_MAP_{key}": value for key, value in said.items()})
    )
    return made.test_client()


def pictures(response: object) -> str:
    policy = response.headers["Content-Security-Policy"]  # type: ignore[attr-defined]
    [rule] = [rule for rule in policy.split("; ") if rule.startswith("img-src")]
    return str(rule)


def test_without_tiles_there_is_no_map_and_no_script_for_it(client: FlaskClient):
    response = client.get(MAP)

    assert "map.js" not in response.text
    assert "leaflet" not in response.text
    assert pictures(response) == "img-src 'self' data:"


def test_with_tiles_the_page_names_their_owner_and_approval(with_tiles: FlaskClient):
    page = PageText(with_tiles.get(MAP).text)
    [figure] = page.all("figure", class_="map")

    assert "© 试验<地图>" in text_of(figure)
    assert "审图号：GS（2026）1号" in text_of(figure)
    assert "hidden" in figure.attributes
    assert figure.attributes["data-layers"].split()[1] == "https://t0.tiles.example/w/{z}/{x}/{y}"


def test_who_reads_about_privacy_is_told_of_the_map_service(
    client: FlaskClient, with_tiles: FlaskClient
):
    assert "向地图服务取" in with_tiles.get("/privacy").text
    assert "向地图服务取" not in client.get("/privacy").text


def test_only_the_map_may_show_pictures_of_the_tiles_host(with_tiles: FlaskClient):
    widened = "img-src 'self' data: https://t0.tiles.example"

    assert pictures(with_tiles.get(MAP)) == widened
    for path in ("/", "/activities", "/activities/month", f"{MAP}?size=large"):
        assert pictures(with_tiles.get(path)) == "img-src 'self' data:", path


def test_large_type_has_the_districts_and_no_map(with_tiles: FlaskClient):
    make_occurrence(venue=make_venue(district=make_district(name="渝中区")))
    page = PageText(with_tiles.get(f"{MAP}?size=large").text)

    assert squares(page) == {"渝中区": 1}
    assert page.all("figure", class_="map") == []
    assert "leaflet" not in page.html
