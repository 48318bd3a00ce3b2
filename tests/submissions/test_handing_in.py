"""From a draft to the office's desk: when it goes, when it doesn't, and what it leaves behind."""

from datetime import date
from typing import Any

import pytest
from flask.testing import FlaskClient

from events.activities.models import Activity, HistoryEntry, Occurrence
from events.audit import PROGRAM, AuditEntry
from events.days.models import Edition, EditionQuestion
from events.notifications.models import Message
from events.submissions.actions import save_step
from events.submissions.content import from_json
from events.submissions.models import Decision, Review, Revision, Sample, State, Submission, Trust
from events.submissions.publishing import publish
from events.units.models import Unit
from tests.factories import clock, make_account, make_edition, make_themed_day, make_venue
from tests.pages.reading import PageText, text_of
from tests.signing_in import post
from tests.submissions.filling import (
    BASICS,
    fresh,
    full_draft,
    hand_in,
    make_draft,
    path,
    save,
    schedule,
)
from tests.submissions.publishing import published


def wrong(answer: Any) -> str:
    return text_of(PageText(answer.text).all("div", id="problems")[0])


def test_a_whole_draft_goes_to_the_office(lin: FlaskClient, unit: Unit, at: Any):
    colleague = make_account(editor_of=(unit,), email="zhou@example.org")
    make_account(editor_of=(unit,), disabled_at=clock.now())
    venue = make_venue(name="贝林大厅")
    draft = make_draft(unit, full_draft(venue))

    answer = hand_in(lin, draft)

    assert (answer.status_code, answer.location) == (303, path(draft))
    after = fresh(draft)
    assert after.state == State.SUBMITTED
    assert (after.title, after.first_day) == ("标本里的冬天", date(2026, 12, 5))
    assert (after.district_id, after.submitted_at) == (venue.district_id, clock.now())
    [revision] = Revision.select()
    content = from_json(revision.content)
    assert (revision.number, after.revision_number) == (1, 1)
    assert (revision.digest, revision.made_by.name) == (content.digest, "林晓")
    assert (content.title, content.kind, content.audiences) == (
        "标本里的冬天",
        "lecture",
        ("public",),
    )
    assert [sitting.place for sitting in content.sittings] == [content.places[0].key]
    assert content.places[0].venue == venue.id
    [entry] = AuditEntry.select()
    assert (entry.action, entry.revision, entry.actor_name) == ("submission.submitted", 1, "林晓")
    letters = {(letter.email, letter.kind, letter.key) for letter in Message.select()}
    assert letters == {
        (email, "submission-submitted", f"{draft.id}/1")
        for email in ("lin@example.org", colleague.email)
    }


def test_a_draft_with_mistakes_is_not_handed_in_and_each_is_a_link(lin: FlaskClient, unit: Unit):
    draft = make_draft(unit, full_draft(title="", age_from="六"))

    answer = hand_in(lin, draft)

    assert answer.status_code == 422
    assert Revision.select().count() == 0
    links = PageText(answer.text).links()
    assert links[f"{path(draft, 'basics')}#title"] == "基本信息：标题：请写标题。"
    assert f"{path(draft, 'basics')}#age_from" in links
    assert "提交" not in [text_of(b) for b in PageText(answer.text).all("button")]


def test_what_was_changed_in_another_window_is_not_handed_in_unseen(
    lin: FlaskClient, draft: Submission
):
    save(lin, draft, "basics", BASICS | {"title": "另一个窗口改的"})

    answer = post(lin, path(draft, "submission"), {"version": "0"}, page=path(draft, "check"))

    assert answer.status_code == 409
    assert "刚在另一个窗口改过" in wrong(answer)
    assert "另一个窗口改的" in answer.text
    assert (fresh(draft).state, Revision.select().count()) == (State.DRAFT, 0)


def test_handed_in_twice_the_second_changes_nothing(lin: FlaskClient, draft: Submission):
    hand_in(lin, draft)

    answer = post(
        lin, path(draft, "submission"), {"version": "0"}, page="/workspace/museum/submissions/new"
    )

    assert answer.status_code == 409
    assert Revision.select().count() == 1
    assert Message.select().count() == 1


def test_a_returned_one_is_handed_in_again_as_the_next_revision(
    lin: FlaskClient, draft: Submission
):
    hand_in(lin, draft)
    Submission.update(state=State.RETURNED).execute()
    save(lin, draft, "basics", BASICS | {"title": "改好的标题"})

    assert hand_in(lin, draft).status_code == 303

    assert [row.number for row in Revision.select()] == [1, 2]
    assert fresh(draft).state == State.SUBMITTED
    assert sorted(letter.key for letter in Message.select()) == [f"{draft.id}/1", f"{draft.id}/2"]


# Editions take activities from a day to a day


def edition_draft(unit: Unit, **dates: date) -> Submission:
    day = make_themed_day(name="科技活动周")
    make_edition(themed_day=day, first_day=date(2027, 5, 15), **dates)
    return make_draft(unit, full_draft(editions=[f"{day.id}-2027"]))


@pytest.mark.parametrize(
    ("now", "sentence"),
    [
        ("2026-11-23T23:59+08:00", "2027 年科技活动周从 2026-11-24 起才收申报"),
        ("2026-11-24T00:00+08:00", ""),
        ("2026-11-30T23:59+08:00", ""),
        ("2026-12-01T00:00+08:00", "2027 年科技活动周的申报到 2026-11-30 为止"),
    ],
)
def test_both_days_of_the_term_count_by_the_office_s_calendar(
    lin: FlaskClient, unit: Unit, at: Any, now: str, sentence: str
):
    draft = edition_draft(
        unit, submission_opens=date(2026, 11, 24), submission_closes=date(2026, 11, 30)
    )
    at(now)

    answer = hand_in(lin, draft, not_twins="1")

    assert answer.status_code == (409 if sentence else 303)
    assert (sentence in wrong(answer)) if sentence else fresh(draft).state == State.SUBMITTED


def test_a_term_that_is_over_is_said_before_anybody_presses_the_button(
    lin: FlaskClient, unit: Unit
):
    draft = edition_draft(unit, submission_closes=date(2026, 11, 20))

    page = PageText(lin.get(path(draft, "check")).text)

    assert "2027 年科技活动周的申报到 2026-11-20 为止" in page.main


def test_a_public_activity_may_be_corrected_after_the_term(lin: FlaskClient, unit: Unit, at: Any):
    draft = edition_draft(unit, submission_closes=date(2026, 11, 30))
    hand_in(lin, draft)
    publish_newest(draft)
    at("2026-12-01T10:00+08:00")
    typed = fresh(draft).draft["basics"]
    save(lin, draft, "basics", typed | {"fee": "10 元"})

    assert hand_in(lin, draft).status_code == 303


def publish_newest(submission: Submission) -> None:
    found = fresh(submission)
    revision = Revision.get(submission=found, number=found.revision_number)
    publish(found, revision, PROGRAM, clock.now())


# Once public


def test_the_same_once_more_is_refused(lin: FlaskClient, unit: Unit):
    public = published(unit)

    answer = hand_in(lin, public)

    assert answer.status_code == 409
    assert "一模一样" in wrong(answer)
    assert (fresh(public).state, fresh(public).revision_number) == (State.PUBLISHED, 1)


def test_a_moved_sitting_needs_a_reason_that_the_public_reads(lin: FlaskClient, unit: Unit):
    public = published(unit)
    [occurrence] = Occurrence.select()
    typed = schedule("2026-12-06") | {"uid": [occurrence.uid]}
    save_schedule(public, typed)

    without = hand_in(lin, public)
    too_long = hand_in(lin, public, change_reason="长" * 201)
    assert (without.status_code, too_long.status_code) == (422, 422)
    assert "请写一句原因" in wrong(without)
    assert fresh(public).state == State.DRAFT

    assert hand_in(lin, public, change_reason=" 展厅 检修 ").status_code == 303
    assert Occurrence.get().first_day == date(2026, 12, 5)  # the public sees what was agreed

    publish_newest(public)
    assert Occurrence.get().first_day == date(2026, 12, 6)
    assert [entry.reason for entry in HistoryEntry.select()] == ["展厅 检修"]


def test_a_sitting_more_needs_no_reason(lin: FlaskClient, unit: Unit):
    public = published(unit)
    old, new = fresh(public).draft["schedule"], schedule("2026-12-13")
    save_schedule(public, {column: old[column] + new[column] for column in new})

    assert PageText(lin.get(path(public, "check")).text).all("input", id="change_reason") == []
    assert hand_in(lin, public).status_code == 303


def save_schedule(submission: Submission, typed: dict[str, Any]) -> None:
    found = fresh(submission)
    save_step(found, "schedule", typed, found.version, clock.now())


# Trusted units


def test_what_a_trusted_unit_hands_in_is_public_at_once(
    lin: FlaskClient, unit: Unit, draft: Submission
):
    Trust.create(unit=unit, sample_percent=0, given_at=clock.now())

    hand_in(lin, draft)

    assert fresh(draft).state == State.PUBLISHED
    assert Activity.get().title == "标本里的冬天"
    assert [row.decision for row in Review.select()] == [Decision.TRUSTED]
    assert Sample.select().count() == 0
    assert lin.get(f"/activities/{fresh(draft).activity_id}").status_code == 200


def test_of_a_trusted_unit_the_office_looks_at_as_many_as_it_said(
    lin: FlaskClient, unit: Unit, draft: Submission
):
    Trust.create(unit=unit, sample_percent=100, given_at=clock.now())

    hand_in(lin, draft)

    assert [(row.submission_id, row.revision_number) for row in Sample.select()] == [(draft.id, 1)]


def test_what_goes_wrong_while_publishing_leaves_nothing_behind(lin: FlaskClient, unit: Unit):
    """A trusted unit's edition is closed: no revision, no letter, still a draft."""
    Trust.create(unit=unit, given_at=clock.now())
    draft = edition_draft(unit, submission_closes=date(2026, 11, 20))

    assert hand_in(lin, draft).status_code == 409

    assert (fresh(draft).state, fresh(draft).revision_number) == (State.DRAFT, 0)
    counts = [model.select().count() for model in (Revision, Message, AuditEntry, Activity)]
    assert counts == [0, 0, 0, 0]


# Questions of an edition's office


def ask(draft: Submission, kind: str, **fields: Any) -> EditionQuestion:
    defaults = {"label": f"问题{EditionQuestion.select().count()}", "kind": kind}
    return EditionQuestion.create(edition=Edition.get(), **defaults | fields)


def test_questions_are_a_step_of_their_own_and_answers_go_along(lin: FlaskClient, unit: Unit):
    draft = edition_draft(unit)
    people = ask(draft, "number", label="预计多少人", is_required=True)
    ask(draft, "choice", label="级别", choices=["市级", "区级"], is_required=True)
    ask(draft, "yes-no", label="有直播吗")
    ask(draft, "long", label="亮点")
    retired = ask(draft, "text", label="不问了", retired_at=clock.now())

    assert "主办方想知道的 未开始" in PageText(lin.get(path(draft)).text).main
    refused = save(lin, draft, "questions", {f"q{people.id}": "很多", "q999": "x"})
    said = [text_of(span) for span in PageText(refused.text).all("span", class_="wrong")]
    assert said == ["请写一个整数，例如 120。", "请回答。"]
    assert "不问了" not in refused.text

    answers = {"q1": "120", "q2": "区级", "q3": "否", "q4": "", f"q{retired.id}": "x"}
    assert save(lin, draft, "questions", answers).location == path(draft, "check")
    hand_in(lin, draft)

    content = from_json(Revision.get().content)
    assert [(a.question, a.label, a.text) for a in content.answers] == [
        (1, "预计多少人", "120"),
        (2, "级别", "区级"),
        (3, "有直播吗", "否"),
    ]
    assert fresh(draft).draft["questions"].keys() == {"q1", "q2", "q3", "q4"}


def test_without_questions_there_is_no_such_step(lin: FlaskClient, unit: Unit):
    draft = edition_draft(unit)

    assert "主办方想知道的" not in lin.get(path(draft)).text
