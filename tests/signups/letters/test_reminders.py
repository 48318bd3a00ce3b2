"""The day before, whoever has a place is reminded: once, and with the way to give it back."""

from collections.abc import Callable
from datetime import date, datetime

import pytest
from flask import Flask

from events import clock
from events.activities.models import Occurrence
from events.activities.occurrences import cancel_occurrence, postpone_occurrence
from events.notifications.models import Message
from events.signups.actions import HOLDER, cancel
from events.signups.letters.reminders import write_signup_reminders
from events.signups.models import Signup
from events.signups.people import Contact
from tests.factories import make_activity, make_bookable, make_signup
from tests.signups.letters.conftest import Deliver
from tests.signups.letters.reading import calendar_part, lines_of

At = Callable[[str], None]


def sign_up(occurrence: Occurrence, name: str = "wang") -> Signup:
    return make_signup(occurrence, contact=Contact(name, email=f"{name}@example.org"))


@pytest.fixture
def tomorrow(app: Flask) -> Occurrence:
    activity = make_activity(title="看星星", signup_mode="here")
    return make_bookable(activity, start=datetime(2026, 11, 23, 10), terms={"bring": "伞"})  # noqa: DTZ001


def remind() -> int:
    return write_signup_reminders(date(2026, 11, 22), clock.now())


def test_the_day_before_whoever_has_a_place_is_reminded_once(
    tomorrow: Occurrence, deliver: Deliver, at: At
):
    signup = sign_up(tomorrow)
    deliver()
    at("2026-11-22T08:00+08:00")

    assert [remind(), remind()] == [1, 1]

    [letter] = deliver()
    assert lines_of(letter)[0] == "明天见：看星星"
    assert f"编号：{signup.number}" in lines_of(letter)
    assert lines_of(letter)[-2] == "来不了？请现在取消，名额会给候补的人："
    assert lines_of(letter)[-1].endswith("/cancellation/new")
    assert calendar_part(letter) is None
    remind()
    assert deliver() == []


def test_who_signed_up_today_or_has_no_place_or_no_address_is_not_reminded(
    tomorrow: Occurrence, at: At
):
    cancel(sign_up(tomorrow, "gone"), HOLDER, clock.now())
    silent = make_signup(tomorrow)
    at("2026-11-22T07:00+08:00")
    sign_up(tomorrow, "today")
    Message.delete().execute()
    at("2026-11-22T08:00+08:00")
    remind()

    assert Message.select().count() == 0
    assert Signup.get_by_id(silent.id).call_since is None


@pytest.mark.parametrize("verb", [cancel_occurrence, postpone_occurrence])
def test_of_what_does_not_take_place_nobody_is_reminded(
    tomorrow: Occurrence, verb: Callable[..., object], at: At
):
    sign_up(tomorrow)
    Message.delete().execute()
    at("2026-11-22T07:30+08:00")
    verb(tomorrow, "暴雨", clock.now())

    assert remind() == 0
    assert Message.select().count() == 0


@pytest.mark.parametrize(
    ("now", "letters"), [("2026-11-22T23:59+08:00", 1), ("2026-11-23T00:00+08:00", 0)]
)
def test_reminder_that_waited_for_the_mail_server_leaves_only_on_the_day_before(
    tomorrow: Occurrence, deliver: Deliver, at: At, now: str, letters: int
):
    sign_up(tomorrow)
    deliver()
    at("2026-11-22T08:00+08:00")
    remind()
    at(now)

    assert len(deliver()) == letters
