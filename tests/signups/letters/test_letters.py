"""What those who signed up read, and what their letters bring along."""

from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from flask import Flask

from events import clock
from events.activities.models import Occurrence
from events.activities.occurrences import postpone_occurrence
from events.db import database
from events.notifications.models import Message, MessageState
from events.signups.actions import HOLDER, cancel
from events.signups.erasing import erase, erase_due
from events.signups.farewell import drop_farewells
from events.signups.joining.actions import send_links
from events.signups.keys import keyring
from events.signups.letters.invitation import uid_of
from events.signups.models import Signup, State
from events.signups.people import Contact, Party
from events.signups.queries import get_signup
from events.signups.telling import tell
from tests.factories import make_activity, make_bookable, make_signup, make_unit, make_venue
from tests.signups.letters.conftest import Deliver
from tests.signups.letters.reading import calendar_part, lines_of, sent_calendar, sent_entry

At = Callable[[str], None]
EMAIL = "wang@example.org"


@pytest.fixture
def occurrence(app: Flask) -> Occurrence:
    activity = make_activity(
        title="看星星", signup_mode="here", organiser=make_unit(name="天文馆"),
        contact="0772-2812345", contact_is_public=True,
    )  # fmt: skip
    venue = make_venue(name="观测站", address="山顶路 1 号")
    return make_bookable(activity, capacity=3, venue=venue, terms={"bring": "手电筒"})


def sign_up(occurrence: Occurrence, size: int = 2, **fields: Any) -> Signup:
    contact = Contact("王芳", phone=fields.pop("phone", "+8613800001234"), email=EMAIL)
    return make_signup(occurrence, party=Party(adults=size), contact=contact, **fields)


def page_of(signup: Signup) -> str:
    return f"https://kepuli.example/signups/{keyring().token_of(signup.number)}"


def only(letters: list[EmailMessage]) -> EmailMessage:
    [letter] = letters
    return letter


def test_who_got_places_reads_when_where_what_to_show_and_how_to_give_them_back(
    occurrence: Occurrence, deliver: Deliver
):
    signup = sign_up(occurrence)

    letter = only(deliver())

    assert letter["To"] == EMAIL
    assert lines_of(letter) == [
        "报名成功：看星星",
        "您好：",
        "“看星星”的名额给您留好了。",
        "时间：11月28日（周六）10:00–12:00",
        "地点：观测站 山顶路 1 号",
        "人数：2 人",
        f"编号：{signup.number}",
        "请带：手电筒",
        "到了现场，请报编号，或者出示这一页上的二维码；要查看、修改也在这一页：",
        page_of(signup),
        "来不了时请早点取消，名额会给候补的人：",
        f"{page_of(signup)}/cancellation/new",
    ]


def test_the_entry_is_a_third_way_to_read_the_letter_and_a_file(
    occurrence: Occurrence, deliver: Deliver
):
    sign_up(occurrence)

    letter = only(deliver())

    body, file = letter.iter_parts()
    assert letter.get_content_type() == "multipart/mixed"
    assert [part.get_content_type() for part in body.iter_parts()] == [
        "text/plain", "text/html", "text/calendar",
    ]  # fmt: skip
    part = calendar_part(letter)
    assert part is not None
    assert part.get_param("method") == sent_calendar(letter)["METHOD"] == "REQUEST"
    assert part.get_param("charset") == "utf-8"
    assert (file.get_content_type(), file.get_filename()) == ("application/ics", "kepuli.ics")
    assert file.get_payload(decode=True) == part.get_payload(decode=True)
    assert letter["Content-Language"] == "zh-CN"
    assert sent_entry(letter)["ATTENDEE"] == f"mailto:{EMAIL}"


def test_the_letter_says_what_is_true_when_it_leaves(occurrence: Occurrence, deliver: Deliver):
    signup = sign_up(occurrence)
    Occurrence.update(place_note="三楼").where(Occurrence.id == occurrence.id).execute()
    with database.atomic():
        Signup.update(party=1, adults=1).where(Signup.id == signup.id).execute()

    assert lines_of(only(deliver()))[4:6] == ["地点：观测站 三楼 山顶路 1 号", "人数：1 人"]


def test_a_letter_in_english_says_all_of_it_in_english(occurrence: Occurrence, deliver: Deliver):
    sign_up(occurrence, language="en")

    lines = lines_of(only(deliver()))

    assert lines[0] == "You are signed up: 看星星"
    assert lines[3:6] == [
        "When: 28 Nov (Sat) 10:00–12:00", "Where: 观测站 山顶路 1 号", "People: 2",
    ]  # fmt: skip


def test_who_waits_reads_how_many_are_ahead_and_gets_no_entry(
    occurrence: Occurrence, deliver: Deliver
):
    sign_up(occurrence, 3)
    make_signup(occurrence, party=Party(adults=1))
    sign_up(occurrence, 1, phone="+8613800005678")

    _first, letter = deliver()

    assert lines_of(letter)[0] == "已加入候补：看星星"
    assert lines_of(letter)[2].startswith("名额已满，您在候补名单上，前面还有 1 组。")
    assert calendar_part(letter) is None


def put(signup: Signup, state: State, **values: Any) -> None:
    now = clock.now()
    with database.atomic():
        Signup.update(state=state, **values).where(Signup.id == signup.id).execute()
        tell(get_signup(signup.id), f"signup-{state}", now, tail="again", reason="没有老师带队")


@pytest.mark.parametrize(
    ("state", "subject", "said"),
    [
        (
            State.PENDING,
            "收到报名，等待确认：看星星",
            "天文馆收到了您的报名，确认以后会再写信。现在名额还没有定下来。",
        ),
        (State.REFUSED, "没有名额给您：看星星", "原因：没有老师带队"),
        (State.LAPSED, "留给您的名额已过期：看星星", "还想参加的话，看看别的场次："),
    ],
)  # fmt: skip
def test_each_other_state_has_its_letter_without_an_entry(
    occurrence: Occurrence, deliver: Deliver, state: State, subject: str, said: str
):
    signup = sign_up(occurrence)
    deliver()

    put(signup, state, confirmed_at=None)

    letter = only(deliver())
    assert lines_of(letter)[0] == subject
    assert said in lines_of(letter)
    assert calendar_part(letter) is None


def test_an_offer_says_until_when_and_where_to_take_it(occurrence: Occurrence, deliver: Deliver):
    signup = sign_up(occurrence)
    deliver()

    put(signup, State.OFFERED, offer_expires_at=clock.now() + timedelta(hours=2))

    lines = lines_of(only(deliver()))
    assert lines[0] == "有名额了，请在11月21日（周六）12:00以前确认：看星星"
    assert lines[3] == page_of(signup)


def test_who_gives_places_back_gets_the_entry_taken_away(occurrence: Occurrence, deliver: Deliver):
    signup = sign_up(occurrence)
    request = sent_entry(only(deliver()))

    cancel(signup, HOLDER, clock.now())

    letter = only(deliver())
    end = sent_entry(letter)
    assert lines_of(letter)[2] == f"您在“看星星”的报名已经取消，编号 {signup.number} 不再有效。"
    assert "如果不是您取消的，请告诉天文馆。 0772-2812345" in lines_of(letter)
    assert sent_calendar(letter)["METHOD"] == "CANCEL"
    assert end["UID"] == request["UID"] == uid_of(signup)
    assert end["SEQUENCE"] > request["SEQUENCE"]


def test_a_change_brings_the_entry_anew_and_a_message_brings_none(
    occurrence: Occurrence, deliver: Deliver
):
    signup = sign_up(occurrence)
    deliver()
    with database.atomic():
        tell(get_signup(signup.id), "signup-changed", clock.now(), tail="1")
        tell(get_signup(signup.id), "signup-message", clock.now(), tail="1", words="请走东门\n谢谢")

    changed, message = deliver()

    assert lines_of(changed)[0] == "报名改好了：看星星"
    assert sent_calendar(changed)["METHOD"] == "REQUEST"
    assert lines_of(message)[:5] == [
        "天文馆的消息：看星星", "您好：", "天文馆写给报名“看星星”的各位：", "请走东门", "谢谢",
    ]  # fmt: skip
    assert calendar_part(message) is None


def test_links_that_were_asked_for_lead_to_each_of_the_sign_ups(
    occurrence: Occurrence, deliver: Deliver
):
    first, second = sign_up(occurrence), sign_up(make_bookable(occurrence.activity))
    deliver()

    send_links("+8613800001234", "zh", clock.now())

    lines = lines_of(only(deliver()))
    assert lines[0] == "您的报名在这里"
    assert [line for line in lines if "/signups/" in line] == [page_of(first), page_of(second)]


@pytest.mark.parametrize("kind", ["signup-confirmed", "signup-reminder", "signup-offered"])
def test_a_letter_that_is_no_longer_so_does_not_leave(
    occurrence: Occurrence, deliver: Deliver, kind: str
):
    signup = sign_up(occurrence)
    deliver()
    tell(get_signup(signup.id), kind, clock.now(), tail="later")
    Signup.update(state=State.CANCELLED).where(Signup.id == signup.id).execute()

    assert deliver() == []
    letter = Message.get(Message.kind == kind, Message.key.endswith("later"))
    assert (letter.state, letter.params) == (MessageState.DROPPED, {"title": "看星星"})
    assert EMAIL not in letter.email


def test_an_offer_that_has_expired_does_not_leave(occurrence: Occurrence, deliver: Deliver, at: At):
    signup = sign_up(occurrence)
    deliver()
    put(signup, State.OFFERED, offer_expires_at=clock.now() + timedelta(hours=2))
    at("2026-11-21T12:00+08:00")

    assert deliver() == []


def test_of_a_letter_that_has_left_the_address_is_not_kept(
    occurrence: Occurrence, deliver: Deliver
):
    sign_up(occurrence)
    sign_up(occurrence, 1, phone="+8613800005678")
    deliver()

    assert [letter.email for letter in Message.select()] == [
        "w***1@example.org", "w***2@example.org",
    ]  # fmt: skip


def test_who_gave_another_address_meanwhile_is_not_told_the_same_twice(
    occurrence: Occurrence, deliver: Deliver
):
    signup = sign_up(occurrence)
    deliver()
    sealed = keyring().seal(Contact("王芳", email="new@example.org"))
    Signup.update(sealed=sealed).where(Signup.id == signup.id).execute()

    tell(get_signup(signup.id), "signup-confirmed", clock.now())

    assert deliver() == []


def test_who_gave_no_address_is_to_be_called(occurrence: Occurrence, deliver: Deliver):
    contact = Contact("李明", phone="+8613800001234")
    signup = make_signup(occurrence, contact=contact)

    tell(get_signup(signup.id), "signup-changed", clock.now())

    assert deliver() == []
    assert Signup.get_by_id(signup.id).call_since == clock.now()


@pytest.mark.parametrize(
    "title", ["恐龙\r\nBcc: all@example.org", "=?utf-8?q?=0ABcc:_x?=", "{{ 7*7 }}<script>"]
)
def test_a_hostile_title_is_a_title(app: Flask, deliver: Deliver, title: str):
    sign_up(make_bookable(make_activity(title=title, signup_mode="here")))

    letter = only(deliver())

    assert letter["Bcc"] is None
    assert "49" not in letter["Subject"]
    part = letter.get_body(("html",))
    assert part is not None
    assert "<script>" not in part.get_content()


def test_whoever_erases_gets_a_last_letter_that_takes_the_entry_out_and_is_then_deleted(
    occurrence: Occurrence, deliver: Deliver
):
    signup = sign_up(occurrence)
    only(deliver())

    erase(signup, HOLDER, clock.now())
    [stored] = Message.select()
    letter = only(deliver())

    assert (stored.kind, stored.email) == ("signup-erased", EMAIL)
    assert lines_of(letter)[0] == "报名已取消，资料已删除：看星星"
    assert lines_of(letter)[3].startswith("按您的要求，")
    assert "王芳" not in letter.as_string()
    entry = sent_entry(letter)
    assert (entry["uid"], entry["status"]) == (uid_of(signup), "CANCELLED")
    assert drop_farewells(clock.now()) == 1
    assert Message.select().count() == 0


def test_who_signed_up_for_what_never_got_another_date_is_told_when_it_is_given_up(
    occurrence: Occurrence, deliver: Deliver, at: At
):
    signup = sign_up(occurrence)
    postpone_occurrence(occurrence, "下雨", clock.now())
    deliver()
    at("2027-07-01T12:00+08:00")

    erase_due(clock.now(), 30)
    letter = only(deliver())

    assert lines_of(letter)[3].startswith("这一场延期以后一直没有新的日期，不再等了：")
    entry = sent_entry(letter)
    assert (entry["uid"], entry["status"]) == (uid_of(signup), "CANCELLED")


def test_whoever_cancels_and_erases_at_once_is_told_too_and_who_was_over_is_not(
    occurrence: Occurrence, deliver: Deliver, at: At
):
    signup = sign_up(occurrence)
    deliver()
    cancel(signup, HOLDER, clock.now())
    erase(signup, HOLDER, clock.now())
    assert sent_entry(only(deliver()))["status"] == "CANCELLED"
    over = make_signup(occurrence, contact=Contact("李", email="li@example.org"))
    at("2026-11-29T10:00+08:00")

    erase(over, HOLDER, clock.now())

    assert not Message.select().where(Message.email == "li@example.org").exists()


@pytest.mark.parametrize(
    ("state", "at_", "left"),
    [
        ("waiting", "2026-11-22T09:59+08:00", 1),
        ("waiting", "2026-11-22T10:00+08:00", 0),
        ("failed", "2026-11-21T10:00+08:00", 0),
        ("sending", "2026-11-21T10:00+08:00", 1),
        ("sending", "2026-11-21T10:10+08:00", 0),
    ],
)
def test_the_last_letter_is_kept_while_it_may_leave_and_a_day_at_most(
    occurrence: Occurrence, at: At, state: str, at_: str, left: int
):
    erase(sign_up(occurrence), HOLDER, clock.now())
    Message.update(state=state, claimed_at=clock.now()).execute()
    at(at_)

    drop_farewells(clock.now())

    assert Message.select().count() == left
