"""Whatever units and reviewers write stays text, on every page of the desk and in every letter."""

from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from events import clock
from events.notifications.models import Message
from events.reviews.actions import Said, ask_for_correction, pass_on, return_for_changes
from events.reviews.batches import Chosen, start_batch
from events.reviews.models import ReviewReason, SavedView
from events.reviews.telling import FIELDS
from events.submissions.content import Answer, EditionTie, Place
from events.submissions.models import Sample, State, Submission, Trust
from events.submissions.publishing import publish
from tests import NOW
from tests.factories import (
    make_account,
    make_district,
    make_submission,
    make_themed_day,
    make_unit,
    make_venue,
    make_work_item,
)
from tests.pages.reading import PageText
from tests.pages.test_escaping import EVIL
from tests.reviews.desk import actor_of, answer, hand_in_again, lecture, make_officer, newest
from tests.signing_in import browser_of

LINE = EVIL[:60]


def evil_content(mark: str = ""):
    """Every free text is hostile, and ends with the mark."""
    evil = EVIL + mark
    district = make_district(name=LINE)
    place = Place("p2", name=evil, note=evil, district=district.id, address=evil)
    content = lecture(make_venue(name=EVIL, district=district), title=EVIL[:110])
    return replace(
        content,
        places=(*content.places, place),
        work_item=make_work_item(title=EVIL).id,
        co_organisers=(make_unit(name=EVIL, short_name=LINE).id,),
        supporters=(make_unit(name=EVIL, short_name=LINE).id,),
        editions=(EditionTie(make_themed_day(name=LINE, name_en=EVIL).id, 2026, LINE),),
        answers=(Answer(1, evil, evil),),
        signup_phone=EVIL[:40],
        **dict.fromkeys(
            ("description", "audience_note", "fee", "signup_url", "online_url",
             "contact", "picture_alt", "change_reason"),
            evil,
        ),
    )  # fmt: skip


@pytest.fixture
def me(app: Flask):
    return make_officer(name=LINE)


@pytest.fixture
def office(app: Flask, me) -> FlaskClient:
    return browser_of(app, me)


@pytest.fixture
def submission(me) -> Submission:
    """Returned once with hostile words, and handed in again."""
    unit = make_unit(name=EVIL, name_en=EVIL, short_name=LINE, slug="evil-unit")
    make_account(owner_of=(unit,), name=LINE)
    by = actor_of(me)
    submission = make_submission(evil_content(), unit=unit)
    said = Said(EVIL, dict.fromkeys(FIELDS, EVIL))
    return_for_changes(newest(submission), said, by, NOW)
    hand_in_again(submission, evil_content("!"))
    pass_on(newest(submission), actor_of(make_officer(name=LINE)), EVIL, by, NOW)
    ReviewReason.create(decision="returned", text=EVIL)
    SavedView.create(account=me, name=EVIL[:40], query=f"q={EVIL[:20]}")
    Trust.create(unit=unit, given_by=me, given_at=NOW)
    return submission


@pytest.fixture
def paths(me, submission: Submission) -> list[str]:
    public = make_submission(evil_content(), unit=submission.unit)
    publish(public, newest(public), actor_of(me), NOW, decision="trusted", note=EVIL)
    Sample.create(submission_id=public.id, revision_number=1, made_at=NOW)
    revision = newest(submission)
    chosen = Chosen(submission.id, revision.number, revision.digest)
    batch = start_batch([chosen], actor_of(me), clock.now())
    batch.outcome = [{"submission": submission.id, "problem": EVIL}]
    batch.save()
    desk = "/office/reviews"
    return [
        desk,
        f"{desk}?q={EVIL}",
        f"{desk}?district={EVIL}&unit={EVIL}&day={EVIL}&after={EVIL}",
        f"{desk}?{EVIL}=1",
        f"{desk}/{submission.id}",
        f"{desk}/{submission.id}/preview",
        f"{desk}/{public.id}",
        f"{desk}/batches/new?item={chosen.tick}",
        f"{desk}/batches/{batch.id}",
        f"{desk}/trust",
        f"{desk}/reasons",
        f"{desk}/reasons/1",
    ]


def assert_is_text(html: str, where: str) -> PageText:
    page = PageText(html)
    assert [img for img in page.all("img") if "onerror" in img.attributes] == [], where
    assert [script.texts for script in page.all("script") if script.texts] == [], where
    assert not [e for e in page.elements if "onerror" in e.attributes], where
    assert "{{ 7*7 }}" in page.main or "7*7" not in html, where
    return page


@pytest.mark.parametrize("language", ["zh", "en"])
def test_hostile_text_stays_text_on_every_page(office, paths: list[str], language: str):
    for path in paths:
        response = office.get(f"{path}{'&' if '?' in path else '?'}lang={language}")
        assert response.status_code == 200, path
        assert_is_text(response.text, path)


def test_it_is_shown_as_it_was_written(office: FlaskClient, paths: list[str]):
    for path in (paths[0], *paths[4:7], *paths[8:]):
        assert LINE in PageText(office.get(path).text).main, path


def test_it_stays_text_where_an_answer_came_too_late(office: FlaskClient, submission, me):
    shown = newest(submission)
    return_for_changes(shown, Said(EVIL), actor_of(me), NOW)

    response = answer(office, submission, "refusal", shown, note=EVIL, comment_title=EVIL)

    assert response.status_code == 409
    assert_is_text(response.text, "409")


def test_it_stays_text_in_every_letter(app: Flask, office: FlaskClient, submission, me):
    from events.notifications.rendering import render

    answer(office, submission, "publication", note=EVIL)
    sample = Sample.create(submission_id=submission.id, revision_number=2, made_at=NOW)
    ask_for_correction(newest(submission), Said(EVIL, {"title": EVIL}), actor_of(me), NOW)
    refused = make_submission(evil_content(), unit=submission.unit)
    answer(office, refused, "refusal", note=EVIL)

    kinds = set()
    for message in Message.select():
        kinds.add(message.kind)
        with app.test_request_context():
            letter = render(app.jinja_env, message, app.config["SETTINGS"], "zh")
        assert "\n" not in letter.subject
        page = PageText(letter.html)
        assert page.all("img") == [], message.kind
        assert page.all("script") == [], message.kind
        assert "49" not in letter.text, message.kind
        assert EVIL in letter.text, message.kind
    assert kinds == {
        "submission-returned",
        "submission-passed",
        "submission-published",
        "submission-refused",
    }
    assert sample.id
    assert {row.state for row in Submission.select()} == {State.RETURNED, State.REFUSED}
