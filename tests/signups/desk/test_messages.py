"""A message to those who signed up: looked at first, sent once, to those it is for."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from events import clock
from events.activities.models import Occurrence
from events.notifications.models import Message
from events.people.models import Account
from events.signups.models import Signup, State
from events.signups.people import Contact, Party
from tests.factories import make_account, make_bookable, make_signup, make_unit
from tests.pages.reading import PageText
from tests.signing_in import browser_of, post
from tests.signups.desk.conftest import audited, stored

WORDS = "请从东门进。\n雨天也举办。"


@pytest.fixture
def full(activity) -> Occurrence:
    """Two who have places, one of them without an address; two who wait, one who cancelled."""
    occurrence = make_bookable(activity, capacity=2)
    for number, email in enumerate(("a@example.org", "", "c@example.org", "d@example.org")):
        make_signup(occurrence, contact=Contact(f"第{number}位", f"+86138{number:08}", email))
    gone = make_signup(occurrence, contact=Contact("退了的", email="gone@example.org"))
    Signup.update(state=State.CANCELLED).where(Signup.id == gone.id).execute()
    Message.delete().execute()
    return occurrence


def preview(desk: FlaskClient, occurrence: Occurrence, **data: object) -> TestResponse:
    page = f"/workspace/occurrences/{occurrence.id}/messages"
    return post(desk, f"{page}/preview", {"words": WORDS, **data}, page=f"{page}/new")


def send(desk: FlaskClient, occurrence: Occurrence, shown: TestResponse, **data: object):
    """What the preview's button sends."""
    fields: dict[str, object] = {
        box.attributes["name"]: box.attributes["value"]
        for box in PageText(shown.text).all("input", type="hidden")
    }
    path = f"/workspace/occurrences/{occurrence.id}/messages"
    return desk.post(path, data=fields | data, headers={"Referer": f"https://localhost{path}"})


def told() -> dict[str, str]:
    letters = Message.select().where(Message.kind == "signup-message")
    return {letter.email: letter.params["words"] for letter in letters}


def test_the_preview_counts_and_shows_the_letter_and_sends_nothing(
    desk: FlaskClient, full: Occurrence
):
    page = PageText(preview(desk, full, group="holding").text)

    assert "1 份报名会收到信。 1 份没有邮箱" in page.main
    letter = page.section("letter-title")
    assert letter.startswith("城南科技馆的消息：看见空气")
    assert "请从东门进。 雨天也举办。" in letter
    assert told() == {}
    assert stored(Signup.select().order_by(Signup.id)[1]).call_since is None


@pytest.mark.parametrize(
    ("group", "letters"),
    [
        ("holding", ["a@example.org"]),
        ("waiting", ["c@example.org", "d@example.org"]),
        ("live", ["a@example.org", "c@example.org", "d@example.org"]),
    ],
)
def test_a_message_reaches_its_group_and_marks_who_must_be_called(
    desk: FlaskClient, full: Occurrence, account: Account, group: str, letters: list[str]
):
    other = make_signup(
        make_bookable(full.activity), contact=Contact("别场", email="x@example.org")
    )

    answer = send(desk, full, preview(desk, full, group=group))

    assert (answer.status_code, answer.location) == (
        303, f"/workspace/occurrences/{full.id}/signups"
    )  # fmt: skip
    assert told() == dict.fromkeys(letters, WORDS)
    called = Signup.select().where(Signup.call_since == clock.now()).count()
    assert called == (0 if group == "waiting" else 1)
    assert stored(other).call_since is None
    [entry] = audited("signup-message.sent")
    assert entry.actor_id == account.id
    assert entry.details == {
        "occurrence": full.id, "group": group, "count": len(letters) + called,
        "letters": len(letters),
    }  # fmt: skip


def test_only_those_ticked_are_told_and_nobody_of_another_occurrence(
    desk: FlaskClient, full: Occurrence
):
    ticked = Signup.select().where(Signup.occurrence == full).order_by(Signup.id)[2]
    foreign = make_signup(make_bookable(), contact=Contact("别家", email="foreign@example.org"))

    shown = preview(desk, full, group="chosen", signup=[str(ticked.id), str(foreign.id), "x"])
    fields = {"signup": [str(ticked.id), str(foreign.id)]}
    send(desk, full, shown, **fields)

    assert told() == {"c@example.org": WORDS}


def test_sending_again_sends_nothing_more(desk: FlaskClient, full: Occurrence):
    shown = preview(desk, full, group="holding")
    send(desk, full, shown)
    Signup.update(call_since=None).execute()

    again = send(desk, full, shown, words="另一句")

    assert told() == {"a@example.org": WORDS}
    assert Signup.select().where(Signup.call_since.is_null(False)).count() == 0
    assert len(audited("signup-message.sent")) == 1
    assert "已经发过了" in desk.get(again.location).text


def test_the_same_words_can_be_sent_a_second_time_on_purpose(desk: FlaskClient, full: Occurrence):
    for _ in range(2):
        send(desk, full, preview(desk, full, group="waiting"))

    assert Message.select().where(Message.kind == "signup-message").count() == 4


def test_a_large_audience_needs_its_number_typed(desk: FlaskClient, activity):
    occurrence = make_bookable(activity, capacity=200)
    for number in range(101):
        contact = Contact(f"第{number}位", email=f"p{number}@example.org")
        make_signup(occurrence, party=Party(adults=1), contact=contact)
    shown = preview(desk, occurrence, group="holding")
    assert "请填 101" in shown.text

    codes = [
        send(desk, occurrence, shown, count=typed).status_code for typed in ("", "100", "101 人")
    ]
    assert codes == [422, 422, 422]
    assert told() == {}

    assert send(desk, occurrence, shown, count="101").status_code == 303
    assert len(told()) == 101


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("words", ""), ("words", " \x00\u202e\n"), ("words", "长" * 501), ("group", "everybody"),
        ("group", "chosen"),
    ],
)  # fmt: skip
def test_what_cannot_be_sent_is_said_and_kept(
    desk: FlaskClient, full: Occurrence, field: str, value: str
):
    answer = preview(desk, full, **({"group": "holding"} | {field: value}))

    assert answer.status_code == 422
    assert PageText(answer.text).all("div", id="problems")
    assert value.strip("\x00\u202e \n") in answer.text or field == "group"


@pytest.mark.parametrize("key", ["", "short", "../../etc/passwd-and-more", "x" * 65])
def test_a_message_without_a_preview_is_not_sent(desk: FlaskClient, full: Occurrence, key: str):
    answer = send(desk, full, preview(desk, full, group="holding"), key=key)

    assert answer.status_code == 422
    assert told() == {}


def test_an_empty_group_gets_nothing(desk: FlaskClient, full: Occurrence):
    shown = preview(desk, full, group="pending")

    answer = send(desk, full, preview(desk, full, group="holding"), group="pending")

    assert "没有人可以发" in shown.text
    assert answer.status_code == 422
    assert audited("signup-message.sent") == []


def test_markup_and_strange_letters_stay_what_they_are(desk: FlaskClient, full: Occurrence):
    words = "<b>别</b> {{7*7}} 𠮷 🌧\r\n'; DROP TABLE signup;--"

    send(desk, full, preview(desk, full, words=words, group="holding"))

    assert told() == {"a@example.org": words.replace("\r\n", "\n")}


def test_a_stranger_writes_to_nobody(app: Flask, full: Occurrence):
    stranger = browser_of(app, make_account(owner_of=(make_unit(),)))
    page = f"/workspace/occurrences/{full.id}/messages"

    answers = [
        post(stranger, path, {"words": WORDS, "group": "live", "key": "k" * 20}, page="/account")
        for path in (page, f"{page}/preview")
    ]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert told() == {}
    assert not any(re.search("看见空气|第0位", answer.text) for answer in answers)
