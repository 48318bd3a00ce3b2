"""Entering somebody who telephoned."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from events.activities.models import Occurrence
from events.notifications.models import Message
from events.people.models import Account
from events.signups.keys import keyring
from events.signups.models import Origin, Signup, State
from events.signups.people import Contact, Party
from events.signups.questions.question import Kind, Question
from tests.factories import make_account, make_bookable, make_question_set, make_signup, make_unit
from tests.pages.reading import PageText
from tests.signing_in import browser_of, post
from tests.signups.desk.conftest import audited, read

WHO = {"name": "刘奶奶", "phone": "138 0000 0001", "adults": "2"}


def fill(desk: FlaskClient, occurrence: Occurrence, **data: str) -> TestResponse:
    """Open the form and send it."""
    return send(desk, occurrence, opened(desk, occurrence) | WHO | data)


def opened(desk: FlaskClient, occurrence: Occurrence) -> dict[str, str]:
    page = read(desk, f"/workspace/occurrences/{occurrence.id}/signups/new")
    boxes = page.all("input", type="hidden")
    return {box.attributes["name"]: box.attributes["value"] for box in boxes}


def send(desk: FlaskClient, occurrence: Occurrence, data: dict[str, str]) -> TestResponse:
    path = f"/workspace/occurrences/{occurrence.id}/signups"
    return desk.post(path, data=data, headers={"Referer": f"https://localhost{path}/new"})


def test_somebody_with_only_a_telephone_is_entered_and_the_number_is_said(
    desk: FlaskClient, occurrence: Occurrence, account: Account
):
    answer = fill(desk, occurrence)

    made = Signup.get()
    assert (answer.status_code, answer.location) == (303, f"/workspace/signups/{made.id}")
    assert made.number in desk.get(answer.location).text
    assert (made.state, made.origin, made.adults) == (State.CONFIRMED, Origin.UNIT, 2)
    assert keyring().unseal(made.sealed) == Contact("刘奶奶", phone="+8613800000001")
    [entry] = audited("signup.made")
    assert (entry.actor_id, entry.details["origin"]) == (account.id, "unit")
    assert Message.select().count() == 0
    assert "刘奶奶" not in str(entry.details)


def test_with_an_address_they_get_a_letter(desk: FlaskClient, occurrence: Occurrence):
    fill(desk, occurrence, phone="", email="liu@example.org")

    assert [letter.email for letter in Message.select()] == ["liu@example.org"]


def test_the_same_form_twice_makes_one(desk: FlaskClient, occurrence: Occurrence):
    form = opened(desk, occurrence) | WHO

    answers = [send(desk, occurrence, form) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert answers[0].location == answers[1].location
    assert Occurrence.get_by_id(occurrence.id).taken == 2


def test_where_it_is_full_they_may_wait(desk: FlaskClient, activity):
    occurrence = make_bookable(activity, capacity=3)
    make_signup(occurrence, party=Party(adults=2))

    refused = fill(desk, occurrence)
    waits = fill(desk, occurrence, may_wait="y")

    assert refused.status_code == 409
    assert "只剩 1 个名额" in refused.text
    assert "刘奶奶" in refused.text
    assert waits.status_code == 303
    assert Signup.get(Signup.origin == Origin.UNIT).state == State.WAITING


def test_who_is_on_the_list_already_is_not_entered_twice(desk: FlaskClient, occurrence: Occurrence):
    fill(desk, occurrence)

    answer = fill(desk, occurrence, phone="+86-138-0000-0001")

    assert answer.status_code == 409
    assert "已经报过这一场" in answer.text
    assert Signup.select().count() == 1


def test_children_need_their_guardians_consent(desk: FlaskClient, occurrence: Occurrence):
    answers = [fill(desk, occurrence, under_7="1", **more) for more in ({}, {"consent": "y"})]

    assert [answer.status_code for answer in answers] == [422, 303]
    assert Signup.get().consent_digest != ""


def test_a_class_may_be_entered_before_the_opening_and_over_the_partys_limit(
    desk: FlaskClient, activity
):
    occurrence = make_bookable(
        activity, capacity=60, terms={"form": "class", "needs_approval": True, "party_limit": 5}
    )
    teacher = {"school": "山路小学", "grade": "四2班", "pupils": "40", "adults": "3"}

    answer = fill(desk, occurrence, **teacher)

    assert answer.status_code == 303
    made = Signup.get()
    assert (made.state, made.form, made.party) == (State.CONFIRMED, "class", 43)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("phone", "138"), ("adults", "0"), ("adults", "-1"), ("adults", "1000000000"),
        ("adults", "两个"), ("name", ""), ("name", "长" * 41), ("email", "不是邮箱"),
        ("name", "身份证 110101199003070054"), ("key", ""), ("key", "../" * 9),
    ],
)  # fmt: skip
def test_what_cannot_be_entered_is_said_and_kept(
    desk: FlaskClient, occurrence: Occurrence, field: str, value: str
):
    answer = fill(desk, occurrence, **{field: value})

    page = PageText(answer.text)
    assert answer.status_code == 422
    assert page.all("div", id="problems")
    assert value in answer.text
    assert Signup.select().count() == 0


def test_a_stranger_enters_nobody(app: Flask, occurrence: Occurrence):
    stranger = browser_of(app, make_account(owner_of=(make_unit(),)))

    answer = post(
        stranger, f"/workspace/occurrences/{occurrence.id}/signups", WHO | {"key": "k" * 20},
        page="/account",
    )  # fmt: skip

    assert (answer.status_code, Signup.select().count()) == (404, 0)


def test_desk_may_ask_for_what_the_office_lets_the_public_form_ask(desk: FlaskClient, activity):
    question = Question("a", Kind.SHORT, "证件号", "进馆要核对", is_required=True)
    asked = make_question_set(activity.organiser, question, ids_allowed=True)
    occurrence = make_bookable(activity, terms={"question_set": asked})

    fill(desk, occurrence, q_a="11010519491231002X")

    [made] = Signup.select()
    assert keyring().unseal(made.sealed).answers == {"a": "11010519491231002X"}
