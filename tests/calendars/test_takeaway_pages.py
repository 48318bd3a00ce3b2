"""The list of activities on paper, and in a frame on somebody else's page."""

import re
from datetime import date, timedelta
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playhouse.test_utils import count_queries

from app import create_app
from events.activities.vocabulary import Status
from events.db import database
from tests.activities.lists import at_hour
from tests.engines import close_database
from tests.factories import (
    make_activity,
    make_district,
    make_edition,
    make_occurrence,
    make_themed_day,
    make_unit,
    make_venue,
)
from tests.pages.reading import PageText, text_of
from web.settings import read_settings

TODAY = date(2026, 11, 21)
PAGES = ("/activities/print", "/embed/activities")

pytestmark = pytest.mark.usefixtures("app")


def read(client: FlaskClient, path: str) -> PageText:
    response = client.get(path)
    assert response.status_code == 200, path
    return PageText(response.text)


def titles(page: PageText) -> list[str]:
    """Of the entries, whatever the level of their headings."""
    return [
        text_of(link)
        for link in page.all("a")
        if re.fullmatch(r"/activities/\d+", link.attributes["href"])
    ]


def policy_of(client: FlaskClient, path: str) -> dict[str, str]:
    policy = client.get(path).headers["Content-Security-Policy"]
    return dict(rule.partition(" ")[::2] for rule in policy.split("; "))


# Both


@pytest.mark.parametrize("path", PAGES)
def test_they_hold_what_the_list_of_the_same_filter_holds(client: FlaskClient, path: str):
    make_occurrence(make_activity(title="讲座", kind="lecture"))
    make_occurrence(make_activity(title="科学课", kind="class"))
    make_occurrence(make_activity(title="旧的", kind="class"), first_day=TODAY - timedelta(days=1))

    assert titles(read(client, path)) == ["讲座", "科学课"]
    assert titles(read(client, f"{path}?kind=class")) == ["科学课"]
    assert titles(read(client, f"{path}?to=2026-11-20")) == ["旧的"]
    assert 'href="/activities?kind=class"' in read(client, f"{path}?kind=class").html


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(
    ("query", "status", "sentence"),
    [
        ("kind=seance", 400, "“kind=seance”看不懂"),
        ("from=2026-12-01&to=2026-11-01", 400, "早于开始日期"),
        ("unit=nobody", 404, "“unit=nobody”指的对象不存在"),
    ],
)
def test_what_cannot_be_meant_never_widens_them(
    client: FlaskClient, path: str, query: str, status: int, sentence: str
):
    make_occurrence(make_activity(title="漏出来的"))

    answer = client.get(f"{path}?{query}")

    assert answer.status_code == status
    assert sentence in PageText(answer.text).main
    assert "漏出来的" not in answer.text


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_nothing_found_is_said(client: FlaskClient, path: str, lang: str):
    page = read(client, f"{path}?from=2040-01-01&lang={lang}")

    assert titles(page) == []
    assert len(page.all("h1")) == 1
    assert page.all("div", class_="empty") + page.all("p", class_="empty")


@pytest.mark.parametrize("path", PAGES)
def test_hostile_names_stay_text(client: FlaskClient, path: str):
    text = "<b onclick=x>{{7*7}}</b>"
    activity = make_activity(title=text, organiser=make_unit(name=text))
    make_occurrence(activity, venue=make_venue(name=text, address=text), place_note=text)

    page = read(client, path)

    assert titles(page) == [text]
    assert not page.all("b", onclick="x")


@pytest.mark.parametrize("path", PAGES)
def test_they_take_as_many_statements_for_forty_as_for_one(client: FlaskClient, path: str):
    day = make_themed_day(slug="frog-day")
    make_occurrence(make_activity(days=((day, 2026),)))
    with count_queries() as few:
        read(client, f"{path}?day=frog-day")
    with database.atomic():
        for _ in range(39):
            make_occurrence(make_activity(days=((day, 2026),)))
            make_edition(themed_day=make_themed_day())

    with count_queries() as many:
        read(client, f"{path}?day=frog-day")

    assert few.count == many.count <= 14


# On paper


def test_the_programme_goes_by_day_and_by_district(client: FlaskClient):
    north, south = make_district(slug="1", name="北区"), make_district(slug="2", name="南区")
    halls = {"北": make_venue(district=north), "南": make_venue(district=south)}
    for title, day, hour in (("南早", 28, 8), ("北晚", 28, 19), ("北早", 28, 9), ("南次日", 29, 9)):
        make_occurrence(make_activity(title=title), start=at_hour(day, hour), venue=halls[title[0]])

    page = read(client, "/activities/print")

    assert titles(page) == ["北早", "北晚", "南早", "南次日"]
    heads = [text_of(head) for head in page.elements if head.tag in ("h2", "h3")]
    assert heads == ["11月28日（周六）", "北区", "南区", "11月29日（周日）", "南区"]


def test_what_is_running_stands_under_the_first_day_and_what_is_off_is_told(client: FlaskClient):
    begun = TODAY - timedelta(days=10)
    make_occurrence(make_activity(title="展览"), first_day=begun, last_day=TODAY)
    make_occurrence(make_activity(title="取消的"), first_day=TODAY, status=Status.CANCELLED)

    page = read(client, "/activities/print")

    assert [text_of(head) for head in page.all("h2")] == ["11月21日（周六）"]
    assert "已取消" in page.main


def test_the_cover_names_the_themed_day_its_theme_and_the_way_back(client: FlaskClient):
    day = make_themed_day(slug="frog-day", name="青蛙日", subject="water")
    make_edition(themed_day=day, first_day=date(2026, 12, 1), themes=[{"text": "听见池塘"}])
    make_occurrence(make_activity(days=((day, 2026),)))

    page = read(client, "/activities/print?day=frog-day")

    [head] = page.all("h1")
    assert text_of(head) == "科普活动：青蛙日"
    assert [text_of(theme) for theme in page.all("p", class_="cover-theme")] == ["听见池塘"]
    assert "https://kepuli.example/activities?day=frog-day" in page.main
    assert "water" in page.all("main")[0].attributes["class"]
    assert page.all("div", class_="qr")


def test_a_filter_too_long_for_a_code_has_none_and_no_error(client: FlaskClient):
    slugs = [make_unit(slug=f"{'frog' * 14}-{number}").slug for number in range(20)]
    days = [make_themed_day(slug=f"{'toad' * 14}-{number}").slug for number in range(20)]
    query = "&".join([*(f"unit={slug}" for slug in slugs), *(f"day={slug}" for slug in days)])

    assert not read(client, f"/activities/print?{query}").all("div", class_="qr")
    assert not read(client, f"/activities?{query}").all("div", class_="qr")


def test_beyond_five_hundred_the_programme_says_so(client: FlaskClient):
    activity = make_activity()
    hall = make_venue()
    with database.atomic():
        for number in range(502):
            make_occurrence(activity, start=at_hour(22, 8) + timedelta(hours=number), venue=hall)

    page = read(client, "/activities/print")

    assert len(titles(page)) == 500
    assert "这里只有最近的 500 场" in page.main
    assert "502 场" in page.main


# In a frame


def test_a_frame_may_stand_on_our_own_pages_only(client: FlaskClient):
    for query in ("", "?kind=seance", "?unit=nobody"):
        assert policy_of(client, f"/embed/activities{query}")["frame-ancestors"] == "'self'"
    assert policy_of(client, "/embed/nothing")["frame-ancestors"] == "'none'"


def test_a_frame_may_stand_on_the_pages_that_were_configured_and_nothing_else_may(
    environment: dict[str, str],
):
    close_database()
    origins = "https://www.wuxi.example https://*.portal.example"
    app: Flask = create_app(read_settings(environment | {"KEPULI_EMBED_ORIGINS": origins}))
    client = app.test_client()

    assert policy_of(client, "/embed/activities")["frame-ancestors"] == f"'self' {origins}"
    for path in ("/", "/activities", "/activities/print", "/subscribe", "/sign-in", "/nothing"):
        assert policy_of(client, path)["frame-ancestors"] == "'none'", path


def test_a_frame_sets_no_cookie_and_needs_no_script(client: FlaskClient):
    make_occurrence()

    answer = client.get("/embed/activities?lang=en&size=large&theme=dark")

    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Cache-Control"] == "public, max-age=300"
    assert PageText(answer.text).all("script") == []
    assert "Set-Cookie" in client.get("/activities?lang=en").headers


def test_each_link_of_a_frame_opens_elsewhere(client: FlaskClient):
    make_occurrence()

    links = read(client, "/embed/activities").all("a")

    assert len(links) == 2
    for link in links:
        assert (link.attributes["target"], link.attributes["rel"]) == ("_blank", "noopener")


def test_a_frame_shows_twenty_and_first_what_is_not_over(client: FlaskClient):
    over = make_activity(title="早上的")
    for _ in range(5):
        make_occurrence(over, start=at_hour(21, 7), end=at_hour(21, 8))
    for number in range(17):
        make_occurrence(make_activity(title=f"{number}"), start=at_hour(23, 9))

    page = read(client, "/embed/activities")

    assert titles(page) == [*map(str, range(17)), *["早上的"] * 3]
    assert "看全部 22 场" in page.main


# On the list


def test_the_list_offers_each_form_of_its_own_filter(client: FlaskClient):
    make_occurrence(make_activity(kind="class"))
    path = "/activities?kind=class&audience=public"
    query = "kind=class&audience=public"

    page = read(client, path)
    links = page.links()

    for form in ("xlsx", "csv", "rss", "atom", "json"):
        assert client.get(f"/calendars/activities.{form}?{query}").status_code == 200
        assert f"/calendars/activities.{form}?{query}" in links
    for offered in ("/activities/print", "/embed/activities"):
        assert client.get(f"{offered}?{query}").status_code == 200
        assert f"{offered}?{query}" in links
    alternates = {
        link.attributes["type"]: link.attributes["href"]
        for link in page.all("link", rel="alternate")
    }
    assert alternates == {
        "text/calendar": f"/calendars/activities.ics?{query}",
        "application/atom+xml": f"/calendars/activities.atom?{query}",
        "application/rss+xml": f"/calendars/activities.rss?{query}",
        "application/json": f"/calendars/activities.json?{query}",
    }


def test_the_list_gives_the_code_of_a_frame(client: FlaskClient):
    page = read(client, "/activities?kind=class&kind=lecture")

    [code] = [field.attributes["value"] for field in page.all("input", id="frame-code")]
    [address] = re.findall(r'<iframe src="([^"]+)"', code)

    assert unescape(address) == "https://kepuli.example/embed/activities?kind=class&kind=lecture"
    assert "style" not in code


def test_a_list_of_something_unknown_offers_no_form(client: FlaskClient):
    page = read(client, "/activities?unit=nobody")

    assert not [link for link in page.links() if link.startswith("/calendars/")]
    assert not page.all("link", rel="alternate")
