"""Saying yes to what has moved."""

import pytest

from events import clock
from events.activities.occurrences import cancel_occurrence
from events.audit import AuditEntry
from events.errors import InvalidTransition
from events.signups.actions import HOLDER, cancel
from events.signups.models import Signup
from events.signups.own.changing import ChangedMeanwhile, keep
from tests.factories import make_signup
from tests.signups.own.conftest import move


def test_who_comes_all_the_same_says_so_once(db):
    signup = make_signup()
    moved = move(signup.occurrence, 14)

    keep(signup, moved.sequence, HOLDER, clock.now())
    keep(signup, moved.sequence, HOLDER, clock.now())

    assert Signup.get_by_id(signup.id).kept_sequence == moved.sequence == 1
    assert AuditEntry.select().where(AuditEntry.action == "signup.kept").count() == 1


def test_yes_to_what_has_moved_once_more_is_asked_for_again(db):
    signup = make_signup()
    first = move(signup.occurrence, 14)
    move(signup.occurrence, 16)

    with pytest.raises(ChangedMeanwhile, match="刚刚又改了"):
        keep(signup, first.sequence, HOLDER, clock.now())

    assert Signup.get_by_id(signup.id).kept_sequence == 0


def test_places_of_what_does_not_take_place_or_were_given_back_are_not_kept(db):
    off, left = make_signup(), make_signup()
    cancelled = cancel_occurrence(off.occurrence, "台风", clock.now())
    cancel(left, HOLDER, clock.now())

    for signup, sequence in ((off, cancelled.sequence), (left, 0)):
        with pytest.raises(InvalidTransition):
            keep(signup, sequence, HOLDER, clock.now())
