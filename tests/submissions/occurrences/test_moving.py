"""Another time for what is public: handed in like any change, unless people are on their way."""

from datetime import UTC, datetime
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from events import clock
from events.activities.models import Activity, HistoryEntry, Occurrence
from events.audit import AuditEntry
from events.submissions.content import from_json
from events.submissions.models import Revision, Sample, State, Submission, Trust
from events.submissions.published import content_of
from events.submissions.publishing import publish
from tests.pages.reading import PageText
from tests.submissions.filling import fresh, path
from tests.submissions.occurrences.conftest import reviewer
from tests.submissions.occurrences.test_changes import change, feed

NEXT_DAY = {"day": "2026-12-06", "start": "14:00", "end": "16:00"}  # for the first, by a day


def move(
    browser: FlaskClient, submission: Submission, one: Occurrence, **typed: str
) -> TestResponse:
    return change(browser, submission, one, "move", "times", **NEXT_DAY | typed)


def trust(submission: Submission) -> None:
    Trust.create(unit=submission.unit_id, sample_percent=0, given_at=clock.now())


def starts(client: FlaskClient, activity: Activity) -> list[str]:
    return sorted(f"{entry['DTSTART'].dt:%m-%d %H:%M}" for entry in feed(client, activity))


def newest(submission: Submission) -> Revision:
    return Revision.get(submission=submission, number=fresh(submission).revision_number)


def test_move_is_handed_in_and_public_only_when_published(
    lin: FlaskClient, submission: Submission, activity: Activity, sat: list[Occurrence]
):
    before = starts(lin, activity)

    answer = move(lin, submission, sat[0])

    assert answer.location == path(submission, "occurrences")
    assert "已提交审核" in lin.get(path(submission, "occurrences")).text
    assert fresh(submission).state == State.SUBMITTED
    assert starts(lin, activity) == before
    content = from_json(newest(submission).content)
    assert content.change_reason == "展厅检修"
    assert [f"{one.start:%m-%d %H:%M} {one.uid}" for one in content.sittings][:2] == [
        f"12-06 14:00 {sat[0].uid}",
        f"12-12 10:00 {sat[1].uid}",
    ]

    publish(fresh(submission), newest(submission), reviewer(), clock.now())

    moved = {str(entry["UID"]): entry for entry in feed(lin, activity)}[sat[0].uid]
    assert starts(lin, activity) == ["12-06 14:00", "12-12 10:00", "12-19 10:00", "12-26 10:00"]
    assert (int(moved["SEQUENCE"]), str(moved["STATUS"])) == (1, "CONFIRMED")
    assert HistoryEntry.get(HistoryEntry.kind == "moved").reason == "展厅检修"


def test_following_ones_move_by_as_much(
    lin: FlaskClient, submission: Submission, activity: Activity, sat: list[Occurrence]
):
    trust(submission)

    move(lin, submission, sat[1], day="2026-12-13", start="14:30", end="16:00", reach="following")

    assert starts(lin, activity) == ["12-05 10:00", "12-13 14:30", "12-20 14:30", "12-27 14:30"]
    last = Occurrence.get_by_id(sat[3].id)
    assert last.end == datetime(2026, 12, 27, 8, 0, tzinfo=UTC)  # 16:00 there
    assert [one.uid for one in activity.occurrences.order_by(Occurrence.start)] == [
        one.uid for one in sat
    ]


def test_trusted_units_move_is_public_at_once_as_a_revision(
    lin: FlaskClient, submission: Submission, activity: Activity, sat: list[Occurrence]
):
    trust(submission)

    move(lin, submission, sat[0])

    assert starts(lin, activity)[0] == "12-06 14:00"
    assert (fresh(submission).state, fresh(submission).revision_number) == (State.PUBLISHED, 2)
    assert "已经改期，公众现在就能看到" in lin.get(path(submission, "occurrences")).text


@pytest.mark.parametrize(
    ("now", "is_at_once"),
    [("2026-12-03T10:00+08:00", False), ("2026-12-03T10:01+08:00", True)],
)
def test_move_less_than_two_days_ahead_is_public_at_once_and_shown_to_reviewers(
    lin: FlaskClient, submission: Submission, activity: Activity, sat: list[Occurrence], at: Any,
    now: str, is_at_once: bool,
):  # fmt: skip
    at(now)

    move(lin, submission, sat[0])

    assert (starts(lin, activity)[0] == "12-06 14:00") is is_at_once
    assert (fresh(submission).state == State.PUBLISHED) is is_at_once
    assert [(row.submission_id, row.revision_number, row.seen_at) for row in Sample.select()] == (
        [(submission.id, 1, None)] if is_at_once else []
    )


def test_urgent_move_keeps_the_draft_in_step_and_is_written_down(
    lin: FlaskClient, submission: Submission, activity: Activity, sat: list[Occurrence], at: Any
):
    at("2026-12-04T10:00+08:00")
    seen = Sample.create(
        submission_id=submission.id, revision_number=1, made_at=clock.now(), seen_at=clock.now()
    )
    page = lin.get(path(submission, "occurrences", str(sat[0].id)))
    assert "离开始不到 48 小时" in page.text

    move(lin, submission, sat[0])

    schedule = fresh(submission).draft["schedule"]
    assert (schedule["first_day"][0], schedule["start"][0]) == ("2026-12-06", "14:00")
    assert schedule["uid"] == [one.uid for one in content_of(activity).sittings]
    assert Sample.get_by_id(seen.id).seen_at is None  # somebody looks again
    entry = AuditEntry.get(AuditEntry.action == "occurrence.moved")
    assert (entry.key, entry.details["reason"]) == (str(sat[0].id), "展厅检修")


def test_move_beside_other_changes_goes_into_the_draft(
    lin: FlaskClient, submission: Submission, activity: Activity, sat: list[Occurrence]
):
    draft = fresh(submission).draft | {"text": {"description": "新写的介绍"}}
    Submission.update(draft=draft, state=State.DRAFT).execute()
    before = starts(lin, activity)

    answer = move(lin, submission, sat[0])

    assert answer.location == path(submission, "check")
    assert starts(lin, activity) == before
    kept = fresh(submission).draft
    assert (kept["schedule"]["first_day"][0], kept["text"]) == ("2026-12-06", draft["text"])
    assert fresh(submission).revision_number == 1


def test_move_while_in_review_is_refused(
    lin: FlaskClient, submission: Submission, activity: Activity, sat: list[Occurrence]
):
    move(lin, submission, sat[0])
    waiting = newest(submission).digest

    answer = move(lin, submission, sat[1], day="2026-12-13")

    assert answer.status_code == 409
    assert "要改请先撤回" in answer.text
    assert newest(submission).digest == waiting


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"day": ""}, "请写新的日期"),
        ({"day": "9月31日"}, "没有年份"),
        ({"day": "2026-02-30"}, "没有“2026-02-30”这一天"),
        ({"start": "25:00"}, "看不懂时间"),
        ({"end": ""}, "看不懂时间"),
        ({"last_day": "2026-12-01"}, "早于第一天"),
        ({"day": "2026-11-20"}, "已经过去了"),
        ({"day": "2026-12-05", "start": "10:00", "end": "12:00"}, "没有改动"),
        ({"reason": ""}, "请写一句公众看得懂的原因"),
        ({"day": "<script>alert(1)</script>"}, "看不懂日期"),
    ],
)
def test_move_that_can_not_be_is_refused_and_what_was_typed_stays(
    lin: FlaskClient, submission: Submission, activity: Activity, sat: list[Occurrence],
    typed: dict[str, str], words: str,
):  # fmt: skip
    before = starts(lin, activity)

    answer = move(lin, submission, sat[0], **typed)

    page = PageText(answer.text)
    assert answer.status_code in (409, 422)
    assert words in page.main
    for name, text in ({k: v for k, v in (NEXT_DAY | typed).items() if k != "reason"}).items():
        assert page.all("input", name=f"move-{name}")[0].attributes["value"] == text
    assert starts(lin, activity) == before
    assert fresh(submission).state == State.PUBLISHED


def test_whole_days_move_by_days(lin: FlaskClient, submission: Submission, activity: Activity):
    Occurrence.update(all_day=True).execute()
    one = activity.occurrences.order_by(Occurrence.start).first()
    Occurrence.update(
        start=datetime(2026, 12, 4, 16, tzinfo=UTC), end=datetime(2026, 12, 6, 16, tzinfo=UTC),
        last_day="2026-12-06",
    ).where(Occurrence.id == one.id).execute()  # fmt: skip
    trust(submission)

    move(lin, submission, one, day="2026-12-08", last_day="2026-12-09")

    moved = Occurrence.get_by_id(one.id)
    assert (str(moved.first_day), str(moved.last_day)) == ("2026-12-08", "2026-12-09")
