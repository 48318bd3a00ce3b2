"""The map in Chromium, with tiles from a server of its own: markers by mouse and by keyboard, the
list in step, looking elsewhere; and how it stands without tiles or scripts."""

import base64
import hashlib
import re
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.activities.lists import at_hour
from tests.browsers import watch
from tests.factories import make_activity, make_district, make_occurrence, make_venue

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mM89B8AAq0BstsCqKoAAAAASUVORK5CYII="
)
VENDOR = Path(__file__).parents[2] / "static/vendor"

pytestmark = pytest.mark.engine("sqlite")


class Tiles(BaseHTTPRequestHandler):
    """One grey point as every tile; `asked` is what came in: path and referrer."""

    asked: list[tuple[str, str]]

    def do_GET(self) -> None:
        self.asked.append((self.path, self.headers.get("Referer", "")))
        self.send_response(200)
        self.send_header("Content-Type", "image/png")
        self.end_headers()
        self.wfile.write(PNG)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: pytest has enough to say."""


@pytest.fixture
def tiles() -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """The address of a server of tiles, and what it was asked."""
    asked: list[tuple[str, str]] = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Asked", (Tiles,), {"asked": asked}))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}", asked
    server.shutdown()
    server.server_close()


@pytest.fixture
def environment(
    environment: dict[str, str], tiles: tuple[str, list[tuple[str, str]]]
) -> dict[str, str]:
    """A map service is configured."""
    return environment | {
        "KEPULI_MAP_TILES": tiles[0] + "/{z}/{x}/{y}.png",
        "KEPULI_MAP_ATTRIBUTION": "© 试验地图",
        "KEPULI_MAP_APPROVAL": "GS（2026）0000号",
    }


@pytest.fixture
def city(site: str) -> str:
    """Two museums side by side and a park some way off, all in one town; what is in the park is
    one of three things there."""
    town = make_district(slug="500103", name="渝中区")
    for name, east in (("东馆", 106.551), ("西馆", 106.55)):
        venue = make_venue(name=name, district=town, latitude=29.56, longitude=east)
        make_occurrence(make_activity(title=f"{name}的展览"), venue=venue)
    park = make_venue(
        name="公园<b>", district=town, address="园路1号", latitude=29.62, longitude=106.60
    )
    for number in range(3):
        activity = make_activity(title=f"第{number + 1}次看鸟")
        make_occurrence(activity, venue=park, start=at_hour(23 + number, 9))
    return site


@pytest.fixture
def window(browser: Browser, city: str, tiles: tuple[str, object]) -> Iterator[Callable[..., Page]]:
    """`window(path)` is a new one; the test fails when a script does or our policy is broken."""
    contexts, troubles = [], []

    def open_(path: str, **options: object) -> Page:
        context = browser.new_context(base_url=city, locale="zh-CN", **options)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        troubles.append(watch(page, city))
        page.goto(path)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert [one for some in troubles for one in some if tiles[0] not in one] == []


def marks(page: Page) -> list[str]:
    return page.locator(".map-mark").all_inner_texts()


def test_tiles_are_shown_with_their_owner_and_asked_without_saying_what_was_looked_for(
    window: Callable[..., Page], tiles: tuple[str, list[tuple[str, str]]], city: str
):
    page = window("/activities/map?audience=public")

    expect(page.locator(".leaflet-tile-loaded").first).to_be_attached()
    expect(page.locator("figure.map")).to_contain_text("审图号：GS（2026）0000号")
    expect(page.locator("figure.map")).to_contain_text("© 试验地图")
    expect(page.get_by_role("status").last).to_have_text("地图上标出 5 场。")
    assert tiles[1]
    assert all(re.fullmatch(r"/\d+/\d+/\d+\.png", path) for path, _ in tiles[1])
    assert {referrer for _, referrer in tiles[1]} == {f"{city}/"}


def test_what_lies_close_together_is_one_mark_that_opens(window: Callable[..., Page]):
    page = window("/activities/map")
    several = page.get_by_role("button", name="2 个地点，2 场")
    expect(several).to_be_visible()

    several.click()

    expect(page.get_by_role("button", name="西馆 1 场")).to_be_visible()
    expect(page.get_by_role("button", name="东馆 1 场")).to_be_visible()


def test_a_mark_is_opened_and_left_by_keyboard_and_shown_in_the_list(window: Callable[..., Page]):
    page = window("/activities/map")
    mark = page.get_by_role("button", name="公园<b> 3 场")
    page.locator(".map-face").focus()
    for _ in range(8):
        if mark.evaluate("mark => mark === document.activeElement"):
            break
        page.keyboard.press("Tab")
    expect(mark).to_be_focused()

    page.keyboard.press("Enter")

    expect(page.get_by_role("link", name="公园<b>", exact=True)).to_be_focused()
    expect(page.locator(".leaflet-popup")).to_contain_text("园路1号")
    assert page.locator(".entry.on-map h3").all_inner_texts() == [
        *("第1次看鸟", "第2次看鸟", "第3次看鸟"),
    ]
    page.keyboard.press("Escape")
    expect(page.locator(".leaflet-popup")).to_have_count(0)
    expect(mark).to_be_focused()
    expect(page.locator(".entry.on-map")).to_have_count(0)


def test_a_place_narrows_the_list_to_what_is_there(window: Callable[..., Page]):
    page = window("/activities/map?audience=public")
    page.get_by_role("button", name="公园<b> 3 场").click()
    expect(page.get_by_role("link", name="在这一带找")).to_be_visible()  # it has come to rest

    page.get_by_role("link", name="只看这里的 3 场").click()

    expect(page).to_have_url(re.compile(r"/activities/map\?venue=\d+&audience=public#list$"))
    expect(page.locator(".entry")).to_have_count(3)
    expect(page.locator(".map-mark")).to_have_count(1)


def test_wherever_the_map_is_moved_one_can_look_there(window: Callable[..., Page]):
    page = window("/activities/map?audience=public")
    expect(page.locator(".map-mark")).to_have_count(2)
    here = page.get_by_role("link", name="在这一带找")
    expect(here).to_be_hidden()
    page.get_by_role("button", name="2 个地点，2 场").click()
    expect(here).to_be_visible()
    expect(page.get_by_role("button", name="西馆 1 场")).to_be_visible()
    page.wait_for_function("document.querySelector('[data-here]').hash.startsWith('#1')")

    here.click()

    expect(page.locator(".entry")).to_have_count(2)
    asked = parse_qs(urlsplit(page.url).query)
    assert asked["near"] == ["29.56,106.55"]
    assert asked["audience"] == ["public"]
    assert 1 <= int(asked["within"][0]) <= 3
    expect(page.get_by_role("button", name="西馆 1 场")).to_be_visible()  # the same view


def test_on_a_phone_nothing_is_wider_than_the_window_and_controls_are_large(
    window: Callable[..., Page],
):
    page = window("/activities/map", viewport={"width": 320, "height": 640}, has_touch=True)
    expect(page.locator(".map-mark").first).to_be_visible()

    assert page.evaluate("document.documentElement.scrollWidth") == 320
    for control in page.locator(".leaflet-bar a, .square, .map-mark").all():
        box = control.bounding_box()
        assert box
        assert box["width"] >= 44
        assert box["height"] >= 44


def test_without_scripts_the_districts_say_the_same(window: Callable[..., Page]):
    page = window("/activities/map", java_script_enabled=False)

    expect(page.locator("figure.map")).to_be_hidden()
    page.get_by_role("link", name="渝中区 5 场").click()

    expect(page).to_have_url(re.compile("district=500103$"))
    expect(page.get_by_role("link", name="去掉 渝中区 5 场")).to_be_visible()


def test_where_the_places_can_not_be_had_the_page_says_so(window: Callable[..., Page]):
    page = window("/activities/map")
    page.route("**/map.json*", lambda route: route.abort())
    page.reload()

    expect(page.get_by_role("status").last).to_have_text("地点没有取到，请看下面的区县和列表。")
    expect(page.locator(".map-face")).to_be_hidden()
    expect(page.get_by_role("link", name="渝中区 5 场")).to_be_visible()


@pytest.mark.parametrize("folder", ["leaflet-1.9.4", "leaflet.markercluster-1.5.3"])
def test_scripts_of_others_are_the_files_whose_checksums_are_kept(folder: str):
    lines = (VENDOR / folder / "SHA256SUMS").read_text().splitlines()
    for line in lines:
        checksum, name = line.split()
        assert hashlib.sha256((VENDOR / folder / name).read_bytes()).hexdigest() == checksum
    assert len(lines) == 3
