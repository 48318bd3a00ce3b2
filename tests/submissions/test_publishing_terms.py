"""Signing up here, from the unit's form to the public occurrences, and what was promised since."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from flask.testing import FlaskClient
from peewee import Database

from events import clock
from events.activities.models import Activity, Occurrence
from events.activities.occurrences import cancel_occurrence, move_occurrence
from events.activities.timing import between
from events.audit import PROGRAM
from events.errors import InvalidTransition
from events.people.models import OfficeRole
from events.signups.models import Signup, SignupTerms, State
from events.signups.people import Party
from events.signups.terms import Terms
from events.submissions.content import Content, Place, Sitting, from_json
from events.submissions.drafts import draft_of
from events.submissions.forms import read_draft
from events.submissions.links import setting_of
from events.submissions.models import Revision, Submission
from events.submissions.models import State as Stage
from events.submissions.published import content_of
from events.submissions.publishing import publish
from events.submissions.starting.carrying import from_submission
from events.units.models import Unit
from tests.factories import (
    make_account,
    make_content,
    make_revision,
    make_signup,
    make_venue,
)
from tests.pages.reading import PageText, text_of
from tests.signing_in import browser_of, post
from tests.submissions.filling import HERE, fresh, full_draft, hand_in, make_draft, schedule
from tests.submissions.publishing import published

TEN = datetime(2026, 12, 5, 10)  # noqa: DTZ001  a wall time
TERMS = Terms(opens_days_before=7, opens_time="09:00", closes_hours_before=2, waiting_limit=8)
OPENS, CLOSES, START = "2026-11-28T01:00", "2026-12-05T00:00", "2026-12-05T02:00"  # UTC


def here(*sittings: Sitting, terms: Terms = TERMS) -> Content:
    place = Place("p1", venue=make_venue().id)
    sittings = sittings or (sat(),)
    return make_content(
        signup_mode="here", terms=terms, places=(place,), sittings=sittings, description="来看。"
    )


def sat(days: int = 0, capacity: int | None = 4, uid: str = "") -> Sitting:
    start = TEN + timedelta(days=days)
    return Sitting(start, start + timedelta(hours=2), place="p1", capacity=capacity, uid=uid)


def again(submission: Submission, **changes: Any) -> Activity:
    """What is public, with these changes, handed in and published."""
    number = submission.revision_number + 1
    make_revision(submission, changed(**changes), number=number)
    Submission.update(state=Stage.SUBMITTED, revision_number=number).execute()
    revision = Revision.get(Revision.number == number)
    return publish(Submission.get(), revision, PROGRAM, clock.now())


def changed(**changes: Any) -> Content:
    return replace(content_of(Activity.get()), **changes)


def times(row: Occurrence) -> tuple[str, str]:
    opens, closes = row.signup_opens_at, row.signup_closes_at
    return f"{opens:%Y-%m-%dT%H:%M}" if opens else "", f"{closes:%Y-%m-%dT%H:%M}"


def occurrences() -> list[Occurrence]:
    return list(Occurrence.select().order_by(Occurrence.start))


def move(days: int) -> Occurrence:
    start = TEN + timedelta(days=days)
    timing = between(start, start + timedelta(hours=2), ZoneInfo("Asia/Shanghai"))
    return move_occurrence(Occurrence.get(), timing, "换展厅", clock.now())


def refusal_of(step: Callable[[], object]) -> str:
    with pytest.raises(InvalidTransition) as refused:
        step()
    return refused.value.message


# The way to the public


def test_what_the_unit_hands_in_is_what_one_signs_up_by(app: Flask, lin: FlaskClient, unit: Unit):
    office = browser_of(app, make_account(roles=(OfficeRole.OFFICE,)))
    typed = HERE | {"opens": "on", "opens_on": "2026-12-01", "closes_hours_before": "24"}
    draft = make_draft(unit, full_draft() | {"schedule": schedule(capacity="30"), "signup": typed})
    assert "每份最多" not in lin.get(f"/workspace/submissions/{draft.id}/check").text
    assert hand_in(lin, draft).status_code == 303
    page = f"/office/reviews/{draft.id}"
    text = PageText(office.get(page).text).main
    for words in ("在这里报名", "12月1日（周二） 00:00 开放报名", "开始前 24 小时截止",
                  "每份最多 5 人", "每场候补最多 20 人"):  # fmt: skip
        assert words in text, words
    assert office.get(f"{page}/preview").status_code == 200

    revision = Revision.get()
    shown = {"revision": str(revision.number), "digest": revision.digest}
    assert post(office, f"{page}/publication", shown, page=page).status_code == 303

    row, terms = Occurrence.get(), SignupTerms.get()
    assert (row.capacity, row.waiting_limit) == (30, 20)
    assert times(row) == ("2026-11-30T16:00", "2026-12-04T02:00")
    assert (terms.activity_id, terms.form, terms.party_limit) == (row.activity_id, "people", 5)
    assert fresh(draft).draft["signup"]["opens_on"] == "2026-12-01"


def test_terms_survive_being_stored_published_and_typed_again(app: Flask, unit: Unit):
    terms = Terms(
        opens_on=date(2026, 12, 1), opens_time="08:30", party_limit=4, phone_limit=2,
        needs_approval=True, strict_order=True, bring="水杯",
    )  # fmt: skip
    content = here(terms=terms)

    submission = published(unit, content)

    assert from_json(Revision.get().content) == content
    assert content_of(Activity.get()).terms == terms
    with app.test_request_context():
        reading = read_draft(submission.draft, setting_of(submission))
    assert reading.content
    assert reading.content.terms == terms


def test_a_content_without_terms_has_the_digest_it_had_before_there_were_any():
    content = Content(title="看星", kind="lecture")

    assert "terms" not in content.as_json()
    assert content.digest == "b76c27e7e8cd490658da06b26eaf9689b11d8d9a17f018971922f9d7a2be470e"
    assert from_json(content.as_json()) == content


def test_what_one_signs_up_for_elsewhere_has_no_terms(db: Database, unit: Unit):
    published(unit, make_content(signup_mode="telephone", signup_phone="023-60313777"))

    row = Occurrence.get()
    assert SignupTerms.select().count() == 0
    assert (row.waiting_limit, row.signup_opens_at, row.signup_closes_at) == (0, None, None)


# What is public changes


def test_other_terms_hold_for_all_to_come_and_leave_what_is_over(
    at: Callable[[str], None], db: Database, unit: Unit
):
    submission = published(unit, here(sat(), sat(7)))
    at("2026-12-06T12:00+08:00")

    again(submission, terms=replace(TERMS, closes_hours_before=26, waiting_limit=3))

    first, second = occurrences()
    assert (times(first), first.waiting_limit) == ((OPENS, CLOSES), 8)
    assert (times(second), second.waiting_limit) == (("2026-12-05T01:00", "2026-12-11T00:00"), 3)


def test_a_new_sitting_gets_the_terms_and_the_others_keep_what_they_have(db: Database, unit: Unit):
    submission = published(unit, here())
    move(days=1)
    moved = (OPENS, "2026-12-06T00:00")
    assert times(Occurrence.get()) == moved

    again(submission, sittings=(*changed().sittings, sat(14)))

    assert [times(row) for row in occurrences()] == [
        moved,
        ("2026-12-12T01:00", "2026-12-19T00:00"),
    ]


def test_moved_by_a_revision_sign_up_closes_as_long_before_the_start(db: Database, unit: Unit):
    submission = published(unit, here())
    [one] = changed().sittings
    day = timedelta(days=3)

    again(submission, sittings=(replace(one, start=one.start + day, end=one.end + day),))

    assert times(Occurrence.get()) == (OPENS, "2026-12-08T00:00")


def test_an_occurrence_that_nobody_signs_up_for_moves_without_times(db: Database, unit: Unit):
    published(unit)

    moved = move(days=1)

    assert (moved.signup_opens_at, moved.signup_closes_at) == (None, None)


def test_more_places_go_to_those_who_wait(db: Database, unit: Unit):
    submission = published(unit, here(terms=Terms()))
    one, family = make_signup(Occurrence.get(), party=Party(adults=3)), Party(adults=4)
    waits = make_signup(Occurrence.get(), party=family)
    assert (one.state, waits.state) == (State.CONFIRMED, State.WAITING)

    again(submission, sittings=(replace(changed().sittings[0], capacity=7),))

    row = Occurrence.get()
    assert Signup.get_by_id(waits.id).state == State.CONFIRMED
    assert (row.capacity, row.taken, row.waiting) == (7, 7, 0)


# What was promised


FEWER = "2026年12月5日（周六）10:00–12:00：已经报上 3 人，名额不能改成 2，最少是 3。"


def test_places_that_are_taken_can_t_be_taken_away(lin: FlaskClient, unit: Unit):
    submission = published(unit, here(terms=Terms(waiting_limit=0)))
    make_signup(Occurrence.get(), party=Party(adults=3))
    draft = draft_of(changed(sittings=(replace(changed().sittings[0], capacity=2),)))
    draft["signup"]["party_limit"] = "2"
    Submission.update(draft=draft, state=Stage.DRAFT).execute()

    check = PageText(lin.get(f"/workspace/submissions/{submission.id}/check").text)
    answer = hand_in(lin, submission)

    assert FEWER in text_of(check.all("div", id="problems")[0])
    assert (answer.status_code, Revision.select().count()) == (422, 1)
    assert FEWER in text_of(PageText(answer.text).all("div", id="problems")[0])


def test_places_that_were_taken_during_the_review_stop_the_publication(db: Database, unit: Unit):
    submission = published(unit, here(terms=Terms()))
    make_signup(Occurrence.get(), party=Party(adults=3))
    [one] = changed().sittings

    assert refusal_of(lambda: again(submission, sittings=(replace(one, capacity=2),))) == FEWER
    assert Occurrence.get().capacity == 4
    assert again(fresh(submission), sittings=(replace(one, capacity=3),)).is_public
    assert (Occurrence.get().capacity, Occurrence.get().taken) == (3, 3)


LEFT = "还有 2 份报名算数，不能改成别的报名方式：请等这些场次办完；办不了的场次，请先取消。"


def leave() -> Content:
    return changed(signup_mode="none", terms=None)


def test_who_has_signed_up_is_not_left_alone(lin: FlaskClient, unit: Unit):
    submission = published(unit, here(terms=Terms()))
    make_signup(Occurrence.get())
    make_signup(Occurrence.get(), party=Party(adults=4))
    Submission.update(draft=draft_of(leave()), state=Stage.DRAFT).execute()

    answer = hand_in(lin, submission)

    assert answer.status_code == 422
    assert LEFT in text_of(PageText(answer.text).all("div", id="problems")[0])
    Submission.update(state=Stage.PUBLISHED).execute()
    assert refusal_of(lambda: again(fresh(submission), **vars(leave()))) == LEFT
    assert (Activity.get().signup_mode, SignupTerms.select().count()) == ("here", 1)


@pytest.mark.parametrize("end", ["over", "cancelled"])
def test_when_nobody_counts_on_it_any_more_the_mode_may_change(
    at: Callable[[str], None], db: Database, unit: Unit, end: str
):
    submission = published(unit, here(sat(), sat(30)))
    make_signup_at_opening(at)
    if end == "over":
        at("2026-12-05T12:00+08:00")
    else:
        cancel_occurrence(occurrences()[0], "停电", clock.now())

    again(submission, **vars(leave()))

    last = occurrences()[-1]
    assert SignupTerms.select().count() == 0
    assert (last.waiting_limit, last.signup_opens_at, last.signup_closes_at) == (0, None, None)


def make_signup_at_opening(at: Callable[[str], None]) -> None:
    at("2026-11-29T12:00+08:00")
    make_signup(occurrences()[0])


# Carried over


@pytest.mark.usefixtures("app")
def test_a_copy_has_the_terms_but_not_the_day(unit: Unit):
    terms = replace(TERMS, opens_days_before=None, opens_on=date(2026, 11, 28))
    submission = published(unit, here(terms=terms))

    signup = from_submission(submission)["signup"]

    assert "opens_on" not in signup
    assert (signup["opens"], signup["opens_time"], signup["waiting_limit"]) == ("on", "09:00", "8")
