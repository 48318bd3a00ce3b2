"""calendars.ical: values become bytes that every parser reads back as the same values."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from icalendar import Event

from calendars.ical import (
    END,
    CalendarHead,
    Days,
    Entry,
    Point,
    Times,
    render_component,
    render_head,
    render_zone,
    shows_wall_time,
)
from events.text import clean_line, clean_text
from tests.calendars.ics import (
    lines,
    names,
    read,
    read_by_another,
    the_entry,
    unfolded,
    value,
)

HEAD = CalendarHead(
    name="青蛙日",
    description="听一听池塘里的声音。",
    source="https://kepuli.example/calendars/days/frog-day.ics",
    url="https://kepuli.example/days/frog-day",
    timezone="Asia/Shanghai",
)
ENTRY = Entry(
    uid="d3b07384@kepuli",
    sequence=3,
    created=datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC),
    last_modified=datetime(2026, 7, 8, 9, 10, 11, tzinfo=UTC),
    when=Days(date(2026, 9, 19), date(2026, 9, 25)),
    summary="青蛙日",
    description="主题：池塘\n听一听。",
    status="CONFIRMED",
    url="https://kepuli.example/days/frog-day",
    categories=("科普", "青蛙日"),
    concept="https://kepuli.example/days/frog-day",
    refid="frog-day",
    links=("https://notices.example/7", "https://notices.example/8"),
)
CHANGED = datetime(2026, 7, 8, 9, 10, 11, tzinfo=UTC)


def feed(entry: Entry = ENTRY, head: CalendarHead = HEAD, *zones: str) -> bytes:
    return render_head(head, frozenset(zones)) + render_component(entry) + END


def empty(head: CalendarHead = HEAD) -> bytes:
    return render_head(head, frozenset()) + END


# The calendar


def test_a_calendar_carries_each_of_its_properties_once_and_nothing_else():
    assert names(empty()) == Counter(
        {
            "BEGIN": 1,
            "END": 1,
            "VERSION": 1,
            "PRODID": 1,
            "CALSCALE": 1,
            "NAME": 1,
            "X-WR-CALNAME": 1,
            "DESCRIPTION": 1,
            "X-WR-CALDESC": 1,
            "REFRESH-INTERVAL": 1,
            "X-PUBLISHED-TTL": 1,
            "SOURCE": 1,
            "URL": 1,
            "COLOR": 1,
            "X-APPLE-CALENDAR-COLOR": 1,
            "X-WR-TIMEZONE": 1,
        }
    )


def test_a_calendar_says_what_it_is_in_the_old_words_and_the_new():
    body = unfolded(empty())

    assert body[0] == "BEGIN:VCALENDAR"
    assert body[-1] == "END:VCALENDAR"
    assert set(body[1:-1]) == {
        "VERSION:2.0",
        "PRODID:-//Kepuli//Science calendar//ZH",
        "CALSCALE:GREGORIAN",
        "NAME:青蛙日",
        "X-WR-CALNAME:青蛙日",
        "DESCRIPTION:听一听池塘里的声音。",
        "X-WR-CALDESC:听一听池塘里的声音。",
        "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
        "X-PUBLISHED-TTL:PT6H",
        "SOURCE;VALUE=URI:https://kepuli.example/calendars/days/frog-day.ics",
        "URL:https://kepuli.example/days/frog-day",
        "COLOR:teal",
        "X-APPLE-CALENDAR-COLOR:#0B5D4E",
        "X-WR-TIMEZONE:Asia/Shanghai",
    }


def test_a_calendar_without_entries_is_one_that_both_parsers_take():
    assert read(empty()).events == []
    assert read_by_another(empty()).events == []


def test_the_name_and_description_are_escaped_in_the_old_words_and_the_new():
    head = replace(HEAD, name="青蛙, 蟾蜍; 日", description="C:\\a, b; c")

    body = feed(head=head)

    assert value(body, "NAME") == value(body, "X-WR-CALNAME") == "青蛙\\, 蟾蜍\\; 日"
    assert value(body, "DESCRIPTION") == value(body, "X-WR-CALDESC") == "C:\\\\a\\, b\\; c"
    assert read_by_another(body).name == [head.name]
    assert read_by_another(body).description == [head.description]


# The entry


def test_an_entry_carries_each_of_its_properties_once_and_a_link_per_notice():
    assert names(render_component(ENTRY)) == Counter(
        {
            "BEGIN": 1,
            "END": 1,
            "UID": 1,
            "DTSTAMP": 1,
            "CREATED": 1,
            "LAST-MODIFIED": 1,
            "SEQUENCE": 1,
            "DTSTART": 1,
            "DTEND": 1,
            "SUMMARY": 1,
            "DESCRIPTION": 1,
            "STATUS": 1,
            "TRANSP": 1,
            "URL": 1,
            "CATEGORIES": 1,
            "CONCEPT": 1,
            "REFID": 1,
            "LINK": 2,
        }
    )


def test_an_entry_says_when_and_since_when_without_a_clock():
    body = unfolded(render_component(ENTRY))

    assert body[0] == "BEGIN:VEVENT"
    assert body[-1] == "END:VEVENT"
    assert set(body) >= {
        "UID:d3b07384@kepuli",
        "DTSTAMP:20260708T091011Z",
        "LAST-MODIFIED:20260708T091011Z",
        "CREATED:20260102T030405Z",
        "SEQUENCE:3",
        "DTSTART;VALUE=DATE:20260919",
        "DTEND;VALUE=DATE:20260926",
        "STATUS:CONFIRMED",
        "TRANSP:TRANSPARENT",
        "CATEGORIES:科普,青蛙日",
        "DESCRIPTION:主题：池塘\\n听一听。",
    }


def test_an_entry_of_one_day_ends_on_the_next():
    body = render_component(replace(ENTRY, when=Days(date(2026, 9, 19), date(2026, 9, 19))))

    assert value(body, "DTSTART") == "20260919"
    assert value(body, "DTEND") == "20260920"


@pytest.mark.parametrize(
    ("last_day", "end"), [(date(2026, 12, 31), "20270101"), (date(2028, 2, 28), "20280229")]
)
def test_the_end_is_the_day_after_over_month_and_year(last_day: date, end: str):
    entry = replace(ENTRY, when=Days(date(2026, 9, 19), last_day))

    assert value(render_component(entry), "DTEND") == end


def test_what_is_not_known_is_left_out():
    bare = replace(ENTRY, categories=(), concept=None, refid=None, links=())

    missing = names(render_component(ENTRY)) - names(render_component(bare))

    assert missing == Counter({"CATEGORIES": 1, "CONCEPT": 1, "REFID": 1, "LINK": 2})


def test_links_name_the_notices_with_their_relation():
    body = unfolded(render_component(ENTRY))

    assert [line for line in body if line.startswith("LINK")] == [
        'LINK;LINKREL="related";VALUE=URI:https://notices.example/7',
        'LINK;LINKREL="related";VALUE=URI:https://notices.example/8',
    ]


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=23",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29",
        "FREQ=YEARLY;BYMONTH=5;BYDAY=3SU",
        "FREQ=YEARLY;BYMONTH=9;BYDAY=-1FR",
        "FREQ=YEARLY;BYMONTH=9;BYDAY=SA;BYMONTHDAY=14,15,16,17,18,19,20",
        "FREQ=YEARLY;BYMONTH=9;BYDAY=MO,TU;BYSETPOS=-1",
    ],
)
def test_a_rule_reads_back_with_the_same_parts(rule: str):
    body = render_component(replace(ENTRY, rule=rule))

    assert set(value(body, "RRULE").split(";")) == set(rule.split(";"))


def test_both_parsers_read_the_same_values():
    ours, others = the_entry(feed()), read_by_another(feed()).events[0]

    assert str(ours["UID"]) == others.uid == ENTRY.uid
    assert str(ours["SUMMARY"]) == others.summary == ENTRY.summary
    assert str(ours["DESCRIPTION"]) == others.description == ENTRY.description
    assert ours["DTSTART"].dt == others.dtstart == date(2026, 9, 19)
    assert ours["DTEND"].dt == others.dtend == date(2026, 9, 26)
    assert ours["DTSTAMP"].dt == others.dtstamp == ENTRY.last_modified
    assert ours["SEQUENCE"] == others.sequence == 3
    assert str(ours["STATUS"]) == others.status == "CONFIRMED"
    assert str(ours["TRANSP"]) == others.transparency == "TRANSPARENT"
    assert [str(read(feed())["NAME"])] == read_by_another(feed()).name == [HEAD.name]


def test_the_same_values_are_the_same_bytes():
    assert feed() == feed(replace(ENTRY), replace(HEAD))


@pytest.mark.parametrize(
    "change",
    [
        {"uid": "other@kepuli"},
        {"sequence": 4},
        {"last_modified": datetime(2026, 7, 8, 9, 10, 12, tzinfo=UTC)},
        {"created": datetime(2026, 7, 8, 9, 10, 12, tzinfo=UTC)},
        {"when": Days(date(2026, 9, 18), date(2026, 9, 25))},
        {"when": Days(date(2026, 9, 19), date(2026, 9, 26))},
        {"when": Times(CHANGED, CHANGED + timedelta(hours=1))},
        {"summary": "蟾蜍日"},
        {"description": "主题：池塘"},
        {"status": "TENTATIVE"},
        {"url": "https://kepuli.example/"},
        {"categories": ("科普",)},
        {"rule": "FREQ=YEARLY;BYMONTH=9;BYMONTHDAY=19"},
        {"concept": None},
        {"refid": "toad-day"},
        {"links": ()},
        {"location": "科技馆"},
        {"conference": "https://live.example/7"},
        {"point": Point(29.5, 106.5, 100, "科技馆")},
        {"point": Point(29.5, 106.5, 50, "科技馆")},
    ],
    ids=lambda change: next(iter(change)),
)
def test_every_value_makes_a_difference(change: dict[str, Any]):
    assert render_component(replace(ENTRY, **change)) != render_component(ENTRY)


# Times and places


SHANGHAI = ZoneInfo("Asia/Shanghai")
TALK = replace(
    ENTRY,
    when=Times(
        datetime(2026, 9, 19, 14, tzinfo=SHANGHAI), datetime(2026, 9, 19, 15, 30, tzinfo=SHANGHAI)
    ),
)
HALL = Point(29.5647, 106.551, 100, "\"市\" 科技馆；一楼，'甲': 厅")


def test_times_are_the_wall_time_of_their_zone_which_stands_before_all_entries():
    body = unfolded(feed(TALK, HEAD, "Asia/Shanghai"))

    assert "DTSTART;TZID=Asia/Shanghai:20260919T140000" in body
    assert "DTEND;TZID=Asia/Shanghai:20260919T153000" in body
    assert body.count("BEGIN:VTIMEZONE") == 1
    assert body.index("END:VTIMEZONE") < body.index("BEGIN:VEVENT")


def test_times_in_utc_need_no_zone():
    at = datetime(2026, 9, 19, 6, tzinfo=UTC)

    body = render_component(replace(ENTRY, when=Times(at, at + timedelta(hours=1))))

    assert value(body, "DTSTART") == "20260919T060000Z"
    assert value(body, "DTEND") == "20260919T070000Z"


def test_both_parsers_read_the_same_instants():
    body = feed(TALK, HEAD, "Asia/Shanghai")

    ours, others = the_entry(body), read_by_another(body).events[0]

    assert ours["DTSTART"].dt == others.dtstart == datetime(2026, 9, 19, 6, tzinfo=UTC)
    assert ours["DTEND"].dt == others.dtend == datetime(2026, 9, 19, 7, 30, tzinfo=UTC)


def test_zones_stand_once_each_in_one_order():
    head = render_head(HEAD, frozenset({"Asia/Urumqi", "Asia/Shanghai"}))

    assert [line for line in unfolded(head) if line.startswith("TZID")] == [
        "TZID:Asia/Shanghai",
        "TZID:Asia/Urumqi",
    ]
    assert head.endswith(render_zone("Asia/Shanghai") + render_zone("Asia/Urumqi"))


@pytest.mark.parametrize(
    ("zone", "is_shown"),
    [
        ("Asia/Shanghai", True),
        ("Asia/Urumqi", True),
        ("Asia/Hong_Kong", True),
        ("Asia/Tokyo", True),
        ("Europe/Berlin", False),
        ("America/New_York", False),
        ("Australia/Sydney", False),
    ],
)
def test_wall_time_is_written_where_no_clock_is_ever_changed(zone: str, is_shown: bool):
    assert shows_wall_time(zone) is is_shown


def test_a_zone_begins_with_this_century():
    """Summer time of 1940 or 1986, told to Outlook, would shift what is shown today."""
    body = unfolded(render_zone("Asia/Shanghai"))

    assert [line for line in body if not line.startswith("COMMENT")] == [
        "BEGIN:VTIMEZONE",
        "TZID:Asia/Shanghai",
        "BEGIN:STANDARD",
        "DTSTART:20000101T000000",
        "TZNAME:CST",
        "TZOFFSETFROM:+0800",
        "TZOFFSETTO:+0800",
        "END:STANDARD",
        "END:VTIMEZONE",
    ]


def test_a_point_is_told_in_degrees_and_once_more_for_apple():
    body = unfolded(render_component(replace(ENTRY, location="市科技馆, 一楼", point=HALL)))

    assert "LOCATION:市科技馆\\, 一楼" in body
    assert "GEO:29.5647;106.551" in body
    [apple] = [line for line in body if line.startswith("X-APPLE")]
    assert apple.startswith("X-APPLE-STRUCTURED-LOCATION;VALUE=URI;")
    assert "X-APPLE-RADIUS=100" in apple
    assert apple.endswith(":geo:29.5647,106.551")


def test_a_places_name_can_not_break_out_of_its_quotes():
    body = feed(replace(ENTRY, point=HALL))

    apple = the_entry(body)["X-APPLE-STRUCTURED-LOCATION"]
    assert apple.params["X-TITLE"] == "'市' 科技馆；一楼，'甲': 厅"
    assert names(body)["GEO"] == names(body)["X-APPLE-STRUCTURED-LOCATION"] == 1
    assert len(read_by_another(body).events) == 1


def test_where_to_watch_is_an_address_of_its_own():
    body = unfolded(render_component(replace(ENTRY, conference="https://live.example/7?a=1,2")))

    [line] = [line for line in body if line.startswith("CONFERENCE")]
    name, address = line.split(":", 1)
    assert address == "https://live.example/7?a=1,2"
    assert name == "CONFERENCE;VALUE=URI"


# Lines


TEXTS = st.text(max_size=200)
CONTROLS = ["\r", "\n", "\r\n", "\u2028", "\u2029", "\x00", "\x1b", "\x85", "\u202e", "\ufeff"]
MARKS = [",", ";", ":", "\\", '"', "\\n", "^n", "=", " ", "\t", "科普", "🐸", "e\u0301"]
LINES = ["BEGIN:VALARM", "END:VEVENT", "ATTENDEE:mailto:a@b.example"]
HOSTILE = st.lists(st.sampled_from(CONTROLS + MARKS + LINES), max_size=25).map("".join)


def assert_well_formed(body: bytes) -> None:
    for line in lines(body):
        assert len(line) <= 75
        assert line.decode().isprintable()  # a folded character would not even decode
    assert body.count(b"\r") == body.count(b"\n") == len(lines(body))


@pytest.mark.parametrize("width", range(1, 5), ids=["ascii", "latin", "han", "emoji"])
@pytest.mark.parametrize("shift", range(5))
def test_long_lines_are_folded_between_characters_and_within_75_octets(width: int, shift: int):
    text = "x" * shift + {1: "a", 2: "é", 3: "科", 4: "🐸"}[width] * 300

    body = feed(replace(ENTRY, summary=text, description=text, url=f"https://k.example/{text}"))

    assert_well_formed(body)
    assert str(the_entry(body)["SUMMARY"]) == read_by_another(body).events[0].summary == text
    assert str(the_entry(body)["URL"]) == f"https://k.example/{text}"


@settings(deadline=None)
@given(summary=TEXTS | HOSTILE, description=TEXTS | HOSTILE)
@example(summary="a\rATTENDEE:mailto:a@b.example", description="a\r\n\r\nEND:VEVENT\u2028x")
@example(summary="\\,;\\n", description="\\\\n\\;")
def test_no_text_makes_another_property_and_each_reads_back(summary: str, description: str):
    cleaned = replace(ENTRY, summary=clean_line(summary), description=clean_text(description))
    head = replace(HEAD, name=clean_line(summary), description=clean_line(description))

    body = feed(cleaned, head)

    assert names(body) == names(feed())
    for line in lines(body):
        assert len(line) <= 75
    entry = the_entry(body)
    assert text_of(entry, "SUMMARY") == as_icalendar_writes(cleaned.summary)
    assert text_of(entry, "DESCRIPTION") == as_icalendar_writes(cleaned.description)
    assert value(body, "NAME") == value(body, "X-WR-CALNAME") == value(body, "SUMMARY")
    [other] = read_by_another(body).events
    assert other.summary == as_icalendar_writes(cleaned.summary)
    assert other.description == as_icalendar_writes(cleaned.description)


def text_of(entry: Event, name: str) -> str:
    return str(entry[name])


def as_icalendar_writes(text: str) -> str:
    """icalendar 7.3 takes a typed backslash and N for a line end, the one text it changes."""
    return text.replace("\\N", "\n")
