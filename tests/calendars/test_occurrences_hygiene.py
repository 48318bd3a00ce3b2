"""One poisoned activity never harms a feed, whatever was typed or written into it."""

import logging
from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import example, given, settings
from hypothesis import strategies as st
from icalendar import Event

from calendars.entries import Place, of_occurrence
from calendars.ical import render_component
from calendars.store import store_components
from events import changes, clock
from events.activities.models import Activity, Occurrence
from events.activities.queries import OccurrenceRow
from events.activities.vocabulary import Status
from events.days.models import ThemedDay
from events.db import database
from events.published import Window
from events.units.models import District, Unit
from events.venues.models import Venue
from tests.calendars.ics import (
    Subscriber,
    entries,
    lines,
    names,
    read_by_another,
    uids,
    unfolded,
)
from tests.calendars.test_feeds_hygiene import POISON, TEXTS
from tests.factories import (
    make_activity,
    make_district,
    make_occurrence,
    make_unit,
    make_venue,
)

PLACE = Place("https://kepuli.example", ZoneInfo("Asia/Shanghai"))
STAMP = datetime(2026, 11, 21, 2, tzinfo=UTC)
Subscribe = Callable[[str], Subscriber]


# Texts


FIELDS = (
    *("title", "description", "audience_note", "fee", "signup_url", "online_url", "contact"),
    *("organiser", "venue", "address", "opening", "district", "place_note", "reason", "slug"),
)
HARMLESS = dict.fromkeys(FIELDS, "x")


def row_of(text: dict[str, str], status: Status = Status.MOVED) -> OccurrenceRow:
    """An occurrence that is in no database, so that it may hold what none takes."""
    activity = Activity(
        id=7,
        kind="lecture",
        signup_mode="external",
        contact_is_public=True,
        timezone="Asia/Shanghai",
        **{name: text[name] for name in FIELDS[:7]},
    )
    occurrence = Occurrence(
        activity=activity,
        uid="uid@kepuli",
        start=STAMP,
        end=STAMP + timedelta(hours=2),
        first_day=date(2026, 11, 21),
        last_day=date(2026, 11, 21),
        place_note=text["place_note"],
        status=status,
        status_reason=text["reason"],
        moved_from_start=STAMP,
        moved_from_end=STAMP + timedelta(hours=1),
        created_at=STAMP,
        updated_at=STAMP,
    )
    return OccurrenceRow(
        occurrence=occurrence,
        activity=activity,
        organiser=Unit(name=text["organiser"]),
        venue=Venue(
            name=text["venue"],
            address=text["address"],
            opening=text["opening"],
            latitude=29.5,
            longitude=106.5,
        ),
        district=District(name=text["district"]),
        audiences=("public",),
        day=ThemedDay(slug="s" + text["slug"]),
        moved_from_venue=Venue(name=text["venue"]),
    )


def rendered(text: dict[str, str], status: Status = Status.MOVED) -> bytes:
    return render_component(of_occurrence(row_of(text, status), PLACE))


@settings(deadline=None, max_examples=50)
@given(
    text=st.fixed_dictionaries(dict.fromkeys(FIELDS, TEXTS)), status=st.sampled_from(list(Status))
)
@example(text=dict.fromkeys(FIELDS, POISON), status=Status.CANCELLED)
@example(text=dict.fromkeys(FIELDS, "https://x.example/\r\nX-EVIL:1"), status=Status.MOVED)
@example(text=dict.fromkeys(FIELDS, '";X-EVIL=1:x'), status=Status.SCHEDULED)
def test_no_text_of_an_activity_becomes_a_line_of_its_own(text: dict[str, str], status: Status):
    body = rendered(text, status)

    usual, found = names(rendered(HARMLESS, status)), names(body)
    assert found - usual <= Counter(["CONFERENCE"])
    assert usual - found <= Counter(["LOCATION"])
    assert body.count(b"\r") == body.count(b"\n") == len(lines(body))
    assert max(map(len, lines(body))) <= 75
    for line in unfolded(body):
        assert not set(line) & set("\x00\x0b\x0c\x1b\x1c\x7f\x85\u2028\u2029\u202e\u2066\ufeff")
    event = Event.from_ical(body)
    assert event["UID"] == "uid@kepuli"
    assert set(event["X-APPLE-STRUCTURED-LOCATION"].params) == {
        "VALUE",
        "X-APPLE-RADIUS",
        "X-TITLE",
    }


@settings(deadline=None, max_examples=50)
@given(tail=TEXTS)
@example(tail="\rATTENDEE:mailto:a@b.example")
@example(tail="?q=1,2;3")
def test_an_address_is_a_conference_whole_or_not_at_all(tail: str):
    address = f"https://live.example/{tail}"

    body = rendered(HARMLESS | {"online_url": address})

    [*found] = [line.split(":", 1)[1] for line in unfolded(body) if line.startswith("CONFERENCE")]
    assert found in ([], [address])
    assert Event.from_ical(body)["UID"] == "uid@kepuli"


# In a feed, among sound ones


@pytest.fixture
def sound(app: Flask) -> list[Occurrence]:
    """Two sound ones; whatever is poisoned stands between them."""
    return [make_occurrence(first_day=date(2026, 12, day)) for day in (1, 3)]


def make_poisoned(**fields: Any) -> Occurrence:
    """As if written straight into the database, round every check of ours."""
    made = make_occurrence(
        make_activity(
            organiser=make_unit(name=fields.pop("organiser", "局")),
            **fields.pop("activity", {}),
        ),
        venue=make_venue(**fields.pop("venue", {})),
        first_day=date(2026, 12, 2),
    )
    if fields:
        Occurrence.update(**fields).where(Occurrence.id == made.id).execute()
    return made


FEEDS = ["activities.ics", "activities.ics?cancelled=mark&all=1", "activities/3.ics"]


@pytest.mark.parametrize(
    "poison",
    [
        {"activity": {"title": POISON[:100]}},
        {"activity": {"description": POISON}},
        {"activity": {"audience_note": POISON, "fee": POISON}},
        {"activity": {"online_url": "https://x.example/\r\nX-EVIL:1"}},
        {"activity": {"contact": POISON, "contact_is_public": True}},
        {"organiser": POISON},
        {"venue": {"name": POISON, "latitude": 1.0, "longitude": 2.0, "address": POISON}},
        {"place_note": POISON, "status": "postponed", "status_reason": POISON},
        {"status": "cancelled", "status_reason": "\rEND:VEVENT\r\nSTATUS:CANCELLED\r\n"},
        {"uid": "a b;c,d\\e@kepuli"},
    ],
    ids=["title", "text", "notes", "url", "contact", "unit", "venue", "note", "status", "uid"],
)
def test_a_poisoned_activity_stands_among_sound_ones_in_a_feed_that_both_parsers_take(
    client: FlaskClient, sound: list[Occurrence], poison: dict[str, Any]
):
    make_poisoned(**poison)

    body = client.get("/calendars/activities.ics").data

    assert [entry["DTSTART"].dt.day for entry in entries(body)] == [1, 2, 3]
    assert len(read_by_another(body).events) == 3
    properties = names(body)
    assert properties["SUMMARY"] == properties["UID"] == 3
    assert properties["BEGIN"] == properties["END"] == 3 + 3  # the calendar, and a zone's two
    assert not {"ATTENDEE", "X-EVIL", "VALARM"} & set(properties)
    assert unfolded(body).count("STATUS:CANCELLED") == (poison.get("status") == "cancelled")


def test_controls_that_the_database_takes_leave_no_trace(
    subscribe: Subscribe, sound: list[Occurrence]
):
    make_poisoned(
        activity={"title": "听\r蛙\x1b[31m\u202e\x85", "description": "一\r二\x07\u2028三"}
    )

    entry = subscribe("activities").entries[1]

    assert entry["SUMMARY"] == "听 蛙[31m"
    assert str(entry["DESCRIPTION"]).split("\n")[:3] == ["一", "二", "三"]


def test_two_megabytes_of_text_are_cut_and_the_others_stay(
    subscribe: Subscribe, sound: list[Occurrence]
):
    made = make_poisoned()
    Activity.update(description="蛙\r," * 500_000).where(Activity.id == made.activity_id).execute()

    program = subscribe("activities")

    assert len(program.answer.data) < 20_000
    assert [entry["DTSTART"].dt.day for entry in program.entries] == [1, 2, 3]
    assert len(read_by_another(program.answer.data).events) == 3


@pytest.mark.engine("sqlite")  # PostgreSQL keeps to the columns' widths
@pytest.mark.parametrize(
    ("model", "column"),
    [
        *((Activity, name) for name in ("title", "audience_note", "fee", "contact", "online_url")),
        *((Activity, name) for name in ("signup_url", "signup_phone")),
        *((Venue, name) for name in ("name", "address", "opening")),
        *((Unit, "name"), (District, "name")),
        *((Occurrence, "place_note"), (Occurrence, "status_reason")),
    ],
    ids=lambda one: one if isinstance(one, str) else one.__name__,
)
def test_no_long_text_takes_the_room_of_the_others(
    client: FlaskClient, sound: list[Occurrence], model: type[Any], column: str
):
    mode = "external" if column == "signup_url" else "telephone"
    made = make_poisoned(
        activity={"contact_is_public": True, "signup_mode": mode},
        venue={"district": make_district(), "latitude": 1.0, "longitude": 2.0},
        status="postponed",
    )
    rows = {
        Activity: made.activity_id,
        Venue: made.venue_id,
        Unit: made.activity.organiser_id,
        District: made.district_id,
        Occurrence: made.id,
    }
    start = "https://x.example/" if column.endswith("url") else ""
    model.update({column: start + "x" * 1_200_000}).where(model.id == rows[model]).execute()

    body = client.get("/calendars/activities.ics").data

    assert [uid for uid in uids(body) if uid != made.uid] == [one.uid for one in sound]
    assert len(body) < 100_000


@pytest.mark.parametrize(
    "zone", ["Nowhere/Else", "", "..", "/etc/passwd", "Asia", "a" * 64, "Asia/\nShanghai", "火星"]
)
def test_a_zone_that_nobody_knows_is_taken_as_ours(
    subscribe: Subscribe, sound: list[Occurrence], zone: str
):
    activity = make_activity()
    make_occurrence(activity, start=datetime(2026, 12, 2, 10))  # noqa: DTZ001  a wall time
    Activity.update(timezone=zone).where(Activity.id == activity.id).execute()

    body = subscribe("activities").answer.data

    assert "DTSTART;TZID=Asia/Shanghai:20261202T100000" in unfolded(body)
    assert [line for line in unfolded(body) if line.startswith("TZID")] == ["TZID:Asia/Shanghai"]
    assert len(entries(body)) == len(read_by_another(body).events) == 3


# What can't be rendered at all


@pytest.fixture
def endless(sound: list[Occurrence]) -> Occurrence:
    """It ends on a day after which the calendar knows no other, so it can't be said when."""
    return make_poisoned(last_day=date.max)


@pytest.mark.parametrize("path", FEEDS)
@pytest.mark.parametrize("is_stored", [False, True])
def test_an_entry_that_can_not_be_rendered_is_left_out_and_logged(
    client: FlaskClient,
    sound: list[Occurrence],
    endless: Occurrence,
    caplog: pytest.LogCaptureFixture,
    path: str,
    is_stored: bool,
):
    with caplog.at_level(logging.ERROR):
        if is_stored:
            store_components(PLACE, Window(date(2026, 11, 21)))
        answer = client.get(f"/calendars/{path}")

    assert answer.status_code == 200
    held = [] if path == "activities/3.ics" else [one.uid for one in sound]
    assert uids(answer.data) == held
    assert len(read_by_another(answer.data).events) == len(held)
    told = [one.getMessage() for one in caplog.records if one.levelno == logging.ERROR]
    assert set(told) == {f"occurrence {endless.uid} can't be rendered"}


def test_what_can_be_rendered_again_comes_back(
    client: FlaskClient, sound: list[Occurrence], endless: Occurrence
):
    store_components(PLACE, Window(date(2026, 11, 21)))
    assert len(uids(client.get("/calendars/activities.ics").data)) == 2

    with database.atomic():
        healed = {"last_day": date(2026, 12, 2), "revision": Occurrence.revision + 1}
        Occurrence.update(**healed).where(Occurrence.id == endless.id).execute()
        changes.record("occurrence", str(endless.id), clock.now())

    assert uids(client.get("/calendars/activities.ics").data) == [
        sound[0].uid,
        endless.uid,
        sound[1].uid,
    ]


def test_names_of_a_feed_are_clean(client: FlaskClient):
    activity = make_activity(title=POISON[:110], organiser=make_unit(short_name=POISON[:60]))
    make_occurrence(activity, venue=make_venue(name=POISON[:110]))

    for path in (f"activities/{activity.id}", f"units/{activity.organiser.slug}", "venues/1"):
        body = client.get(f"/calendars/{path}.ics").data
        assert len(entries(body)) == len(read_by_another(body).events) == 1
        assert names(body)["X-WR-CALNAME"] == names(body)["NAME"] == 1
        assert not {"ATTENDEE", "VALARM"} & set(names(body))
