"""Publishing several together: only the plain ones, undone within ten seconds, never twice."""

from dataclasses import replace
from threading import Barrier, Thread

import pytest
from flask import Flask
from flask.testing import FlaskClient

from events import clock
from events.activities.models import Activity
from events.db import connection
from events.people.models import Appointment, OfficeRole
from events.reviews.actions import Said, approve
from events.reviews.batches import Chosen, read_chosen, run_due, start_batch
from events.reviews.models import Batch
from events.submissions.content import Place
from events.submissions.models import Review, Revision, State, Submission
from events.submissions.taking_back import take_back
from events.venues.models import Venue
from tests import NOW
from tests.factories import (
    make_account,
    make_activity,
    make_district,
    make_submission,
    make_venue,
)
from tests.pages.reading import PageText, text_of
from tests.reviews.desk import (
    actor_of,
    hand_in_again,
    lecture,
    make_known,
    make_officer,
    newest,
    read,
    state_of,
)
from tests.signing_in import browser_of, post

AFTER = "2026-11-21T10:00:10+08:00"


@pytest.fixture
def office(app: Flask) -> FlaskClient:
    return browser_of(app, make_officer())


def plain(title: str = "标本里的冬天", **fields: object) -> Submission:
    """Nothing stands out in it."""
    submission = make_submission(lecture(title=title), **fields)  # type: ignore[arg-type]
    make_known(submission)
    return submission


def tick(submission: Submission) -> str:
    revision = newest(submission)
    return Chosen(submission.id, revision.number, revision.digest).tick


def start(client: FlaskClient, *submissions: Submission) -> str:
    """The address of the batch."""
    response = post(
        client, "/office/reviews/batches", {"item": [tick(one) for one in submissions]},
        page="/account",
    )  # fmt: skip
    assert response.status_code == 303, PageText(response.text).main
    return response.location


def run() -> int:
    return run_due(clock.now(), NOW.date())


def published() -> list[str]:
    return sorted(activity.title for activity in Activity.select() if activity.title[0] != "第")


class TestThePreview:
    def test_it_names_what_would_be_published_and_does_nothing(self, office: FlaskClient):
        one, other = plain("第一课"), plain("第二课")

        page = read(office, f"/office/reviews/batches/new?item={tick(one)}&item={tick(other)}")

        assert "这 2 件会通过并公开" in page.main
        assert [state_of(one), Batch.select().count()] == [State.SUBMITTED, 0]

    def test_what_stands_out_is_left_out_with_the_reason(self, office: FlaskClient):
        fine = plain("平常的")
        flagged = make_submission(lecture(title="首次的"))
        gone = plain("撤回的")
        shown = tick(gone)
        take_back(gone, actor_of(make_officer()), NOW)

        page = read(
            office,
            f"/office/reviews/batches/new?item={tick(fine)}&item={tick(flagged)}&item={shown}",
        )

        [left_out] = page.all("section", class_="warn")
        assert text_of(left_out) == (
            "2 件要单独看，不在这一批里 首次的 有提示，没有发布，请单独打开看。 "
            "撤回的 刚刚有了变化（改过、撤回或者别人已经处理），没有发布。"
        )
        assert "这 1 件会通过并公开" in page.main

    def test_two_at_one_time_in_one_house_are_left_out(self, office: FlaskClient):
        venue = make_venue()
        pair = [make_submission(lecture(venue, title=title)) for title in ("化石", "云的名字")]
        for one in pair:
            make_known(one)

        page = read(office, f"/office/reviews/batches/new?item={tick(pair[0])}")

        assert "没有可以一起通过的" in page.main

    def test_a_foreign_district_is_neither_named_nor_published(self, app: Flask):
        foreign = plain("别区的机密")
        reviewer = browser_of(app, make_account(districts=(make_district(),)))

        page = read(reviewer, f"/office/reviews/batches/new?item={tick(foreign)}")
        response = post(
            reviewer, "/office/reviews/batches", {"item": tick(foreign)}, page="/account"
        )

        assert "不归您审核，没有发布。" in page.main
        assert "别区的机密" not in page.html + response.text
        assert (response.status_code, Batch.select().count()) == (409, 0)

    def test_an_auditor_and_a_unit_start_none(self, app: Flask):
        submission = plain()
        for account in (
            make_account(roles=(OfficeRole.AUDITOR,)),
            make_account(owner_of=(submission.unit,)),
        ):
            client = browser_of(app, account)
            path = "/office/reviews/batches"
            assert client.get(f"{path}/new?item={tick(submission)}").status_code == 403
            sent = post(client, path, {"item": tick(submission)}, page="/account")
            assert sent.status_code == 403
        assert Batch.select().count() == 0

    def test_ticks_are_read_once_and_nonsense_is_left_out(self):
        good = Chosen(7, 2, "a" * 64)
        nonsense = ["", "7", "7.2", "7.2.x", "0.1." + "a" * 64, "9" * 30 + ".1." + "a" * 64, "\x00"]

        assert read_chosen([good.tick, *nonsense, good.tick]) == [good]

    def test_more_than_a_hundred_are_refused(self, office: FlaskClient):
        many = "&".join(f"item={number}.1.{'a' * 64}" for number in range(1, 102))

        response = office.get(f"/office/reviews/batches/new?{many}")

        assert response.status_code == 422
        assert "一次最多 100 件，这里选了 101 件" in response.text

    def test_nothing_ticked_leads_back(self, office: FlaskClient):
        assert "没有可以一起通过的" in read(office, "/office/reviews/batches/new").main
        sent = post(office, "/office/reviews/batches", {}, page="/account")
        assert (sent.status_code, Batch.select().count()) == (422, 0)


class TestTenSeconds:
    def test_nothing_is_published_before_they_are_over(self, office: FlaskClient, at):
        submission = plain()
        path = start(office, submission)
        at("2026-11-21T10:00:09+08:00")

        assert run() == 0
        assert state_of(submission) == State.SUBMITTED
        assert "1 秒内可以撤回" in read(office, path).main

    def test_undone_in_time_nothing_is_published(self, office: FlaskClient, at):
        submission = plain()
        path = start(office, submission)
        at("2026-11-21T10:00:09+08:00")

        post(office, f"{path}/undo", page=path)
        at("2026-11-21T10:01+08:00")

        assert run() == 0
        assert state_of(submission) == State.SUBMITTED
        assert "已撤回，一件也没有发布。" in read(office, path).main

    def test_undone_too_late_it_stays_published(self, office: FlaskClient, at):
        submission = plain()
        path = start(office, submission)
        at(AFTER)

        response = post(office, f"{path}/undo", page="/account")
        run()

        assert (response.status_code, state_of(submission)) == (409, State.PUBLISHED)

    def test_another_can_not_undo_it(self, app: Flask, office: FlaskClient):
        path = start(office, plain())

        response = post(browser_of(app, make_officer()), f"{path}/undo", page="/account")

        assert response.status_code == 409
        assert Batch.get().undone_at is None

    def test_another_reviewer_does_not_see_it(self, app: Flask, office: FlaskClient):
        path = start(office, plain("机密标题"))
        reviewer = browser_of(app, make_account(roles=(OfficeRole.REVIEWER,)))

        for response in (
            reviewer.get(path),
            post(reviewer, f"{path}/undo", page="/account"),
            post(reviewer, f"{path}/execution", page="/account"),
        ):
            assert response.status_code == 404
            assert "机密标题" not in response.text

    def test_looking_at_it_does_not_run_it(self, office: FlaskClient, at):
        submission = plain()
        path = start(office, submission)
        at(AFTER)

        assert "正在发布" in read(office, path).main
        read(office)
        assert state_of(submission) == State.SUBMITTED

    def test_asking_for_the_outcome_runs_it(self, office: FlaskClient, at):
        submission = plain()
        path = start(office, submission)
        at(AFTER)

        post(office, f"{path}/execution", page=path)

        assert state_of(submission) == State.PUBLISHED
        assert "发布了 1 件，0 件没有发布。" in read(office, path).main


class TestTheOutcome:
    def test_each_is_told_by_itself(self, office: FlaskClient, at):
        fine, changed, flagged = plain("照旧的"), plain("改过的"), plain("新加提示的")
        path = start(office, fine, changed, flagged)
        hand_in_again(changed, lecture(title="改过的"))
        unit = flagged.unit
        Activity.update(published_at=None).where(Activity.organiser == unit).execute()
        at(AFTER)

        assert run() == 3

        assert [state_of(one) for one in (fine, changed, flagged)] == [
            State.PUBLISHED, State.SUBMITTED, State.SUBMITTED,
        ]  # fmt: skip
        page = read(office, path)
        assert "发布了 1 件，2 件没有发布。" in page.main
        assert "刚刚有了变化" in page.main
        assert "有提示，没有发布" in page.main

    def test_who_lost_the_office_meanwhile_publishes_nothing(self, app: Flask, at):
        account = make_officer()
        submission = plain()
        start(browser_of(app, account), submission)
        Appointment.delete().where(Appointment.account == account).execute()
        at(AFTER)

        run()

        assert state_of(submission) == State.SUBMITTED
        assert Batch.get().outcome == [
            {"submission": submission.id, "problem": "发起的人现在不能审核了，这件没有发布。"}
        ]

    def test_the_review_is_written_by_who_started_it(self, app: Flask, at):
        account = make_officer()
        submission = plain()
        start(browser_of(app, account), submission)
        at(AFTER)

        run()

        review = Review.get(Review.submission == submission)
        assert (review.decision, review.made_by_id) == ("published", account.id)
        assert review.revision_id == newest(submission).id


class TestBeingKilled:
    def test_it_goes_on_where_it_stopped(self, office: FlaskClient, at):
        """What breaks off the second one is a venue that isn't there, until it is."""
        nowhere = 10**6
        rows = [plain("课0"), plain("课1"), plain("课2")]
        content = replace(lecture(title="课1"), places=(Place("p1", venue=nowhere),))
        Revision.update(content=content.as_json(), digest=content.digest).where(
            Revision.submission == rows[1]
        ).execute()
        path = start(office, *rows)
        at(AFTER)
        with pytest.raises(Venue.DoesNotExist):
            run()
        assert published() == ["课0"]

        make_venue(id=nowhere)
        assert run() == 2
        assert run() == 0

        assert published() == ["课0", "课1", "课2"]
        assert Review.select().count() == 3
        assert "发布了 3 件" in read(office, path).main

    def test_two_programs_at_once_publish_nothing_twice(self, office: FlaskClient, at):
        rows = [plain(f"课{number}") for number in range(6)]
        start(office, *rows)
        at(AFTER)
        ready = Barrier(3)

        def work() -> None:
            with connection():
                ready.wait()
                run()

        threads = [Thread(target=work) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert published() == [f"课{number}" for number in range(6)]
        assert Review.select().count() == 6
        batch = Batch.get()
        assert [set(row) for row in batch.outcome] == [{"submission", "activity"}] * 6
        assert batch.done_at is not None


def test_a_batch_whose_submission_was_decided_meanwhile_publishes_it_not_again(
    office: FlaskClient, at
):
    submission = plain()
    start(office, submission)
    approve(newest(submission), Said(), actor_of(make_officer()), NOW)
    at(AFTER)

    run()

    assert Review.select().count() == 1


def test_an_empty_batch_is_done_at_once(db, at):
    start_batch([], actor_of(make_officer()), NOW)
    at(AFTER)

    assert run() == 0
    assert Batch.get().done_at is not None


def test_a_refusal_never_stops_the_others(office: FlaskClient, at):
    rows = [plain("坏的"), plain("好的")]
    gone = make_activity(title="已撤下的", withdrawn_at=NOW)
    Submission.update(activity=gone).where(Submission.id == rows[0].id).execute()
    start(office, *rows)
    at(AFTER)

    run()

    bad, good = Batch.get().outcome
    assert bad["problem"].startswith("“已撤下的”已经撤下，不能再发布")
    assert Activity.get_by_id(good["activity"]).title == "好的"
