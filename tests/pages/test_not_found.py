"""What does not exist: said in a sentence, with a number to quote and ways on."""

import pytest
from flask.testing import FlaskClient

from tests.pages.reading import PageText

ADDRESSES = [
    "/days/no-such-day",
    "/units/no-such-unit",
    "/plans/999999",
    "/plans/not-a-number",
    "/nothing-here",
    "/days/" + "a" * 2000,
    "/days/全国科普日",
    "/units/..%2f..%2fetc%2fpasswd",
    "/plans/99999999999999999999",
    "/days/moon%00day",
    "/units/moon%00office",
    "/days/%F0%9F%8C%99",
    "/activities/999999",
    "/activities/99999999999999999999",
    "/venues/999999",
    "/districts/no-such-district",
    "/pictures/none.png",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_what_is_not_there_is_a_404_with_ways_on_and_its_number(client: FlaskClient, address: str):
    response = client.get(address)

    page = PageText(response.text)
    assert response.status_code == 404
    assert "没有这一页" in page.main
    assert f"编号 {response.headers['X-Request-ID']}" in page.main
    assert {"/", "/days"} <= page.links().keys()


def test_the_sentence_names_what_was_asked_for(client: FlaskClient):
    assert "没有“moon-day”这个主题日，请到“主题日”页查找。" in client.get("/days/moon-day").text
    assert "没有“moon-office”这个单位，请到“单位”页查找。" in client.get("/units/moon-office").text


def test_an_english_reader_gets_english_first_and_the_chinese_sentence_marked(client: FlaskClient):
    page = PageText(client.get("/days/moon-day?lang=en").text)

    assert "There is no such page" in page.main
    assert "The address may be mistyped" in page.main
    [sentence] = [e for e in page.elements if "moon-day" in "".join(e.texts) and e.tag == "span"]
    assert sentence.language == "zh-CN"
