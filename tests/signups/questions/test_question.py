"""A question as it is stored, and when it is asked."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.signups.models import QuestionSetVersion
from events.signups.questions.question import TICKED, Kind, Question, is_asked
from events.signups.questions.reading import questions_of, said
from tests.signups.questions.conftest import CHAIR, PHOTO, WIDTH

limits = st.none() | st.integers(-999_999_999, 999_999_999)
questions = st.builds(
    Question,
    key=st.text(),
    kind=st.sampled_from(Kind),
    label=st.text(),
    reason=st.text(),
    help=st.text(),
    is_required=st.booleans(),
    choices=st.lists(st.text()).map(tuple),
    shown_if=st.none() | st.tuples(st.text(), st.text()),
    least=limits,
    most=limits,
)


@given(st.lists(questions).map(tuple))
def test_questions_come_back_from_a_version_as_they_were_written(asked: tuple[Question, ...]):
    stored = json.dumps([question.as_json() for question in asked])

    assert questions_of(QuestionSetVersion(questions=json.loads(stored))) == asked


def test_of_no_version_there_are_no_questions():
    assert questions_of(None) == ()


@pytest.mark.parametrize(
    ("answers", "expected"),
    [({}, False), ({"chair": "是"}, True), ({"chair": "否"}, False), ({"other": "是"}, False)],
)
def test_a_question_is_asked_after_the_answer_it_waits_for(answers: dict, expected: bool):
    assert is_asked(WIDTH, answers) is expected


def test_a_question_without_a_condition_is_always_asked():
    assert is_asked(CHAIR, {})


@pytest.mark.parametrize(("answer", "expected"), [(["甲", "乙"], True), (["乙"], False)])
def test_of_several_answers_one_is_enough(answer: list[str], expected: bool):
    after = replace(WIDTH, shown_if=("wishes", "甲"))

    assert is_asked(after, {"wishes": answer}) is expected


@pytest.mark.parametrize("is_ticked", [True, False])
def test_a_consent_is_waited_for_as_ticked(is_ticked: bool):
    assert is_asked(replace(WIDTH, shown_if=("photo", TICKED)), {"photo": is_ticked}) is is_ticked


def test_answers_are_said_in_the_order_of_the_questions_and_others_left_out():
    several = Question("wishes", "several", "想看什么", "备展品", choices=("甲", "乙"))
    phone = Question("phone", "phone", "紧急电话", "找得到人")
    number = Question("age", "number", "几岁", "分组")
    answers = {
        "age": 0,
        "phone": "+8613800001234",
        "photo": False,
        "wishes": ["甲", "乙"],
        "forgotten": "x",
    }

    assert said((PHOTO, several, phone, number, CHAIR), answers) == [
        ("同意拍照", "未同意"),
        ("想看什么", "甲、乙"),
        ("紧急电话", "138 0000 1234"),
        ("几岁", "0"),
    ]
