"""More and fewer places: never under those taken, at once to those who wait, kept in the draft."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from events import changes, clock
from events.activities.models import Activity, Occurrence
from events.activities.vocabulary import SignupMode
from events.audit import AuditEntry
from events.people.models import OfficeRole
from events.signups.models import Signup, State
from events.signups.people import Party
from events.submissions.content import Content, Place, Sitting
from events.submissions.models import Revision, Submission
from events.submissions.models import State as FileState
from events.submissions.published import content_of
from events.submissions.publishing import publish
from events.units.models import Unit
from tests.factories import (
    make_account,
    make_bookable,
    make_content,
    make_revision,
    make_signup,
    make_submission,
    make_unit,
    make_venue,
)
from tests.signing_in import browser_of, post

At = Callable[[str], None]


class By:
    name = "周宁"
    account_id: int | None = None


@pytest.fixture
def unit(db: object) -> Unit:
    return make_unit()


@pytest.fixture
def desk(app: Flask, unit: Unit) -> FlaskClient:
    return browser_of(app, make_account(name="陈静", editor_of=(unit,)))


@pytest.fixture
def submission(unit: Unit) -> Submission:
    """A public sitting with four places, and its file."""
    start, end = datetime(2026, 12, 5, 10), datetime(2026, 12, 5, 12)  # noqa: DTZ001  wall times
    content = make_content(
        places=(Place("p1", venue=make_venue().id),),
        sittings=(Sitting(start, end, place="p1", capacity=4),),
        signup_mode=SignupMode.HERE,
    )
    made = make_submission(content, unit=unit)
    publish(made, Revision.get(submission=made), By(), clock.now())
    return Submission.get_by_id(made.id)


@pytest.fixture
def occurrence(submission: Submission) -> Occurrence:
    Occurrence.update(waiting_limit=20).execute()
    make_bookable(Activity.get_by_id(submission.activity_id))
    return Occurrence.select().order_by(Occurrence.id).get()


def resize(desk: FlaskClient, occurrence: Occurrence, capacity: str) -> TestResponse:
    return post(desk, f"/workspace/occurrences/{occurrence.id}/capacity", {"capacity": capacity})


def places(occurrence: Occurrence) -> tuple[int | None, int, int]:
    now = Occurrence.get_by_id(occurrence.id)
    return now.capacity, now.taken, now.waiting


def test_more_places_go_to_those_who_wait_at_once(desk: FlaskClient, occurrence: Occurrence):
    make_signup(occurrence, party=Party(adults=4))
    waiting = [make_signup(occurrence, party=Party(adults=size)) for size in (3, 2, 1)]

    answer = resize(desk, occurrence, "8")

    assert answer.location == f"/workspace/occurrences/{occurrence.id}/signups"
    assert "名额改为 8。候补里有 2 份报名（共 4 人）轮到了。" in desk.get(answer.location).text
    assert places(occurrence) == (8, 8, 2)
    states = [Signup.get_by_id(one.id).state for one in waiting]
    assert states == [State.CONFIRMED, State.WAITING, State.CONFIRMED]
    entry = AuditEntry.get(AuditEntry.action == "occurrence.resized")
    assert (entry.actor_name, entry.details) == ("陈静", {"before": 4, "capacity": 8})


def test_pages_and_feeds_are_told(desk: FlaskClient, occurrence: Occurrence):
    before = changes.current().number

    resize(desk, occurrence, "8")

    assert Occurrence.get_by_id(occurrence.id).revision == occurrence.revision + 1
    assert changes.current().number == before + 1


def test_never_fewer_than_are_taken(desk: FlaskClient, occurrence: Occurrence):
    make_signup(occurrence, party=Party(adults=3))

    answer = resize(desk, occurrence, "2")

    assert answer.status_code == 409
    assert "已经有 3 人有名额" in answer.text
    assert 'value="2"' in answer.text
    assert places(occurrence) == (4, 3, 0)
    assert resize(desk, occurrence, "3").status_code == 303
    assert places(occurrence) == (3, 3, 0)


def test_where_one_signs_up_here_there_is_a_limit(desk: FlaskClient, occurrence: Occurrence):
    answer = resize(desk, occurrence, "")

    assert answer.status_code == 409
    assert "请写能来多少人" in answer.text
    assert places(occurrence) == (4, 0, 0)


def test_where_one_signs_up_elsewhere_there_need_be_none(desk: FlaskClient, occurrence: Occurrence):
    Activity.update(signup_mode="telephone").execute()

    assert resize(desk, occurrence, "").status_code == 303
    assert places(occurrence) == (None, 0, 0)


@pytest.mark.parametrize("text", ["0", "-1", "1.5", "一百", "1000000000", "９", "4; DROP TABLE"])
def test_what_is_no_number_of_places_is_said_and_kept(
    desk: FlaskClient, occurrence: Occurrence, text: str
):
    answer = resize(desk, occurrence, text)

    assert answer.status_code == 422
    assert f'value="{text}"' in answer.text
    assert places(occurrence)[0] == 4


def test_saying_the_same_again_changes_nothing(desk: FlaskClient, occurrence: Occurrence):
    codes = [resize(desk, occurrence, "9").status_code for _ in range(2)]

    assert codes == [303, 303]
    assert AuditEntry.select().where(AuditEntry.action == "occurrence.resized").count() == 1


def test_the_units_draft_says_the_new_number(
    desk: FlaskClient, occurrence: Occurrence, submission: Submission
):
    resize(desk, occurrence, "9")

    draft = Submission.get_by_id(submission.id).draft["schedule"]
    row = draft["uid"].index(occurrence.uid)
    assert draft["capacity"][row] == "9"


def test_what_the_unit_is_writing_meanwhile_stays(
    desk: FlaskClient, occurrence: Occurrence, submission: Submission
):
    draft = submission.draft | {"basics": submission.draft["basics"] | {"title": "新的名字"}}
    Submission.update(draft=draft, state=FileState.DRAFT).execute()

    resize(desk, occurrence, "9")

    kept = Submission.get_by_id(submission.id)
    assert kept.draft["basics"]["title"] == "新的名字"
    row = kept.draft["schedule"]["uid"].index(occurrence.uid)
    assert kept.draft["schedule"]["capacity"][row] == "9"


def with_six_places(content: Content) -> Content:
    return replace(content, sittings=tuple(replace(one, capacity=6) for one in content.sittings))


@pytest.fixture
def in_review(submission: Submission, occurrence: Occurrence) -> Revision:
    """A second revision that wants six places, handed in a minute ago."""
    public = content_of(Activity.get_by_id(submission.activity_id))
    wanted = replace(with_six_places(public), title="新的名字")
    Submission.update(state=FileState.SUBMITTED, revision_number=2).execute()
    before = clock.now() - timedelta(minutes=1)
    return make_revision(submission, wanted, number=2, made_at=before)


def test_what_is_set_while_a_revision_is_reviewed_outlives_its_publication(
    app: Flask, desk: FlaskClient, occurrence: Occurrence, submission: Submission,
    in_review: Revision,
):  # fmt: skip
    reviewer = browser_of(app, make_account(roles=(OfficeRole.OFFICE,)))
    assert "6 人" in reviewer.get(f"/office/reviews/{submission.id}").text

    resize(desk, occurrence, "9")

    assert "9 人" in reviewer.get(f"/office/reviews/{submission.id}").text
    publish(Submission.get_by_id(submission.id), in_review, By(), clock.now())
    assert Activity.get_by_id(submission.activity_id).title == "新的名字"
    assert places(occurrence)[0] == 9
    draft = Submission.get_by_id(submission.id).draft["schedule"]
    assert draft["capacity"][draft["uid"].index(occurrence.uid)] == "9"


def test_a_revision_handed_in_later_has_the_last_word(
    desk: FlaskClient, occurrence: Occurrence, submission: Submission, at: At
):
    resize(desk, occurrence, "9")
    at("2026-11-21T12:00+08:00")
    public = content_of(Activity.get_by_id(submission.activity_id))
    wanted = with_six_places(public)
    Submission.update(state=FileState.SUBMITTED, revision_number=2).execute()
    revision = make_revision(submission, wanted, number=2)

    publish(Submission.get_by_id(submission.id), revision, By(), clock.now())

    assert places(occurrence)[0] == 6


def test_what_is_over_keeps_its_number(desk: FlaskClient, occurrence: Occurrence):
    now = clock.now()
    Occurrence.update(start=now - timedelta(hours=2), end=now).execute()

    answer = resize(desk, occurrence, "9")

    assert (answer.status_code, places(occurrence)[0]) == (409, 4)


def test_a_stranger_changes_nothing(app: Flask, occurrence: Occurrence):
    stranger = browser_of(app, make_account(owner_of=(make_unit(),)))

    answer = post(
        stranger, f"/workspace/occurrences/{occurrence.id}/capacity", {"capacity": "9"},
        page="/account",
    )  # fmt: skip

    assert (answer.status_code, places(occurrence)[0]) == (404, 4)


def test_the_page_warns_of_fewer_places_than_the_largest_party_that_waits(
    desk: FlaskClient, occurrence: Occurrence
):
    page = f"/workspace/occurrences/{occurrence.id}/capacity"
    make_signup(occurrence, party=Party(adults=occurrence.capacity))
    assert "候补里最大" not in desk.get(page).text
    for size in (1, 2):
        make_signup(occurrence, party=Party(adults=size))

    assert "候补里最大的一份有 2 人" in desk.get(page).text
