"""What an edition asks of units: written, changed, put in order, retired."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playhouse.test_utils import count_queries

from events.audit import AuditEntry
from events.days.models import Edition, EditionQuestion, ThemedDay
from events.days.queries import questions_of
from events.days.questions import MOST_QUESTIONS
from tests import NOW
from tests.factories import make_edition, make_themed_day
from tests.office.editions.conftest import PAGE
from tests.pages.reading import PageText
from tests.signing_in import post

ALL = f"{PAGE}/questions"
BUS = {"label": "需要接送吗", "kind": "yes-no", "help": "按校区统计", "is_required": "y"}


def make_question(edition: Edition, **fields: object) -> EditionQuestion:
    position = EditionQuestion.select().count() + 1
    defaults = {"label": f"第{position}问", "kind": "text", "position": position}
    return EditionQuestion.create(edition=edition, **defaults | fields)


def asked(edition: Edition) -> list[str]:
    return [question.label for question in questions_of(edition.id)]


def one(question: EditionQuestion, noun: str = "") -> str:
    return f"{ALL}/{question.id}{noun}"


def test_a_question_is_added_after_the_others(office: FlaskClient, edition: Edition):
    make_question(edition)

    assert post(office, ALL, BUS).status_code == 303

    assert asked(edition) == ["第1问", "需要接送吗"]
    added = questions_of(edition.id)[-1]
    assert (added.kind, added.help, added.choices, added.is_required) == (
        "yes-no",
        "按校区统计",
        [],
        True,
    )
    entry = AuditEntry.get()
    assert (entry.action, entry.key) == ("edition.question-added", "star-week/2027")
    assert entry.details == {"question": added.id, "label": "需要接送吗"}
    assert "需要接送吗" in PageText(office.get(PAGE).text).section("questions-title")


def test_a_question_can_be_asked_before_the_edition_has_days(office: FlaskClient, week: ThemedDay):
    post(office, ALL, BUS)

    assert asked(Edition.get()) == ["需要接送吗"]


def test_one_of_several_needs_what_to_choose_from(office: FlaskClient, edition: Edition):
    form = {"label": "在哪里", "kind": "choice", "choices": "室内\n室外\n\n室内"}

    assert post(office, ALL, form).status_code == 303
    assert questions_of(edition.id)[0].choices == ["室内", "室外"]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"label": ""}, "请填写。"),
        ({"label": "长" * 121}, "最多 120 个字"),
        ({"help": "长" * 201}, "最多 200 个字"),
        ({"kind": "file"}, "请从列表里选一个"),
        ({"kind": ""}, "请从列表里选一个"),
        ({"kind": "choice", "choices": "只有一项"}, "至少要写两项"),
        ({"choices": "室内\n室外"}, "只有“几项里选一项”才写可以选的"),
        ({"kind": "choice", "choices": "\n".join(map(str, range(21)))}, "最多 20 行"),
        ({"kind": "choice", "choices": "甲\n" + "长" * 61}, "每行最多 60 个字"),
    ],
)
def test_a_question_that_makes_no_sense_is_refused_and_kept_in_the_form(
    office: FlaskClient, edition: Edition, wrong: dict[str, str], sentence: str
):
    answer = post(office, ALL, BUS | wrong)

    page = PageText(answer.text)
    assert answer.status_code == 422
    assert sentence in page.main
    assert page.all("input", name="help")[0].attributes["value"] == (BUS | wrong)["help"]
    assert asked(edition) == []


def test_the_same_question_is_not_asked_twice(office: FlaskClient, edition: Edition):
    question = make_question(edition)
    other = make_question(edition)

    assert post(office, ALL, BUS | {"label": "第1问"}).status_code == 409
    answer = post(office, one(other), BUS | {"label": "第1问"})

    assert (answer.status_code, "请换个说法" in answer.text) == (409, True)
    assert asked(edition) == [question.label, other.label]


def test_there_is_an_end_to_what_may_be_asked(office: FlaskClient, edition: Edition):
    for _ in range(MOST_QUESTIONS):
        make_question(edition)

    answer = post(office, ALL, BUS)

    assert (answer.status_code, "最多问 20 个" in answer.text) == (409, True)
    assert len(asked(edition)) == MOST_QUESTIONS


def test_a_question_gets_another_wording_in_its_place(office: FlaskClient, edition: Edition):
    question, _ = (
        make_question(edition, kind="choice", choices=["甲", "乙"]),
        make_question(edition),
    )
    page = PageText(office.get(one(question)).text)
    assert "".join(page.all("textarea", name="choices")[0].texts).split() == ["甲", "乙"]

    post(office, one(question), BUS)

    assert asked(edition) == ["需要接送吗", "第2问"]
    assert questions_of(edition.id)[0].choices == []


def test_a_question_rises_one_place_and_the_first_stays(office: FlaskClient, edition: Edition):
    first, _second, third = (make_question(edition, position=0) for _ in range(3))

    post(office, one(third, "/rise"), page=ALL)
    assert asked(edition) == ["第1问", "第3问", "第2问"]

    post(office, one(first, "/rise"), page=ALL)
    assert asked(edition) == ["第1问", "第3问", "第2问"]
    assert AuditEntry.select().where(AuditEntry.action == "edition.question-raised").count() == 2


def test_a_question_is_retired_and_never_deleted(office: FlaskClient, edition: Edition):
    question, _ = make_question(edition), make_question(edition)

    post(office, one(question, "/retirement"), page=ALL)

    assert asked(edition) == ["第2问"]
    assert EditionQuestion.get_by_id(question.id).retired_at == NOW
    page = PageText(office.get(ALL).text)
    assert "停用的 1 个 第1问" in page.main
    gone = [
        post(office, one(question, noun), BUS, page=ALL) for noun in ("", "/rise", "/retirement")
    ]
    assert {answer.status_code for answer in gone} == {404}


def test_a_question_belongs_to_its_edition_alone(app: Flask, office: FlaskClient, edition: Edition):
    other = make_edition(themed_day=make_themed_day(slug="other"), year=2027)
    question = make_question(edition)

    for path in (
        f"/office/editions/other/2027/questions/{question.id}",
        f"/office/editions/star-week/2026/questions/{question.id}",
        f"{ALL}/{2**31}",
        f"{ALL}/0",
    ):
        assert office.get(path).status_code == 404
        assert post(office, path, BUS, page=ALL).status_code == 404
        assert post(office, f"{path}/retirement", page=ALL).status_code == 404
    assert (asked(edition), asked(other)) == (["第1问"], [])


def test_auditors_do_not_write_questions(
    office: FlaskClient, auditor: FlaskClient, edition: Edition
):
    question = make_question(edition)

    assert auditor.get(ALL).status_code == auditor.get(one(question)).status_code == 403
    for path in (ALL, one(question), one(question, "/rise"), one(question, "/retirement")):
        assert post(auditor, path, BUS, page="/units/requests/new").status_code == 403
        assert office.post(path, data=BUS).status_code == 400  # no token
    assert asked(edition) == ["第1问"]


def test_the_page_asks_as_often_for_many_questions_as_for_one(
    office: FlaskClient, edition: Edition
):
    counts = []
    for number in (1, 2):
        for _ in range(number):
            make_question(edition)
            make_question(edition, retired_at=NOW)
        with count_queries() as counted:
            assert office.get(ALL).status_code == 200
        counts.append(counted.count)

    assert counts[0] == counts[1]
