"""How far the sign-up has come, in the same words on every page that shows an occurrence."""

import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from events.activities.models import Occurrence
from events.signups.people import Party
from tests import NOW
from tests.factories import make_activity, make_bookable, make_district, make_signup, make_venue
from tests.pages.reading import PageText, text_of
from tests.signups.joining.visitor import form_path

STATES = {
    "可报名·余9": {"capacity": 10},
    "即将开放·11月23日（周一）10:00": {"signup_opens_at": NOW + timedelta(days=2)},
    "候补中": {"capacity": 1, "waiting_limit": 2},
    "已满": {"capacity": 1, "waiting_limit": 0},
    "已截止": {"signup_closes_at": NOW},
}


def pill(html: str) -> str:
    """The first of the page itself."""
    return next(text_of(p) for p in PageText(html).all("p", class_="pill"))


def make_one(words: str, **fields) -> Occurrence:
    occurrence = make_bookable(make_activity(signup_mode="here"), **{**STATES[words], **fields})
    if "余9" in words or occurrence.capacity == 1:
        make_signup(occurrence, party=Party(adults=1))
    return occurrence


@pytest.mark.parametrize("words", STATES)
def test_state_is_told_alike_on_every_page(client: FlaskClient, words: str):
    district = make_district(slug="450203")
    occurrence = make_one(words, venue=make_venue(district=district))
    pages = (
        f"/activities/{occurrence.activity_id}", "/activities", "/districts/450203",
        f"/venues/{occurrence.venue_id}", form_path(occurrence),
    )  # fmt: skip

    said = {path: pill(client.get(path).text) for path in pages}

    assert said == dict.fromkeys(pages, words)


def test_one_open_occurrence_is_a_tap_away(client: FlaskClient):
    occurrence = make_bookable()

    page = PageText(client.get(f"/activities/{occurrence.activity_id}").text)

    (bar,) = page.all("div", class_="action-bar")
    links = [e for e in bar.children if not isinstance(e, str) and e.tag == "a"]
    assert [(text_of(a), a.attributes["href"]) for a in links] == [("报名", form_path(occurrence))]


def test_several_open_occurrences_are_chosen_from_by_name(client: FlaskClient):
    activity = make_activity(signup_mode="here")
    first = make_bookable(activity)
    full = make_bookable(activity, capacity=1, waiting_limit=0, start=_on(29))
    make_signup(full)
    second = make_bookable(activity, start=_on(30))

    page = PageText(client.get(f"/activities/{activity.id}").text)

    (table,) = page.all("table", class_="sessions")
    names = {
        a.attributes["href"]: a.attributes["aria-label"]
        for a in page.all("a")
        if a.attributes["href"].endswith("/signups/new")
    }
    assert "选一场报名" in text_of(page.all("div", class_="action-bar")[0])
    assert "已满" in text_of(table)
    assert names == {
        form_path(first): "报名，11月28日（周六）10:00–12:00",
        form_path(second): "报名，11月30日（周一）10:00–12:00",
    }


def test_terms_are_said_before_anybody_fills_in_a_form(client: FlaskClient):
    terms = {"party_limit": 4, "phone_limit": 2, "needs_approval": True, "ages_only": True}
    occurrence = make_bookable(terms=terms, signup_closes_at=NOW + timedelta(days=5))

    page = PageText(client.get(f"/activities/{occurrence.activity_id}").text)

    said = {text_of(dt): text_of(dd) for dt, dd in _facts(page)}["报名"]
    for words in (
        "在这里报名，不用注册。", "主办单位确认后才算数。", "11月26日（周四）10:00 截止。",
        "每份报名最多 4 人", "同一个手机号最多报 2 场", "只接待上面年龄的孩子",
    ):  # fmt: skip
        assert words in said


def test_moved_occurrence_says_so_and_still_how_many_places_are_left(client: FlaskClient):
    occurrence = make_bookable(capacity=6, status="moved", moved_from_start=NOW, moved_from_end=NOW)

    page = PageText(client.get(f"/activities/{occurrence.activity_id}").text)

    (table,) = page.all("table", class_="sessions")
    assert "改期" in text_of(table)
    assert "可报名·余6" in text_of(table)


@pytest.mark.parametrize("status", ["cancelled", "postponed"])
def test_called_off_occurrence_has_no_way_to_its_form(client: FlaskClient, status: str):
    occurrence = make_bookable(status=status)

    page = client.get(f"/activities/{occurrence.activity_id}")

    assert form_path(occurrence) not in page.text


def test_numbers_of_places_stay_out_of_feeds(client: FlaskClient):
    occurrence = make_bookable(capacity=73519)

    feed = client.get(f"/calendars/activities/{occurrence.activity_id}.ics")

    unfolded = re.sub(r"\r\n ", "", feed.text)
    assert "要报名，请到活动页" in unfolded
    assert "73519" not in re.sub(r"UID:\S+", "", unfolded)


def _on(day: int):
    return NOW.replace(tzinfo=None, day=day)


def _facts(page: PageText):
    for facts in page.all("dl", class_="facts"):
        rows = [e for e in facts.children if not isinstance(e, str)]
        yield from zip(rows[::2], rows[1::2], strict=True)
