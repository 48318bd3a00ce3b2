"""Whatever people write into names, titles and themes stays text, in both languages."""

import json
from datetime import date

import pytest
from flask.testing import FlaskClient

from events.activities.actions import retitle_activity, withdraw_activity
from events.activities.occurrences import cancel_occurrence, relocate_occurrence
from events.days.models import DateStatus
from events.plans.models import Responsibility, Role
from events.units.models import NameKind, UnitName
from tests import NOW
from tests.factories import (
    make_activity,
    make_district,
    make_edition,
    make_occurrence,
    make_themed_day,
    make_unit,
    make_venue,
    make_work_item,
    make_work_plan,
)
from tests.pages.reading import PageText, is_data

EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>&amp;{{ 7*7 }}%(x)s"


@pytest.fixture
def paths(client: FlaskClient) -> list[str]:
    """A world in which every free text is hostile, and the pages that show it."""
    district = make_district(slug="500000", name=EVIL[:60], name_en=EVIL)
    unit = make_unit(
        region=district, slug="evil-unit", name=EVIL, name_en=EVIL, short_name=EVIL[:60]
    )
    UnitName.create(unit=unit, name=EVIL, kind=NameKind.ALIAS)
    UnitName.create(unit=unit, name=EVIL, kind=NameKind.FORMER)
    texts = {"rule_words", "rule_note", "purpose", "basis", "summary"}
    day = make_themed_day(
        slug="evil-day",
        name=EVIL[:60],
        name_en=EVIL,
        aliases=[EVIL],
        organisers=[EVIL],
        valid_to=2027,
        successor=make_themed_day(name=EVIL[:60], slug="evil-successor"),
        **dict.fromkeys(texts | {f"{text}_en" for text in texts}, EVIL),
    )
    make_edition(
        themed_day=day,
        first_day=date(2027, 5, 15),
        date_status=DateStatus.CANCELLED,
        cancel_reason=EVIL,
        themes=[{"text": EVIL}],
        date_text=EVIL[:60],
        host_city=EVIL[:60],
        note=EVIL,
        sources=[{"title": EVIL, "url": f"https://example.org/{EVIL}"}, {"title": EVIL}],
        spans=[{"name": EVIL, "first_day": "2027-05-15", "last_day": "2027-05-16"}],
    )
    plan = make_work_plan(region=district, title=EVIL, issuer=EVIL, source=EVIL)
    item = make_work_item(
        plan=plan,
        title=EVIL,
        section_path=[EVIL],
        units_text=EVIL,
        mentions=[EVIL],
        days=(day,),
        units=(unit,),
    )
    Responsibility.create(item=item, name=EVIL, role=Role.LEAD, position=9)
    venue = make_venue(
        name=EVIL, name_en=EVIL, district=district, address=EVIL, opening=EVIL, former_names=[EVIL]
    )
    texts = {"description", "audience_note", "fee", "signup_url", "online_url", "contact"}
    phone = EVIL[:40]
    activity, gone = (
        make_activity(
            title=EVIL,
            organiser=unit,
            work_item=item,
            days=((day, 2027),),
            format="hybrid",
            signup_mode=mode,
            signup_phone=phone,
            contact_is_public=True,
            **dict.fromkeys(texts, EVIL),
        )
        for mode in ("external", "telephone")
    )
    for place in (venue, make_venue(name=EVIL, district=district)):
        one = make_occurrence(activity, venue=place, place_note=EVIL)
        relocate_occurrence(one, venue, f"{EVIL}!", EVIL, NOW)
    cancel_occurrence(make_occurrence(activity, venue=venue), EVIL, NOW)
    retitle_activity(activity, f"{EVIL}!", NOW)
    make_occurrence(gone, venue=venue)
    withdraw_activity(gone, EVIL, NOW)
    return [
        f"/activities/{activity.id}",
        f"/activities/{gone.id}",
        f"/venues/{venue.id}",
        "/districts/500000",
        f"/districts/{EVIL}",
        "/",
        "/days",
        "/days?year=2027",
        "/days/evil-day",
        "/days/evil-successor",
        "/units",
        "/units/evil-unit",
        "/plans",
        f"/plans/{plan.id}",
        "/subscribe",
        f"/days?{EVIL}=1",
        f"/days?year={EVIL}",
        f"/days/{EVIL}",
    ]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_hostile_text_stays_text(client: FlaskClient, paths: list[str], language: str):
    for path in paths:
        response = client.get(path, query_string=None if "?" in path else {"lang": language})
        page = PageText(response.text)

        assert response.status_code in (200, 400, 404, 410), path
        assert page.all("img") == [], path
        assert_scripts_are_ours(page, path)
        assert not [e for e in page.elements if "onerror" in e.attributes], path
        words = page.main.replace(response.headers["X-Request-ID"], "")
        assert "49" not in words or "7*7" in words, path
        assert "&lt;span" not in response.text, path


def test_hostile_text_is_shown_as_it_was_written(client: FlaskClient, paths: list[str]):
    assert EVIL in PageText(client.get("/days/evil-day").text).main
    assert EVIL in PageText(client.get("/units/evil-unit").text).main
    assert EVIL in PageText(client.get("/plans").text).main
    assert EVIL in PageText(client.get("/activities/1").text).main
    assert EVIL in PageText(client.get("/venues/1").text).main


def test_a_hostile_preference_is_no_preference(client: FlaskClient):
    client.set_cookie("kepuli_size", '"><script>alert(1)</script>')
    client.set_cookie("kepuli_theme", '"onload=alert(1)')

    response = client.get('/?lang="><script>alert(1)</script>&size=<b>')

    page = PageText(response.text)
    [html] = page.all("html")
    assert html.attributes == {"lang": "zh-CN", "data-size": "normal"}
    assert_scripts_are_ours(page, "/")
    assert response.headers.getlist("Set-Cookie") == []


def assert_scripts_are_ours(page: PageText, path: str) -> None:
    """Programs come from a file; a block of data stays one, whatever stands in it."""
    assert page.programs, path
    for program in page.programs:
        assert program.texts == [], path
        assert program.attributes["src"].startswith("/static/"), path
    for block in filter(is_data, page.all("script")):
        [text] = block.texts
        assert "<" not in text, path
        assert json.loads(text)["@context"] == "https://schema.org", path
