"""The page somebody gets after signing up: the state in large words, the pass, the ways on."""

from datetime import timedelta

import pytest
from icalendar import Calendar
from playhouse.test_utils import count_queries

from events import clock
from events.activities.actions import withdraw_activity
from events.activities.models import Activity, Occurrence
from events.activities.occurrences import (
    cancel_occurrence,
    postpone_occurrence,
)
from events.activities.vocabulary import SignupMode
from events.signups.actions import HOLDER, cancel
from events.signups.keys import keyring
from events.signups.models import FormKind, Signup, State
from events.signups.people import Contact, Party
from events.signups.reach import open_post
from tests.factories import make_activity, make_bookable, make_signup, make_venue
from tests.pages.reading import text_of
from tests.signups.own.conftest import address

NOBODY = "阿依古丽·买买提"


def word(page) -> str:
    return text_of(page.all("h1")[0])


def ways(page) -> set[str]:
    """The last part of each address that leads on from here."""
    own = [href.split("/", 3) for href in page.links() if href.startswith("/signups/")]
    return {parts[3] for parts in own if len(parts) == 4}


def test_confirmed_page_has_state_number_code_party_time_and_place(read, app):
    venue = make_venue(name="城南科技馆", address="学院路 1 号")
    occurrence = make_bookable(venue=venue, terms={"bring": "一双运动鞋"})
    signup = make_signup(occurrence, party=Party(adults=2, under_14=1), consent="digest")

    page = read(signup)

    assert word(page) == "已确认"
    for words in (
        *(signup.number[:4], signup.number[4:], "2 位大人，1 个 7—13 岁的孩子", "城南科技馆"),
        *("学院路 1 号", "11月28日（周六）", "10:00–12:00", "一双运动鞋", "3 个名额是您的"),
    ):
        assert words in page.main
    assert len(page.all("div", class_="code-picture")) == 1
    assert ways(page) == {
        *("edit", "transfer", "cancellation/new", "calendar.ics", "copy", "erasure/new"),
    }


def test_page_is_kept_by_nobody_and_names_nobody(client, app):
    contact = Contact(NOBODY, phone="+8613900001234", email="aygul@example.org")
    signup = make_signup(contact=contact)

    answer = client.get(address(signup))

    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert '<meta name="robots" content="noindex">' in answer.text
    for personal in (NOBODY, "13900001234", "139****1234", "aygul"):
        assert personal not in answer.text


def test_waiting_page_says_the_place_in_the_line(read, app):
    occurrence = make_bookable(capacity=1)
    make_signup(occurrence)
    make_signup(occurrence)
    last = make_signup(occurrence, party=Party(adults=1))

    page = read(last)

    assert word(page) == "候补第 2 位"
    assert page.all("div", class_="code-picture") == []
    assert "calendar.ics" not in ways(page)


def test_offer_is_taken_until_it_expires(read, send, app, at):
    signup = make_signup(make_bookable(capacity=1))
    expiry = clock.now() + timedelta(hours=2)
    Signup.update(state=State.OFFERED, offer_expires_at=expiry).execute()
    assert word(read(signup)) == "有名额留给您，请在 11月21日（周六）12:00 前确认"

    answer = send(signup, "/acceptance")

    assert (answer.status_code, answer.location) == (303, address(signup))
    assert word(read(signup)) == "已确认"
    assert send(signup, "/acceptance").status_code == 303


def test_offer_that_expired_is_said_to_be_and_can_not_be_taken(read, send, app, at):
    signup = make_signup(make_bookable(capacity=1))
    expiry = clock.now() + timedelta(hours=2)
    Signup.update(state=State.OFFERED, offer_expires_at=expiry).execute()
    at("2026-11-21T12:00+08:00")

    page = read(signup)
    answer = send(signup, "/acceptance")

    assert (word(page), ways(page)) == ("已过期", {"copy", "erasure/new"})
    assert answer.status_code == 409
    assert "留给您的名额已经过期" in answer.text
    assert Signup.get_by_id(signup.id).state == State.OFFERED


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"state": State.PENDING}, "等待单位审核"),
        ({"state": State.REFUSED}, "未通过"),
        ({"state": State.LAPSED}, "已过期"),
        ({"state": State.CANCELLED}, "已取消"),
        ({"checked_in_at": "now"}, "已到场"),
    ],
)
def test_each_state_has_its_word_and_no_code_where_it_lets_nobody_in(read, app, values, words):
    signup = make_signup()
    values = {name: clock.now() if value == "now" else value for name, value in values.items()}
    Signup.update(**values).execute()

    page = read(signup)

    assert word(page) == words
    is_let_in = Signup.get_by_id(signup.id).state == State.CONFIRMED
    assert len(page.all("div", class_="code-picture")) == is_let_in


def test_page_after_the_end_says_so_and_nothing_can_be_changed(read, app, at):
    signup = make_signup()
    at("2026-11-28T12:00+08:00")

    page = read(signup)

    assert (word(page), ways(page)) == ("已结束", {"copy", "erasure/new"})


def test_between_start_and_end_one_can_still_cancel_and_nothing_else(read, app, at):
    signup = make_signup()
    at("2026-11-28T10:00+08:00")

    assert ways(read(signup)) == {"cancellation/new", "calendar.ics", "copy", "erasure/new"}


@pytest.mark.parametrize(
    ("happen", "words", "reason"),
    [
        (lambda one: cancel_occurrence(one, "台风", clock.now()), "这一场不办了", "原因：台风"),
        (lambda one: postpone_occurrence(one, "停电", clock.now()), "这一场延期了", "原因：停电"),
        (
            lambda one: withdraw_activity(one.activity, "主讲人生病", clock.now()),
            *("这一场不办了", "原因：主讲人生病"),
        ),
    ],
)
def test_page_of_what_does_not_take_place_gives_the_reason(read, app, happen, words, reason):
    signup = make_signup()
    happen(signup.occurrence)

    page = read(signup)

    assert word(page) == words
    assert reason in page.main
    assert page.all("div", class_="code-picture") == []


def test_who_gave_no_address_is_told_that_news_is_only_here(read, app):
    silent, written = make_signup(), make_signup(contact=Contact("王", email="wang@example.org"))

    assert "您没有留邮箱" in read(silent).main
    assert "您没有留邮箱" not in read(written).main


def test_contact_of_the_unit_is_shown_only_where_it_is_public(read, app):
    activity = make_activity(signup_mode=SignupMode.HERE, contact="周老师 0772-2812345")
    signup = make_signup(make_bookable(activity))
    assert "0772-2812345" not in read(signup).main

    Activity.update(contact_is_public=True).execute()

    assert "周老师 0772-2812345" in read(signup).main


def test_calendar_file_holds_the_time_and_no_person(client, app):
    signup = make_signup(contact=Contact(NOBODY, email="aygul@example.org"))

    answer = client.get(address(signup, "/calendar.ics"))

    assert answer.mimetype == "text/calendar"
    assert answer.headers["Cache-Control"] == "no-store"
    [event] = Calendar.from_ical(answer.data).walk("VEVENT")
    assert event.decoded("dtstart") == signup.occurrence.start
    assert "ATTENDEE" not in event
    assert b"aygul" not in answer.data


def test_calendar_file_of_what_is_not_confirmed_is_refused(client, app):
    occurrence = make_bookable(capacity=1)
    make_signup(occurrence)
    waiting = make_signup(occurrence)

    assert client.get(address(waiting, "/calendar.ics")).status_code == 409


@pytest.mark.parametrize(
    ("state", "words"),
    [(State.PENDING, "还在等主办单位答复"), (State.CONFIRMED, "主办单位已经通过")],
)
def test_letter_of_a_class_names_school_and_head_count(read, app, state, words):
    contact = Contact("周老师", phone="+8613900001234", school="城南小学", grade="四年级 2 班")
    signup = make_signup(
        make_bookable(capacity=60, terms={"party_limit": 60}),
        party=Party(adults=3, pupils=45), contact=contact,
    )  # fmt: skip
    Signup.update(state=state, form=FormKind.CLASS).execute()

    assert "letter" in ways(read(signup))
    letter = read(signup, "/letter").main

    for told in (words, "城南小学", "四年级 2 班", "45 名学生，3 位带队的大人", "周老师", "盖章"):
        assert told in letter


def test_letter_is_for_classes_whose_signup_counts(client, app):
    family, gone = make_signup(), make_signup()
    Signup.update(form=FormKind.CLASS, state=State.REFUSED).where(Signup.id == gone.id).execute()

    for signup in (family, gone):
        assert client.get(address(signup, "/letter")).location == address(signup)


def test_page_costs_the_same_however_many_wait(client, app):
    occurrence = make_bookable(capacity=1)
    make_signup(occurrence)
    first = make_signup(occurrence)

    def cost() -> int:
        with count_queries() as counted:
            assert client.get(address(first)).status_code == 200
        return counted.count

    cost()
    before = cost()
    for _number in range(3):
        make_signup(occurrence)

    assert cost() == before


def test_number_in_the_code_is_all_that_it_holds(read, app):
    """Two sign-ups of the same size differ in the code only by their number."""
    signup = make_signup()
    drawn = text_of(read(signup).all("b", class_="pass-number")[0])

    assert drawn.replace(" ", "") == signup.number
    assert keyring().token_of(signup.number)[8:] not in drawn


def test_near_the_start_who_waits_may_take_what_is_free(read, send, app, at):
    occurrence = make_bookable(capacity=2)
    first, second = (make_signup(occurrence, party=Party(adults=2)) for _ in range(2))
    at("2026-11-28T09:35+08:00")
    assert "要，2 人都来" not in read(second).main
    cancel(first, HOLDER, clock.now())

    page = read(second)
    assert "现在有空名额，谁先要就给谁" in page.main
    assert "要，2 人都来" in page.main
    answer = send(second, "/acceptance", page="")

    assert answer.status_code == 303
    assert Signup.get_by_id(second.id).state == State.CONFIRMED


def test_who_waits_with_more_people_than_there_are_places_is_told_so(read, app):
    occurrence = make_bookable(capacity=4)
    make_signup(occurrence, party=Party(adults=2))
    waiting = make_signup(occurrence, party=Party(adults=4))
    words = "一共只有 3 个名额，您报了 4 人，轮不到您"
    assert words not in read(waiting).main
    Occurrence.update(capacity=3).execute()

    assert words in read(waiting).main


@pytest.mark.parametrize("sends", [False, True])
def test_where_no_letters_are_sent_the_page_says_that_news_is_only_here(read, app, sends):
    signup = make_signup(contact=Contact(NOBODY, email="parent@example.org"))
    open_post(sends)

    assert ("这个网站现在不发信" in read(signup).main) is not sends
