"""Holders change their minds all at once, on both databases, and the books are right afterwards."""

import threading
from datetime import datetime

from events import clock
from events.activities.models import Occurrence
from events.activities.vocabulary import SignupMode
from events.commits import Committer
from events.db import connection
from events.errors import EventsError
from events.signups.actions import HOLDER, cancel, sign_up
from events.signups.holding import hold
from events.signups.keys import keyring
from events.signups.models import FormKind, Signup, State
from events.signups.own.changing import Change, change
from events.signups.people import Contact, Party
from events.signups.transferring import transfer
from events.signups.wishes import Wish
from tests.factories import make_activity, make_bookable, make_signup
from tests.signups.test_races import assert_books_are_right, together


def larger(signup: Signup, adults: int) -> Change:
    contact = keyring().unseal(signup.sealed)
    return Change(Party(adults=adults), contact, signup.updated_at.isoformat())


def tried(work: list) -> int:
    """How many of these were let through, all at once."""
    done = []
    begin = threading.Barrier(len(work))

    def attempt(one) -> None:
        begin.wait()
        try:
            with connection():
                one()
            done.append(one)
        except EventsError:
            pass

    together([lambda one=one: attempt(one) for one in work])
    return len(done)


def test_last_places_go_to_as_many_growing_parties_as_there_are_places(db):
    occurrence = make_bookable(capacity=9)
    signups = [make_signup(occurrence) for _ in range(6)]
    now = clock.now()

    grown = tried([lambda s=s: change(s, larger(s, 2), HOLDER, now) for s in signups])

    assert (grown, Occurrence.get().taken) == (3, 9)
    assert_books_are_right(occurrence)


def test_limit_of_a_number_is_not_passed_by_changing_two_to_it_at_once(db):
    activity = make_activity(signup_mode=SignupMode.HERE)
    signups = [
        make_signup(make_bookable(activity, terms={"phone_limit": 1})) for _number in range(4)
    ]
    now, contact = clock.now(), Contact("一个人", phone="+8613900001234")

    changed = tried(
        [
            lambda s=s: change(
                s, Change(Party(adults=1), contact, s.updated_at.isoformat()), HOLDER, now
            )
            for s in signups
        ]
    )

    assert changed == 1


def test_growing_party_and_newcomers_never_share_a_place(db):
    occurrence = make_bookable(capacity=6, waiting_limit=0)
    signups = [make_signup(occurrence) for _ in range(3)]
    now, committer = clock.now(), Committer()

    def come(number: int) -> None:
        contact = Contact("新来", phone=f"+86137{number:08}")
        wish = Wish(occurrence.id, f"new-{number}", FormKind.PEOPLE, Party(adults=1), contact)
        committer.run(occurrence.id, hold, lambda held: sign_up(wish, held, HOLDER, now))

    done = tried(
        [lambda s=s: change(s, larger(s, 2), HOLDER, now) for s in signups]
        + [lambda n=n: come(n) for n in range(3)]
    )

    assert (done, Occurrence.get().taken) == (3, 6)
    assert_books_are_right(occurrence)


def test_one_change_of_two_tabs_is_stored_and_the_other_told(db):
    signup = make_signup(make_bookable())
    begin = datetime.fromisoformat("2026-11-21T10:01+08:00")

    done = tried([lambda n=n: change(signup, larger(signup, n), HOLDER, begin) for n in (2, 3)])

    assert done == 1
    assert_books_are_right(Occurrence.get())


def test_crossing_transfers_end_and_keep_every_party_whole(db):
    """Half change over in one direction, half in the other, and nobody waits for ever."""
    activity = make_activity(signup_mode=SignupMode.HERE)
    one, other = (
        make_bookable(activity, start=datetime(2026, 12, day, 10), capacity=10)  # noqa: DTZ001
        for day in (5, 6)
    )
    here = [make_signup(one, party=Party(adults=2)) for _ in range(4)]
    there = [make_signup(other, party=Party(adults=2)) for _ in range(4)]
    now = clock.now()

    tried(
        [lambda s=s: transfer(s, other.id, HOLDER, now) for s in here]
        + [lambda s=s: transfer(s, one.id, HOLDER, now) for s in there]
    )

    assert_books_are_right(one)
    assert_books_are_right(other)
    assert Signup.select().where(Signup.state == State.CONFIRMED, Signup.party == 2).count() == 8


def test_change_and_cancellation_at_once_leave_no_place_behind(db):
    occurrence = make_bookable(capacity=10)
    signups = [make_signup(occurrence, party=Party(adults=2)) for _ in range(4)]
    now = clock.now()

    tried(
        [lambda s=s: change(s, larger(s, 3), HOLDER, now) for s in signups[:2]]
        + [lambda s=s: cancel(s, HOLDER, now) for s in signups]
    )

    assert Occurrence.get().taken == 0
    assert_books_are_right(occurrence)
