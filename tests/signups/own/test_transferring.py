"""A party changes over to another occurrence: whole, at once, with its number."""

from datetime import datetime, timedelta

import pytest

from events import clock
from events.activities.models import Activity, Occurrence
from events.activities.occurrences import cancel_occurrence
from events.activities.vocabulary import SignupMode
from events.audit import PROGRAM, AuditEntry
from events.errors import EventsError, InvalidTransition, NotFound
from events.notifications.models import Message
from events.signups.actions import HOLDER, cancel
from events.signups.models import Signup, State
from events.signups.people import Contact, Party
from events.signups.refusals import AlreadySignedUp, TooManySignups
from events.signups.transferring import PlacesElsewhereGone, transfer
from tests.factories import make_activity, make_bookable, make_signup

WANG = Contact("王女士", phone="+8613800001234")


@pytest.fixture
def activity(db) -> Activity:
    return make_activity(signup_mode=SignupMode.HERE)


def places(*occurrences: Occurrence) -> list[tuple[int, int]]:
    found = [Occurrence.get_by_id(one.id) for one in occurrences]
    return [(one.taken, one.waiting) for one in found]


def later(activity: Activity, **fields: object) -> Occurrence:
    start = datetime(2026, 12, 5, 10)  # noqa: DTZ001  a wall time
    return make_bookable(activity, start=start, **fields)


def test_party_changes_over_with_number_and_places(activity):
    here, there = make_bookable(activity), later(activity)
    signup = make_signup(here, party=Party(adults=2, under_18=1))

    transfer(signup, there.id, HOLDER, clock.now())

    stored = Signup.get_by_id(signup.id)
    assert (stored.occurrence_id, stored.state, stored.party) == (there.id, "confirmed", 3)
    assert (stored.number, stored.key) == (signup.number, signup.key)
    assert places(here, there) == [(0, 0), (3, 0)]


def test_number_does_not_pass_its_limit_by_what_was_cancelled(activity):
    off = make_bookable(activity, terms={"phone_limit": 1})
    taken, third = later(activity), later(activity)
    signup = make_signup(off, contact=WANG)
    cancel_occurrence(off, "暴雨", clock.now())
    other = make_signup(taken, contact=WANG)

    with pytest.raises(TooManySignups):
        transfer(signup, third.id, HOLDER, clock.now())
    transfer(other, third.id, HOLDER, clock.now())  # one for one
    cancel(other, HOLDER, clock.now())

    assert transfer(signup, taken.id, HOLDER, clock.now()).occurrence_id == taken.id


def test_too_few_places_there_leave_all_as_it_was(activity):
    here, there = make_bookable(activity), later(activity, capacity=4)
    make_signup(there, party=Party(adults=2))
    signup = make_signup(here, party=Party(adults=3))

    with pytest.raises(PlacesElsewhereGone, match="那一场只剩 2 个名额") as refusal:
        transfer(signup, there.id, HOLDER, clock.now())

    assert refusal.value.left == 2
    stored = Signup.get_by_id(signup.id)
    assert (stored.occurrence_id, stored.state) == (here.id, "confirmed")
    assert places(here, there) == [(3, 0), (2, 0)]


def test_places_given_back_here_go_to_whoever_waits(activity):
    here, there = make_bookable(activity, capacity=2), later(activity)
    signup = make_signup(here, party=Party(adults=2))
    waiting = make_signup(here, party=Party(adults=1))

    transfer(signup, there.id, HOLDER, clock.now())

    assert Signup.get_by_id(waiting.id).state == "confirmed"
    assert places(here, there) == [(1, 0), (2, 0)]


def test_newcomer_does_not_overtake_those_who_wait_there(activity):
    here = make_bookable(activity)
    there = later(activity, capacity=3, terms={"strict_order": True})
    make_signup(there, party=Party(adults=2))
    make_signup(there, party=Party(adults=2))
    signup = make_signup(here)
    Occurrence.update(capacity=3).where(Occurrence.id == there.id).execute()
    activity.terms.model.update(strict_order=True).execute()

    with pytest.raises(PlacesElsewhereGone):
        transfer(signup, there.id, HOLDER, clock.now())

    assert places(here, there) == [(1, 0), (2, 2)]


@pytest.mark.parametrize(
    ("state", "becomes"),
    [(State.WAITING, "confirmed"), (State.OFFERED, "confirmed"), (State.PENDING, "pending")],
)
def test_who_waited_gets_places_and_who_waits_for_approval_still_does(activity, state, becomes):
    here, there = make_bookable(activity), later(activity)
    signup = make_signup(here)
    holds = state == State.OFFERED
    expiry = clock.now() + timedelta(hours=1) if holds else None
    Signup.update(state=state, offer_expires_at=expiry).execute()
    Occurrence.update(taken=int(holds), waiting=int(state == State.WAITING)).where(
        Occurrence.id == here.id
    ).execute()

    transfer(signup, there.id, HOLDER, clock.now())

    stored = Signup.get_by_id(signup.id)
    assert (stored.occurrence_id, stored.state, stored.offer_expires_at) == (
        there.id, becomes, None,
    )  # fmt: skip
    assert places(here, there) == [(0, 0), (int(becomes == "confirmed"), 0)]


def test_transfer_twice_is_transfer_once(activity):
    here, there = make_bookable(activity), later(activity)
    signup = make_signup(here)

    transfer(signup, there.id, HOLDER, clock.now())
    transfer(signup, there.id, HOLDER, clock.now())
    transfer(Signup.get_by_id(signup.id), there.id, HOLDER, clock.now())

    assert places(here, there) == [(0, 0), (1, 0)]
    assert AuditEntry.select().where(AuditEntry.action == "signup.transferred").count() == 1


def test_two_different_transfers_of_the_same_page_do_not_both_happen(activity):
    here, there, elsewhere = make_bookable(activity), later(activity), later(activity)
    signup = make_signup(here)
    transfer(signup, there.id, HOLDER, clock.now())

    with pytest.raises(InvalidTransition, match="刚刚变了"):
        transfer(signup, elsewhere.id, HOLDER, clock.now())

    assert places(here, there, elsewhere) == [(0, 0), (1, 0), (0, 0)]


def refused(activity: Activity) -> list[Occurrence]:
    started = make_bookable(activity, start=datetime(2026, 9, 1, 10))  # noqa: DTZ001  a wall time
    return [
        started,
        later(activity, status="cancelled"),
        later(activity, status="postponed"),
        later(activity, is_public=False),
        later(make_activity(signup_mode=SignupMode.HERE)),
    ]


def test_what_started_is_off_or_of_another_activity_takes_nobody(activity):
    here = make_bookable(activity)
    signup = make_signup(here)

    for there in refused(activity):
        with pytest.raises((InvalidTransition, NotFound)):
            transfer(signup, there.id, HOLDER, clock.now())
        assert places(here, there) == [(1, 0), (0, 0)]


def test_occurrence_that_does_not_exist_takes_nobody(activity):
    with pytest.raises(NotFound):
        transfer(make_signup(make_bookable(activity)), 999, HOLDER, clock.now())


def test_who_has_places_there_already_does_not_get_them_twice(activity):
    here, there = make_bookable(activity), later(activity)
    twice = Contact("王小明", phone="+8613900000001")
    signup = make_signup(here, contact=twice)
    make_signup(there, contact=twice)

    with pytest.raises(AlreadySignedUp):
        transfer(signup, there.id, HOLDER, clock.now())


def test_what_has_ended_or_arrived_stays_where_it_is(activity):
    here, there = make_bookable(activity), later(activity)
    left, arrived = make_signup(here), make_signup(here)
    cancel(left, HOLDER, clock.now())
    Signup.update(checked_in_at=clock.now()).where(Signup.id == arrived.id).execute()

    for signup in (left, arrived):
        with pytest.raises(EventsError):
            transfer(signup, there.id, HOLDER, clock.now())

    assert places(there) == [(0, 0)]


def test_letter_tells_of_the_new_time_and_the_unit_calls_whom_it_moved(activity):
    here, there = make_bookable(activity), later(activity)
    written = make_signup(here, contact=Contact("王小明", email="wang@example.org"))
    silent, moved = make_signup(here), make_signup(here)

    transfer(written, there.id, HOLDER, clock.now())
    transfer(silent, there.id, HOLDER, clock.now())
    transfer(moved, there.id, PROGRAM, clock.now())

    told = Message.select().where(Message.kind == "signup-changed")
    assert [one.email for one in told] == ["wang@example.org"]
    waiting_for_a_call = Signup.select().where(Signup.call_since.is_null(False))
    assert [one.id for one in waiting_for_a_call] == [moved.id]


def test_change_over_counts_as_yes_to_the_time_there(activity):
    here, there = make_bookable(activity), later(activity, sequence=4)
    signup = make_signup(here)

    transfer(signup, there.id, HOLDER, clock.now())

    stored = Signup.get_by_id(signup.id)
    assert (stored.told_sequence, stored.kept_sequence) == (4, 4)
