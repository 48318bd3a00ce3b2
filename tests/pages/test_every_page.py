"""All pages of the real catalogue and the demonstration, found by following the links."""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from tests.conftest import Program
from tests.pages.reading import Element, PageText, is_data, text_of

CHINESE = re.compile("[\u3001-\u3003\u3008-\u301f\u3400-\u9fff\uff00-\uffef]")
CALENDAR = ("/activities/month", "/activities/week", "/activities/agenda", "/activities/year")
MAP = "/activities/map"
OTHER_FORMS = (
    *CALENDAR,
    MAP,
    "/activities/print",
    "/embed/activities",
)  # of a list, not walked with each filter
KINDS = (
    *("/", "/days", "/days/national-science-day", "/days/bird-week", "/units", "/units/cq-cast"),
    *("/plans", "/plans/1", "/plans/2", "/subscribe"),
    *("/activities/1", "/venues/1", "/districts/500000", "/districts/500109"),
    *CALENDAR,
    MAP,
)
Pages = dict[str, PageText]


@pytest.fixture
def loaded(client: FlaskClient, kepuli: Program) -> FlaskClient:
    for topic in ("catalogue", "demo"):
        assert kepuli(topic, "load").exit_code == 0
    return client


@pytest.fixture
def walk(loaded: FlaskClient) -> Callable[[str], Pages]:
    """`walk("lang=en")` reads every page that can be reached, each filter of the year once, and the
    calendar as it is without any."""

    def walk(query: str) -> Pages:
        found: Pages = {}
        waiting = ["/"]
        while waiting:
            path = waiting.pop()
            response = loaded.get(path + ("&" if "?" in path else "?") + query)
            assert response.status_code == 200, path
            found[path] = PageText(response.text)
            for address in found[path].links():
                page = address.partition("#")[0]
                if is_a_page(page) and page not in found and page not in waiting:
                    waiting.append(page)
        return found

    return walk


def is_a_page(address: str) -> bool:
    path, _, query = address.partition("?")
    keys = {pair.partition("=")[0] for pair in query.split("&") if pair}
    is_switch = keys & {"lang", "size", "theme"}
    is_combined = len(keys) > 1 or (bool(query) and path in OTHER_FORMS)
    return (
        path.startswith("/")
        and not path.startswith("/calendars/")
        and "/poster." not in path
        and not (is_switch or is_combined)
    )


@pytest.mark.parametrize("query", ["", "lang=en"])
def test_each_kind_of_page_opens_on_each_database(loaded: FlaskClient, query: str):
    opened = {path: loaded.get(f"{path}?{query}").status_code for path in KINDS}

    assert set(opened.values()) == {200}, opened


@pytest.mark.engine("sqlite")
def test_every_page_is_whole(walk: Callable[[str], Pages]):
    pages = walk("")

    assert len(pages) > 100
    assert set(KINDS) <= pages.keys()
    for path, page in pages.items():
        assert_is_whole(path, page, pages)


@pytest.mark.engine("sqlite")
def test_the_english_pages_have_no_chinese_that_is_not_marked(walk: Callable[[str], Pages]):
    pages = walk("lang=en")

    unmarked = {
        (path, text)
        for path, page in pages.items()
        for element in page.elements
        for text in own_words(element)
        if CHINESE.search(text) and not element.language.startswith("zh")
    }
    assert unmarked == set()
    for path, page in pages.items():
        assert_is_whole(path, page, pages)


def own_words(element: Element) -> list[str]:
    """The texts that stand in this very element, and the attributes people get to read."""
    return element.texts + [element.attributes.get(key, "") for key in ("aria-label", "title")]


def assert_is_whole(path: str, page: PageText, pages: Pages) -> None:
    ids = [element.attributes["id"] for element in page.elements if "id" in element.attributes]
    assert len(ids) == len(set(ids)), (path, "an id stands twice")
    assert len(page.all("h1")) == 1, path
    assert len(page.all("main")) == 1, path
    assert text_of(page.all("title")[0]).count(" - ") == 1, path
    for element in page.elements:
        for key in ("aria-labelledby", "for"):
            assert element.attributes.get(key, ids[0]) in ids, (path, element.attributes)
    for address in page.links():
        target, _, fragment = address.partition("#")
        if fragment and (not target or target in pages):
            there = pages[target or path]
            assert f'id="{fragment}"' in there.html or is_month(fragment), (path, address)
    assert_is_ours(path, page)


def is_month(fragment: str) -> bool:
    """A month without themed days has no section; its link leads to the top of the year."""
    return re.fullmatch(r"m\d{1,2}", fragment) is not None


def assert_is_ours(path: str, page: PageText) -> None:
    """Nothing is written into the page that its policy forbids; nothing comes from elsewhere."""
    for element in page.elements:
        assert element.tag != "style", path
        assert "style" not in element.attributes, (path, element.attributes)
        assert not [key for key in element.attributes if key.startswith("on")], path
        assert not element.attributes.get("href", "").startswith("javascript:"), path
        is_fetched = element.attributes.get("rel") not in ("alternate", "canonical")
        is_fetched &= not is_data(element)
        if element.tag in ("script", "link", "img", "iframe", "source", "use") and is_fetched:
            address = element.attributes.get("src") or element.attributes.get("href", "")
            assert address.startswith(("/static/", "/pictures/")), (path, address)
    for script in page.programs:
        assert script.texts == [], path
