"""The list of question sets, and a set begun, named, copied, retired; by a unit, by the office."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playhouse.test_utils import count_queries

from events.activities.vocabulary import SignupMode
from events.audit import AuditEntry
from events.days.models import ThemedDay
from events.signups.models import QuestionSet, QuestionSetVersion, SignupTerms
from events.signups.questions.queries import sets_for
from events.units.models import Unit
from tests import NOW
from tests.factories import make_activity, make_question_set, make_unit
from tests.pages.reading import PageText, text_of
from tests.signing_in import post
from tests.signups.questions.conftest import CHAIR, MINE, OFFICE, PHOTO, WIDTH, asked, labels


def rows(browser: FlaskClient, path: str) -> list[str]:
    page = PageText(browser.get(path).text)
    found = page.all("ol", class_="rows")
    return [text_of(li) for li in page.all("li") if found and li.parent is found[0]]


def use(found: QuestionSet, times: int = 1) -> None:
    for _ in range(times):
        activity = make_activity(signup_mode=SignupMode.HERE)
        SignupTerms.create(activity=activity, question_set=found)


def test_a_unit_begins_a_set_and_goes_on_to_its_questions(editor: FlaskClient, unit: Unit):
    form = {"name": " 观星要问的 ", "form": "class"}

    answer = post(editor, MINE, form, page=f"{MINE}/new")

    made = QuestionSet.get()
    assert (answer.status_code, answer.location) == (303, f"{MINE}/{made.id}")
    assert (made.name, made.form, made.unit, made.themed_day, made.number, made.ids_allowed) == (
        *("观星要问的", "class", unit, None, 1, False),
    )
    assert labels(made) == []
    entry = AuditEntry.get()
    assert (entry.action, entry.key, entry.name, entry.unit_id, entry.actor_name) == (
        *("question-set.created", str(made.id), "观星要问的", unit.id, "林晓"),
    )


def test_the_office_begins_a_set_for_a_themed_day(office: FlaskClient, week: ThemedDay):
    form = {"name": "各馆都问", "form": "people", "day": "star-week"}

    post(office, OFFICE, form, page=f"{OFFICE}/new")

    made = QuestionSet.get()
    assert (made.unit, made.themed_day, AuditEntry.get().unit_id) == (None, week, None)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": " "}, "请填写"),
        ({"name": "长" * 61}, "最多 60 个字"),
        ({"form": "party"}, "请从这几个里选"),
        ({"day": "no-such-day"}, "请从列表里选一个"),
        ({"day": ""}, "请选一个主题日"),
    ],
)
def test_a_set_that_makes_no_sense_is_refused_and_kept_in_the_form(
    office: FlaskClient, week: ThemedDay, wrong: dict[str, str], sentence: str
):
    form = {"name": "各馆都问", "form": "people", "day": week.slug} | wrong

    answer = post(office, OFFICE, form, page=f"{OFFICE}/new")

    page = PageText(answer.text)
    assert answer.status_code == 422
    assert sentence in page.main
    assert page.all("input", name="name")[0].attributes["value"] == form["name"].strip()
    assert QuestionSet.select().count() == 0


def test_the_list_tells_what_each_set_is_for_and_how_many_use_it(editor: FlaskClient, unit: Unit):
    asking = make_question_set(unit, CHAIR, PHOTO, name="轮椅", number=1)
    make_question_set(unit, name="班车", form="class", retired_at=NOW)
    make_question_set(make_unit(), name="别的单位的")
    use(asking, 2)

    assert rows(editor, MINE) == [
        "轮椅 公众报名 2 个问题 2 个活动在用 第 1 版",
        "班车 学校班级报名 0 个问题 0 个活动在用 已停用",
    ]


def test_the_office_sees_the_sets_of_all_themed_days_and_of_no_unit(
    office: FlaskClient, week: ThemedDay
):
    make_question_set(week, CHAIR, name="轮椅")
    make_question_set(make_unit(), name="某馆的")

    assert rows(office, OFFICE) == ["轮椅 公众报名 观星周 0 个活动在用 第 1 版"]


def test_hundreds_of_activities_may_use_a_set_and_the_list_asks_no_more_often(
    editor: FlaskClient, unit: Unit
):
    def statements() -> int:
        with count_queries() as counter:
            assert editor.get(MINE).status_code == 200
        return counter.count

    use(make_question_set(unit, CHAIR, name="轮椅"))
    few = statements()
    for name in ("甲", "乙"):
        make_question_set(unit, CHAIR, name=name)
    use(QuestionSet.get(), 300)

    assert statements() == few
    assert rows(editor, MINE)[-1] == "轮椅 公众报名 1 个问题 301 个活动在用 第 1 版"


def test_a_set_page_asks_as_often_for_three_questions_as_for_one(editor: FlaskClient, unit: Unit):
    def statements(*questions: Any) -> int:
        made = make_question_set(unit, *questions)
        with count_queries() as counter:
            assert editor.get(f"{MINE}/{made.id}").status_code == 200
        return counter.count

    assert statements(CHAIR) == statements(CHAIR, WIDTH, PHOTO)


def test_the_office_finds_the_sets_from_its_themed_days(office: FlaskClient):
    page = PageText(office.get("/office/editions").text)

    assert page.links()[OFFICE] == "报名时问的问题"


def test_an_empty_list_leads_to_the_first_set(editor: FlaskClient):
    assert f"{MINE}/new" in PageText(editor.get(MINE).text).links()


def test_a_set_gets_another_name(editor: FlaskClient, unit: Unit):
    made = make_question_set(unit, CHAIR, name="轮椅")
    path = f"{MINE}/{made.id}"

    assert post(editor, path, {"name": ""}).status_code == 422
    assert post(editor, path, {"name": "无障碍"}).status_code == 303

    assert QuestionSet.get().name == "无障碍"
    entry = AuditEntry.get()
    assert (entry.action, entry.details) == (
        "question-set.described",
        {"before": "轮椅", "ids_allowed": False},
    )


def test_a_unit_cannot_allow_itself_to_ask_for_id_numbers(editor: FlaskClient, unit: Unit):
    made = make_question_set(unit, CHAIR, name="轮椅")
    path = f"{MINE}/{made.id}"

    assert PageText(editor.get(path).text).all("input", name="ids_allowed") == []
    post(editor, path, {"name": "轮椅", "ids_allowed": "y"})

    assert QuestionSet.get().ids_allowed is False


def test_the_office_allows_it_and_takes_it_back_only_when_nothing_asks(
    office: FlaskClient, week: ThemedDay
):
    made = make_question_set(week, CHAIR, name="轮椅")
    path, question = (
        f"{OFFICE}/{made.id}",
        {"label": "身份证号", "reason": "进基地", "kind": "short"},
    )
    add = f"{path}/questions"

    refused = post(office, add, question | {"version": 1}, page=f"{add}/new")
    assert (refused.status_code, "不收集身份证" in refused.text) == (422, True)

    assert post(office, path, {"name": "轮椅", "ids_allowed": "y"}).status_code == 303
    assert post(office, add, question | {"version": 1}, page=f"{add}/new").status_code == 303
    assert labels(made) == ["坐轮椅来吗", "身份证号"]

    again = post(office, path, {"name": "轮椅"})
    assert (again.status_code, "不收集身份证" in again.text) == (422, True)
    assert QuestionSet.get().ids_allowed is True


def test_a_copy_begins_with_the_same_questions_and_goes_its_own_way(
    editor: FlaskClient, unit: Unit
):
    first = make_question_set(unit, CHAIR, WIDTH, name="长" * 60, form="class")

    answer = post(editor, f"{MINE}/{first.id}/copies", page=f"{MINE}/{first.id}")

    copy = QuestionSet.get(QuestionSet.id != first.id)
    assert (answer.status_code, answer.location) == (303, f"{MINE}/{copy.id}")
    assert (copy.name, copy.form, copy.unit) == ("长" * 56 + "（副本）", "class", unit)
    assert asked(copy) == asked(first) == (CHAIR, WIDTH)
    path = f"{MINE}/{copy.id}"
    post(editor, f"{path}/questions/width/removal", {"version": 1}, page=path)
    assert (asked(copy), asked(first)) == ((CHAIR,), (CHAIR, WIDTH))


def test_a_retired_set_is_not_chosen_and_not_changed_any_more(editor: FlaskClient, unit: Unit):
    made = make_question_set(unit, PHOTO, name="拍照")
    use(made)
    path = f"{MINE}/{made.id}"
    assert sets_for(unit.id, "people") == [made]

    assert post(editor, f"{path}/retirement", page=path).status_code == 303

    assert sets_for(unit.id, "people") == []
    assert QuestionSet.get().retired_at == NOW
    assert SignupTerms.get().question_set == made
    for noun in ("", "/retirement", "/questions", "/questions/photo/rise"):
        data = {"name": "别的", "version": 1, "label": "问", "reason": "因为", "kind": "short"}
        answer = post(editor, path + noun, data, page=path)
        assert (answer.status_code, "已经停用" in answer.text) == (409, True)
    assert (QuestionSet.get().name, labels(made)) == ("拍照", ["同意拍照"])


def test_a_unit_chooses_among_its_own_and_those_of_its_themed_days(
    app: Flask, unit: Unit, week: ThemedDay
):
    mine = make_question_set(unit)
    theirs = make_question_set(week)
    make_question_set(unit, form="class")
    make_question_set(week, retired_at=NOW)
    make_question_set(make_unit())

    assert sets_for(unit.id, "people", [week.id]) == [mine, theirs]
    assert sets_for(unit.id, "people") == [mine]


@pytest.mark.parametrize("noun", ["", "/versions/1", "/questions/chair"])
def test_sets_of_others_are_not_there(
    editor: FlaskClient, office: FlaskClient, week: ThemedDay, noun: str
):
    theirs = make_question_set(make_unit(), CHAIR, name="机密")
    days = make_question_set(week, CHAIR, name="机密")

    for browser, path in (
        (editor, f"{MINE}/{theirs.id}"),
        (editor, f"{MINE}/{days.id}"),
        (office, f"{OFFICE}/{theirs.id}"),
        (editor, f"{MINE}/{10**30}"),
    ):
        answer = browser.get(path + noun)
        assert (answer.status_code, "机密" in answer.text) == (404, False)
    assert QuestionSetVersion.select().count() == 2
