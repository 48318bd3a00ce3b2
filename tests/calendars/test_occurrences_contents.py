"""What an occurrence says in a calendar program: when, where, what, for whom; in both parsers."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from events import clock
from events.activities.models import Activity
from events.activities.vocabulary import KINDS, Format, SignupMode
from tests.calendars.ics import (
    Subscriber,
    lines,
    names,
    read_by_another,
    the_entry,
    unfolded,
    value,
)
from tests.factories import (
    make_activity,
    make_district,
    make_occurrence,
    make_themed_day,
    make_unit,
    make_venue,
)

Subscribe = Callable[[str], Subscriber]
pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def held(app: Flask, subscribe: Subscribe) -> Callable[..., bytes]:
    """`held(occurrence's fields)`: the feed of the activity that has this one occurrence."""

    def hold(activity: Activity | None = None, **fields: Any) -> bytes:
        made = make_occurrence(activity or make_activity(), **fields)
        body = subscribe(f"activities/{made.activity_id}").answer.data
        assert len(read_by_another(body).events) == 1
        return body

    return hold


Held = Callable[..., bytes]


def told(body: bytes) -> list[str]:
    """The paragraphs of the description."""
    return str(the_entry(body)["DESCRIPTION"]).split("\n")


def wall(text: str) -> datetime:
    return datetime.fromisoformat(text)


# The whole entry


def test_an_occurrence_is_one_entry_that_says_all_there_is(subscribe: Subscribe):
    activity = make_activity(
        title="听蛙",
        description="带上雨靴。\n\n夜里听。",
        kind="guided-tour",
        format=Format.HYBRID,
        organiser=make_unit(name="蛙类研究所"),
        days=((make_themed_day(slug="frog-day"), 2026), (make_themed_day(), 2026)),
        audiences=("family", "teenagers"),
        age_from=6,
        age_to=12,
        audience_note="限 20 人",
        fee="30 元",
        signup_mode=SignupMode.TELEPHONE,
        signup_phone="023-1234",
        online_url="https://live.example/7?a=1,2",
        contact="林晓 023-5678",
        contact_is_public=True,
        is_fictional=True,
    )
    hall = make_venue(
        name="市科技馆",
        district=make_district(name="池塘区"),
        address="水边路 7 号",
        latitude=29.5647,
        longitude=106.551,
        precision_m=30,
        opening="周二至周日 9:00—17:00",
    )
    made = make_occurrence(activity, venue=hall, place_note="三楼", sequence=3)

    entry = subscribe("occurrences/1").entry

    assert entry["UID"] == made.uid
    assert entry["SEQUENCE"] == 3
    assert entry["DTSTAMP"].dt == entry["LAST-MODIFIED"].dt == entry["CREATED"].dt == clock.now()
    assert entry["DTSTART"].dt == datetime(2026, 11, 28, 2, tzinfo=UTC)
    assert entry["DTEND"].dt == datetime(2026, 11, 28, 4, tzinfo=UTC)
    assert entry["SUMMARY"] == "听蛙"
    assert entry["STATUS"] == "CONFIRMED"
    assert entry["TRANSP"] == "TRANSPARENT"
    assert entry["URL"] == "https://kepuli.example/activities/1"
    assert entry["CONCEPT"] == "https://kepuli.example/days/frog-day"
    assert entry["REFID"] == "frog-day"
    assert entry.categories == ["科普", "导览"]
    assert entry["LOCATION"] == "市科技馆，三楼，池塘区水边路 7 号"
    assert entry["GEO"].to_ical() == "29.5647;106.551"
    assert entry["CONFERENCE"] == "https://live.example/7?a=1,2"
    assert str(entry["DESCRIPTION"]).split("\n") == [
        "带上雨靴。",
        "",
        "夜里听。",
        "适合：家庭、青少年，6—12 岁，限 20 人",
        "电话报名：023-1234，30 元",
        "主办：蛙类研究所",
        "开放时间：周二至周日 9:00—17:00",
        "线上地址：https://live.example/7?a=1,2",
        "联系：林晓 023-5678",
        "演示内容：活动是虚构的。",
        "https://kepuli.example/activities/1",
    ]


def test_an_occurrence_of_which_little_is_known_says_no_more_than_that(held: Held):
    body = held(make_activity(audiences=(), organiser=make_unit(name="蛙类研究所")))

    assert told(body) == [
        "无需报名，免费",
        "主办：蛙类研究所",
        "https://kepuli.example/activities/1",
    ]
    assert not {"CONCEPT", "REFID", "GEO", "CONFERENCE", "LINK", "RRULE"} & set(names(body))


def test_an_entry_has_no_alarm_and_no_person(held: Held):
    properties = names(held())

    assert not {"ATTENDEE", "ORGANIZER", "CONTACT", "METHOD", "TRIGGER", "DURATION"} & set(
        properties
    )
    assert not any(line.endswith("VALARM") for line in unfolded(held()))


# When


def test_times_are_wall_times_of_the_zone_that_stands_once_before_all_entries(
    subscribe: Subscribe,
):
    activity = make_activity()
    for hour in (9, 10, 11):
        make_occurrence(activity, start=datetime(2026, 11, 28, hour))  # noqa: DTZ001

    body = subscribe("activities").answer.data

    told = unfolded(body)
    assert [line for line in told if line.startswith("DTSTART;")] == [
        f"DTSTART;TZID=Asia/Shanghai:20261128T{hour:02}0000" for hour in (9, 10, 11)
    ]
    assert [line for line in told if line.startswith("TZID")] == ["TZID:Asia/Shanghai"]
    assert told.index("END:VTIMEZONE") < told.index("BEGIN:VEVENT")
    instants = [datetime(2026, 11, 28, hour, tzinfo=UTC) for hour in (1, 2, 3)]
    assert [event.dtstart for event in read_by_another(body).events] == instants


@pytest.mark.parametrize(
    ("start", "end", "written"),
    [
        ("2026-11-28T22:00", "2026-11-29T02:30", ("20261128T220000", "20261129T023000")),
        ("2026-12-31T23:00", "2027-01-01T00:30", ("20261231T230000", "20270101T003000")),
        ("2026-11-28T22:00", "2026-11-29T00:00", ("20261128T220000", "20261129T000000")),
        ("2028-02-28T22:00", "2028-02-29T01:00", ("20280228T220000", "20280229T010000")),
    ],
    ids=["midnight", "new year", "until midnight", "leap day"],
)
def test_a_night_ends_on_the_next_day(held: Held, start: str, end: str, written: tuple[str, str]):
    told = unfolded(held(start=wall(start), end=wall(end)))

    assert f"DTSTART;TZID=Asia/Shanghai:{written[0]}" in told
    assert f"DTEND;TZID=Asia/Shanghai:{written[1]}" in told


@pytest.mark.parametrize(
    ("first", "last", "end"),
    [
        (date(2026, 12, 1), date(2026, 12, 1), "20261202"),
        (date(2026, 12, 1), date(2026, 12, 31), "20270101"),
        (date(2028, 2, 28), date(2028, 2, 28), "20280229"),
        (date(2028, 2, 29), date(2028, 2, 29), "20280301"),
    ],
)
def test_whole_days_are_dates_and_end_on_the_day_after(
    held: Held, first: date, last: date, end: str
):
    body = held(first_day=first, last_day=last)

    told = unfolded(body)
    assert f"DTSTART;VALUE=DATE:{first:%Y%m%d}" in told
    assert f"DTEND;VALUE=DATE:{end}" in told
    [other] = read_by_another(body).events
    assert (other.dtstart, other.dtend) == (first, last + timedelta(days=1))


def test_whole_days_are_the_same_dates_in_any_zone(held: Held):
    for zone in ("Asia/Urumqi", "Europe/Berlin", "Pacific/Kiritimati", "America/New_York"):
        body = held(make_activity(timezone=zone), first_day=date(2026, 12, 1))

        assert the_entry(body)["DTSTART"].dt == date(2026, 12, 1)
        assert f"TZID:{zone}" not in unfolded(body)


def test_another_zone_without_summer_time_is_told_along(subscribe: Subscribe):
    start = datetime(2026, 11, 28, 14)  # noqa: DTZ001  a wall time
    make_occurrence(make_activity(timezone="Asia/Urumqi"), start=start)
    make_occurrence(start=start)

    body = subscribe("activities").answer.data

    told = unfolded(body)
    assert "DTSTART;TZID=Asia/Urumqi:20261128T140000" in told
    assert "DTSTART;TZID=Asia/Shanghai:20261128T140000" in told
    assert [line for line in told if line.startswith("TZID")] == [
        "TZID:Asia/Shanghai",
        "TZID:Asia/Urumqi",
    ]
    assert [event.dtstart for event in read_by_another(body).events] == [
        datetime(2026, 11, 28, 6, tzinfo=UTC),
        datetime(2026, 11, 28, 8, tzinfo=UTC),
    ]


def test_a_zone_is_told_only_where_an_entry_needs_it(subscribe: Subscribe):
    make_occurrence(make_activity(timezone="Asia/Urumqi", kind="class"))
    make_occurrence(make_activity(kind="lecture"))

    assert "Asia/Urumqi" in subscribe("activities").answer.text
    assert "Asia/Urumqi" not in subscribe("activities/2").answer.text


@pytest.mark.parametrize(
    ("zone", "start", "instant"),
    [
        ("Europe/Berlin", "2026-11-28T10:00", "20261128T090000Z"),
        ("Europe/Berlin", "2027-07-01T10:00", "20270701T080000Z"),
        ("America/New_York", "2026-11-28T20:00", "20261129T010000Z"),
        ("UTC", "2026-11-28T10:00", "20261128T100000Z"),
    ],
)
def test_a_zone_with_summer_time_is_told_as_instants(
    held: Held, zone: str, start: str, instant: str
):
    body = held(make_activity(timezone=zone), start=wall(start))

    assert f"DTSTART:{instant}" in unfolded(body)
    assert f"TZID={zone}" not in body.decode()


# Where


def test_an_occurrence_online_says_where_to_watch_and_has_no_point(held: Held):
    body = held(
        make_activity(format=Format.ONLINE, online_url="https://live.example/7"), online=True
    )

    entry = the_entry(body)
    assert entry["LOCATION"] == "线上"
    assert entry["CONFERENCE"] == "https://live.example/7"
    assert entry["CONFERENCE"].params == {"VALUE": "URI"}
    assert "线上地址：https://live.example/7" in told(body)
    assert not {"GEO", "X-APPLE-STRUCTURED-LOCATION"} & set(names(body))


@pytest.mark.parametrize("address", ["", "腾讯会议 123-456", "javascript:alert(1)", "https://a b"])
def test_what_is_no_web_address_is_no_conference(held: Held, address: str):
    body = held(make_activity(format=Format.ONLINE, online_url=address), online=True)

    assert "CONFERENCE" not in names(body)
    assert (f"线上地址：{address}" in told(body)) is bool(address)


def test_a_place_is_on_the_map_in_the_standards_words_and_in_apples(held: Held):
    hall = make_venue(name="市科技馆", latitude=29.5647, longitude=106.551, precision_m=250)

    body = held(venue=hall)

    apple = the_entry(body)["X-APPLE-STRUCTURED-LOCATION"]
    assert the_entry(body)["GEO"].to_ical() == "29.5647;106.551"
    assert apple.to_ical() == b"geo:29.5647,106.551"
    assert apple.params["X-TITLE"] == "市科技馆"
    assert apple.params["X-APPLE-RADIUS"] == "250"
    assert read_by_another(body).events[0].geo.lat == 29.5647


@pytest.mark.parametrize(("precision", "radius"), [(None, "100"), (20, "50"), (51, "51")])
def test_a_circle_on_the_map_is_never_smaller_than_a_house(
    held: Held, precision: int | None, radius: str
):
    hall = make_venue(latitude=0.0, longitude=-180.0, precision_m=precision)

    apple = the_entry(held(venue=hall))["X-APPLE-STRUCTURED-LOCATION"]

    assert apple.params["X-APPLE-RADIUS"] == radius
    assert apple.to_ical() == b"geo:0.0,-180.0"


def test_an_address_that_begins_with_the_district_does_not_name_it_twice(held: Held):
    hall = make_venue(
        name="市科技馆", district=make_district(name="池塘区"), address="池塘区水边路"
    )

    assert the_entry(held(venue=hall))["LOCATION"] == "市科技馆，池塘区水边路"


def test_a_place_that_nobody_has_measured_is_told_in_words_alone(held: Held):
    body = held(venue=make_venue(name="村口大树下", district=make_district(name="池塘区")))

    assert the_entry(body)["LOCATION"] == "村口大树下，池塘区"
    assert not {"GEO", "X-APPLE-STRUCTURED-LOCATION"} & set(names(body))


# What


@pytest.mark.parametrize("is_public", [True, False])
def test_a_contact_is_told_only_where_it_may_be(held: Held, is_public: bool):
    body = held(make_activity(contact="林晓 13900000000", contact_is_public=is_public))

    assert ("13900000000" in body.decode()) is is_public


@pytest.mark.parametrize("is_fictional", [True, False])
def test_what_is_made_up_says_so(held: Held, is_fictional: bool):
    body = held(make_activity(is_fictional=is_fictional))

    assert ("演示内容：活动是虚构的。" in told(body)) is is_fictional


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "无需报名，免费"),
        ({"fee": "30 元"}, "无需报名，30 元"),
        ({"signup_mode": "telephone", "signup_phone": "023-1"}, "电话报名：023-1，免费"),
        (
            {"signup_mode": "external", "signup_url": "https://s.example/1"},
            "网上报名：https://s.example/1，免费",
        ),
        ({"age_from": 6}, "适合：公众，6 岁以上"),
        ({"age_to": 12}, "适合：公众，12 岁以下"),
        ({"age_from": 0, "age_to": 0}, "适合：公众，0—0 岁"),
    ],
)
def test_who_may_come_and_how_is_a_sentence(held: Held, fields: dict[str, Any], sentence: str):
    assert sentence in told(held(make_activity(**fields)))


@pytest.mark.parametrize("kind", ["lecture", "drill"])
def test_categories_name_the_kind(held: Held, kind: str):
    assert the_entry(held(make_activity(kind=kind))).categories == ["科普", KINDS[kind]]


def test_a_kind_that_no_list_knows_is_just_an_activity(held: Held):
    assert the_entry(held(make_activity(kind="seance"))).categories == ["科普", "活动"]


def test_a_long_description_is_cut_where_a_phone_stops_reading(held: Held):
    body = held(make_activity(description="蛙" * 1600))

    assert told(body)[0] == "蛙" * 1499 + "…"
    assert told(body)[-1] == "https://kepuli.example/activities/1"


# Escaping


HARD = 'a,b;c\\d"e：f^n\\n\\,{}<b>&amp;'


def test_every_text_comes_back_as_it_was_typed(held: Held):
    hall = make_venue(
        name=HARD, district=make_district(name=f"{HARD}区"), address=HARD, latitude=1, longitude=2
    )
    activity = make_activity(
        title=HARD,
        description=f"{HARD}\n{HARD}",
        organiser=make_unit(name=HARD),
        audience_note=HARD,
        fee=HARD,
        contact=HARD,
        contact_is_public=True,
    )

    body = held(activity, venue=hall, place_note=HARD, status="moved", status_reason=HARD)

    entry, [other] = the_entry(body), read_by_another(body).events
    assert str(entry["SUMMARY"]) == other.summary == HARD
    assert str(entry["LOCATION"]) == other.location == f"{HARD}，{HARD}，{HARD}区{HARD}"
    assert str(entry["DESCRIPTION"]) == other.description
    assert told(body) == [
        f"有变动：{HARD}",
        *(HARD, HARD),
        f"适合：公众，{HARD}",
        f"无需报名，{HARD}",
        f"主办：{HARD}",
        f"联系：{HARD}",
        "https://kepuli.example/activities/1",
    ]
    assert value(body, "NAME") == HARD.replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;")


def test_an_entry_is_the_same_in_every_language(held: Held, client: Any):
    body = held()

    english = client.get(
        "/calendars/activities/1.ics?lang=en",
        headers={"Accept-Language": "en", "Cookie": "kepuli_lang=en"},
    )

    assert english.data == body


# All of it


@pytest.mark.filled
@pytest.mark.engine("sqlite")
def test_everything_of_the_demo_is_taken_by_both_parsers(subscribe: Subscribe):
    program = subscribe("activities")

    others = read_by_another(program.answer.data).events
    assert len(program.entries) == len(others) > 20
    assert {str(entry["UID"]) for entry in program.entries} == {other.uid for other in others}
    assert max(map(len, lines(program.answer.data))) <= 75
