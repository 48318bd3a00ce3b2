"""Every change of an occurrence that a subscriber must see: told through actions, over HTTP."""

from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from flask.testing import FlaskClient
from icalendar import Event
from werkzeug.test import TestResponse

from events import clock
from events.activities.actions import retitle_activity, withdraw_activity
from events.activities.models import Occurrence
from events.activities.occurrences import (
    cancel_occurrence,
    move_occurrence,
    postpone_occurrence,
    reinstate_occurrence,
    relocate_occurrence,
)
from events.activities.places import correct_venue, merge_venues, rename_venue
from events.activities.timing import Timing, between, whole_days
from events.units.models import District, Unit
from tests.calendars.ics import Subscriber, summaries, uids, value
from tests.calendars.stories import At, Step, Subscribe, assert_supersedes
from tests.catalogue.small import SmallCatalogue
from tests.conftest import Program
from tests.factories import (
    make_activity,
    make_district,
    make_occurrence,
    make_themed_day,
    make_unit,
    make_venue,
)

CHINA = ZoneInfo("Asia/Shanghai")
NOON, ONE, TWO = "2026-11-21T12:00+08:00", "2026-11-21T13:00+08:00", "2026-11-21T14:00+08:00"
FEEDS = [
    "activities.ics",
    "activities.ics?kind=lecture&from=2026-11-01",
    "activities/1.ics",
    "occurrences/1.ics",
    "days/frog-day.ics",
    "districts/pond.ics",
    "units/frogs.ics",
    "venues/1.ics",
]


@pytest.fixture
def talk(app: Flask) -> Occurrence:
    """28 November, 10 to 12; the first of everything, and held by seven kinds of feeds."""
    hall = make_venue(name="市科技馆", district=make_district(slug="pond", name="池塘区"))
    activity = make_activity(
        title="听蛙",
        organiser=make_unit(slug="frogs", name="蛙类研究所"),
        days=((make_themed_day(slug="frog-day"), 2026),),
    )
    return make_occurrence(activity, venue=hall)


@pytest.fixture
def program(client: FlaskClient, talk: Occurrence) -> Subscriber:
    return Subscriber(client, f"/calendars/occurrences/{talk.id}.ics")


@pytest.fixture
def step(program: Subscriber, at: At) -> Step:
    return Step(program, at)


def moved_to(start: datetime) -> Timing:
    return between(start, start + timedelta(hours=2), CHINA)


SUNDAY = moved_to(datetime(2026, 11, 29, 14))  # noqa: DTZ001  a wall time


def assert_refreshes(new: Event, old: Event) -> None:
    """Other words about the same appointment: SEQUENCE stays, the stamps do not."""
    assert new["UID"] == old["UID"]
    assert new["SEQUENCE"] == old["SEQUENCE"]
    assert new["DTSTAMP"].dt == new["LAST-MODIFIED"].dt == clock.now() > old["DTSTAMP"].dt
    assert new["DTSTART"].dt == old["DTSTART"].dt


# Another time


def test_a_moved_occurrence_is_the_same_entry_at_another_time(talk: Occurrence, step: Step):
    before, after = step(NOON, lambda: move_occurrence(talk, SUNDAY, "讲者生病", clock.now()))

    assert_supersedes(after, before)
    assert before["DTSTART"].dt == datetime(2026, 11, 28, 10, tzinfo=CHINA)
    assert after["DTSTART"].dt == datetime(2026, 11, 29, 14, tzinfo=CHINA)
    assert after["DTEND"].dt == datetime(2026, 11, 29, 16, tzinfo=CHINA)
    assert after["STATUS"] == "CONFIRMED"
    assert after["SUMMARY"] == "听蛙"
    assert after["DESCRIPTION"].split("\n")[:2] == [
        "有变动：讲者生病",
        "原定 11月28日 10:00—12:00。",
    ]


def test_what_moves_twice_still_names_the_time_promised_first(talk: Occurrence, step: Step):
    _, once = step(NOON, lambda: move_occurrence(talk, SUNDAY, "", clock.now()))
    later = SUNDAY.start.astimezone(CHINA).replace(tzinfo=None) + timedelta(days=7)
    _, twice = step(ONE, lambda: move_occurrence(talk, moved_to(later), "", clock.now()))

    assert_supersedes(twice, once)
    assert twice["DTSTART"].dt == datetime(2026, 12, 6, 14, tzinfo=CHINA)
    assert twice["DESCRIPTION"].split("\n")[:2] == ["有变动。", "原定 11月28日 10:00—12:00。"]


def test_a_time_may_become_whole_days_and_come_back(talk: Occurrence, step: Step):
    days = whole_days(date(2026, 11, 29), date(2026, 11, 30), CHINA)

    before, whole = step(NOON, lambda: move_occurrence(talk, days, "", clock.now()))
    _, timed = step(ONE, lambda: move_occurrence(talk, SUNDAY, "", clock.now()))

    assert_supersedes(whole, before)
    assert (whole["DTSTART"].dt, whole["DTEND"].dt) == (date(2026, 11, 29), date(2026, 12, 1))
    assert "原定 11月28日 10:00—12:00。" in whole["DESCRIPTION"]
    assert_supersedes(timed, whole)
    assert timed["DTSTART"].dt == datetime(2026, 11, 29, 14, tzinfo=CHINA)


# Not taking place


def test_a_cancelled_occurrence_stays_where_it_was_and_says_so(talk: Occurrence, step: Step):
    before, after = step(NOON, lambda: cancel_occurrence(talk, "暴雨", clock.now()))

    assert_supersedes(after, before)
    assert after["STATUS"] == "CANCELLED"
    assert after["SUMMARY"] == "【已取消】听蛙"
    assert after["DESCRIPTION"].startswith("已取消：暴雨\n")
    assert after["DTSTART"].dt == before["DTSTART"].dt


def test_programs_that_hide_what_is_cancelled_may_ask_for_a_title_that_says_it(
    client: FlaskClient, talk: Occurrence, at: At
):
    step = Step(Subscriber(client, "/calendars/activities/1.ics?cancelled=mark"), at)

    before, after = step(NOON, lambda: cancel_occurrence(talk, "暴雨", clock.now()))

    assert_supersedes(after, before)
    assert after["STATUS"] == "CONFIRMED"
    assert after["SUMMARY"] == "【已取消】听蛙"
    assert after["DESCRIPTION"].startswith("已取消：暴雨\n")


def test_a_cancelled_occurrence_leaves_after_thirty_days_but_not_its_own_feeds(
    client: FlaskClient, talk: Occurrence, at: At
):
    cancel_occurrence(talk, "暴雨", clock.now())
    other = make_occurrence(talk.activity, venue=talk.venue)

    at("2026-12-28T23:59+08:00")
    assert {tuple(told(client, name)) for name in FEEDS} == {(talk.uid, other.uid), (talk.uid,)}

    at("2026-12-29T00:00+08:00")
    assert {name: told(client, name) for name in FEEDS} == {name: [other.uid] for name in FEEDS} | {
        "occurrences/1.ics": [talk.uid],
        "activities/1.ics": [talk.uid, other.uid],
    }


def test_a_postponed_occurrence_is_tentative_until_it_has_a_time(talk: Occurrence, step: Step):
    before, postponed = step(NOON, lambda: postpone_occurrence(talk, "场地检修", clock.now()))
    _, moved = step(ONE, lambda: move_occurrence(talk, SUNDAY, "修好了", clock.now()))

    assert_supersedes(postponed, before)
    assert postponed["STATUS"] == "TENTATIVE"
    assert postponed["SUMMARY"] == "【延期】听蛙"
    assert postponed["DESCRIPTION"].startswith("延期，新的时间待定：场地检修\n")
    assert postponed["DTSTART"].dt == before["DTSTART"].dt
    assert_supersedes(moved, postponed)
    assert (moved["STATUS"], moved["SUMMARY"]) == ("CONFIRMED", "听蛙")
    assert moved["DTSTART"].dt == datetime(2026, 11, 29, 14, tzinfo=CHINA)


@pytest.mark.parametrize("end", [cancel_occurrence, postpone_occurrence])
def test_a_reinstated_occurrence_is_as_before_and_newer(talk: Occurrence, step: Step, end):
    _, ended = step(NOON, lambda: end(talk, "暴雨", clock.now()))
    _, back = step(ONE, lambda: reinstate_occurrence(talk, "天晴", clock.now()))

    assert_supersedes(back, ended)
    assert (back["STATUS"], back["SUMMARY"]) == ("CONFIRMED", "听蛙")
    assert back["DTSTART"].dt == datetime(2026, 11, 28, 10, tzinfo=CHINA)
    assert "暴雨" not in back["DESCRIPTION"]


def test_what_had_moved_is_reinstated_where_it_moved_to(talk: Occurrence, step: Step):
    step(NOON, lambda: move_occurrence(talk, SUNDAY, "讲者生病", clock.now()))
    _, cancelled = step(ONE, lambda: cancel_occurrence(talk, "暴雨", clock.now()))
    _, back = step(TWO, lambda: reinstate_occurrence(talk, "天晴", clock.now()))

    assert_supersedes(back, cancelled)
    assert back["DTSTART"].dt == datetime(2026, 11, 29, 14, tzinfo=CHINA)
    assert back["DESCRIPTION"].startswith("有变动：天晴\n原定 11月28日 10:00—12:00。\n")


# Another place


def test_another_venue_is_another_location_point_and_feed(
    client: FlaskClient, talk: Occurrence, step: Step
):
    park = make_venue(
        name="湿地公园",
        district=make_district(slug="marsh", name="湿地区"),
        address="水边路 7 号",
        latitude=29.5,
        longitude=106.5,
    )

    before, after = step(
        NOON, lambda: relocate_occurrence(talk, park, "北门集合", "场地检修", clock.now())
    )

    assert_supersedes(after, before)
    assert before["LOCATION"] == "市科技馆，池塘区"
    assert after["LOCATION"] == "湿地公园，北门集合，湿地区水边路 7 号"
    assert after["GEO"].to_ical() == "29.5;106.5"
    assert "GEO" not in before
    assert after["DESCRIPTION"].startswith("有变动：场地检修\n原在市科技馆。\n")
    assert told(client, "venues/1.ics") == told(client, "districts/pond.ics") == []
    assert (
        told(client, f"venues/{park.id}.ics") == told(client, "districts/marsh.ics") == [talk.uid]
    )


def test_a_renamed_venue_is_read_in_every_entry_held_there(talk: Occurrence, step: Step):
    before, after = step(NOON, lambda: rename_venue(talk.venue, "科学城", clock.now()))

    assert_refreshes(after, before)
    assert after["LOCATION"] == "科学城，池塘区"


def test_a_venue_put_on_the_map_puts_its_entries_there(talk: Occurrence, step: Step):
    before, after = step(
        NOON, lambda: correct_venue(talk.venue, clock.now(), latitude=29.5, longitude=106.5)
    )

    assert_refreshes(after, before)
    assert "GEO" not in before
    assert after["GEO"].to_ical() == "29.5;106.5"


def test_a_merged_venues_entries_go_to_the_survivor_and_both_addresses_answer(
    client: FlaskClient, talk: Occurrence, step: Step
):
    survivor = make_venue(name="科学城", district=talk.district)
    subscriber = Subscriber(client, "/calendars/venues/1.ics")

    before, after = step(NOON, lambda: merge_venues(talk.venue, survivor, clock.now()))

    assert_refreshes(after, before)
    assert after["LOCATION"] == "科学城，池塘区"
    assert subscriber.refresh()
    assert subscriber.entry["LOCATION"] == "科学城，池塘区"
    assert value(subscriber.answer.data, "X-WR-CALNAME") == "科学城的科普活动"
    assert told(client, f"venues/{survivor.id}.ics") == [talk.uid]


# Other words


def test_a_retitled_activity_has_its_new_title_in_every_entry_and_its_calendar(
    client: FlaskClient, talk: Occurrence, step: Step
):
    subscriber = Subscriber(client, "/calendars/activities/1.ics")

    before, after = step(NOON, lambda: retitle_activity(talk.activity, "池塘音乐会", clock.now()))

    assert_refreshes(after, before)
    assert (before["SUMMARY"], after["SUMMARY"]) == ("听蛙", "池塘音乐会")
    assert subscriber.refresh()
    assert value(subscriber.answer.data, "NAME") == "池塘音乐会"


def test_names_that_the_catalogue_changes_are_read_in_every_entry(
    client: FlaskClient, kepuli: Program, at: At, tmp_path: Path
):
    catalogue = SmallCatalogue(tmp_path / "small")
    load = ("catalogue", "load", "--data", str(catalogue.folder))
    kepuli(*load)
    activity = make_activity(organiser=Unit.get(Unit.slug == "lz-cast"))
    hall = make_venue(name="科技馆", district=District.get(District.slug == "450200"))
    make_occurrence(activity, venue=hall)
    step = Step(Subscriber(client, f"/calendars/activities/{activity.id}.ics"), at)

    def load_others() -> None:
        catalogue.change("units", "name: 柳州市科学技术协会", "name: 龙城科协")
        catalogue.change("districts", "name: 柳州市", "name: 龙城市")
        kepuli(*load)

    before, after = step(NOON, load_others)

    assert_refreshes(after, before)
    assert "主办：柳州市科学技术协会\n" in before["DESCRIPTION"]
    assert "主办：龙城科协\n" in after["DESCRIPTION"]
    assert (before["LOCATION"], after["LOCATION"]) == ("科技馆，柳州市", "科技馆，龙城市")


# Gone


def told(client: FlaskClient, name: str) -> list[str]:
    answer = client.get(f"/calendars/{name}")
    assert answer.status_code == 200
    return uids(answer.data)


def test_a_withdrawn_activity_leaves_every_feed_but_its_own(client: FlaskClient, talk: Occurrence):
    other = make_occurrence(
        make_activity(organiser=talk.activity.organiser, days=((make_themed_day(slug="x"), 2026),)),
        venue=talk.venue,
    )
    assert all(talk.uid in told(client, name) for name in FEEDS)

    withdraw_activity(talk.activity, "登错了", clock.now())

    shared = [name for name in FEEDS if name not in ("activities/1.ics", "occurrences/1.ics")]
    held = {name: told(client, name) for name in shared}
    assert held == {name: [other.uid] for name in shared} | {"days/frog-day.ics": []}
    assert_gone(client.get("/calendars/occurrences/1.ics"))


@pytest.mark.parametrize("variant", ["", "?cancelled=mark"])
def test_who_subscribed_to_just_a_withdrawn_activity_is_told_that_it_is_off(
    client: FlaskClient, talk: Occurrence, at: At, variant: str
):
    """Refused at once, a program would keep the old entries for ever."""
    step = Step(Subscriber(client, f"/calendars/activities/1.ics{variant}"), at)

    before, after = step(NOON, lambda: withdraw_activity(talk.activity, "登错了", clock.now()))

    assert_supersedes(after, before)
    assert after["STATUS"] == ("CONFIRMED" if variant else "CANCELLED")
    assert after["SUMMARY"] == "【已撤下】听蛙"
    assert str(after["DESCRIPTION"]).split("\n") == [
        "已撤下，不再举办。",
        "https://kepuli.example/activities/1",
    ]


def test_after_thirty_days_the_feed_of_a_withdrawn_activity_is_gone(
    client: FlaskClient, talk: Occurrence, at: At
):
    known = client.get("/calendars/activities/1.ics").headers["ETag"]
    withdraw_activity(talk.activity, "登错了", clock.now())

    at("2026-12-21T23:59+08:00")
    assert told(client, "activities/1.ics") == [talk.uid]

    at("2026-12-22T00:00+08:00")
    assert_gone(client.get("/calendars/activities/1.ics"))
    assert_gone(client.get("/calendars/activities/1.ics", headers={"If-None-Match": known}))


def assert_gone(answer: TestResponse) -> None:
    assert answer.status_code == 410
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "“听蛙”已撤下" in answer.text
    assert "ETag" not in answer.headers


# In every feed


@pytest.mark.parametrize("name", FEEDS)
@pytest.mark.parametrize("variant", ["", "cancelled=mark"])
def test_each_feed_that_holds_an_occurrence_tells_its_change(
    client: FlaskClient, talk: Occurrence, at: At, name: str, variant: str
):
    joint = "&" if "?" in name else "?"
    step = Step(Subscriber(client, f"/calendars/{name}{joint}{variant}"), at)

    before, moved = step(NOON, lambda: move_occurrence(talk, SUNDAY, "讲者生病", clock.now()))
    _, cancelled = step(ONE, lambda: cancel_occurrence(talk, "暴雨", clock.now()))

    assert_supersedes(moved, before)
    assert_supersedes(cancelled, moved)
    assert cancelled["STATUS"] == ("CONFIRMED" if variant else "CANCELLED")
    assert cancelled["SUMMARY"] == "【已取消】听蛙"


@pytest.mark.parametrize("name", FEEDS)
def test_nothing_comes_where_nothing_of_it_changed(
    client: FlaskClient, talk: Occurrence, at: At, name: str
):
    subscriber = Subscriber(client, f"/calendars/{name}")
    elsewhere = make_occurrence(make_activity(kind="class"), start=datetime(2025, 1, 1))  # noqa: DTZ001

    at(NOON)
    retitle_activity(elsewhere.activity, "别的事", clock.now())
    same = subscriber.answer

    subscriber.refresh()
    assert subscriber.answer.data == same.data
    assert subscriber.answer.headers["ETag"] == same.headers["ETag"]


def test_an_occurrence_leaves_a_narrow_feed_when_it_moves_out_of_it(
    subscribe: Subscribe, client: FlaskClient, talk: Occurrence
):
    subscriber = Subscriber(client, "/calendars/activities.ics?to=2026-11-28")
    assert summaries(subscriber.answer) == ["听蛙"]

    move_occurrence(talk, SUNDAY, "", clock.now())

    assert subscriber.refresh()
    assert subscriber.entries == []
    assert len(subscribe("activities").entries) == 1
