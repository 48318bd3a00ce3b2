"""Whom no letter reaches is called by the unit: after a refusal for good, and without a server."""

from dataclasses import replace
from datetime import datetime

import pytest
from flask import Flask

from app import create_app
from events import clock
from events.activities.models import Occurrence
from events.activities.occurrences import cancel_occurrence
from events.notifications.models import Message, MessageState
from events.signups.actions import HOLDER, cancel
from events.signups.desk.queries import owed_by
from events.signups.letters.following import tell_changes
from events.signups.letters.missing import have_called
from events.signups.models import Signup, State
from events.signups.people import Contact
from events.signups.reach import has_post, open_post
from tests.factories import make_bookable, make_signup
from tests.notifications.mailbox import Mailbox
from tests.signups.letters.conftest import Deliver

TYPO = Contact("赵明", phone="+8613812345678", email="typo@example.org")
WELL = Contact("王芳", phone="+8613912345678", email="wang@example.org")
UNKNOWN = "550 5.1.1 unknown"


def called(signup: Signup) -> datetime | None:
    return Signup.get_by_id(signup.id).call_since


def to_call(occurrence: Occurrence) -> int:
    unit = occurrence.activity.organiser_id
    return owed_by([unit], clock.now())[unit].to_call


@pytest.fixture
def signups(app: Flask) -> list[Signup]:
    occurrence = make_bookable()
    return [make_signup(occurrence, contact=one) for one in (TYPO, WELL)]


def test_each_news_that_is_refused_for_good_is_for_the_unit_to_tell(
    signups: list[Signup], deliver: Deliver, mailbox: Mailbox, at
):
    typo, well = signups
    deliver()
    assert called(typo) is None
    mailbox.replies["typo@example.org"] = UNKNOWN
    at("2026-11-23T10:00+08:00")
    cancel_occurrence(typo.occurrence, "暴雨", clock.now())
    tell_changes(clock.now())

    deliver()

    assert (called(typo), called(well)) == (clock.now(), None)
    assert to_call(typo.occurrence) == 1
    Signup.update(call_since=None).execute()
    deliver()
    assert called(typo) is None


def test_what_is_tried_again_is_not_yet_for_the_unit(
    signups: list[Signup], deliver: Deliver, mailbox: Mailbox
):
    mailbox.replies["typo@example.org"] = "451 4.7.1 come back later"

    deliver()

    assert Message.get(Message.email == "typo@example.org").state == MessageState.WAITING
    assert called(signups[0]) is None


def test_places_that_were_offered_in_vain_are_held_as_for_a_telephone_call(
    app: Flask, deliver: Deliver, mailbox: Mailbox, at
):
    occurrence = make_bookable(capacity=1)
    first, second = make_signup(occurrence), make_signup(occurrence, contact=TYPO)
    deliver()
    mailbox.replies["typo@example.org"] = UNKNOWN
    at("2026-11-27T14:00+08:00")
    cancel(first, HOLDER, clock.now())

    deliver()

    held = Signup.get_by_id(second.id)
    assert held.state == State.OFFERED
    assert held.call_since == clock.now()
    assert held.offer_expires_at == datetime.fromisoformat("2026-11-28T08:00+08:00")


@pytest.mark.parametrize(
    ("kind", "erased", "is_called"),
    [
        ("signup-moved", False, True),
        ("signup-reminder", False, False),
        ("signup-moved", True, False),
    ],
)
def test_nobody_is_called_for_a_reminder_or_after_erasure(
    signups: list[Signup], kind: str, erased: bool, is_called: bool
):
    if erased:
        blank = {"sealed": "", "contact_hash": None, "email_hash": "", "state": State.CANCELLED}
        Signup.update(erased_at=clock.now(), **blank).execute()
    message = Message.get(Message.email == "typo@example.org")
    message.kind = kind

    have_called(message, clock.now())

    assert (called(signups[0]) is not None) is is_called


def test_without_a_mail_server_everybody_is_called_and_letters_are_kept(app: Flask):
    signup = make_signup(contact=WELL)
    open_post(False)
    cancel_occurrence(signup.occurrence, "暴雨", clock.now())

    tell_changes(clock.now())

    assert called(signup) == clock.now()
    assert to_call(signup.occurrence) == 1
    assert Message.get(Message.kind == "signup-off").state == MessageState.WAITING


def test_the_settings_say_whether_letters_are_sent(settings):
    open_post(False)
    create_app(settings)
    assert has_post()

    create_app(replace(settings, smtp_url=""))

    assert not has_post()
