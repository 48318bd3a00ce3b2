"""The page of one submission, and what can be done with it as a whole."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from playhouse.test_utils import count_queries

from events.activities.models import Activity, Occurrence
from events.audit import AuditEntry
from events.submissions.models import Decision, Review, Revision, State, Submission
from events.units.models import Unit
from tests.factories import clock, make_content, make_submission
from tests.pages.reading import PageText, text_of
from tests.signing_in import post
from tests.submissions.filling import (
    BASICS,
    TEXT,
    fresh,
    full_draft,
    hand_in,
    make_draft,
    path,
    save,
)
from tests.submissions.publishing import published


def tasks(browser: FlaskClient, submission: Submission) -> list[str]:
    page = PageText(browser.get(path(submission)).text)
    [listed] = page.all("ol", class_="tasks")
    return [text_of(item) for item in listed.children if not isinstance(item, str)]


def test_an_empty_draft_has_five_steps_that_nobody_has_begun(lin: FlaskClient, unit: Unit):
    assert tasks(lin, make_draft(unit, {})) == [
        "基本信息 未开始",
        "时间和场次 未开始",
        "地点 未开始",
        "报名 未开始",
        "介绍和图片 未开始",
        "检查并提交 前面还没填完",
    ]


def test_each_step_says_how_far_it_is(lin: FlaskClient, unit: Unit):
    draft = full_draft(title="", audiences=[])
    draft["text"] = {}

    assert tasks(lin, make_draft(unit, draft)) == [
        "基本信息 有 2 处要改",
        "时间和场次 已填好",
        "地点 已填好",
        "报名 已填好",
        "介绍和图片 未开始",
        "检查并提交 前面还没填完",
    ]
    assert tasks(lin, make_draft(unit))[-1] == "检查并提交 可以提交"


def test_what_the_reviewer_says_stands_at_its_step_and_on_its_page(lin: FlaskClient, unit: Unit):
    returned = make_submission(unit=unit, state=State.RETURNED, draft=full_draft())
    Review.create(
        submission=returned,
        revision=Revision.get(),
        decision=Decision.RETURNED,
        note="请改两处。",
        comments=[
            {"field": "description", "text": "简介里有手机号"},
            {"field": "sittings", "text": "晚于闭馆"},
            {"field": "", "text": "总的不错"},
        ],
        made_at=clock.now(),
    )

    listed = tasks(lin, returned)
    whole = PageText(lin.get(path(returned)).text)
    assert listed[1] == "时间和场次 审核意见：晚于闭馆 已填好"
    assert listed[4] == "介绍和图片 审核意见：简介里有手机号 已填好"
    assert [text_of(p) for p in whole.all("p", class_="warn")] == [
        "审核的人请您改一改再提交。 请改两处。",
        "审核意见：总的不错",
    ]
    text = PageText(lin.get(path(returned, "text")).text)
    assert [text_of(p) for p in text.all("p", class_="warn")] == ["审核意见：简介里有手机号"]


def test_in_review_it_can_be_read_and_taken_back_but_not_edited(
    lin: FlaskClient, draft: Submission
):
    hand_in(lin, draft)

    page = PageText(lin.get(path(draft)).text)
    assert page.all("ol", class_="tasks") == []
    assert page.section("told-basics").startswith("基本信息 标题 标本里的冬天 形式 讲座")
    assert "场次 共 1 场 2026年12月5日（周六）10:00–12:00" in page.section("told-schedule")

    post(lin, path(draft, "retraction"), page=path(draft))

    assert fresh(draft).state == State.DRAFT
    assert [row.decision for row in Review.select()] == [Decision.TAKEN_BACK]
    assert (
        AuditEntry.select().order_by(AuditEntry.id.desc()).get().action == "submission.taken_back"
    )
    assert save(lin, draft, "text", TEXT).status_code == 303


def test_taken_back_twice_the_second_is_told_that_it_is_no_longer_in_review(
    lin: FlaskClient, draft: Submission
):
    hand_in(lin, draft)
    token_page = path(draft)
    post(lin, path(draft, "retraction"), page=token_page)

    answer = post(lin, path(draft, "retraction"), page=path(draft, "basics"))

    assert answer.status_code == 409
    assert "已经不在审核中" in answer.text
    assert Review.select().count() == 1


@pytest.mark.parametrize("state", [State.DRAFT, State.RETURNED])
def test_what_was_never_public_can_be_given_up_after_a_question(
    lin: FlaskClient, unit: Unit, state: State
):
    draft = make_submission(unit=unit, state=state, draft=full_draft())

    asked = lin.get(path(draft, "withdrawal"))
    answer = post(lin, path(draft, "withdrawal"))

    assert "放弃以后只能查看" in asked.text
    assert (answer.status_code, fresh(draft).state) == (303, State.WITHDRAWN)
    assert AuditEntry.get().action == "submission.withdrawn"
    assert "复制成一份新的" in lin.get(path(draft)).text


@pytest.mark.parametrize("state", [State.SUBMITTED, State.REFUSED, State.WITHDRAWN])
def test_what_is_in_review_or_closed_can_t_be_given_up(lin: FlaskClient, unit: Unit, state: State):
    closed = make_submission(unit=unit, state=state)

    answer = post(lin, path(closed, "withdrawal"))

    assert (answer.status_code, fresh(closed).state) == (409, state)


def test_a_public_activity_is_taken_down_with_a_reason(lin: FlaskClient, unit: Unit):
    public = published(unit)
    assert lin.get(f"/activities/{public.activity_id}").status_code == 200

    without = post(lin, path(public, "withdrawal"), {"reason": "  "})
    too_long = post(lin, path(public, "withdrawal"), {"reason": "长" * 201})
    assert (without.status_code, too_long.status_code) == (422, 422)
    assert fresh(public).state == State.PUBLISHED

    post(lin, path(public, "withdrawal"), {"reason": "展厅检修"})

    assert fresh(public).state == State.WITHDRAWN
    assert Activity.get().withdrawal_reason == "展厅检修"
    assert [row.is_public for row in Occurrence.select()] == [False]
    gone = lin.get(f"/activities/{public.activity_id}")
    assert (gone.status_code, "展厅检修" in gone.text) == (410, True)


def test_a_public_one_shows_what_differs_and_the_changes_can_be_dropped(
    lin: FlaskClient, unit: Unit
):
    public = published(unit)
    typed: dict[str, Any] = fresh(public).draft["basics"]
    save(lin, public, "basics", typed | {"fee": "10 元"})

    page = PageText(lin.get(path(public)).text)
    assert page.section("differences") == "改了还没有公开的 费用 公开没有写 草稿10 元"
    assert fresh(public).state == State.DRAFT
    assert Activity.get().fee == ""

    post(lin, path(public, "restoration"), page=path(public))

    assert (fresh(public).state, fresh(public).draft["basics"]["fee"]) == (State.PUBLISHED, "")
    assert PageText(lin.get(path(public)).text).section("differences") == ""


def test_what_was_never_public_has_nothing_to_go_back_to(lin: FlaskClient, draft: Submission):
    answer = post(lin, path(draft, "restoration"), page=path(draft, "basics"))

    assert answer.status_code == 409
    assert fresh(draft).draft["basics"] == BASICS


def test_the_page_asks_as_often_for_three_answers_as_for_one(lin: FlaskClient, unit: Unit):
    submission = make_submission(make_content(), unit=unit, state=State.REFUSED)

    def grow(count: int) -> int:
        for number in range(count):
            Review.create(
                submission=submission,
                revision=Revision.get(),
                decision=Decision.RETURNED,
                note=f"第{number}次",
                made_at=clock.now(),
            )
        with count_queries() as counted:
            assert lin.get(path(submission)).status_code == 200
        return counted.count

    assert grow(1) == grow(2)
