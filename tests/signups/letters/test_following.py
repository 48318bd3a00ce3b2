"""Who signed up hears of what became of the occurrence: at once, once, without a long search."""

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from playhouse.test_utils import count_queries

from events import changes, clock
from events.activities.actions import withdraw_activity
from events.activities.models import Occurrence
from events.activities.occurrences import (
    cancel_occurrence,
    move_occurrence,
    postpone_occurrence,
    reinstate_occurrence,
)
from events.activities.timing import between
from events.notifications.models import Message
from events.signups.actions import HOLDER, cancel
from events.signups.letters import following
from events.signups.letters.following import Follower, tell_changes
from events.signups.models import Signup
from events.signups.people import Contact, Party
from tests.factories import make_activity, make_bookable, make_signup
from tests.signups.letters.conftest import Deliver
from tests.signups.letters.reading import calendar_part, lines_of, sent_calendar, sent_entry

At = Callable[[str], None]
ZONE = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def occurrence(app: Flask) -> Occurrence:
    return make_bookable(make_activity(title="看星星", signup_mode="here"), capacity=4)


def sign_up(occurrence: Occurrence, name: str = "wang", size: int = 1) -> Signup:
    contact = Contact(name, email=f"{name}@example.org")
    return make_signup(occurrence, party=Party(adults=size), contact=contact)


def move(occurrence: Occurrence, hour: int = 14) -> None:
    timing = between(datetime(2026, 11, 28, hour), datetime(2026, 11, 28, hour + 2), ZONE)  # noqa: DTZ001
    move_occurrence(occurrence, timing, "讲师改签", clock.now())


def kinds() -> list[str]:
    return [letter.kind for letter in Message.select().order_by(Message.id)]


def test_a_move_is_told_with_the_old_time_the_reason_and_a_choice(
    occurrence: Occurrence, deliver: Deliver, at: At
):
    sign_up(occurrence)
    [request] = deliver()
    at("2026-11-21T23:30+08:00")
    move(occurrence)

    assert tell_changes(clock.now()) == 1

    [letter] = deliver()
    lines = lines_of(letter)
    assert lines[0] == "时间或地点改了，您还来吗：看星星"
    assert lines[3] == "时间：11月28日（周六）14:00–16:00"
    assert "原定时间：11月28日（周六）10:00–12:00" in lines
    assert "原因：讲师改签" in lines
    assert "您的名额还在。能来，请在这一页说一声；不回答也给您留着：" in lines
    assert lines[-1].endswith("/cancellation/new")
    before, after = sent_entry(request), sent_entry(letter)
    assert sent_calendar(letter)["METHOD"] == "REQUEST"
    assert after["UID"] == before["UID"]
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert after["DTSTART"].dt == datetime(2026, 11, 28, 14, tzinfo=ZONE)


OFF = {
    "cancelled": (cancel_occurrence, "不举办了，请不要来：看星星", "别的场次："),
    "postponed": (
        postpone_occurrence,
        "延期，请不要按原来的时间来：看星星",
        "您的报名先留着，有了新的时间会再写信。不想等，可以取消：",
    ),
}


@pytest.mark.parametrize("status", OFF)
def test_what_does_not_take_place_is_told_and_leaves_the_calendar(
    occurrence: Occurrence, deliver: Deliver, at: At, status: str
):
    verb, subject, way_on = OFF[status]
    sign_up(occurrence)
    [request] = deliver()
    at("2026-11-21T11:00+08:00")
    verb(occurrence, "暴雨", clock.now())

    tell_changes(clock.now())

    [letter] = deliver()
    assert lines_of(letter)[0] == subject
    assert {"原定时间：11月28日（周六）10:00–12:00", "原因：暴雨", way_on} <= set(lines_of(letter))
    assert sent_calendar(letter)["METHOD"] == "CANCEL"
    assert sent_entry(letter)["SEQUENCE"] > sent_entry(request)["SEQUENCE"]


def test_a_withdrawn_activity_is_told_with_its_reason(
    occurrence: Occurrence, deliver: Deliver, at: At
):
    sign_up(occurrence)
    deliver()
    at("2026-11-21T11:00+08:00")
    withdraw_activity(occurrence.activity, "与另一个活动重复", clock.now())

    tell_changes(clock.now())

    [letter] = deliver()
    assert lines_of(letter)[0] == "不举办了，请不要来：看星星"
    assert "原因：与另一个活动重复" in lines_of(letter)
    assert lines_of(letter)[-1] == "https://kepuli.example/activities"
    assert sent_calendar(letter)["METHOD"] == "CANCEL"


def test_what_takes_place_after_all_is_told_and_comes_back_to_the_calendar(
    occurrence: Occurrence, deliver: Deliver, at: At
):
    sign_up(occurrence)
    cancel_occurrence(occurrence, "暴雨", clock.now())
    tell_changes(clock.now())
    off = deliver()[-1]
    at("2026-11-21T11:00+08:00")
    reinstate_occurrence(occurrence, "雨停了", clock.now())
    tell_changes(clock.now())

    [letter] = deliver()

    assert lines_of(letter)[0] == "照常举办，您还来吗：看星星"
    assert "原因：雨停了" in lines_of(letter)
    assert sent_calendar(letter)["METHOD"] == "REQUEST"
    assert sent_entry(letter)["SEQUENCE"] > sent_entry(off)["SEQUENCE"]


def test_everybody_who_counts_is_told_once_for_each_change(occurrence: Occurrence):
    sign_up(occurrence, "holds", 4)
    sign_up(occurrence, "waits")
    cancel(sign_up(occurrence, "gone"), HOLDER, clock.now())
    Message.delete().execute()
    move(occurrence)

    assert [tell_changes(clock.now()) for _ in range(2)] == [2, 0]
    move(occurrence, 15)
    assert tell_changes(clock.now()) == 2
    assert kinds() == ["signup-moved"] * 4
    assert {s.told_sequence for s in Signup.select().where(Signup.state != "cancelled")} == {2}


def test_who_waits_is_told_without_an_entry(occurrence: Occurrence, deliver: Deliver):
    sign_up(occurrence, "holds", 4)
    sign_up(occurrence, "waits")
    deliver()
    move(occurrence)
    tell_changes(clock.now())

    by_name = {str(letter["To"]).partition("@")[0]: letter for letter in deliver()}

    assert calendar_part(by_name["waits"]) is None
    assert "您的报名还在，查看请打开：" in lines_of(by_name["waits"])
    assert calendar_part(by_name["holds"]) is not None


def test_of_two_changes_before_the_letter_leaves_only_the_last_is_told(
    occurrence: Occurrence, deliver: Deliver
):
    sign_up(occurrence)
    deliver()
    for hour in (14, 15):
        move(occurrence, hour)
        tell_changes(clock.now())

    [letter] = deliver()

    assert "时间：11月28日（周六）15:00–17:00" in lines_of(letter)


def test_who_gave_no_address_is_to_be_called(occurrence: Occurrence):
    signup = make_signup(occurrence)
    move(occurrence)

    tell_changes(clock.now())

    assert Message.select().count() == 0
    assert Signup.get_by_id(signup.id).call_since == clock.now()


def test_what_is_over_and_who_knows_it_already_are_left_alone(occurrence: Occurrence, at: At):
    sign_up(occurrence)
    Message.delete().execute()
    move(occurrence)
    sign_up(occurrence, "later")
    at("2026-11-28T16:00+08:00")

    assert tell_changes(clock.now()) == 0


def test_it_takes_as_many_statements_for_many_as_for_one(occurrence: Occurrence):
    counts = []
    for number in range(1, 4):
        sign_up(occurrence, f"wang{number}")
        move(occurrence, 12 + number)
        with count_queries() as counter:
            tell_changes(clock.now())
        counts.append(counter.count)

    assert counts == [counts[0]] * 3


def test_while_nothing_changes_a_look_is_one_statement(occurrence: Occurrence):
    follow = Follower()
    sign_up(occurrence)
    move(occurrence)
    assert follow(clock.now()) == 1

    with count_queries() as counter:
        assert follow(clock.now()) == 0

    assert counter.count == 1


def test_after_the_first_look_only_what_changed_is_looked_at(occurrence: Occurrence):
    sign_up(occurrence)
    other = make_bookable()
    sign_up(other)
    follow = Follower()
    follow(clock.now())
    Occurrence.update(sequence=5).where(
        Occurrence.id == other.id
    ).execute()  # and no change written
    move(occurrence)

    assert follow(clock.now()) == 1
    withdraw_activity(other.activity, "重复", clock.now())
    assert follow(clock.now()) == 1


def test_many_changes_at_once_are_all_told(occurrence: Occurrence):
    follow = Follower()
    sign_up(occurrence)
    follow(clock.now())
    move(occurrence)
    for number in range(501):
        changes.record("activity", f"{number + 1000}", clock.now())

    assert follow(clock.now()) == 1


def test_one_sign_up_that_can_not_be_opened_is_called_and_the_others_are_told(app: Flask):
    one, two = make_bookable(), make_bookable()
    lost, beside, other = sign_up(one, "lost"), sign_up(one), sign_up(two, "zhao")
    Message.delete().execute()
    Signup.update(sealed="x").where(Signup.id == lost.id).execute()
    for occurrence in (one, two):
        cancel_occurrence(occurrence, "暴雨", clock.now())

    assert tell_changes(clock.now()) == 3

    assert {letter.params["signup"] for letter in Message.select()} == {beside.id, other.id}
    called = Signup.select().where(Signup.call_since.is_null(False))
    assert [signup.id for signup in called] == [lost.id]


def test_occurrence_that_fails_is_tried_again_and_the_others_are_told(
    app: Flask, monkeypatch: pytest.MonkeyPatch
):
    broken, other = make_bookable(), make_bookable()
    for occurrence in (broken, other):
        sign_up(occurrence)
        cancel_occurrence(occurrence, "暴雨", clock.now())
    real, follow = following.lock, Follower()

    def lock(id_: int) -> Occurrence:
        if id_ == broken.id:
            raise ValueError
        return real(id_)

    with monkeypatch.context() as patch:
        patch.setattr(following, "lock", lock)
        assert follow(clock.now()) == 1

    assert [follow(clock.now()), follow(clock.now())] == [1, 0]
