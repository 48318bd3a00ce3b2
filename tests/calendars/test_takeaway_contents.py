"""What stands in each form: for phones, for spreadsheets, for readers of news."""

import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime, timedelta
from email.utils import parsedate_to_datetime
from io import BytesIO
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import create_app
from events import changes, clock
from events.activities.models import Occurrence
from events.activities.occurrences import cancel_occurrence, postpone_occurrence
from events.activities.vocabulary import SignupMode
from events.db import database
from events.signups.people import Contact
from tests.calendars.takeaway import (
    ATOM,
    FORMS,
    atom_entries,
    items,
    required,
    rows,
    rss_items,
    table,
    titles,
)
from tests.calendars.test_feeds_hygiene import POISON
from tests.engines import close_database
from tests.factories import (
    make_activity,
    make_bookable,
    make_district,
    make_occurrence,
    make_signup,
    make_themed_day,
    make_unit,
    make_venue,
)
from web.settings import read_settings

At = Callable[[str], None]
Get = Callable[[str], bytes]
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
RISKY = ("=1+1", "+cmd|' /C calc'!A0", "-2", "@SUM(A1)", "＝HYPERLINK()", "\t=1")
HTML = "<script>alert(1)</script>{{7*7}}&amp;]]>"


@pytest.fixture
def get(app: Flask, client: FlaskClient) -> Get:
    def get(form: str) -> bytes:
        answer = client.get(f"/calendars/activities.{form}")
        assert answer.status_code == 200
        return answer.data

    return get


def changed() -> None:
    """As every action does in its transaction."""
    with database.atomic():
        changes.record("activity", "x", clock.now())


# JSON


def test_json_has_all_that_a_phone_s_calendar_asks_for(get: Get):
    unit = make_unit(slug="frogs", name="青蛙局")
    hall = make_venue(
        district=make_district(slug="500103", name="渝中区"),
        name="蛙馆", address="池塘路1号", latitude=29.5, longitude=106.5,
    )  # fmt: skip
    activity = make_activity(
        title="听蛙", description="夜里的池塘。", organiser=unit, kind="guided-tour",
        days=((make_themed_day(slug="frog-day", name="青蛙日"), 2026),),
        audiences=("family", "elderly"), age_from=6, age_to=12,
    )  # fmt: skip
    made = make_occurrence(activity, venue=hall, place_note="后门")

    [item] = items(get("json"))

    page = f"https://kepuli.example/activities/{activity.id}"
    assert item == {
        "id": made.id,
        "uid": made.uid,
        "sequence": 0,
        "activityId": activity.id,
        "url": page,
        "title": "听蛙",
        "description": "\n".join(
            ["夜里的池塘。", "适合：家庭、老年人，6—12 岁", "无需报名，免费", "主办：青蛙局", page]
        ),
        "startTime": int(datetime.fromisoformat("2026-11-28T10:00+08:00").timestamp()),
        "endTime": int(datetime.fromisoformat("2026-11-28T12:00+08:00").timestamp()),
        "allDay": False,
        "firstDay": "2026-11-28",
        "lastDay": "2026-11-28",
        "timezone": "Asia/Shanghai",
        "location": "蛙馆，后门，渝中区池塘路1号",
        "venue": {"id": hall.id, "name": "蛙馆"},
        "district": {"slug": "500103", "name": "渝中区"},
        "latitude": 29.5,
        "longitude": 106.5,
        "status": "scheduled",
        "statusReason": "",
        "alarm": True,
        "alarmOffset": 3600,
        "kind": "guided-tour",
        "format": "onsite",
        "onlineUrl": None,
        "organiser": {"slug": "frogs", "name": "青蛙局"},
        "day": {"slug": "frog-day", "name": "青蛙日"},
        "audiences": ["family", "elderly"],
        "ageFrom": 6,
        "ageTo": 12,
        "fee": "",
        "signup": {
            "mode": "none", "stand": "elsewhere", "left": None,
            "opensAt": None, "closesAt": None, "url": None, "phone": None,
        },
        "isFictional": False,
        "updatedAt": int(clock.now().timestamp()),
    }  # fmt: skip


def test_whole_days_of_json_end_on_the_last_of_them(get: Get):
    make_occurrence(first_day=date(2026, 11, 28), last_day=date(2026, 11, 29))

    [item] = items(get("json"))

    assert item["allDay"] is True
    assert item["startTime"] == datetime.fromisoformat("2026-11-28T00:00+08:00").timestamp()
    assert item["endTime"] == datetime.fromisoformat("2026-11-29T23:59:59+08:00").timestamp()
    assert item["lastDay"] == "2026-11-29"


def test_json_says_how_far_the_sign_up_has_come(get: Get):
    opens = clock.now() + timedelta(days=1)
    first = make_bookable(capacity=3)
    make_bookable(capacity=1, waiting_limit=0, taken=1)
    make_bookable(signup_opens_at=opens)
    make_occurrence(make_activity(signup_mode=SignupMode.TELEPHONE, signup_phone="023-1"))
    for url in ("https://x.example/", "javascript:alert(1)"):
        make_occurrence(make_activity(signup_mode=SignupMode.EXTERNAL, signup_url=url))

    found = [item["signup"] for item in items(get("json"))]

    assert [(one["stand"], one["left"]) for one in found[:3]] == [
        ("open", 3), ("full", 0), ("not-yet", None),
    ]  # fmt: skip
    assert found[0]["url"] == f"https://kepuli.example/occurrences/{first.id}/signups/new"
    assert found[0]["closesAt"] == int(first.start.timestamp())
    assert found[2]["opensAt"] == int(opens.timestamp())
    assert (found[3]["mode"], found[3]["phone"]) == ("telephone", "023-1")
    assert [one["url"] for one in found[4:]] == ["https://x.example/", None]


# Tables


def test_a_table_has_local_times_and_plain_words(get: Get):
    made = make_occurrence(make_activity(title="听蛙", timezone="Asia/Urumqi"))
    make_occurrence(first_day=date(2026, 12, 1), last_day=date(2026, 12, 3))

    for form in ("csv", "xlsx"):
        timed, days = table(get(form), form)
        assert (timed["日期"], timed["开始"], timed["结束"]) == ("2026-11-28", "10:00", "12:00")
        assert (timed["活动"], timed["状态"], timed["编号"]) == ("听蛙", "照常", made.uid)
        assert (days["日期"], days["最后一天"], days["开始"]) == ("2026-12-01", "2026-12-03", "")


def test_no_text_of_anybody_s_becomes_a_formula_or_a_link(get: Get):
    for text in RISKY:
        make_occurrence(make_activity(title=text, organiser=make_unit(name=text)))

    shown = [row[4] for row in rows(get("csv"))[1:]]
    kept = [row["活动"] for row in table(get("xlsx"), "xlsx")]

    assert shown == [f"'{text.strip()}" for text in RISKY]
    assert kept == [text.strip() for text in RISKY]
    with zipfile.ZipFile(BytesIO(get("xlsx"))) as book:
        assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")
        assert not [name for name in book.namelist() if name.endswith("sheet1.xml.rels")]


# News


def test_news_are_dated_by_their_last_change(get: Get, at: At):
    made = make_occurrence(make_activity(title="听蛙"))
    at("2026-11-22T09:00+08:00")
    cancel_occurrence(made, "下雨", clock.now())

    [item], [entry] = rss_items(get("rss")), atom_entries(get("atom"))

    assert required(item, "title") == required(entry, f"{ATOM}title")
    assert required(item, "title") == "11月28日 10:00 【已取消】听蛙"
    assert parsedate_to_datetime(required(item, "pubDate")) == clock.now()
    assert required(entry, f"{ATOM}updated") == "2026-11-22T01:00:00Z"
    assert required(entry, f"{ATOM}published") == "2026-11-21T02:00:00Z"
    assert "时间：2026年11月28日 10:00—12:00<br>" in required(item, "description")
    assert "已取消：下雨<br>" in required(entry, f"{ATOM}content")


def test_news_of_what_was_put_off_names_no_day(get: Get):
    postpone_occurrence(make_occurrence(make_activity(title="听蛙")), "下雨", clock.now())

    [entry] = atom_entries(get("atom"))

    assert required(entry, f"{ATOM}title") == "【延期】听蛙"
    assert required(entry, f"{ATOM}content").startswith("时间：待定<br>")


def test_an_atom_feed_has_what_its_standard_asks_for(get: Get):
    for has_entry in (False, True):
        if has_entry:
            make_occurrence(make_activity(organiser=make_unit(name="青蛙局")))
            changed()
        feed = ET.fromstring(get("atom"))
        links = {link.attrib["rel"]: link.attrib["href"] for link in feed.findall(f"{ATOM}link")}
        assert links == {
            "self": "https://kepuli.example/calendars/activities.atom",
            "alternate": "https://kepuli.example/activities",
        }
        for name in ("id", "title", "updated"):
            assert len(feed.findall(f"{ATOM}{name}")) == 1
        assert required(feed, f"{ATOM}updated").endswith("Z")
    [entry] = atom_entries(get("atom"))
    for name in ("id", "title", "updated", "published", "content"):
        assert len(entry.findall(f"{ATOM}{name}")) == 1
    assert required(entry, f"{ATOM}author/{ATOM}name") == "青蛙局"


def test_an_entry_keeps_its_id_whatever_becomes_of_it(
    client: FlaskClient, get: Get, environment: dict[str, str]
):
    made = make_occurrence()
    other = make_occurrence()
    before = [required(entry, f"{ATOM}id") for entry in atom_entries(get("atom"))]
    cancel_occurrence(made, "下雨", clock.now())
    close_database()
    moved = environment | {"KEPULI_BASE_URL": "https://another.example"}
    elsewhere = create_app(read_settings(moved)).test_client()

    body = elsewhere.get("/calendars/activities.atom?kind=lecture").data
    after = [required(entry, f"{ATOM}id") for entry in atom_entries(body)]
    guids = [required(item, "guid") for item in rss_items(get("rss"))]

    assert len(set(before)) == 2
    assert all(re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", one) for one in before)
    assert after == guids == before
    assert other.uid != made.uid


# Whatever was typed


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("text", [HTML, POISON, "𠀀" * 20, "👩‍👩‍👧" * 5, "a" * 100, "\ufffe\x1f"])
def test_hostile_text_stays_text(get: Get, form: str, text: str):
    unit, hall = make_unit(name=text[:60]), make_venue(name=text[:60], address=text)
    activity = make_activity(
        title=text, description=text, organiser=unit, fee=text[:60], audience_note=text[:60],
        contact=text, contact_is_public=True, signup_mode="telephone", signup_phone=text[:20],
    )  # fmt: skip
    make_occurrence(activity, venue=hall, place_note=text, status="moved", status_reason=text)
    make_occurrence(make_activity(title="好的"))

    body = get(form)

    assert titles(form, body)[-1] == "好的"
    assert len(titles(form, body)) == 2
    if form != "xlsx":
        assert not CONTROLS.search(body.decode().removeprefix("\ufeff"))
    if form in ("rss", "atom"):
        assert set(re.findall(r"<[^>]*>", _html(form, body)[0])) == {"<br>"}


def _html(form: str, body: bytes) -> list[str]:
    """What a reader of news is given as HTML."""
    if form == "rss":
        return [required(item, "description") for item in rss_items(body)]
    return [required(entry, f"{ATOM}content") for entry in atom_entries(body)]


@pytest.mark.parametrize("form", ["rss", "atom"])
def test_the_html_of_news_has_no_markup_of_anybody_s(get: Get, form: str):
    make_occurrence(make_activity(title="x", description=HTML))

    [html] = _html(form, get(form))

    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert "<script" not in html


@pytest.mark.parametrize("form", FORMS)
def test_nothing_personal_is_taken_along(get: Get, form: str):
    private = make_activity(signup_mode="here", contact="李雷 13900000000", contact_is_public=False)
    occurrence = make_bookable(private)
    make_signup(occurrence, contact=Contact("韩梅梅", phone="+8613812345678", email="h@x.example"))
    hidden: dict[str, Any] = {"published_at": None}
    make_occurrence(make_activity(title="还没公布", **hidden))
    Occurrence.update(taken=5).execute()

    body = get(form)
    told = str(rows(body, "xlsx")) if form == "xlsx" else body.decode()

    assert private.title in told
    for secret in ("李雷", "13900000000", "韩梅梅", "13812345678", "h@x.example", "还没公布"):
        assert secret not in told
