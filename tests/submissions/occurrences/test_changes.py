"""Cancelling, postponing and reinstating: at once, and as subscribed calendars see it."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from icalendar import Event
from playhouse.test_utils import count_queries
from werkzeug.test import TestResponse

from events import clock
from events.activities.models import Activity, Occurrence
from events.audit import PROGRAM, AuditEntry
from events.db import connection, database
from events.errors import InvalidTransition
from events.people.models import Account, Membership
from events.submissions.models import State, Submission
from events.submissions.occurrences.actions import cancel as cancel_occurrences
from events.submissions.occurrences.choosing import Reach, Target
from events.submissions.published import content_of
from tests.calendars.ics import entries
from tests.factories import make_activity, make_occurrence
from tests.pages.reading import PageText
from tests.signing_in import browser_of, post
from tests.submissions.filling import fresh, make_draft, path

REASON = "展厅检修"


def change(
    browser: FlaskClient, submission: Submission, occurrence: Occurrence, name: str,
    resource: str, **typed: Any,
) -> TestResponse:  # fmt: skip
    """Press the button of one of the forms, as the page shows the occurrence now."""
    page = path(submission, "occurrences", str(occurrence.id))
    shown = PageText(browser.get(page).text).all("input", name=f"{name}-sequence")
    sequence = shown[0].attributes["value"] if shown else ""
    data = {f"{name}-sequence": sequence, f"{name}-reason": REASON}
    data |= {f"{name}-{field}": value for field, value in typed.items()}
    return post(browser, f"{page}/{resource}", data, page=page)


def cancel(browser: FlaskClient, submission: Submission, one: Occurrence, **t: Any) -> TestResponse:
    return change(browser, submission, one, "cancel", "cancellation", **t)


def feed(client: FlaskClient, activity: Activity) -> Iterator[Event]:
    """The entries of the activity's own calendar, in time order."""
    found = entries(client.get(f"/calendars/activities/{activity.id}.ics").data)
    yield from sorted(found, key=lambda entry: str(entry["UID"]))


def told(client: FlaskClient, activity: Activity) -> dict[str, tuple[str, int]]:
    """UID -> status and SEQUENCE."""
    return {
        str(entry["UID"]): (str(entry["STATUS"]), int(entry["SEQUENCE"]))
        for entry in feed(client, activity)
    }


def days(submission: Submission) -> list[str]:
    return fresh(submission).draft["schedule"]["first_day"]


def test_one_cancelled_is_cancelled_in_the_feed_at_once(
    lin: FlaskClient, submission: Submission, activity: Activity, sat: list[Occurrence]
):
    before = told(lin, activity)

    answer = cancel(lin, submission, sat[1])

    after = told(lin, activity)
    assert (answer.status_code, answer.location) == (303, path(submission, "occurrences"))
    assert after == before | {sat[1].uid: ("CANCELLED", before[sat[1].uid][1] + 1)}
    page = lin.get(path(submission, "occurrences")).text
    assert "1 场已取消。" in page
    assert "原因：展厅检修" in page
    assert "展厅检修" in lin.get(f"/activities/{activity.id}").text


def test_this_and_all_following_are_cancelled_together(
    lin: FlaskClient, submission: Submission, activity: Activity, sat: list[Occurrence]
):
    assert "这一场和后面的 2 场" in lin.get(path(submission, "occurrences", str(sat[1].id))).text

    cancel(lin, submission, sat[1], reach="following")

    assert [told(lin, activity)[one.uid][0] for one in sat] == ["CONFIRMED"] + ["CANCELLED"] * 3
    assert "3 场已取消。" in lin.get(path(submission, "occurrences")).text


def test_cancelled_ones_leave_the_draft_and_come_back_with_their_names(
    lin: FlaskClient, submission: Submission, activity: Activity, sat: list[Occurrence]
):
    cancel(lin, submission, sat[0], reach="following")
    assert days(submission) == []
    uids = set(told(lin, activity))

    change(lin, submission, sat[2], "reinstate", "reinstatement", reach="following")

    assert days(submission) == ["2026-12-19", "2026-12-26"]
    assert fresh(submission).draft["schedule"]["uid"] == [sat[2].uid, sat[3].uid]
    assert fresh(submission).draft["places"]["note"] == ["三楼报告厅"]
    assert set(told(lin, activity)) == uids
    assert fresh(submission).state == State.PUBLISHED


def test_postponed_one_is_tentative_and_may_go_on(
    lin: FlaskClient, submission: Submission, activity: Activity, sat: list[Occurrence]
):
    change(lin, submission, sat[0], "postpone", "postponement")
    assert Occurrence.get_by_id(sat[0].id).status == "postponed"
    assert days(submission)[0] == "2026-12-05"

    change(lin, submission, sat[0], "reinstate", "reinstatement")

    one = Occurrence.get_by_id(sat[0].id)
    assert (one.status, one.sequence, one.uid) == ("scheduled", 2, sat[0].uid)


def test_other_changes_of_the_draft_stay(
    lin: FlaskClient, submission: Submission, sat: list[Occurrence]
):
    schedule = fresh(submission).draft["schedule"] | {"days": "还没加的日子"}
    texts = {"description": "新写的介绍"}
    draft = fresh(submission).draft | {"schedule": schedule, "text": texts}
    Submission.update(draft=draft, state=State.DRAFT).execute()

    cancel(lin, submission, sat[1])

    kept = fresh(submission).draft
    assert (kept["text"], kept["schedule"]["days"]) == (texts, "还没加的日子")
    assert kept["schedule"]["first_day"] == ["2026-12-05", "2026-12-19", "2026-12-26"]
    assert fresh(submission).state == State.DRAFT


def test_reinstated_one_gets_its_place_back_in_a_draft_that_lost_it(
    lin: FlaskClient, submission: Submission, activity: Activity, sat: list[Occurrence]
):
    cancel(lin, submission, sat[0])
    draft = fresh(submission).draft | {"places": {"key": ["p1"], "venue": ["999"], "note": [""]}}
    Submission.update(draft=draft, state=State.DRAFT).execute()

    change(lin, submission, sat[0], "reinstate", "reinstatement")

    kept = fresh(submission).draft
    assert kept["places"]["note"] == ["", "三楼报告厅"]
    assert kept["schedule"]["place"] == ["p2", "p1", "p1", "p1"]


@pytest.mark.parametrize("reason", ["", "  ", "\u202e", "长" * 201])
def test_change_without_a_fit_reason_is_refused(
    lin: FlaskClient, submission: Submission, activity: Activity, sat: list[Occurrence], reason: str
):
    before = told(lin, activity)

    answer = cancel(lin, submission, sat[0], reason=reason)

    assert answer.status_code == 422
    assert PageText(answer.text).all("a", href="#cancel-reason")
    assert told(lin, activity) == before


@pytest.mark.parametrize("reason", ["<script>alert(1)</script>", "{{7*7}}", "😀𠮷", "a\0b\r\nc"])
def test_reason_is_shown_as_it_was_written(
    lin: FlaskClient, submission: Submission, sat: list[Occurrence], reason: str
):
    assert cancel(lin, submission, sat[0], reason=reason).status_code == 303

    page = lin.get(path(submission, "occurrences"))
    assert "<script>alert" not in page.text
    assert reason.replace("\0", "").replace("\r\n", " ") in PageText(page.text).main


def test_second_of_two_people_is_told_and_changes_nothing(
    lin: FlaskClient, submission: Submission, activity: Activity, sat: list[Occurrence]
):
    page = path(submission, "occurrences", str(sat[0].id))
    old = {"cancel-sequence": "0", "cancel-reason": REASON, "cancel-reach": "following"}
    change(lin, submission, sat[0], "postpone", "postponement")
    before = told(lin, activity)

    answer = post(lin, f"{page}/cancellation", old, page=page)

    assert answer.status_code == 409
    assert "刚刚有人改过" in answer.text
    assert "已延期" in PageText(answer.text).main
    assert told(lin, activity) == before


def test_two_people_at_the_same_moment_change_it_once(
    submission: Submission, activity: Activity, sat: list[Occurrence]
):
    def press(reason: str) -> str:
        target = Target(sat[0].id, 0, Reach.FOLLOWING)
        with connection():
            try:
                return str(cancel_occurrences(submission, target, reason, PROGRAM, clock.now()))
            except InvalidTransition as refusal:
                return refusal.message

    database.close()
    with ThreadPoolExecutor(2) as people:
        answers = sorted(people.map(press, ("停电", "检修")))

    assert answers == ["4", "这一场刚刚有人改过，请看过现在的情况再决定。"]
    assert [one.sequence for one in activity.occurrences] == [1] * 4


def test_past_occurrence_can_not_be_changed(
    app: Flask, account: Account, submission: Submission, sat: list[Occurrence], at: Any
):
    at("2026-12-06T09:00+08:00")
    lin = browser_of(app, account)
    page = path(submission, "occurrences", str(sat[0].id))
    other = path(submission, "occurrences", str(sat[1].id))
    data = {"cancel-sequence": "0", "cancel-reason": REASON}

    assert "这一场已经结束，不能再改。" in lin.get(page).text
    assert post(lin, f"{page}/cancellation", data, page=other).status_code == 409
    assert Occurrence.get_by_id(sat[0].id).status == "scheduled"


def test_reinstating_waits_for_a_revision_in_review(
    lin: FlaskClient, submission: Submission, sat: list[Occurrence]
):
    cancel(lin, submission, sat[0])
    Submission.update(state=State.SUBMITTED).execute()

    answer = change(lin, submission, sat[0], "reinstate", "reinstatement")

    assert answer.status_code == 409
    assert "先撤回申报" in answer.text
    assert Occurrence.get_by_id(sat[0].id).status == "cancelled"


def test_change_is_written_down_once_with_all_it_was_about(
    lin: FlaskClient, submission: Submission, sat: list[Occurrence]
):
    cancel(lin, submission, sat[2], reach="following")

    [entry] = AuditEntry.select().where(AuditEntry.action == "occurrence.cancelled")
    assert (entry.actor_name, entry.key, entry.name) == ("林晓", str(sat[2].id), "标本里的冬天")
    assert entry.unit_id == submission.unit_id
    assert entry.details == {"reason": REASON, "occurrences": [sat[2].id, sat[3].id]}


def test_occurrence_of_another_activity_is_not_reached(lin: FlaskClient, submission: Submission):
    foreign = make_occurrence(make_activity(title="别人的活动"))
    page = path(submission, "occurrences", str(foreign.id))
    mine = path(make_draft(submission.unit), "schedule")
    fields = {"sequence": "0", "reason": REASON, "day": "2026-12-12"}
    forms = ("cancel", "postpone", "reinstate", "move")
    data = {f"{form}-{name}": value for form in forms for name, value in fields.items()}

    for resource in ("cancellation", "postponement", "reinstatement", "times"):
        assert post(lin, f"{page}/{resource}", data, page=mine).status_code == 404
    assert lin.get(page).status_code == 404
    assert Occurrence.get_by_id(foreign.id).status == "scheduled"


def test_occurrences_of_another_unit_do_not_exist(
    stranger: FlaskClient, submission: Submission, activity: Activity, sat: list[Occurrence]
):
    theirs = path(make_draft(Membership.get().unit), "schedule")
    page = path(submission, "occurrences", str(sat[0].id))
    before = told(stranger, activity)

    data = {"cancel-sequence": "0", "cancel-reason": REASON}
    answers = [
        stranger.get(path(submission, "occurrences")),
        stranger.get(page),
        post(stranger, f"{page}/cancellation", data, page=theirs),
    ]

    assert [answer.status_code for answer in answers] == [404] * 3
    assert not any("标本里的冬天" in answer.text for answer in answers)
    assert told(stranger, activity) == before


def test_submission_without_a_public_activity_has_no_occurrences(
    lin: FlaskClient, draft: Submission
):
    assert lin.get(path(draft, "occurrences")).status_code == 404


def test_list_takes_as_many_statements_for_four_as_for_eight(
    lin: FlaskClient, submission: Submission, activity: Activity
):
    counts = []
    for _round in range(2):
        with count_queries() as counter:
            assert lin.get(path(submission, "occurrences")).status_code == 200
        counts.append(counter.count)
        for day in range(4):
            make_occurrence(activity, start=datetime(2027, 1, 1 + day, 10))  # noqa: DTZ001

    assert counts[0] == counts[1]


def test_content_of_the_activity_and_the_draft_say_the_same_after_any_change(
    lin: FlaskClient, submission: Submission, activity: Activity, sat: list[Occurrence]
):
    cancel(lin, submission, sat[1])

    uids = [sitting.uid for sitting in content_of(activity).sittings]
    assert fresh(submission).draft["schedule"]["uid"] == uids
