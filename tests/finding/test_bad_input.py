"""Whatever stands in the address of the list or of a feed: a page, never an error."""

from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from tests.factories import make_activity, make_occurrence, make_venue
from tests.finding.looking import index_all

TYPED = [
    "*",
    "%",
    "_",
    "科普*",
    '"',
    "'",
    "\\",
    "a AND",
    "NOT",
    "NEAR(a b)",
    "title:a",
    "^a",
    "(((",
    "a & | ! b",
    "<->",
    ":*",
    "'; DROP TABLE search; --",
    "{{7*7}}",
    "%s %(x)s ?",
    "😀🎈👩‍👩‍👧",
    "𠮷𠀀",
    "a\x00b",
    "\u202e科普",
    "\r\nSet-Cookie: a=b",
    "科普" * 50,
    "ﷺ" * 100,
]


@pytest.fixture
def listed(client: FlaskClient) -> FlaskClient:
    venue = make_venue(name="天文台", latitude=29.56, longitude=106.55)
    make_occurrence(make_activity(title="仰望流星雨"), venue=venue)
    index_all()
    return client


@pytest.mark.parametrize("typed", TYPED, ids=lambda typed: ascii(typed[:20]))
def test_nothing_that_is_typed_breaks_the_list_or_finds_what_does_not_have_it(
    listed: FlaskClient, typed: str
):
    page = listed.get(f"/activities?q={quote(typed)}")
    feed = listed.get(f"/calendars/activities.ics?q={quote(typed)}")

    assert page.status_code == 200
    assert "仰望流星雨" not in page.text
    assert feed.status_code in (200, 400)
    assert "仰望流星雨" not in feed.text


@pytest.mark.parametrize(
    "query",
    [
        *("near=29.56,106.55&within=100000000000000000000", "near=29.56,106.55&within=-1"),
        *("near=91,0", "near=0,999", "near=nan,nan", "near=inf,-inf", "near=1e308,1e308"),
        *("near=29.56", "near=,", "near=29.56,106.55,3", "near=29.56,106.55&near=0,0"),
        *("within=5", "sort=distance", "near=29.56,106.55&sort=price", "age=-1", "age=1e9"),
        *("year=0", "year=99999999999", "signup=maybe", "access=pool", "format=hologram"),
        *("from=0001-01-01&to=9999-12-31&q=x", "page=99999999999&q=x"),
    ],
)
def test_no_value_breaks_the_list(listed: FlaskClient, query: str):
    page = listed.get(f"/activities?{query}")

    assert page.status_code == 200
    assert "/activities" in page.text
    assert listed.get(f"/calendars/activities.ics?{query}").status_code in (200, 400, 404)


def test_words_and_a_place_together_find_it(listed: FlaskClient):
    near = "near=29.56,106.55&within=5&sort=distance"
    for typed, more in (("流星雨", ""), ("twt", near), ("流星 天文台", near)):
        query = f"q={quote(typed)}&{more}"
        assert "仰望流星雨" in listed.get(f"/activities?{query}").text
        assert "仰望流星雨" in listed.get(f"/calendars/activities.ics?{query}").text
    elsewhere = listed.get(f"/activities?q={quote('流星雨')}&near=30.56,106.55")
    assert "仰望流星雨" not in elsewhere.text


@pytest.mark.parametrize("typed", ["科普" * 5000, "a " * 5000])
def test_ten_thousand_characters_are_answered_with_a_page(listed: FlaskClient, typed: str):
    assert listed.get(f"/activities?q={quote(typed)}").status_code == 200
