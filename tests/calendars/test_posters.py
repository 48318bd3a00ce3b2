"""Posters: what they say, that nothing on them is markup, and that the code leads to the page."""

import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from flask.testing import FlaskClient
from playhouse.test_utils import count_queries
from playwright.sync_api import Browser

from calendars.typesetting import turn
from events import clock
from events.activities.actions import withdraw_activity
from events.activities.occurrences import cancel_occurrence
from tests.activities.lists import at_hour
from tests.factories import (
    make_activity,
    make_district,
    make_edition,
    make_occurrence,
    make_themed_day,
    make_unit,
    make_venue,
)
from tests.pages.reading import PageText

pytestmark = pytest.mark.usefixtures("app")
SVG = "{http://www.w3.org/2000/svg}"
JSQR = Path(__file__).parents[2] / "static/vendor/jsqr-1.4.0/jsQR.min.js"
HOSTILE = "</text><script>alert(1)</script>{{7*7}} #x $y$ \\ *b* @z <l> & \"'"


def draw(client: FlaskClient, path: str) -> ET.Element:
    response = client.get(path)
    assert (response.status_code, response.mimetype) == (200, "image/svg+xml"), path
    return ET.fromstring(response.data)


def words(client: FlaskClient, path: str) -> str:
    return "".join(text.text or "" for text in draw(client, path).iter(f"{SVG}text"))


@pytest.fixture
def lecture() -> Any:
    """A lecture on the 28th, with all a poster could say."""
    district = make_district(name="北碚区")
    activity = make_activity(
        title="听蛙：夜里的池塘",
        kind="lecture",
        organiser=make_unit(name="自然博物馆"),
        days=((make_themed_day(name="青蛙日", subject="life"), 2026),),
        audiences=("family",),
        age_from=6,
        fee="10 元",
        signup_mode="telephone",
        signup_phone="023-6333 8888",
    )
    venue = make_venue(name="缙云山", district=district, address="缙云路 1 号")
    for day in (28, 29):
        make_occurrence(activity, venue=venue, start=at_hour(day, 19), end=at_hour(day, 21))
    return activity


def test_it_says_what_a_passer_by_must_know(client: FlaskClient, lecture: Any):
    said = words(client, f"/activities/{lecture.id}/poster.svg")

    facts = ("11月28日（周六）", "19:00–21:00", "另有 1 场", "缙云山", "北碚区", "缙云路 1 号")
    about = ("听蛙：夜里的池塘", "讲座", "青蛙日", "家庭", "6 岁以上", "10 元", "023-6333 8888")
    marks = ("28", "生", "自然博物馆", f"kepuli.example/a/{lecture.id}", "11月21日")
    for text in (*facts, *about, *marks):
        assert text in said, text


def test_it_speaks_the_language_of_the_reader(client: FlaskClient, lecture: Any):
    path = f"/activities/{lecture.id}/poster.svg"

    assert "28 Nov (Sat)" in words(client, f"{path}?lang=en")
    assert "Cookie" in client.get(path).headers["Vary"]
    assert "Set-Cookie" not in client.get(f"{path}?lang=en").headers


def test_what_does_not_take_place_is_marked(client: FlaskClient):
    activity, undated = make_activity(), make_activity()
    cancel_occurrence(make_occurrence(activity), "暴雨", clock.now())

    assert "已取消" in words(client, f"/activities/{activity.id}/poster.svg")
    assert "时间待定" in words(client, f"/activities/{undated.id}/poster.svg")
    assert "已取消" not in words(client, f"/activities/{undated.id}/poster.svg")


def test_there_is_none_of_what_was_withdrawn_or_never_public(client: FlaskClient, lecture: Any):
    draft = make_activity(published_at=None, title="还没定的")
    path = f"/activities/{lecture.id}/poster.svg"
    assert client.get(path).status_code == 200
    withdraw_activity(lecture, "重复", clock.now())

    assert client.get(path).status_code == 410
    hidden = client.get(f"/activities/{draft.id}/poster.svg")
    assert hidden.status_code == 404
    assert "还没定的" not in hidden.text


def test_a_themed_day_has_one_of_its_next_edition(client: FlaskClient):
    day = make_themed_day(
        slug="frog-day", name="青蛙日", summary="听见池塘", subject="life", organisers=["林业局"]
    )
    assert "还没有日期" in words(client, "/days/frog-day/poster.svg")
    make_edition(
        themed_day=day,
        year=2027,
        first_day=date(2027, 4, 24),
        last_day=date(2027, 4, 28),
        themes=[{"text": "听蛙"}],
    )

    said = words(client, "/days/frog-day/poster.svg")
    for text in ("青蛙日", "听蛙", "2027年4月24日（周六）—4月28日（周三）", "听见池塘", "林业局"):
        assert text in said, text
    assert f"kepuli.example/d/{day.id}" in said
    assert client.get("/days/newt-day/poster.svg").status_code == 404


def test_nothing_on_it_is_markup(client: FlaskClient, typst: None):
    organiser = make_unit(name=HOSTILE, short_name="局")
    activity = make_activity(title=HOSTILE, organiser=organiser, fee=HOSTILE, audience_note=HOSTILE)
    make_occurrence(activity, place_note=HOSTILE)
    path = f"/activities/{activity.id}/poster"

    drawing = draw(client, f"{path}.svg")
    tags = {element.tag.removeprefix(SVG) for element in drawing.iter()}
    assert tags == {"svg", "title", "rect", "g", "circle", "path", "text"}
    assert drawing.findtext(f"{SVG}title") == HOSTILE
    assert HOSTILE.replace(" ", "") in words(client, f"{path}.svg").replace(" ", "")
    headers = client.get(f"{path}.svg").headers
    assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert client.get(f"{path}.pdf").data.startswith(b"%PDF-")


@pytest.mark.parametrize(
    "title", ["\u202e\u0007\ufffe听", "𠮷" * 120, "😀👨‍👩‍👧" * 9, "w" * 120, " "]
)
def test_odd_titles_make_a_drawing_all_the_same(client: FlaskClient, title: str, typst: None):
    activity = make_activity(title=title)

    draw(client, f"/activities/{activity.id}/poster.svg")
    assert client.get(f"/activities/{activity.id}/poster.pdf").status_code == 200


@pytest.mark.parametrize(
    ("form", "start"), [("svg", b"<svg"), ("png", b"\x89PNG"), ("pdf", b"%PDF-")]
)
def test_who_has_it_is_told_so_until_it_says_something_else(
    client: FlaskClient, lecture: Any, typst: None, form: str, start: bytes
):
    path = f"/activities/{lecture.id}/poster.{form}"
    first = client.get(path)
    assert first.data.startswith(start)
    assert client.get(path).data == first.data
    known = {"If-None-Match": first.headers["ETag"]}

    assert client.get(path, headers=known).status_code == 304
    cancel_occurrence(lecture.occurrences[0], "暴雨", clock.now())
    assert client.get(path, headers=known).status_code == 200


def test_who_comes_while_another_is_being_set_is_asked_to_come_again(
    client: FlaskClient, lecture: Any, typst: None
):
    path = f"/activities/{lecture.id}/poster.png"
    assert client.get(path).status_code == 200

    with turn():
        response = client.get(path)
        drawing = client.get(path.removesuffix("png") + "svg")

    assert (response.status_code, response.headers["Retry-After"]) == (429, "10")
    assert "请十秒后再下载" in response.text
    assert drawing.status_code == 200
    assert client.get(path).status_code == 200


def test_without_the_extra_there_is_the_drawing_and_a_sentence(
    client: FlaskClient, lecture: Any, typst: None, monkeypatch: pytest.MonkeyPatch
):
    page, path = f"/activities/{lecture.id}", f"/activities/{lecture.id}/poster"
    links = PageText(client.get(page).text).links()
    assert {f"{path}.svg", f"{path}.png", f"{path}.pdf"} <= set(links)
    monkeypatch.setitem(sys.modules, "typst", None)  # as if it were not installed

    links = PageText(client.get(page).text).links()
    assert [link for link in links if "/poster." in link] == [f"{path}.svg"]
    assert client.get(f"{path}.svg").status_code == 200
    refused = client.get(f"{path}.png")
    assert refused.status_code == 404
    assert "没有装排版程序" in refused.text


def test_more_occurrences_ask_the_database_no_more(client: FlaskClient, lecture: Any):
    def asked() -> list[int]:
        counts = []
        for path in (f"/activities/{lecture.id}", f"/days/{lecture_day}"):
            with count_queries() as counted:
                assert client.get(f"{path}/poster.svg").status_code == 200
            counts.append(counted.count)
        return counts

    lecture_day = make_themed_day().slug
    few = asked()
    for _ in range(20):
        make_occurrence(lecture)

    assert asked() == few
    assert max(few) <= 9


@pytest.mark.engine("sqlite")
@pytest.mark.parametrize("form", ["svg", "png"])
def test_a_phone_reads_the_code(site: str, browser: Browser, lecture: Any, typst: None, form: str):
    page = browser.new_page(bypass_csp=True)
    page.goto(f"{site}/activities/{lecture.id}")
    page.add_script_tag(path=JSQR)

    read = page.evaluate(
        """async (address) => {
            const picture = new Image();
            picture.src = address;
            await picture.decode();
            const sheet = new OffscreenCanvas(1240, 1754).getContext("2d");
            sheet.drawImage(picture, 0, 0, 1240, 1754);
            const seen = sheet.getImageData(0, 0, 1240, 1754);
            return jsQR(seen.data, seen.width, seen.height)?.data;
        }""",
        f"/activities/{lecture.id}/poster.{form}",
    )

    assert read == f"{site}/a/{lecture.id}"
    page.close()


@pytest.mark.engine("sqlite")
def test_a_device_is_asked_only_where_it_can_pass_pages_on(
    site: str, browser: Browser, lecture: Any
):
    page = browser.new_page()
    can_share: Callable[[], bool] = page.get_by_role("button", name="发给朋友").is_visible
    page.goto(f"{site}/activities/{lecture.id}")
    assert can_share() == page.evaluate("Boolean(navigator.share)")

    page.add_init_script("navigator.share = async (what) => { window.shared = what };")
    page.goto(f"{site}/activities/{lecture.id}")
    assert can_share()
    page.get_by_role("button", name="发给朋友").click()
    address = f"{site}/activities/{lecture.id}"
    assert page.evaluate("window.shared") == {"title": "听蛙：夜里的池塘", "url": address}
    page.close()
