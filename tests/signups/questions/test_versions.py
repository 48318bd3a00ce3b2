"""Which versions of a set stay, who saves first when two do, and what a version looks like."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask.testing import FlaskClient
from peewee import Database

from events import clock
from events.audit import PROGRAM
from events.signups.models import QuestionSet, QuestionSetVersion, Signup, SignupTerms
from events.signups.people import Contact
from events.signups.questions.actions import ChangedMeanwhile, add_question
from events.signups.questions.question import Question
from events.signups.questions.reading import questions_of, said
from tests.factories import make_activity, make_bookable, make_question_set, make_signup, make_unit
from tests.pages.reading import PageText
from tests.signups.questions.conftest import (
    BUS,
    CHAIR,
    PHOTO,
    WIDTH,
    asked,
    labels,
    path_of,
    send,
)


def numbers(found: QuestionSet) -> list[int]:
    return [one.number for one in found.versions.order_by(QuestionSetVersion.number)]


def use(found: QuestionSet) -> None:
    SignupTerms.create(activity=make_activity(), question_set=found)


def test_while_nobody_uses_a_set_only_its_newest_version_is_kept(
    editor: FlaskClient, chairs: QuestionSet
):
    send(editor, chairs, "", **BUS)
    send(editor, chairs, "/photo/rise")

    assert numbers(chairs) == [3]
    assert QuestionSet.get().number == 3


def test_a_version_that_an_activity_asks_is_never_changed(editor: FlaskClient, chairs: QuestionSet):
    use(chairs)

    send(editor, chairs, "", **BUS)

    assert numbers(chairs) == [1, 2]
    assert questions_of(chairs.versions.get()) == (CHAIR, WIDTH, PHOTO)


def test_answers_stay_readable_by_the_version_they_were_given_to(
    editor: FlaskClient, chairs: QuestionSet
):
    version = QuestionSetVersion.get()
    answers = {"chair": "是", "width": 70}
    signup = make_signup(
        make_bookable(), contact=Contact("陈默", answers=answers), questions=version.id
    )

    send(editor, chairs, "/width/removal")
    send(editor, chairs, "/chair", label="需要什么", kind="short", reason="备好")

    told = said(questions_of(Signup.get_by_id(signup.id).questions), answers)
    assert told == [("坐轮椅来吗", "是"), ("轮椅多宽", "70")]
    assert labels(chairs) == ["需要什么", "同意拍照"]
    page = PageText(editor.get(path_of(chairs)).text)
    assert page.links()[path_of(chairs, "/versions/1")] == "第 1 版，1 份报名答过"
    assert page.section("versions-title").count("份报名答过") == 1


@pytest.mark.parametrize("version", [1, "", "x", 10**30])
def test_a_second_window_is_told_and_loses_nothing(
    editor: FlaskClient, chairs: QuestionSet, version: Any
):
    send(editor, chairs, "/photo", label="同意录像", kind="consent", reason="发新闻")

    late = send(
        editor, chairs, "/photo", label="同意直播", kind="consent", reason="直播", version=version
    )

    page = PageText(late.text)
    assert late.status_code == 409
    assert "刚在另一个窗口改过" in page.main
    assert "另一个窗口存的是：同意录像 勾选同意 为什么问：发新闻" in page.main
    assert page.all("input", name="label")[0].attributes["value"] == "同意直播"
    assert page.all("input", name="version")[0].attributes["value"] == "2"
    assert labels(chairs)[-1] == "同意录像"

    send(editor, chairs, "/photo", label="同意直播", kind="consent", reason="直播", version=2)
    assert labels(chairs)[-1] == "同意直播"


@pytest.mark.parametrize("noun", ["", "/photo/rise", "/photo/removal"])
def test_nothing_is_written_over_what_was_not_seen(
    editor: FlaskClient, chairs: QuestionSet, noun: str
):
    send(editor, chairs, "", **BUS)

    answer = send(editor, chairs, noun, **BUS | {"label": "又一个", "version": 1})

    assert (answer.status_code, "刚在另一个窗口改过" in answer.text) == (409, True)
    assert labels(chairs) == ["坐轮椅来吗", "轮椅多宽", "同意拍照", "坐几路车来"]


def test_what_was_typed_into_a_question_that_is_gone_can_be_added(
    editor: FlaskClient, chairs: QuestionSet
):
    send(editor, chairs, "/photo/removal")

    answer = send(editor, chairs, "/photo", **BUS)

    page = PageText(answer.text)
    assert (answer.status_code, "这个问题刚被删掉" in page.main) == (409, True)
    assert page.all("input", name="label")[0].attributes["value"] == "坐几路车来"
    [form] = [f for f in page.all("form") if "/questions" in f.attributes["action"]]
    assert form.attributes["action"] == path_of(chairs, "/questions")


def test_the_preview_is_the_form_of_that_version(editor: FlaskClient, chairs: QuestionSet):
    use(chairs)
    send(editor, chairs, "/width/removal")

    old = PageText(editor.get(path_of(chairs, "/versions/1")).text)
    new = PageText(editor.get(path_of(chairs, "/versions/2")).text)

    names = {
        element.attributes["name"]
        for element in old.all("input")
        if element.attributes["name"].startswith("q_")
    }
    assert names == {"q_chair", "q_width", "q_photo"}
    assert "如果“坐轮椅来吗”答“是”才填。 为什么问：看门够不够宽" in old.main
    assert "这是以前的版本，现在问的是第 2 版。" in old.main
    assert new.all("input", name="q_width") == []
    assert editor.get(path_of(chairs, "/versions/3")).status_code == 404


def test_of_several_who_save_at_once_one_wins_and_the_others_are_told(db: Database):
    made = make_question_set(make_unit(), PHOTO)

    def save(number: int) -> str:
        question = Question("", "short", f"第{number}问", "因为")
        with db.connection_context():
            try:
                add_question(made, 1, question, PROGRAM, clock.now())
            except ChangedMeanwhile as refusal:
                return refusal.message
        return "saved"

    with ThreadPoolExecutor(4) as people:
        outcomes = Counter(people.map(save, range(4)))

    assert outcomes == {"saved": 1, ChangedMeanwhile().message: 3}
    assert (QuestionSet.get().number, len(asked(made))) == (2, 2)
