"""Each warning, with the case beside it where it must not be given."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from playhouse.test_utils import count_queries

from events import clock
from events.activities.vocabulary import Status
from events.days.models import DateStatus, DayOff
from events.submissions.content import Content, EditionTie, Place, Sitting
from events.submissions.models import State, Submission
from events.submissions.schedule.warnings import find_warnings
from events.units.models import Unit
from events.venues.models import Venue
from tests.factories import (
    make_activity,
    make_content,
    make_edition,
    make_occurrence,
    make_submission,
    make_themed_day,
    make_unit,
    make_venue,
)

SATURDAY = "2026-12-05"


@pytest.fixture
def venue(app: Flask) -> Venue:
    return make_venue(name="重庆科技馆")


@pytest.fixture
def unit(app: Flask) -> Unit:
    return make_unit(name="重庆自然博物馆")


@pytest.fixture
def submission(unit: Unit) -> Submission:
    return make_submission(make_content(places=(), sittings=()), unit=unit, state=State.DRAFT)


def at(start: str, hours: float = 2, **fields: Any) -> Sitting:
    begin = datetime.fromisoformat(start if " " in start else f"{start} 10:00")
    return Sitting(begin, begin + timedelta(hours=hours), **{"place": "p1"} | fields)


def content(venue: Venue, *sittings: Sitting, note: str = "", **fields: Any) -> Content:
    place = Place("p1", venue=venue.id, note=note)
    return make_content(places=(place,), sittings=sittings or (at(SATURDAY),), **fields)


def told(submission: Submission, about: Content) -> tuple[str, ...]:
    return find_warnings(about, submission.id, submission.unit, clock.now())


def taken(venue: Venue, start: str = f"{SATURDAY} 11:00", **fields: Any) -> None:
    unit = make_unit(name="重庆科学技术馆办公室")
    activity = make_activity(title="恐龙世界", organiser=unit)
    make_occurrence(activity, venue=venue, start=datetime.fromisoformat(start), **fields)


def test_schedule_with_nothing_in_its_way_has_no_warning(submission: Submission, venue: Venue):
    assert told(submission, content(venue)) == ()


def test_schedule_without_sittings_has_no_warning(submission: Submission, venue: Venue):
    assert told(submission, replace(content(venue), sittings=())) == ()


def test_venue_taken_in_public_is_named_with_whoever_has_it(submission: Submission, venue: Venue):
    taken(venue)

    assert told(submission, content(venue)) == (
        "2026年12月5日（周六）10:00–12:00：重庆科技馆同一时间有“恐龙世界”（重庆科学技术馆办公室），"
        "请和对方商量。",
    )


def test_venue_taken_in_another_room_is_no_clash(submission: Submission, venue: Venue):
    taken(venue, place_note="一楼大厅")

    assert told(submission, content(venue, note="三楼报告厅")) == ()
    assert len(told(submission, content(venue, note="一楼大厅"))) == 1
    assert len(told(submission, content(venue))) == 1  # no room named: it may be that one


@pytest.mark.parametrize(
    "fields",
    [
        {"status": Status.CANCELLED},
        {"status": Status.POSTPONED},
        {"is_public": False},
        {"first_day": date(2026, 12, 1), "last_day": date(2026, 12, 31)},  # an exhibition
        {"start": f"{SATURDAY} 13:00"},
    ],
)
def test_venue_not_really_taken_is_no_clash(
    submission: Submission, venue: Venue, fields: dict[str, Any]
):
    taken(venue, **fields)

    assert told(submission, content(venue)) == ()


def test_venue_taken_by_the_activity_itself_is_no_clash(unit: Unit, venue: Venue):
    activity = make_activity(organiser=unit)
    make_occurrence(activity, venue=venue, start=datetime.fromisoformat(f"{SATURDAY} 10:00"))
    submission = make_submission(unit=unit, activity=activity, state=State.PUBLISHED)

    assert told(submission, content(venue)) == ()


def test_venue_merged_since_still_clashes(submission: Submission, venue: Venue):
    double = make_venue(name="科技馆新馆", merged_into=venue, district=venue.district)
    taken(venue)

    [warning] = told(submission, content(double))

    assert "重庆科技馆同一时间有“恐龙世界”" in warning


@pytest.mark.parametrize(
    ("state", "is_told"),
    [(State.SUBMITTED, True), (State.RETURNED, True), (State.REFUSED, False), (State.DRAFT, False)],
)
def test_venue_wanted_by_another_submission_is_named_while_it_waits(
    submission: Submission, venue: Venue, state: State, is_told: bool
):
    other = make_unit(name="重庆市气象局")
    make_submission(content(venue, at(f"{SATURDAY} 09:00"), title="云从哪里来"),
                    unit=other, state=state)  # fmt: skip

    found = told(submission, content(venue))

    assert [("云从哪里来" in words, "还在申报" in words) for words in found] == (
        [(True, True)] if is_told else []
    )


def test_unit_at_two_places_at_once_is_told_of_its_other_activity(
    submission: Submission, venue: Venue, unit: Unit
):
    elsewhere = make_activity(title="标本修复", organiser=unit)
    make_occurrence(elsewhere, start=datetime.fromisoformat(f"{SATURDAY} 11:00"))
    make_occurrence(make_activity(), start=datetime.fromisoformat(f"{SATURDAY} 11:00"))

    assert told(submission, content(venue)) == (
        "2026年12月5日（周六）10:00–12:00：本单位同一时间还有“标本修复”，请确认人手排得开。",
    )


def test_two_sittings_of_the_schedule_in_one_room_are_told(submission: Submission, venue: Venue):
    both = (at(f"{SATURDAY} 10:00"), at(f"{SATURDAY} 11:00"))
    apart = (both[0], replace(both[1], place="p2"))
    rooms = (Place("p1", venue=venue.id), Place("p2", venue=venue.id, note="二楼"))

    [warning] = told(submission, content(venue, *both))
    assert warning.startswith("2026年12月5日（周六）11:00–13:00：和前一场在同一个地点，时间重叠")
    assert told(submission, replace(content(venue, *apart), places=rooms)) == ()


@pytest.mark.parametrize(
    ("start", "is_tight"), [("12:29", True), ("12:00", True), ("12:30", False)]
)
def test_change_over_under_half_an_hour_is_told(
    submission: Submission, venue: Venue, start: str, is_tight: bool
):
    found = told(submission, content(venue, at(SATURDAY), at(f"{SATURDAY} {start}")))

    assert ["不到 30 分钟" in words for words in found] == [True] * is_tight


def test_change_over_after_another_activity_is_told(submission: Submission, venue: Venue):
    taken(venue, f"{SATURDAY} 12:10")

    [warning] = told(submission, content(venue))

    assert "间隔不到 30 分钟" in warning


def test_day_outside_the_edition_is_told_with_its_days(submission: Submission, venue: Venue):
    day = make_themed_day(name="国际志愿人员日")
    make_edition(themed_day=day, first_day=date(2026, 12, 5), last_day=date(2026, 12, 6))
    tied = {"editions": (EditionTie(day.id, 2026),)}

    assert told(submission, content(venue, at("2026-12-06"), **tied)) == ()
    assert told(submission, content(venue, at("2026-12-07"), **tied)) == (
        "2026年12月7日（周一）：不在“国际志愿人员日 2026 年”"
        "（2026年12月5日（周六）—2026年12月6日（周日））的日期里，请确认是不是有意的。",
    )


@pytest.mark.parametrize(
    "fields",
    [
        {"first_day": None, "year": 2026},
        {"first_day": date(2026, 12, 1), "last_day": date(2026, 12, 1), "end_known": False},
        {"first_day": date(2026, 9, 1), "date_status": DateStatus.CANCELLED},
    ],
)
def test_edition_without_certain_days_warns_of_nothing(
    submission: Submission, venue: Venue, fields: dict[str, Any]
):
    edition = make_edition(**fields)
    tied = (EditionTie(edition.themed_day_id, 2026),)

    assert told(submission, content(venue, editions=tied)) == ()


def test_hours_outside_the_venues_opening_are_told(submission: Submission, venue: Venue):
    venue.opening = "周二至周日 9:00–17:00，周一闭馆"
    venue.save()
    sittings = (at(SATURDAY), at(f"{SATURDAY} 18:00"), at("2026-12-07"))

    assert told(submission, content(venue, *sittings)) == (
        "2026年12月5日（周六）18:00–20:00、2026年12月7日（周一）10:00–12:00："
        "不在重庆科技馆的开放时间（周二至周日 9:00–17:00，周一闭馆）里。",
    )


def test_past_sitting_is_told_unless_it_is_public_already(submission: Submission, venue: Venue):
    past = at("2026-11-21 08:00")  # two hours ago

    assert told(submission, content(venue, past)) == (
        "2026年11月21日（周六）8:00–10:00：已经过去了，请核对日期。",
    )
    assert told(submission, content(venue, replace(past, uid="u@kepuli"))) == ()


@pytest.mark.parametrize(
    ("audiences", "day", "words"),
    [
        (("primary-class",), "2026-12-05", ["学校放假"]),  # a Saturday
        (("middle-class",), "2027-01-01", ["学校放假"]),  # New Year's Day
        (("primary-class",), "2026-12-04", []),
        (("primary-class",), "2026-12-12", []),  # a Saturday that is worked
        (("public",), "2026-12-12", ["调休上班"]),
        (("public",), "2026-12-05", []),
        (("public", "primary-class"), "2027-01-01", ["学校放假"]),
    ],
)
def test_days_off_and_shifted_days_are_told_to_whom_they_matter(
    submission: Submission, venue: Venue, audiences: tuple[str, ...], day: str, words: list[str]
):
    DayOff.create(day=date(2026, 12, 12), kind="working", name="元旦")
    DayOff.create(day=date(2027, 1, 1), kind="off", name="元旦")

    found = told(submission, content(venue, at(day), audiences=audiences))

    known = ("学校放假", "调休上班")
    assert [word for sentence in found for word in known if word in sentence] == words


def test_warnings_take_as_many_statements_for_one_sitting_as_for_a_hundred(
    submission: Submission, venue: Venue
):
    day = make_edition().themed_day
    tied = {"editions": (EditionTie(day.id, 2026),)}
    many = [at(f"{SATURDAY} 10:00", place="p1") for _ in range(3)]
    later = [replace(s, start=s.start + timedelta(days=n), end=s.end + timedelta(days=n))
             for n, s in enumerate(many * 33)]  # fmt: skip
    for number in range(30):
        taken(venue, f"2026-12-{number % 28 + 1:02} 10:00")

    counts = []
    for sittings in ([at(SATURDAY)], later):
        with count_queries() as counter:
            told(submission, content(venue, *sittings, **tied))
        counts.append(counter.count)

    assert counts[0] == counts[1]
