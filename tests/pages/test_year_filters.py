"""/days?year=…&subject=…: what can be meant is done, what can't is refused in a sentence."""

from datetime import date

import pytest
from flask.testing import FlaskClient

from tests.factories import make_edition, make_themed_day
from tests.pages.reading import PageText


@pytest.fixture(autouse=True)
def _two_days(client: FlaskClient) -> None:
    """星空日 in 2025 and 2026, 净水日 in 2026 only."""
    sky = make_themed_day(name="星空日", slug="sky-day", subject="sky")
    make_edition(themed_day=sky, first_day=date(2025, 9, 19))
    make_edition(themed_day=sky, first_day=date(2026, 9, 19))
    water = make_themed_day(name="净水日", slug="water-day", subject="water", first_year=2026)
    make_edition(themed_day=water, first_day=date(2026, 3, 22))


def dated(client: FlaskClient, query: str) -> list[str]:
    """The themed days that a month of the page lists."""
    page = PageText(client.get(f"/days{query}").text)
    return [name for name in ("净水日", "星空日") if any(name in s for s in months(page))]


def months(page: PageText) -> list[str]:
    return [page.section(f"m{month}-title") for month in range(1, 13)]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["净水日", "星空日"]),
        ("?year=2026", ["净水日", "星空日"]),
        ("?year=2025", ["星空日"]),
        ("?subject=sky", ["星空日"]),
        ("?year=2026&subject=water", ["净水日"]),
        ("?year=2025&subject=water", []),
        ("?year=&subject=", ["净水日", "星空日"]),
        ("?year=2025&year=2026", ["星空日"]),
        ("?subject=water&subject=nonsense", ["净水日"]),
    ],
)
def test_year_and_subject_choose(client: FlaskClient, query: str, names: list[str]):
    assert dated(client, query) == names


@pytest.mark.parametrize(
    "query",
    [
        "year=1066",
        "year=99999999999999999999",
        "year=-2026",
        "year=2026.0",
        "year=2026%20",
        "year=２０２６",
        "year=2026%00",
        "year=%00",
        "year=next",
        "subject=Sky",
        "subject=science",
        "subject=" + "x" * 5000,
        "subject=%3Cscript%3Ealert(1)%3C/script%3E",
        "year=%F0%9F%8C%8D",
        "year=%FF%FE",
    ],
)
def test_a_value_that_cannot_be_meant_is_refused_and_says_what_is_possible(
    client: FlaskClient, query: str
):
    response = client.get(f"/days?{query}")

    page = PageText(response.text)
    assert response.status_code == 400
    assert "看不懂，可以是" in page.main
    assert len(page.main) < 400
    assert "<script>alert" not in response.text
    assert {"/", "/days"} <= page.links().keys()


def test_an_unknown_key_is_ignored_with_a_word_about_it(client: FlaskClient):
    page = PageText(client.get("/days?colour=green&year=2025&<b>=1").text)

    assert "地址里的“colour、<b>”不认识，没有用到。" in page.main
    assert "星空日" in page.section("m9-title")


def test_the_readers_preferences_are_no_unknown_keys(client: FlaskClient):
    page = PageText(client.get("/days?lang=zh&size=large&theme=dark").text)

    assert "不认识" not in page.main


def test_a_choice_without_days_offers_the_whole_year_and_this_year(client: FlaskClient):
    page = PageText(client.get("/days?year=2025&subject=farm").text)

    assert "这一年里，这个门类还没有知道日期的主题日。" in page.main
    assert page.links()["/days?year=2025"] in ("看这一年的全部", "全部")
    assert page.links()["/days?subject=farm"] == "看今年"


def test_a_day_that_did_not_exist_yet_is_not_called_undated(client: FlaskClient):
    page_2025 = PageText(client.get("/days?year=2025").text)
    page_2027 = PageText(client.get("/days?year=2027").text)

    assert "净水日" not in page_2025.main
    assert "净水日" in page_2027.section("undated-title")


def test_an_undated_day_of_the_future_waits_for_its_notice(client: FlaskClient):
    page = PageText(client.get("/days?year=2027").text)

    assert "0 届有日期，2 个还没有日期" in page.main
    assert page.section("undated-title").count("等通知") == 3  # the heading and two days


def test_an_edition_that_runs_into_the_year_is_in_january(client: FlaskClient):
    winter = make_themed_day(name="冬季行")
    make_edition(themed_day=winter, first_day=date(2025, 12, 20), last_day=date(2026, 1, 5))

    page = PageText(client.get("/days?year=2026").text)

    assert "2025年12月20日—2026年1月5日" in page.section("m1-title")
