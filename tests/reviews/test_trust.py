"""Trusted units, and looking afterwards at what they published."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from events.activities.models import Activity
from events.audit import AuditEntry
from events.notifications.models import Message
from events.people.models import Account, OfficeRole
from events.submissions.models import Review, Sample, State, Submission, Trust
from events.submissions.publishing import publish
from tests import NOW
from tests.factories import make_account, make_district, make_submission, make_unit
from tests.pages.reading import PageText
from tests.reviews.desk import actor_of, answer, lecture, make_officer, newest, read, state_of
from tests.signing_in import browser_of, post

PATH = "/office/reviews/trust"


@pytest.fixture
def officer(app: Flask) -> Account:
    return make_officer()


@pytest.fixture
def office(app: Flask, officer: Account) -> FlaskClient:
    return browser_of(app, officer)


def sampled(title: str = "免审发布的") -> Submission:
    """Published on trust, and drawn to be looked at."""
    submission = make_submission(lecture(title=title))
    by = actor_of(make_account(owner_of=(submission.unit,)))
    publish(submission, newest(submission), by, NOW, decision="trusted")
    Sample.create(submission_id=submission.id, revision_number=1, made_at=NOW)
    return submission


class TestTrust:
    def test_the_office_gives_it_by_name_and_changes_the_share(self, office, officer: Account):
        unit = make_unit(name="重庆科技馆")

        for percent in ("10", "25"):
            post(office, PATH, {"unit": " 重庆科技馆 ", "sample_percent": percent})

        [trust] = Trust.select()
        assert (trust.unit_id, trust.sample_percent, trust.given_by_id) == (unit.id, 25, officer.id)
        assert "抽查 25%" in read(office, PATH).main
        details = [e.details for e in AuditEntry.select().where(AuditEntry.action == "trust.given")]
        assert details == [{"sample_percent": 10}, {"sample_percent": 25}]

    def test_taken_away_it_is_gone(self, office: FlaskClient):
        unit = make_unit(slug="museum")
        Trust.create(unit=unit, given_at=NOW)

        response = post(office, f"{PATH}/museum/removal", page=PATH)
        again = post(office, f"{PATH}/museum/removal", page=PATH)

        assert (response.status_code, again.status_code) == (303, 404)
        assert Trust.select().count() == 0
        assert AuditEntry.select().where(AuditEntry.action == "trust.taken").count() == 1

    @pytest.mark.parametrize(
        ("unit", "percent", "sentence"),
        [
            ("没有的单位", "10", "名录里没有正好叫这个名称的单位"),
            ("", "10", "请写单位的名称"),
            ("两家都叫", "10", "名录里没有正好叫这个名称的单位"),
            ("重庆科技馆", "101", "请填 0 到 100 之间的整数"),
            ("重庆科技馆", "-1", "请填 0 到 100 之间的整数"),
            ("重庆科技馆", "{{7*7}}", "抽查"),
            ("\x00𠀀" * 200, "10", "名录里没有正好叫这个名称的单位"),
        ],
    )
    def test_what_can_not_be_meant_is_refused(
        self, office: FlaskClient, unit: str, percent: str, sentence: str
    ):
        for name in ("重庆科技馆", "甲", "乙"):
            make_unit(name=name, short_name=name if name == "重庆科技馆" else "两家都叫")

        response = post(office, PATH, {"unit": unit, "sample_percent": percent})

        assert (response.status_code, Trust.select().count()) == (422, 0)
        assert sentence in PageText(response.text).main

    def test_reviewers_and_auditors_read_and_change_nothing(self, app: Flask):
        unit = make_unit(name="重庆科技馆", slug="museum")
        Trust.create(unit=unit, given_at=NOW)
        for role in (OfficeRole.REVIEWER, OfficeRole.AUDITOR):
            client = browser_of(app, make_account(roles=(role,)))
            assert "重庆科技馆" in read(client, PATH).main
            typed = {"unit": "重庆科技馆", "sample_percent": "0"}
            assert post(client, PATH, typed, page="/account").status_code == 403
            gone = post(client, f"{PATH}/museum/removal", page="/account")
            assert gone.status_code == 403
        assert Trust.get().sample_percent == 10


class TestSamples:
    def test_they_stand_in_a_list_until_somebody_has_looked(self, office, officer: Account):
        submission = sampled()
        assert "1 件要抽查" in read(office, PATH).main

        response = answer(office, submission, "sample")

        assert response.status_code == 303
        sample = Sample.get()
        assert (sample.seen_by_id, sample.seen_at) == (officer.id, NOW)
        review = Review.select().order_by(Review.id.desc()).get()
        assert (review.decision, review.revision_id) == ("sampled", newest(submission).id)
        assert state_of(submission) == State.PUBLISHED
        assert "没有要抽查的" in read(office, PATH).main

    def test_sent_back_the_public_goes_on_seeing_it(self, client, office: FlaskClient):
        submission = sampled()
        Message.delete().execute()

        response = answer(office, submission, "correction", comment_description="少写了时间")

        assert (response.status_code, state_of(submission)) == (303, State.RETURNED)
        activity = Activity.get()
        assert activity.is_public
        assert client.get(f"/activities/{activity.id}").status_code == 200
        [letter] = Message.select()
        assert (letter.kind, letter.params["activity_id"]) == ("submission-returned", activity.id)
        assert Sample.get().seen_at == NOW

    def test_sending_back_needs_a_word(self, office: FlaskClient):
        submission = sampled()

        response = answer(office, submission, "correction")

        assert (response.status_code, state_of(submission)) == (422, State.PUBLISHED)
        assert Sample.get().seen_at is None

    @pytest.mark.parametrize("what", ["sample", "correction"])
    def test_what_somebody_has_looked_at_is_looked_at(self, office: FlaskClient, what: str):
        submission = sampled()
        answer(office, submission, "sample")

        response = answer(office, submission, what, note="再看")

        assert (response.status_code, state_of(submission)) == (409, State.PUBLISHED)

    def test_what_was_published_by_a_review_is_no_sample(self, office: FlaskClient):
        submission = make_submission(lecture())
        answer(office, submission, "publication")

        for what in ("sample", "correction"):
            assert answer(office, submission, what, note="改").status_code == 409
        assert state_of(submission) == State.PUBLISHED

    def test_a_reviewer_sees_those_of_his_districts(self, app: Flask):
        sampled("别区的机密")
        mine = sampled("本区的")
        reviewer = browser_of(app, make_account(districts=(mine.district,)))
        other = browser_of(app, make_account(districts=(make_district(),)))

        page = read(reviewer, PATH)

        assert "1 件要抽查" in page.main
        assert "本区的" in page.main
        assert "别区的机密" not in page.html
        assert answer(other, mine, "sample").status_code == 404
