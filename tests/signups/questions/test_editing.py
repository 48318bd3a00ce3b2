"""Questions put together: order, conditions, doubles, the end of what may be asked."""

from dataclasses import replace

import pytest

from events.errors import NotFound
from events.signups.questions.editing import (
    MOST_QUESTIONS,
    QuestionsRefused,
    before,
    changed,
    check,
    moved,
    removed,
)
from events.signups.questions.question import Question
from tests.signups.questions.conftest import CHAIR, PHOTO, WIDTH

ALL = (CHAIR, WIDTH, PHOTO)


def keys(questions: tuple[Question, ...]) -> list[str]:
    return [question.key for question in questions]


@pytest.mark.parametrize(
    ("key", "steps", "expected"),
    [
        ("photo", -1, ["chair", "photo", "width"]),
        ("chair", 1, ["width", "chair", "photo"]),
        ("chair", -1, ["chair", "width", "photo"]),
        ("photo", 1, ["chair", "width", "photo"]),
    ],
)
def test_a_question_moves_one_place_and_stays_at_the_ends(key: str, steps: int, expected: list):
    assert keys(moved(ALL, key, steps)) == expected


def test_a_question_gives_way_in_its_place():
    other = replace(WIDTH, label="轮椅有多宽")

    assert changed(ALL, other) == (CHAIR, other, PHOTO)


def test_a_condition_may_hang_on_what_stands_before():
    assert before(ALL, "photo") == (CHAIR, WIDTH)


def test_what_is_not_there_cannot_be_edited():
    for edit in (
        lambda: changed(ALL, replace(PHOTO, key="gone")),
        lambda: moved(ALL, "gone", 1),
        lambda: removed(ALL, "gone"),
        lambda: before(ALL, "gone"),
    ):
        with pytest.raises(NotFound, match="没有这个问题"):
            edit()


def test_questions_that_fit_together_are_taken():
    check(ALL, ids_allowed=False)
    check((PHOTO, replace(WIDTH, shown_if=("photo", "y"))), ids_allowed=False)


MISTAKES = [
    ((CHAIR, replace(PHOTO, label="坐轮椅来吗")), "已经有一个问题是“坐轮椅来吗”"),
    ((WIDTH, PHOTO), "“轮椅多宽”要看它的回答才问"),
    ((WIDTH, CHAIR), "“轮椅多宽”要排在它所看的那个问题后面"),
    ((replace(CHAIR, choices=("要", "否")), WIDTH), "要看“坐轮椅来吗”怎么答才问"),
    ((replace(CHAIR, kind="short", choices=()), WIDTH), "要看“坐轮椅来吗”怎么答才问"),
    ((replace(WIDTH, shown_if=("width", "是")),), "要排在它所看的那个问题后面"),
    ((replace(PHOTO, label="身份证号"),), "不收集身份证、护照等证件号码"),
    ((replace(PHOTO, help="填 ID number"),), "不收集身份证、护照等证件号码"),
    (
        tuple(replace(PHOTO, key=f"k{n}", label=f"问{n}") for n in range(MOST_QUESTIONS + 1)),
        "最多 20 个问题",
    ),
]


@pytest.mark.parametrize(("questions", "sentence"), MISTAKES)
def test_questions_that_do_not_fit_together_are_refused(questions: tuple, sentence: str):
    with pytest.raises(QuestionsRefused, match=sentence):
        check(questions, ids_allowed=False)


def test_who_is_allowed_to_may_ask_for_id_numbers():
    check((replace(PHOTO, label="身份证号"),), ids_allowed=True)
