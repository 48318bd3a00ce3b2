"""Before anything is loaded every page stands, says so, and leads somewhere."""

import pytest
from flask.testing import FlaskClient

from tests.pages.reading import PageText


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/", "往后十二个月里还没有知道日期的主题日。"),
        ("/days", "这一年里还没有知道日期的主题日。"),
        ("/days?subject=sky", "这一年里，这个门类还没有知道日期的主题日。"),
        ("/units", "名录还是空的。"),
        ("/plans", "还没有导入工作要点。"),
    ],
)
def test_an_empty_page_says_so_and_its_ways_on_lead_somewhere(
    client: FlaskClient, path: str, words: str
):
    page = PageText(client.get(path).text)

    ways = [chip.attributes["href"] for chip in page.all("a", class_="chip")]
    assert words in page.main
    assert ways
    assert {client.get(way).status_code for way in ways} == {200}
    assert path not in ways


def test_there_is_nothing_to_choose_but_everything_can_be_subscribed_to(client: FlaskClient):
    page = PageText(client.get("/subscribe").text)

    assert page.all("input", value="https://kepuli.example/calendars/days.ics")
    assert page.all("a", class_="chip") == []


@pytest.mark.parametrize("path", ["/", "/days", "/units", "/plans", "/subscribe"])
def test_an_empty_page_is_english_too(client: FlaskClient, path: str):
    response = client.get(f"{path}?lang=en")

    assert response.status_code == 200
    assert '<html lang="en"' in response.text
