"""工作台: a unit's to-do, its submissions by state, what it answers for."""

from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playhouse.test_utils import count_queries

from events import clock
from events.days.models import ThemedDay
from events.people.models import OfficeRole
from events.submissions.models import Decision, Review, Revision, State
from events.units.models import Unit
from tests.factories import (
    make_account,
    make_activity,
    make_content,
    make_edition,
    make_submission,
    make_themed_day,
    make_unit,
    make_work_item,
)
from tests.pages.reading import PageText
from tests.signing_in import browser_of


@pytest.fixture
def unit(db: object) -> Unit:
    return make_unit(name="城南博物馆")


@pytest.fixture
def editor(app: Flask, unit: Unit) -> FlaskClient:
    return browser_of(app, make_account(name="陈静", editor_of=(unit,)))


def page_of(client: FlaskClient, path: str) -> PageText:
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    return PageText(answer.text)


def desk(client: FlaskClient, unit: Unit, query: str = "") -> PageText:
    return page_of(client, f"/workspace/{unit.slug}{query}")


def duty(unit: Unit, first_day: date = date(2027, 1, 20), **fields: object) -> ThemedDay:
    """An edition that the unit answers for by its work plan."""
    day = make_themed_day()
    make_edition(themed_day=day, first_day=first_day, **fields)
    make_work_item(days=(day,), units=(unit,))
    return day


def test_who_works_for_one_unit_is_led_to_its_workspace(editor: FlaskClient, unit: Unit):
    answer = editor.get("/workspace")

    assert (answer.status_code, answer.location) == (302, f"/workspace/{unit.slug}")


def test_who_works_for_several_chooses_and_sees_what_waits_in_each(app: Flask):
    first, second = make_unit(name="甲馆"), make_unit(name="乙馆")
    make_submission(unit=first, state=State.RETURNED)
    make_submission(unit=second)
    make_submission(unit=make_unit(name="别家"))
    client = browser_of(app, make_account(editor_of=(first,), owner_of=(second,)))

    page = page_of(client, "/workspace")

    assert "甲馆 编辑 退回 1 件" in page.main
    assert "乙馆 负责人 审核中 1 件" in page.main
    assert "别家" not in page.main


@pytest.mark.parametrize(
    ("role", "rooms"),
    [
        (OfficeRole.REVIEWER, {"/office/reviews"}),
        (
            OfficeRole.AUDITOR,
            {
                *("/office/reviews", "/office/coverage", "/office/editions", "/office/units"),
                *("/office/people", "/office/audit"),
            },
        ),
        (
            OfficeRole.OFFICE,
            {
                *("/office/reviews", "/office/coverage", "/office/editions", "/office/units"),
                *("/office/people", "/office/letters", "/office/audit"),
            },
        ),
    ],
)
def test_each_office_role_finds_its_rooms_and_can_enter_them(
    app: Flask, role: OfficeRole, rooms: set[str]
):
    client = browser_of(app, make_account(roles=(role,)))

    links = page_of(client, "/workspace").links()

    assert {path for path in links if path.startswith("/office/")} == rooms
    assert {path: client.get(path).status_code for path in rooms} == dict.fromkeys(rooms, 200)


def test_somebody_without_a_unit_is_told_what_to_do(app: Flask):
    page = page_of(browser_of(app, make_account()), "/workspace")

    assert "还没有加入任何单位" in page.main


def test_what_was_returned_comes_first_with_the_words_of_the_reviewer(
    editor: FlaskClient, unit: Unit
):
    returned = make_submission(make_content(title="修化石"), unit=unit, state=State.RETURNED)
    Review.create(
        submission=returned,
        revision=Revision.get(Revision.submission == returned),
        decision=Decision.RETURNED,
        note="结束时间晚于闭馆",
        made_at=clock.now(),
    )

    page = desk(editor, unit)

    todo = page.section("todo-title")
    assert "修改：修化石" in todo
    assert "结束时间晚于闭馆" in todo
    assert page.links()[f"/workspace/submissions/{returned.id}"]


def test_an_edition_is_owed_until_something_is_registered_for_it(editor: FlaskClient, unit: Unit):
    owed = duty(unit, submission_closes=date(2026, 12, 20))
    done = duty(unit)
    make_activity(organiser=unit, days=((done, 2027),))
    far = duty(unit, first_day=date(2027, 9, 1))

    page = desk(editor, unit)

    todo, duties = page.section("todo-title"), page.section("duties-title")
    assert f"登记{owed.name}的活动" in todo
    assert "12月20日" in todo
    assert done.name not in todo
    assert far.name not in todo
    assert f"{owed.name} 2027年1月20日—21日 还没有登记" in duties
    assert f"{done.name} 2027年1月20日—21日 登记了 1 个活动" in duties
    assert f"/workspace/{unit.slug}/submissions/new?day={owed.slug}&year=2027" in page.links()


def test_a_report_is_due_only_of_units_that_held_something(
    app: Flask, editor: FlaskClient, unit: Unit
):
    day = make_themed_day()
    due = clock.now().date() + timedelta(days=9)
    make_edition(themed_day=day, first_day=date(2026, 11, 1), report_due=due)
    make_activity(organiser=unit, days=((day, 2026),))
    idle = make_unit()
    other = browser_of(app, make_account(editor_of=(idle,)))

    assert f"交{day.name}的总结" in desk(editor, unit).section("todo-title")
    assert day.name not in desk(other, idle).main


def test_submissions_are_counted_and_chosen_by_state(editor: FlaskClient, unit: Unit):
    for state, title in ((State.SUBMITTED, "在审的"), (State.DRAFT, "在写的")):
        make_submission(make_content(title=title), unit=unit, state=state)
    make_submission(make_content(title="别家的"), state=State.DRAFT)

    everything, drafts = desk(editor, unit), desk(editor, unit, "?state=draft")

    assert "全部 2" in everything.main
    assert "草稿 1" in everything.main
    assert "在审的" in everything.section("files-title")
    assert "在写的" in drafts.section("files-title")
    assert "在审的" not in drafts.section("files-title")
    assert "别家的" not in everything.main


def test_an_unknown_state_is_refused(editor: FlaskClient, unit: Unit):
    assert editor.get(f"/workspace/{unit.slug}?state=asleep").status_code == 400


def test_another_units_workspace_does_not_exist(editor: FlaskClient, unit: Unit):
    foreign = make_unit(name="秘密机关")
    make_submission(make_content(title="秘密活动"), unit=foreign)

    answer = editor.get(f"/workspace/{foreign.slug}")

    assert answer.status_code == 404
    assert "秘密" not in answer.text


def test_a_full_desk_asks_as_many_questions_as_a_sparse_one(editor: FlaskClient, unit: Unit):
    def fill() -> int:
        for state in (State.DRAFT, State.RETURNED, State.SUBMITTED):
            make_submission(unit=unit, state=state)
        duty(unit, submission_closes=date(2026, 12, 20))
        with count_queries() as counter:
            desk(editor, unit)
        return counter.count

    fill()

    assert fill() == fill()
