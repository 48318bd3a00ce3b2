"""Questions written into a set: added, changed, moved, removed."""

import pytest
from flask.testing import FlaskClient

from events.audit import AuditEntry
from events.signups.models import QuestionSet
from events.signups.questions.editing import MOST_QUESTIONS
from events.signups.questions.question import Question
from events.units.models import Unit
from tests.factories import make_question_set
from tests.pages.reading import PageText
from tests.signups.questions.conftest import (
    BUS,
    asked,
    labels,
    path_of,
    send,
)


def test_a_question_is_added_with_all_that_belongs_to_it(editor: FlaskClient, chairs: QuestionSet):
    form = {
        "label": " 还要什么 ", "kind": "several", "reason": "备好", "help": "没有就空着",
        "is_required": "y", "choices": "坡道\r\n\r\n 陪同 ", "shown_if": "chair:是",
        "least": "1", "most": "２",
    }  # fmt: skip

    assert send(editor, chairs, "", **form).status_code == 303

    added = asked(chairs)[-1]
    assert added == Question(
        key=added.key, kind="several", label="还要什么", reason="备好", help="没有就空着",
        is_required=True, choices=("坡道", "陪同"), shown_if=("chair", "是"), least=1, most=2,
    )  # fmt: skip
    assert added.key not in {"", "chair", "width", "photo"}
    entry = AuditEntry.get()
    assert (entry.action, entry.revision, entry.details) == (
        *("question-set.question-added", 2, {"label": "还要什么"}),
    )


MISTAKES = [
    ({"label": ""}, "请填写"),
    ({"label": "长" * 121}, "最多 120 个字"),
    ({"reason": ""}, "请写明为什么问"),
    ({"reason": "长" * 81}, "最多 80 个字"),
    ({"help": "长" * 201}, "最多 200 个字"),
    ({"kind": "file"}, "请从列表里选一个"),
    ({"kind": ""}, "请从列表里选一个"),
    ({"choices": "甲\n乙"}, "只有“几项里选”才写可以选的"),
    ({"kind": "one", "choices": "只有一项"}, "要写 2 至 20 项"),
    ({"kind": "one", "choices": "\n".join(map(str, range(21)))}, "要写 2 至 20 项"),
    ({"kind": "one", "choices": "甲\n 甲"}, "有两行是一样的"),
    ({"kind": "one", "choices": "甲\n" + "长" * 61}, "每行最多 60 个字"),
    ({"shown_if": "photo:是"}, "请从列表里选一个"),
    ({"shown_if": "gone:是"}, "请从列表里选一个"),
    ({"least": "几个"}, "请写一个整数"),
    ({"least": "3", "most": "2"}, "“最多”不能小于“至少”"),
    ({"most": "201"}, "要在 1 至 200 之间"),
    ({"least": "0"}, "要在 1 至 200 之间"),
    ({"kind": "several", "choices": "甲\n乙", "most": "3"}, "要在 1 至 2 之间"),
    ({"kind": "date", "most": "3"}, "没有多少之分"),
    ({"label": "坐轮椅来吗"}, "已经有一个问题是“坐轮椅来吗”"),
    ({"help": "请填身份证号"}, "不收集身份证、护照等证件号码"),
]


@pytest.mark.parametrize(("wrong", "sentence"), MISTAKES)
def test_a_question_that_makes_no_sense_is_refused_and_kept_in_the_form(
    editor: FlaskClient, chairs: QuestionSet, wrong: dict[str, str], sentence: str
):
    typed = BUS | wrong

    answer = send(editor, chairs, "", **typed)

    page = PageText(answer.text)
    assert answer.status_code == 422
    assert sentence in page.main
    assert page.all("input", name="label")[0].attributes["value"] == typed["label"]
    assert len(asked(chairs)) == 3


def test_there_is_an_end_to_what_may_be_asked(editor: FlaskClient, unit: Unit):
    full = make_question_set(
        unit, *(Question(f"k{n}", "short", f"第{n}问", "因为") for n in range(MOST_QUESTIONS))
    )

    answer = send(editor, full, "", **BUS)

    assert (answer.status_code, "最多 20 个问题" in answer.text) == (422, True)
    assert len(asked(full)) == MOST_QUESTIONS


def test_a_question_is_changed_in_its_place(editor: FlaskClient, chairs: QuestionSet):
    page = PageText(editor.get(path_of(chairs, "/questions/width")).text)
    [chosen] = [o for o in page.all("option", selected="") if "selected" in o.attributes][1:]
    assert chosen.attributes["value"] == "chair:是"

    answer = send(
        editor, chairs, "/width", label="轮椅宽几厘米", kind="number", reason="看门",
        shown_if="chair:是", most="120",
    )  # fmt: skip

    assert answer.status_code == 303
    assert asked(chairs)[1] == Question(
        "width", "number", "轮椅宽几厘米", "看门", shown_if=("chair", "是"), most=120
    )


def test_questions_are_put_in_order(editor: FlaskClient, chairs: QuestionSet):
    send(editor, chairs, "/photo/rise")
    assert labels(chairs) == ["坐轮椅来吗", "同意拍照", "轮椅多宽"]

    send(editor, chairs, "/chair/fall")
    assert labels(chairs) == ["同意拍照", "坐轮椅来吗", "轮椅多宽"]

    refused = send(editor, chairs, "/width/rise")
    assert (refused.status_code, "要排在它所看的那个问题后面" in refused.text) == (422, True)
    assert labels(chairs) == ["同意拍照", "坐轮椅来吗", "轮椅多宽"]


def test_the_page_offers_only_what_can_be_done(editor: FlaskClient, chairs: QuestionSet):
    page = PageText(editor.get(path_of(chairs)).text)

    offered = [
        form.attributes["action"].removeprefix(path_of(chairs, "/questions/"))
        for form in page.all("form")
        if "/questions/" in form.attributes["action"]
    ]
    assert offered == ["width/fall", "width/removal", "photo/rise", "photo/removal"]


def test_a_question_is_removed_unless_another_waits_for_it(
    editor: FlaskClient, chairs: QuestionSet
):
    refused = send(editor, chairs, "/chair/removal")
    assert (refused.status_code, "要看它的回答才问" in refused.text) == (422, True)

    assert send(editor, chairs, "/width/removal").status_code == 303
    assert send(editor, chairs, "/chair/removal").status_code == 303

    assert labels(chairs) == ["同意拍照"]
    assert [entry.details["label"] for entry in AuditEntry.select()] == ["轮椅多宽", "坐轮椅来吗"]
