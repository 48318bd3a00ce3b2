"""/subscribe: pick, and get one address; the device at hand first."""

import pytest
from flask.testing import FlaskClient
from playhouse.test_utils import count_queries

from tests.calendars.ics import entries
from tests.factories import make_district, make_edition, make_occurrence, make_venue
from tests.pages.reading import PageText
from tests.subscriptions.pond import EVERYTHING, feed_in, make_pond

pytestmark = pytest.mark.usefixtures("app")
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15"
AGENTS = {
    "apple": PHONE,
    "android": "Mozilla/5.0 (Linux; Android 14; HUAWEI) AppleWebKit/537.36",
    "outlook": "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36",
    "thunderbird": "Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101",
    "wechat": f"{PHONE} MicroMessenger/8.0.40",
}


@pytest.mark.parametrize(
    ("query", "path"),
    [
        ("", "/calendars/days.ics"),
        ("day=frog-day", "/calendars/days/frog-day.ics"),
        ("unit=frogs", "/calendars/units/frogs.ics"),
        ("district=500103", "/calendars/districts/500103.ics"),
        ("q=机器人", "/calendars/activities.ics?q=%E6%9C%BA%E5%99%A8%E4%BA%BA"),
        (
            "unit=frogs&day=frog-day&q=&utm=x",
            "/calendars/picks.ics?day=frog-day&unit=frogs",
        ),
    ],
)
def test_one_pick_has_its_own_calendar_and_several_one_together(
    client: FlaskClient, query: str, path: str
):
    make_pond()

    answer = client.get(f"/subscribe?{query}")

    assert feed_in(answer) == path
    assert client.get(path).status_code == 200


def test_the_numbers_are_those_of_the_feed(client: FlaskClient):
    make_pond()
    answer = client.get(f"/subscribe?{EVERYTHING}")
    page = PageText(answer.text)

    for words in ("青蛙日 3 条", "蛙局 2 条", "500103 2 条", "500105 1 条", "“机器人” 1 条"):
        assert words in page.main
    assert f"现在一共 {len(entries(client.get(feed_in(answer)).data))} 条" in page.main


def test_each_chip_takes_one_pick_away(client: FlaskClient):
    make_pond()
    page = PageText(client.get(f"/subscribe?{EVERYTHING}").text)

    ways = [chip.attributes["href"] for chip in page.all("a", class_="off")]

    assert len(ways) == 5
    for way in ways:
        left = PageText(client.get(way).text).all("a", class_="off")
        assert len(left) == 4


def test_the_form_keeps_what_is_picked_whether_it_is_on_offer_or_not(client: FlaskClient):
    make_pond()
    page = PageText(client.get("/subscribe?day=frog-day&unit=frogs&district=500103&q=蛙").text)

    boxes = page.all("input", type="checkbox")

    checked = [(box.attributes["name"], box.attributes["value"]) for box in boxes
               if "checked" in box.attributes]  # fmt: skip
    assert sorted(checked) == [
        ("day", "frog-day"), ("district", "500103"), ("q", "蛙"), ("unit", "frogs"),
    ]  # fmt: skip


def test_what_is_not_there_is_taken_away_with_a_word(client: FlaskClient):
    make_pond()

    answer = client.get("/subscribe?day=frog-day&unit=nobody&district=<b>")

    page = PageText(answer.text)
    assert "没有“nobody”，已经去掉" in page.main
    assert "“district=<b>”看不懂" in page.main
    assert "<b>" not in answer.text
    assert feed_in(answer) == "/calendars/days/frog-day.ics"


@pytest.mark.parametrize(
    "query",
    [
        "q=%00",
        "q=" + "长" * 10_000,
        "day=" + "x" * 3000,
        "q={{7*7}}",
        "q=%E2%80%AE",
        "q=%FF&day=%FF",
    ],
)
def test_hostile_picks_get_a_page(client: FlaskClient, query: str):
    make_pond()

    answer = client.get(f"/subscribe?{query}")

    assert answer.status_code == 200
    assert "‮" not in answer.text


def test_the_page_asks_as_often_whatever_there_is(client: FlaskClient):
    make_pond()
    with count_queries() as few:
        client.get(f"/subscribe?{EVERYTHING}")
    for _ in range(10):
        make_edition()
        make_occurrence(venue=make_venue(district=make_district()))

    with count_queries() as many:
        client.get(f"/subscribe?{EVERYTHING}")

    assert 10 < many.count == few.count


@pytest.mark.parametrize("device", AGENTS)
def test_the_device_at_hand_is_first_and_open(client: FlaskClient, device: str):
    answer = client.get("/subscribe", headers={"User-Agent": AGENTS[device]})

    ways = PageText(answer.text).all("details", class_="device")
    assert [way.attributes["id"] for way in ways if "open" in way.attributes] == [f"way-{device}"]
    assert ways[0].attributes["id"] == f"way-{device}"
    assert len(ways) == 6
    assert "User-Agent" in answer.headers["Vary"]


def test_nothing_is_open_where_the_browser_does_not_say(client: FlaskClient):
    ways = PageText(client.get("/subscribe", headers={"User-Agent": ""}).text).all("details")

    assert [way for way in ways if "open" in way.attributes] == []


@pytest.mark.parametrize("path", ["/subscribe", "/days/frog-day", "/units/frogs"])
def test_in_wechat_a_band_says_so_and_copying_comes_first(client: FlaskClient, path: str):
    make_pond()
    elsewhere = client.get(path)

    inside = client.get(path, headers={"User-Agent": AGENTS["wechat"]})

    assert "您在微信里" in PageText(inside.text).main
    assert "您在微信里" not in PageText(elsewhere.text).main
    assert 'href="webcal:' not in inside.text
    assert 'href="webcal:' in elsewhere.text
    assert inside.text.index("data-copied") < inside.text.index("下载 .ics")


def test_each_sketch_has_words(client: FlaskClient):
    text = client.get("/subscribe").text

    assert text.count('class="screen"') == text.count('aria-label="示意图：') == 6
