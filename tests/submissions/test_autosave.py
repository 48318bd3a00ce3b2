"""A page that saves itself gets an answer a program understands."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from events import clock
from events.people.models import LoginSession
from events.submissions.models import State, Submission
from events.units.models import Unit
from tests.factories import make_submission
from tests.pages.reading import PageText
from tests.signing_in import post
from tests.submissions.filling import BASICS, TEXT, fresh, path, schedule


def autosave(
    browser: FlaskClient, submission: Submission, step: str, typed: Any, **more: Any
) -> Any:
    data = {"version": str(fresh(submission).version)} | typed | more
    return post(
        browser, path(submission, "drafts", step), data, page=path(submission, "withdrawal")
    )


def test_it_is_saved_and_the_answer_says_when_and_which_version(
    lin: FlaskClient, draft: Submission
):
    answer = autosave(lin, draft, "text", TEXT | {"description": "还在写"})

    assert (answer.status_code, answer.json) == (200, {"version": 1, "saved_at": "10:00"})
    assert fresh(draft).draft["text"]["description"] == "还在写"


def test_wrong_text_is_saved_like_any_other(lin: FlaskClient, draft: Submission):
    answer = autosave(lin, draft, "basics", BASICS | {"title": "", "age_from": "六"})

    assert answer.status_code == 200
    assert fresh(draft).draft["basics"]["age_from"] == "六"


def test_steps_made_of_rows_are_saved_too(lin: FlaskClient, draft: Submission):
    typed = schedule("2026-12-06") | {"kept": ["0"]}

    assert autosave(lin, draft, "schedule", typed).status_code == 200
    assert fresh(draft).draft["schedule"]["first_day"] == ["2026-12-06"]
    places = {"key": ["p1"], "name": ["新地点"]}
    assert autosave(lin, draft, "places", places).status_code == 200
    assert fresh(draft).draft["places"]["name"] == ["新地点"]


def test_the_picture_stays_and_cannot_be_named_by_the_page(lin: FlaskClient, draft: Submission):
    Submission.update(draft=draft.draft | {"text": TEXT | {"picture": "kept.webp"}}).execute()

    autosave(lin, draft, "text", TEXT | {"description": "新", "picture": "other.webp"})

    assert fresh(draft).draft["text"]["picture"] == "kept.webp"


def test_an_old_version_is_409_and_changes_nothing(lin: FlaskClient, draft: Submission):
    autosave(lin, draft, "text", TEXT | {"description": "第一个窗口"})

    answer = autosave(lin, draft, "text", TEXT | {"description": "第二个窗口"}, version="0")

    assert answer.status_code == 409
    assert answer.json == {"error": "这份申报刚在另一个窗口改过。您填的内容还在，请对照后再保存。"}
    assert fresh(draft).draft["text"]["description"] == "第一个窗口"


def test_what_is_in_review_is_409(lin: FlaskClient, unit: Unit):
    submitted = make_submission(unit=unit, state=State.SUBMITTED)

    answer = autosave(lin, submitted, "text", TEXT)

    assert (answer.status_code, "正在审核" in answer.json["error"]) == (409, True)


def test_signed_out_meanwhile_is_401(lin: FlaskClient, draft: Submission):
    token = PageText(lin.get(path(draft, "text")).text).all("input", name="csrf_token")[0]
    LoginSession.update(revoked_at=clock.now()).execute()

    answer = lin.post(
        path(draft, "drafts", "text"),
        data={"csrf_token": token.attributes["value"], "version": "0"} | TEXT,
        headers={"Referer": "https://localhost/"},
    )

    assert (answer.status_code, answer.json) == (401, {"error": "请先登录。"})
    assert fresh(draft).version == 0


def test_without_the_page_s_token_is_400(lin: FlaskClient, draft: Submission):
    answer = lin.post(path(draft, "drafts", "text"), data={"version": "0"} | TEXT)

    assert (answer.status_code, list(answer.json)) == (400, ["error"])
    assert fresh(draft).version == 0


def test_a_stranger_s_is_404_and_says_nothing(stranger: FlaskClient, draft: Submission):
    own = "/workspace/elsewhere/submissions/new"

    answer = post(stranger, path(draft, "drafts", "text"), {"version": "0"} | TEXT, page=own)

    assert (answer.status_code, draft.title in answer.text) == (404, False)
    assert fresh(draft).version == 0


def test_more_than_anybody_writes_is_refused(lin: FlaskClient, draft: Submission):
    answer = autosave(lin, draft, "text", TEXT | {"description": "长" * 100_001})

    assert (answer.status_code, fresh(draft).version) == (422, 0)


@pytest.mark.parametrize("step", ["check", "nothing", "state"])
def test_there_are_no_other_steps(lin: FlaskClient, draft: Submission, step: str):
    assert autosave(lin, draft, step, {}).status_code == 404
