"""The same form as JSON: the same questions, the same refusals, the same sign-up."""

from collections.abc import Mapping
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from events.signups.keys import keyring
from events.signups.people import Party
from events.signups.questions.question import Kind, Question
from tests.factories import make_bookable, make_signup
from tests.pages.reading import PageText
from tests.signups.joining.test_form import ask
from tests.signups.joining.visitor import form_path, path, sign_up, signups_of

WEI = {"name": "韦女士", "phone": "139 0000 5678", "adults": 2, "under_14": 1, "consent": True}


def described(client: FlaskClient, occurrence: Any) -> dict[str, Any]:
    answer = client.get(form_path(occurrence), headers={"Accept": "application/json"})
    return dict(answer.json)


def send(client: FlaskClient, occurrence: Any, values: Mapping[str, Any]) -> TestResponse:
    form = described(client, occurrence)
    return client.post(
        path(occurrence),
        json={"key": form["key"], **values},
        headers={"X-CSRFToken": form["csrf_token"], "Referer": "https://localhost/"},
    )


def test_form_describes_its_fields(client: FlaskClient):
    occurrence = make_bookable(capacity=7)
    ask(occurrence, Question("meal", Kind.ONE, "吃什么", "备餐", choices=("米饭", "面")))

    form = described(client, occurrence)

    assert (form["stand"], form["left"], form["party_limit"]) == ("open", 7, 5)
    names = ["name", "phone", "email", "adults", "under_7", "under_14", "under_18", "consent"]
    assert [field["name"] for field in form["fields"]] == [*names, "q_meal"]
    assert form["fields"][-1] == {
        "name": "q_meal", "label": "吃什么", "kind": "one", "required": False,
        "reason": "备餐", "choices": ["米饭", "面"],
    }  # fmt: skip


def test_consent_is_told_whole_with_its_purpose_and_for_how_long(client: FlaskClient):
    occurrence = make_bookable()
    page = PageText(client.get(form_path(occurrence)).text).main

    form = described(client, occurrence)

    (consent,) = (field for field in form["fields"] if field["name"] == "consent")
    assert consent["words"].startswith("我是其中不满 14 岁的孩子的监护人，同意把")
    assert consent["words"] in page
    assert form["purpose"] in page
    assert "30 天后删除" in form["purpose"]


def test_sign_up_is_answered_with_its_state_and_its_page(client: FlaskClient):
    occurrence = make_bookable()

    answer = send(client, occurrence, WEI)

    (signup,) = signups_of(occurrence)
    assert answer.status_code == 201
    assert answer.json == {
        "state": "confirmed", "number": signup.number, "position": None,
        "url": f"/signups/{keyring().token_of(signup.number)}",
    }  # fmt: skip


def test_who_waits_is_told_the_position(client: FlaskClient):
    occurrence = make_bookable(capacity=3)
    make_signup(occurrence, party=Party(adults=3))
    make_signup(occurrence)

    answer = send(client, occurrence, {**WEI, "wait": True})

    assert (answer.json["state"], answer.json["position"]) == ("waiting", 2)


def test_mistakes_are_named_as_on_the_page(client: FlaskClient):
    occurrence = make_bookable()
    wrong = {"name": "", "phone": "138", "adults": "两", "under_14": 1}

    page = sign_up(client, occurrence, wrong)
    answer = send(client, occurrence, wrong)

    assert (page.status_code, answer.status_code) == (422, 422)
    assert sorted(answer.json["errors"]) == ["adults", "consent", "name", "phone"]
    for sentences in answer.json["errors"].values():
        assert sentences[0] in page.text


def test_refusal_says_how_many_wait(client: FlaskClient):
    occurrence = make_bookable(capacity=1)
    make_signup(occurrence)
    make_signup(occurrence, party=Party(adults=1))

    answer = send(client, occurrence, WEI)

    assert answer.status_code == 422
    assert (answer.json["left"], answer.json["ahead"]) == (0, 1)
    assert answer.json["message"].startswith("刚刚报满了。您填的内容还在，可以加入候补。")


def test_nonsense_is_refused_field_by_field(client: FlaskClient):
    occurrence = make_bookable()
    nonsense = [[], "x", None, 7, {"name": {"a": [1]}, "phone": [[]], "adults": 1.5}]

    form = described(client, occurrence)
    headers = {"X-CSRFToken": form["csrf_token"], "Referer": "https://localhost/"}
    answers = [client.post(path(occurrence), json=body, headers=headers) for body in nonsense]

    assert {answer.status_code for answer in answers} == {422}
    assert signups_of(occurrence) == []


@pytest.mark.parametrize(
    "body", [b"[" * 200_000, b'{"name":' * 200_000, b'{"name": ' + b"[" * 900 + b"]" * 900 + b"}"]
)
def test_what_is_nested_too_deep_is_an_empty_form(client: FlaskClient, body: bytes):
    occurrence = make_bookable()
    headers = {"X-CSRFToken": described(client, occurrence)["csrf_token"]}
    headers |= {"Referer": "https://localhost/", "Content-Type": "application/json"}

    answer = client.post(path(occurrence), data=body, headers=headers)

    assert answer.status_code == 422
    assert "phone" in answer.json["errors"]


def test_without_its_token_nothing_is_taken(client: FlaskClient):
    occurrence = make_bookable()

    answer = client.post(path(occurrence), json=WEI)

    assert answer.status_code == 400
    assert signups_of(occurrence) == []
