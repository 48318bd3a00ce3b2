"""What the list does with words nobody means, and how much it asks of the database."""

import pytest
from flask.testing import FlaskClient
from playhouse.test_utils import count_queries

from tests.activities.lists import HERE, at_hour, read, titles
from tests.factories import make_activity, make_occurrence, make_venue
from tests.finding.looking import index_all
from tests.pages.reading import PageText, text_of

STRANGE = [
    "\0", "\u202e", "！？……", "*", '"', "'", "' OR 1=1 --", "星*", "星 AND", "NEAR(星 2)", "-星",
    "title:星", "{{7*7}}", "<b>星</b>", "%", "_", "𠮷𡚴", "👩‍🔬🔭", "a\r\nb", "星" * 100,
    "星" * 101, "x" * 10_000, " ".join("abcdefgh"), "(" * 60, "\\", "ｋｅｐｕ", "़", "１２３",
]  # fmt: skip


@pytest.mark.parametrize("words", STRANGE, ids=range(len(STRANGE)))
def test_strange_words_give_a_list_or_a_sentence(town: FlaskClient, words: str):
    response = town.get("/activities", query_string={"q": words})
    page = PageText(response.text)

    assert response.status_code == 200
    assert [b for b in page.all("b") if text_of(b) == "星"] == []
    assert len(page.html) < 100_000
    assert titles(page) or page.all("div", class_="empty") or page.all("div", id="problems")


def test_a_list_of_one_asks_as_often_as_a_list_of_fifty(town: FlaskClient):
    def ask(path: str) -> int:
        with count_queries() as counted:
            assert town.get(path).status_code == 200
        return counted.count

    query = f"{HERE}&within=50&q=科技馆&age=9&signup=open&access=step-free&format=onsite"
    paths = [f"/activities?{query}{sort}" for sort in ("", "&sort=distance")]
    few = [ask(path) for path in paths]
    venue = make_venue(name="少年科技馆", latitude=29.57, longitude=106.55, step_free=True)
    for number in range(49):
        make_occurrence(make_activity(), start=at_hour(25, 9, number), venue=venue)
    index_all()

    assert [ask(path) for path in paths] == few
    assert "有 50 场" in read(town, paths[0]).main
    assert max(few) <= 40
