"""What people type into a form with questions, as answers or as sentences."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict
from wtforms import Form, StringField

from events.signups.questions.forms import answers_of, with_questions
from events.signups.questions.question import Kind, Question
from tests.signups.questions.conftest import CHAIR, PHOTO, WIDTH

ID = "11010519491231002X"


def filled(questions: list[Question], ids_allowed: bool = False, **typed: Any) -> Form:
    posted = MultiDict({"sent": "1"} | {f"q_{key}": value for key, value in typed.items()})
    form = with_questions(Form, questions, ids_allowed)(posted)
    form.validate()
    return form


def answers(questions: list[Question], **typed: Any) -> dict[str, Any]:
    form = filled(questions, **typed)
    assert form.errors == {}
    return answers_of(form, questions)


def complaints(questions: list[Question], **typed: Any) -> dict[str, list[str]]:
    form = filled(questions, **typed)
    return {name: [str(error) for error in errors] for name, errors in form.errors.items()}


def of_kind(kind: str, **fields: Any) -> Question:
    choices = ("甲", "乙", "丙") if kind in ("one", "several") else ()
    return Question("a", kind, "问", "因为", choices=choices, **fields)


ANSWERS = [
    ("short", " 一路\t公交 ", "一路 公交"),
    ("short", "{{7*7}} <b>'; DROP TABLE--", "{{7*7}} <b>'; DROP TABLE--"),
    ("short", "𠮷野家\x00\u202e👩‍🚀", "𠮷野家👩‍🚀"),
    ("long", "第一行\r\n第二行", "第一行\n第二行"),
    ("number", "１２", 12),
    ("number", "1,200", 1200),
    ("number", "−3", -3),
    ("number", "0", 0),
    ("date", "2026-09-01", "2026-09-01"),
    ("date", "2026年9月1日", "2026-09-01"),
    ("date", "２０２６/９/１", "2026-09-01"),
    ("date", "2026 年 9 月 1 日", "2026-09-01"),
    ("phone", "138 0000 1234", "+8613800001234"),
    ("email", "Lin@Example.ORG", "lin@example.org"),
    ("one", "乙", "乙"),
    ("several", ["丙", "甲", "甲"], ["甲", "丙"]),
    ("consent", "y", True),
]


@pytest.mark.parametrize(("kind", "typed", "answer"), ANSWERS)
def test_what_is_typed_is_understood(kind: str, typed: Any, answer: Any):
    assert answers([of_kind(kind)], a=typed) == {"a": answer}


MISTAKES = [
    ("short", "长" * 201, "最多 200 个字"),
    ("long", "长" * 1001, "最多 1000 个字"),
    ("number", "十二", "请写一个整数"),
    ("number", "1.5", "请写一个整数"),
    ("number", "9" * 10, "请写一个整数"),
    ("date", "2026-02-30", "不是一个存在的日期"),
    ("date", "0026-01-01", "不是一个存在的日期"),
    ("date", "明天", "不是一个存在的日期"),
    ("phone", "1380000", "手机号应为 11 位数字"),
    ("email", "lin@", "不像一个邮箱地址"),
    ("one", "丁", "请从这几个里选"),
    ("several", ["甲", "丁"], "请从这几个里选"),
]


@pytest.mark.parametrize(("kind", "typed", "sentence"), MISTAKES)
def test_what_makes_no_sense_is_refused_with_a_sentence(kind: str, typed: Any, sentence: str):
    [words] = complaints([of_kind(kind)], a=typed)["q_a"]

    assert sentence in words


LIMITS = [
    ("short", "一", "太短了，至少 2 个字"),
    ("short", "一二三四", "太长了，最多 3 个字"),
    ("number", "1", "最少是 2"),
    ("number", "4", "最多是 3"),
    ("several", ["甲"], "至少选 2 项"),
]


@pytest.mark.parametrize(("kind", "typed", "sentence"), LIMITS)
def test_what_is_beyond_the_limits_is_refused(kind: str, typed: Any, sentence: str):
    [words] = complaints([of_kind(kind, least=2, most=3)], a=typed)["q_a"]

    assert sentence in words


@pytest.mark.parametrize(("kind", "typed"), [("short", "一二"), ("number", "3")])
def test_limits_are_inclusive(kind: str, typed: str):
    assert complaints([of_kind(kind, least=2, most=3)], a=typed) == {}


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind != Kind.CONSENT])
def test_a_question_is_answered_only_where_it_must_be(kind: str):
    assert answers([of_kind(kind)], a="") == {}
    assert complaints([of_kind(kind, is_required=True)], a=" ") != {}


def test_a_consent_that_need_not_be_given_is_kept_as_not_given():
    assert answers([PHOTO]) == {"photo": False}
    assert complaints([replace(PHOTO, is_required=True)]) == {
        "q_photo": ["请勾选，不同意就不能报名。"]
    }


def test_zero_answers_a_question_that_must_be_answered():
    assert answers([of_kind("number", is_required=True)], a="0") == {"a": 0}


def test_a_hidden_question_is_neither_required_nor_kept():
    width = replace(WIDTH, is_required=True)

    assert answers([CHAIR, width], chair="否", width="看不懂") == {"chair": "否"}
    assert complaints([CHAIR, width], chair="是") == {"q_width": ["请回答。"]}
    assert answers([CHAIR, width], chair="是", width="70") == {"chair": "是", "width": 70}


def test_what_hangs_on_a_hidden_question_is_hidden_too():
    lift = Question(
        "lift", "one", "要坐电梯吗", "留电梯", choices=("是", "否"), shown_if=("chair", "是")
    )
    floor = Question(
        "floor", "number", "到几楼", "留电梯", is_required=True, shown_if=("lift", "是")
    )

    assert answers([CHAIR, lift, floor], chair="否", lift="是") == {"chair": "否"}


@pytest.mark.parametrize("kind", ["short", "long"])
def test_an_id_number_is_refused_unless_it_may_be_asked(kind: str):
    [words] = complaints([of_kind(kind)], a=f"我是 {ID}")["q_a"]

    assert "不收集证件号码" in words
    form = filled([of_kind(kind)], ids_allowed=True, a=ID)
    assert answers_of(form, [of_kind(kind)]) == {"a": ID}


def test_the_questions_come_after_the_fields_the_form_has():
    class Base(Form):
        name = StringField()

    form = with_questions(Base, [CHAIR, PHOTO])()

    assert [field.name for field in form] == ["name", "q_chair", "q_photo"]
    assert list(Base()._fields) == ["name"]


def test_a_form_shows_what_was_answered_before():
    questions = [of_kind("several"), WIDTH]
    form = with_questions(Form, questions)(data={"q_a": ["乙"], "q_width": 70})

    assert [
        words for words, _label, is_chosen, _more in form["q_a"].iter_choices() if is_chosen
    ] == ["乙"]
    assert 'value="70"' in str(form["q_width"]())


@given(st.sampled_from(Kind), st.lists(st.text(), max_size=3), st.booleans())
def test_no_text_makes_the_form_stumble(kind: str, typed: list[str], is_required: bool):
    question = of_kind(kind, is_required=is_required, least=1, most=2)
    form = with_questions(Form, [question])(MultiDict([("q_a", words) for words in typed]))

    is_right = form.validate()

    str(form["q_a"]())
    assert is_right is (form.errors == {})


@given(st.text(alphabet="0123456789０９+-年月日/.转()；;= ,٣\x00", max_size=40))
def test_no_digits_make_the_form_stumble(typed: str):
    for kind in (Kind.NUMBER, Kind.DATE, Kind.PHONE, Kind.EMAIL, Kind.SHORT):
        form = filled([of_kind(kind)], a=typed)

        assert (form["q_a"].answer is None) or not form.errors
