"""A sign-up as an entry of its holder's calendar: read back by two parsers."""

from collections.abc import Callable
from datetime import date, datetime
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from peewee import Database

from events import clock
from events.activities.models import Occurrence
from events.activities.occurrences import cancel_occurrence, move_occurrence
from events.activities.timing import between
from events.signups.actions import HOLDER, cancel
from events.signups.letters.invitation import Method, invitation, sequence_of, uid_of
from events.signups.models import Signup
from events.signups.people import Contact, Party
from events.signups.placing import resize
from events.signups.queries import get_signup
from events.signups.transferring import transfer
from tests.calendars.ics import read, the_entry
from tests.factories import make_activity, make_bookable, make_signup, make_venue
from tests.signups.letters.reading import second_opinion

SITE = SimpleNamespace(base_url="https://kepuli.example", mail_from="科普历 <kepuli@example.cn>")
At = Callable[[str], None]
ZONE = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def occurrence(db: Database) -> Occurrence:
    activity = make_activity(title="看星星；带上家人, 好吗", signup_mode="here")
    venue = make_venue(name="天文馆", address="星光路 1 号", name_en="Planetarium")
    return make_bookable(activity, venue=venue, place_note="二楼", terms={"bring": "手电筒"})


@pytest.fixture
def signup(occurrence: Occurrence) -> Signup:
    party = Party(adults=2)
    return make_signup(occurrence, party=party, contact=Contact("王芳", email="wang@example.org"))


def bytes_of(
    signup: Signup, method: str = Method.REQUEST, attendee: str = "w@example.org"
) -> bytes:
    return invitation(get_signup(signup.id), method, SITE, attendee)


def test_both_parsers_read_when_where_and_for_whom_it_is(signup: Signup):
    body = bytes_of(signup)

    entry = the_entry(body)
    assert read(body)["METHOD"] == "REQUEST"
    assert entry["SUMMARY"] == "看星星；带上家人, 好吗"
    assert entry["LOCATION"] == "天文馆 二楼 星光路 1 号"
    assert entry["DESCRIPTION"].splitlines() == [
        f"编号：{signup.number}",
        "人数：2",
        "请带：手电筒",
        "查看、修改或取消报名，请用确认信里的链接。",
        f"https://kepuli.example/activities/{signup.occurrence.activity_id}",
    ]
    other = second_opinion(body)
    assert other.dtstart == datetime.fromisoformat("2026-11-28T10:00+08:00")
    assert other.dtend == datetime.fromisoformat("2026-11-28T12:00+08:00")
    assert (other.uid, other.sequence, other.status) == (uid_of(signup), 0, "CONFIRMED")


def test_the_zone_is_described_in_front_of_the_entry(signup: Signup):
    body = bytes_of(signup)

    assert b"DTSTART;TZID=Asia/Shanghai:20261128T100000" in body
    assert body.index(b"TZID:Asia/Shanghai") < body.index(b"BEGIN:VEVENT")


def test_who_invites_is_the_sender_and_nobody_is_asked_to_answer(signup: Signup):
    entry = the_entry(bytes_of(signup))

    assert entry["ORGANIZER"] == "mailto:kepuli@example.cn"
    assert entry["ORGANIZER"].params["CN"] == "科普历"
    assert entry["ATTENDEE"] == "mailto:w@example.org"
    params = entry["ATTENDEE"].params
    assert (params["PARTSTAT"], params["RSVP"]) == ("ACCEPTED", "FALSE")


@pytest.mark.parametrize("method", list(Method))
def test_what_opens_the_own_page_or_names_its_holder_is_in_no_entry(signup: Signup, method: str):
    body = bytes_of(signup, method).decode().replace("\r\n ", "")

    assert "/signups/" not in body
    assert "王芳" not in body
    assert ("w@example.org" in body) == (method != Method.PUBLISH)


def test_a_cancellation_has_the_same_uid_and_says_cancelled(signup: Signup):
    request, end = the_entry(bytes_of(signup)), the_entry(bytes_of(signup, Method.CANCEL))

    assert end["UID"] == request["UID"]
    assert (request["STATUS"], end["STATUS"]) == ("CONFIRMED", "CANCELLED")
    assert end["SEQUENCE"] > request["SEQUENCE"]


def test_the_uid_is_neither_the_public_one_nor_tells_key_or_number(signup: Signup):
    other = make_signup(signup.occurrence)

    uids = {uid_of(signup), uid_of(other), signup.occurrence.uid}

    assert len(uids) == 3
    assert signup.key not in uid_of(signup)
    assert signup.number not in uid_of(signup)


def test_every_change_of_sign_up_or_occurrence_raises_sequence_and_keeps_the_uid(
    signup: Signup, occurrence: Occurrence, at: At
):
    other = make_bookable(occurrence.activity, start=datetime(2026, 11, 29, 10))  # noqa: DTZ001
    seen = [the_entry(bytes_of(signup))]
    changes: list[Callable[[], object]] = [
        lambda: resize(get_signup(signup.id), clock.now(), adults=3),
        lambda: move_occurrence(
            occurrence,
            between(datetime(2026, 11, 28, 14), datetime(2026, 11, 28, 16), ZONE),  # noqa: DTZ001
            "讲师改签",
            clock.now(),
        ),
        lambda: transfer(get_signup(signup.id), other.id, HOLDER, clock.now()),
        lambda: cancel_occurrence(other, "检修", clock.now()),
    ]
    for second, change in enumerate(changes, 1):
        at(f"2026-11-21T10:00:0{second}+08:00")
        change()
        seen.append(the_entry(bytes_of(signup)))

    assert [entry["SEQUENCE"] for entry in seen] == [0, 1, 2, 3, 4]
    assert {entry["UID"] for entry in seen} == {uid_of(signup)}


def test_giving_back_in_the_second_of_signing_up_is_still_later(signup: Signup):
    before = sequence_of(get_signup(signup.id), Method.REQUEST)

    cancel(signup, HOLDER, clock.now())

    assert sequence_of(get_signup(signup.id), Method.CANCEL) == before + 1


def test_the_same_letter_sent_again_is_the_same_to_the_byte(signup: Signup, at: At):
    first = bytes_of(signup)
    at("2026-11-23T10:00+08:00")

    assert bytes_of(signup) == first


def test_whole_days_have_no_clock_and_end_after_the_last(db: Database):
    days = {"first_day": date(2026, 11, 28), "last_day": date(2026, 11, 29)}
    signup = make_signup(make_bookable(**days))

    body = bytes_of(signup)

    event = second_opinion(body)
    assert (event.dtstart, event.dtend) == (date(2026, 11, 28), date(2026, 11, 30))
    assert b"VTIMEZONE" not in body


def test_in_english_the_words_are_english(occurrence: Occurrence):
    signup = make_signup(occurrence, language="en")

    entry = the_entry(bytes_of(signup))

    assert entry["LOCATION"] == "Planetarium 二楼 星光路 1 号"
    assert entry["DESCRIPTION"].splitlines()[1] == "People: 1"


def test_a_title_with_line_ends_adds_no_property(db: Database):
    activity = make_activity(
        signup_mode="here", title="看星\r\nATTENDEE:mailto:x@evil.example\nBEGIN:VALARM \u2028 ;,\\"
    )
    signup = make_signup(make_bookable(activity))

    entry = the_entry(bytes_of(signup))

    assert entry["SUMMARY"] == "看星 ATTENDEE:mailto:x@evil.example BEGIN:VALARM ;,\\"
    assert entry["ATTENDEE"] == "mailto:w@example.org"
    assert entry.subcomponents == []


def test_lines_are_folded_and_end_as_the_format_asks(signup: Signup):
    body = bytes_of(signup)

    assert b"\n" not in body.replace(b"\r\n", b"")
    assert max(map(len, body.split(b"\r\n"))) <= 75
