"""Answers: exactly what was shown, once, by somebody allowed, with a word to the unit."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from events.activities.models import Activity
from events.audit import AuditEntry
from events.notifications.models import Message
from events.people.models import OfficeRole
from events.reviews.actions import Said, approve, return_for_changes
from events.reviews.models import ReviewReason
from events.submissions.models import Review, State, Submission
from events.submissions.taking_back import take_back
from tests import NOW
from tests.factories import make_account, make_district, make_submission, make_unit
from tests.pages.reading import PageText, text_of
from tests.reviews.desk import (
    actor_of,
    answer,
    hand_in_again,
    lecture,
    make_officer,
    newest,
    read,
    state_of,
)
from tests.signing_in import browser_of

ANSWERS = {
    "publication": State.PUBLISHED,
    "return": State.RETURNED,
    "refusal": State.REFUSED,
}


@pytest.fixture
def office(app: Flask) -> FlaskClient:
    return browser_of(app, make_officer())


def last_review(submission: Submission) -> Review:
    return Review.select().where(Review.submission == submission).order_by(Review.id.desc()).get()


class TestAnAnswer:
    def test_publishing_makes_it_public_and_tells_the_unit(self, office: FlaskClient):
        submission = make_submission(lecture())
        owner = make_account(owner_of=(submission.unit,))

        response = answer(office, submission, "publication", note="写得好")

        assert (response.status_code, response.location) == (303, "/office/reviews")
        activity = Activity.get()
        assert (activity.title, activity.is_public) == ("标本里的冬天", True)
        assert state_of(submission) == State.PUBLISHED
        [letter] = Message.select()
        assert (letter.kind, letter.email) == ("submission-published", owner.email)
        assert (letter.key, letter.params["note"]) == (f"{submission.id}/1", "写得好")
        assert "已通过并发布" in read(office).main

    def test_returning_keeps_note_reasons_and_comments(self, office: FlaskClient):
        submission = make_submission(lecture())
        make_account(editor_of=(submission.unit,))
        reason = ReviewReason.create(decision="returned", text="请核对时间。")

        answer(
            office,
            submission,
            "return",
            note="改两处：\r\n见下",
            reasons=str(reason.id),
            comment_sittings="闭馆了",
            comment_title="  ",
        )

        assert state_of(submission) == State.RETURNED
        review = last_review(submission)
        assert review.note == "改两处：\n见下\n请核对时间。"
        assert review.comments == [{"field": "sittings", "text": "闭馆了"}]
        [letter] = Message.select()
        assert letter.kind == "submission-returned"
        assert letter.params == {
            "submission_id": submission.id,
            "title": "标本里的冬天",
            "unit": submission.unit.name,
            "note": "改两处：\n见下\n请核对时间。",
            "comments": [{"label": "场次", "text": "闭馆了"}],
            "activity_id": None,
        }

    def test_a_comment_at_a_field_is_enough_to_return_and_not_to_refuse(self, office: FlaskClient):
        submission = make_submission(lecture())

        refused = answer(office, submission, "refusal", comment_title="太短")
        assert (refused.status_code, state_of(submission)) == (422, State.SUBMITTED)
        [typed] = PageText(refused.text).all("textarea", name="comment_title")
        assert text_of(typed) == "太短"

        answer(office, submission, "return", comment_title="太短")
        assert state_of(submission) == State.RETURNED

    def test_refusing_is_for_good_and_says_why(self, office: FlaskClient):
        submission = make_submission(lecture())
        make_account(owner_of=(submission.unit,))

        answer(office, submission, "refusal", note="不是科普活动")

        assert state_of(submission) == State.REFUSED
        [letter] = Message.select()
        assert (letter.kind, letter.params["note"]) == ("submission-refused", "不是科普活动")

    @pytest.mark.parametrize("what", ["return", "refusal", "handover"])
    def test_without_a_word_nothing_happens(self, office: FlaskClient, what: str):
        submission = make_submission(lecture())
        colleague = make_officer()

        response = answer(office, submission, what, note=" \u200b ", to=str(colleague.id))

        assert (response.status_code, state_of(submission)) == (422, State.SUBMITTED)
        assert Review.select().count() == 0

    def test_the_answer_is_in_the_audit_log_with_its_revision(self, office: FlaskClient):
        submission = make_submission(lecture())

        answer(office, submission, "return", note="改一下，打 13800001234")

        entry = AuditEntry.select().where(AuditEntry.topic == "submission").get()
        assert (entry.action, entry.key, entry.revision) == (
            "submission.returned", str(submission.id), 1,
        )  # fmt: skip
        assert (entry.actor_name, entry.unit_id) == ("林审核", submission.unit_id)
        assert "13800001234" not in str(entry.details)

    def test_one_goes_back_to_the_queue_as_it_was_filtered(self, office: FlaskClient):
        submission = make_submission(lecture())

        response = answer(office, submission, "publication?again=1&q=%E4%BA%91")

        assert response.location == "/office/reviews?again=1&q=%E4%BA%91"


class TestPassingOn:
    def test_a_colleague_gets_it_with_a_letter(self, app: Flask, office: FlaskClient):
        submission = make_submission(lecture())
        reviewer = make_account(districts=(make_district(),), name="周宁")
        desk = browser_of(app, reviewer)
        assert desk.get(f"/office/reviews/{submission.id}").status_code == 404

        answer(office, submission, "handover", to=str(reviewer.id), note="您熟悉这个馆")

        assert Submission.get_by_id(submission.id).handler_id == reviewer.id
        assert state_of(submission) == State.SUBMITTED
        [letter] = Message.select()
        assert (letter.kind, letter.email) == ("submission-passed", reviewer.email)
        assert letter.params["by"] == "林审核"
        assert answer(desk, submission, "publication").status_code == 303

    def test_it_can_go_to_and_fro_and_each_time_there_is_a_letter(self, app: Flask):
        submission = make_submission(lecture())
        two = make_officer(), make_officer()
        desks = [browser_of(app, account) for account in two]

        for turn in range(4):
            to = str(two[1 - turn % 2].id)
            answer(desks[turn % 2], submission, "handover", to=to, note="请看")

        assert Message.select().where(Message.kind == "submission-passed").count() == 4

    def test_it_goes_to_nobody_who_may_not_decide(self, office: FlaskClient):
        submission = make_submission(lecture())
        unable = [
            make_account(),
            make_account(roles=(OfficeRole.AUDITOR,)),
            make_account(roles=(OfficeRole.REVIEWER,), editor_of=(submission.unit,)),
            make_account(roles=(OfficeRole.REVIEWER,), disabled_at=NOW),
        ]

        page = read(office, f"/office/reviews/{submission.id}")
        for account in unable:
            response = answer(office, submission, "handover", to=str(account.id), note="请看")
            assert response.status_code == 422
            assert account.name not in page.main
        assert Submission.get_by_id(submission.id).handler_id is None


class TestOnlyWhatWasShown:
    @pytest.mark.parametrize("what", [*ANSWERS, "handover"])
    def test_an_older_revision_is_not_decided(self, office: FlaskClient, what: str):
        submission = make_submission(lecture())
        shown = newest(submission)
        hand_in_again(submission, lecture(title="偷偷换掉的标题"))
        colleague = make_officer()

        response = answer(
            office, submission, what, shown, note="我写了很久的话", to=str(colleague.id)
        )

        page = PageText(response.text)
        assert (response.status_code, state_of(submission)) == (409, State.SUBMITTED)
        assert Activity.select().count() == 0
        assert "单位又交了一稿，下面是第 2 稿。" in page.main
        assert "偷偷换掉的标题" in page.main
        assert "我写了很久的话" in page.html
        [number] = page.all("input", name="revision")
        assert number.attributes["value"] == "2"

    def test_a_digest_that_is_not_the_revisions_is_not_decided(self, office: FlaskClient):
        submission = make_submission(lecture())

        for digest in ("", "0" * 64, "\x00", "𠀀" * 9999):
            response = answer(office, submission, "publication", digest=digest)
            assert response.status_code == 409
        assert state_of(submission) == State.SUBMITTED

    def test_the_revision_of_another_submission_is_not_decided(self, office: FlaskClient):
        submission, other = make_submission(lecture()), make_submission(lecture(title="别的"))

        response = answer(office, submission, "publication", newest(other))

        assert response.status_code == 409
        assert {state_of(submission), state_of(other)} == {State.SUBMITTED}

    def test_what_the_unit_took_back_is_not_decided(self, office: FlaskClient):
        submission = make_submission(lecture())
        editor = actor_of(make_account(editor_of=(submission.unit,), name="陈编辑"))
        shown = newest(submission)
        take_back(submission, editor, NOW)

        response = answer(office, submission, "publication", shown, note="我写的话")

        assert (response.status_code, state_of(submission)) == (409, State.DRAFT)
        words = "11月21日（周六）10:00 陈编辑：单位撤回（第 1 稿）"
        assert words in PageText(response.text).main
        assert "我写的话" in response.text

    @pytest.mark.parametrize("first", ANSWERS)
    @pytest.mark.parametrize("second", [*ANSWERS, "handover"])
    def test_the_second_answer_is_told_who_gave_the_first(
        self, app: Flask, office: FlaskClient, first: str, second: str
    ):
        submission = make_submission(lecture())
        shown = newest(submission)
        other = make_officer(name="周宁")
        answer(browser_of(app, other), submission, first, note="我先")

        response = answer(office, submission, second, shown, note="我后", to=str(other.id))

        assert (response.status_code, state_of(submission)) == (409, ANSWERS[first])
        assert "11月21日（周六）10:00 周宁：" in PageText(response.text).main
        assert Review.select().count() == 1


class TestWhoMayAnswer:
    @pytest.mark.parametrize("what", [*ANSWERS, "handover", "sample", "correction"])
    def test_a_stranger_to_it_decides_nothing(self, app: Flask, what: str):
        submission = make_submission(lecture(title="机密标题"))
        unable: list[tuple[Callable[[], FlaskClient], int]] = [
            (lambda: browser_of(app, make_account(districts=(make_district(),))), 404),
            (lambda: browser_of(app, make_account(roles=(OfficeRole.AUDITOR,))), 404),
            (lambda: browser_of(app, make_account(owner_of=(submission.unit,))), 404),
            (lambda: browser_of(app, make_account(owner_of=(make_unit(),))), 404),
        ]

        for browser, status in unable:
            response = answer(browser(), submission, what, note="我来定")
            assert response.status_code == status
            assert "机密标题" not in response.text
        assert (state_of(submission), Review.select().count()) == (State.SUBMITTED, 0)

    def test_without_the_token_of_a_page_nothing_is_decided(self, office: FlaskClient):
        submission = make_submission(lecture())
        shown = newest(submission)

        response = office.post(
            f"/office/reviews/{submission.id}/publication",
            data={"revision": shown.number, "digest": shown.digest},
            headers={"Referer": "https://localhost/office/reviews"},
        )

        assert (response.status_code, state_of(submission)) == (400, State.SUBMITTED)

    def test_opening_an_address_that_decides_does_nothing(self, office: FlaskClient):
        submission = make_submission(lecture())

        for what in ("publication", "return", "refusal", "handover", "sample", "correction"):
            assert office.get(f"/office/reviews/{submission.id}/{what}").status_code == 405


NASTY = [
    "\x00",
    "\u202e倒",
    "{{7*7}}",
    "'; DROP TABLE review;--",
    "𠀀🧪",
    "a\r\nb",
    "<b>x</b>",
    "-1",
]


class TestWhatPeopleType:
    @pytest.mark.parametrize("text", NASTY)
    def test_every_field_takes_any_text(self, office: FlaskClient, text: str):
        submission = make_submission(lecture())
        named = dict.fromkeys(("note", "to", "reasons", "comment_title", "revision"), text)

        answer(office, submission, "return", **named)
        del named["revision"]
        response = answer(office, submission, "return", **named)

        is_said = text not in ("\x00",)
        assert response.status_code == (303 if is_said else 422)
        if is_said:
            kept = last_review(submission).note
            assert kept == text.replace("\u202e", "").replace("\r\n", "\n")

    @pytest.mark.parametrize(("field", "most"), [("note", 2000), ("comment_title", 500)])
    def test_a_text_that_is_too_long_is_kept_and_refused(
        self, office: FlaskClient, field: str, most: int
    ):
        submission = make_submission(lecture())

        response = answer(office, submission, "return", **{field: "长" * (most + 1)})

        assert (response.status_code, state_of(submission)) == (422, State.SUBMITTED)
        assert f"最多 {most} 字" in PageText(response.text).main
        assert "长" * (most + 1) in response.text
        answer(office, submission, "return", **{field: "长" * most})
        assert state_of(submission) == State.RETURNED

    def test_a_reason_that_is_gone_is_left_out(self, office: FlaskClient):
        submission = make_submission(lecture())

        answer(office, submission, "return", note="改", reasons=["99", "x", "9" * 30])

        assert last_review(submission).note == "改"


def test_the_form_offers_reasons_and_a_check_list_that_is_not_sent(office: FlaskClient):
    ReviewReason.create(decision="returned", text="第二句", position=2)
    ReviewReason.create(decision="returned", text="第一句", position=1)
    submission = make_submission(lecture())

    page = read(office, f"/office/reviews/{submission.id}")

    ticks = {
        text_of(label): label.children[1].attributes.get("name", "")  # type: ignore[union-attr]
        for label in page.all("label", class_="tick")
    }
    assert list(ticks.items())[-2:] == [("第一句", "reasons"), ("第二句", "reasons")]
    assert set(list(ticks.values())[:-2]) == {""}


def test_a_returned_one_comes_back_to_whom_it_was_passed(office: FlaskClient):
    submission = make_submission(lecture())
    colleague = make_officer()
    answer(office, submission, "handover", to=str(colleague.id), note="请看")

    return_for_changes(newest(submission), Said("改"), actor_of(colleague), NOW)
    hand_in_again(submission, lecture(title="改好了"))

    assert Submission.get_by_id(submission.id).handler_id == colleague.id


def test_deciding_twice_tells_the_unit_once(office: FlaskClient):
    submission = make_submission(lecture())
    make_account(owner_of=(submission.unit,))
    by = actor_of(make_officer())
    approve(newest(submission), Said(), by, NOW + timedelta(minutes=1))

    answer(office, submission, "publication")

    assert Message.select().count() == 1
