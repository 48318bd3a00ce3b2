"""The waiting list against a model of it, and what it does by day, by night and near the start."""

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from events import clock
from events.activities.models import Occurrence
from events.activities.occurrences import (
    cancel_occurrence,
    move_occurrence,
    postpone_occurrence,
    reinstate_occurrence,
)
from events.activities.timing import between
from events.db import database
from events.errors import InvalidTransition
from events.notifications.models import Message
from events.signups import waiting
from events.signups.actions import HOLDER, cancel
from events.signups.models import Signup, State
from events.signups.people import Contact, Party
from events.signups.placing import fresh, resize
from events.signups.refusals import PlacesGone
from events.signups.waiting import accept, lapse_offers, promote, promote_due
from tests.factories import make_bookable, make_signup

AFTERNOON = datetime(2026, 11, 28, 15)  # noqa: DTZ001  a wall time
WITH_MAIL = Contact("阿依古丽·买买提", email="parent@example.org")


@dataclass
class Model:
    """The rules in the plainest words: (size, state) in the order they came."""

    capacity: int
    limit: int
    strict: bool
    entries: list[list] = field(default_factory=list)

    def total(self, state: str) -> int:
        return sum(size for size, its in self.entries if its == state)

    @property
    def left(self) -> int:
        return self.capacity - self.total("confirmed")

    def turn(self) -> list | None:
        waiting = [entry for entry in self.entries if entry[1] == "waiting"]
        if self.strict:
            waiting = waiting[:1]
        return next((entry for entry in waiting if entry[0] <= self.left), None)

    def sign_up(self, size: int) -> None:
        waits = any(state == "waiting" for _size, state in self.entries)
        may_pass = not waits or (not self.strict and self.turn() is None)
        if size <= self.left and may_pass:
            self.entries.append([size, "confirmed"])
        elif size <= self.capacity and self.total("waiting") + size <= self.limit:
            self.entries.append([size, "waiting"])

    def cancel(self, index: int) -> None:
        self.entries[index][1] = "cancelled"
        self.move_up()

    def move_up(self) -> None:
        while entry := self.turn():
            entry[1] = "confirmed"


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("sign up"), st.integers(1, 5)),
        st.tuples(st.just("cancel"), st.integers(0, 30)),
        st.tuples(st.just("raise"), st.integers(1, 4)),
    ),
    max_size=24,
)


@given(steps=STEPS, capacity=st.integers(1, 8), limit=st.integers(0, 8), strict=st.booleans())
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_places_and_waiting_list_follow_the_rules(db, steps, capacity, limit, strict):
    model = Model(capacity, limit, strict)
    occurrence = make_bookable(
        capacity=capacity, waiting_limit=limit, terms={"strict_order": strict}
    )
    made: list[Signup] = []
    for verb, number in steps:
        if verb == "sign up":
            model.sign_up(number)
            with suppress(PlacesGone):
                made.append(make_signup(occurrence, party=Party(adults=number)))
        elif verb == "cancel" and made:
            model.cancel(number % len(made))
            cancel(made[number % len(made)], HOLDER, clock.now())
        elif verb == "raise":
            model.capacity += number
            model.move_up()
            with database.atomic():
                Occurrence.update(capacity=model.capacity).where(
                    Occurrence.id == occurrence.id
                ).execute()
                promote(occurrence.id, clock.now())

        stored = Signup.select().where(Signup.occurrence == occurrence).order_by(Signup.id)
        assert [[row.party, row.state] for row in stored] == model.entries
        books = Occurrence.get_by_id(occurrence.id)
        assert (books.taken, books.waiting) == (model.total("confirmed"), model.total("waiting"))


def full_with_one_waiting(**fields: object) -> tuple[Signup, Signup]:
    occurrence = make_bookable(capacity=2, **fields)
    return (
        make_signup(occurrence, party=Party(adults=2)),
        make_signup(occurrence, party=Party(adults=2), contact=WITH_MAIL),
    )


def state_of(signup: Signup) -> str:
    return Signup.get_by_id(signup.id).state


def test_place_freed_days_before_is_given_at_once(db):
    first, second = full_with_one_waiting()

    cancel(first, HOLDER, clock.now())

    assert state_of(second) == State.CONFIRMED
    assert [message.kind for message in Message.select().order_by(Message.id)] == [
        "signup-waiting",
        "signup-confirmed",
    ]


def test_place_given_at_night_is_told_in_the_morning(db, at):
    first, second = full_with_one_waiting()
    at("2026-11-24T23:30+08:00")

    cancel(first, HOLDER, clock.now())

    letter = Message.get(Message.kind == "signup-confirmed")
    assert state_of(second) == State.CONFIRMED
    assert letter.not_before == datetime.fromisoformat("2026-11-25T08:00+08:00")


def test_place_freed_within_a_day_is_offered_and_held(db, at):
    first, second = full_with_one_waiting()
    at("2026-11-27T14:00+08:00")

    cancel(first, HOLDER, clock.now())

    offered = Signup.get_by_id(second.id)
    assert offered.state == State.OFFERED
    assert offered.offer_expires_at == datetime.fromisoformat("2026-11-27T16:00+08:00")
    assert Occurrence.get_by_id(second.occurrence_id).taken == 2
    assert make_signup(Occurrence.get_by_id(second.occurrence_id)).state == State.WAITING


def test_offer_that_is_taken_becomes_a_place(db, at):
    first, second = full_with_one_waiting()
    at("2026-11-27T14:00+08:00")
    cancel(first, HOLDER, clock.now())
    at("2026-11-27T15:59+08:00")

    accept(second, HOLDER, clock.now())

    assert state_of(second) == State.CONFIRMED
    assert lapse_offers(clock.now() + timedelta(hours=1)) == 0


def test_offer_that_nobody_takes_goes_to_the_next(db, at):
    first, second = full_with_one_waiting()
    third = make_signup(Occurrence.get_by_id(first.occurrence_id), party=Party(adults=1))
    at("2026-11-27T14:00+08:00")
    cancel(first, HOLDER, clock.now())
    at("2026-11-27T16:00+08:00")

    with pytest.raises(InvalidTransition, match="已经过期"):
        accept(second, HOLDER, clock.now())
    assert lapse_offers(clock.now()) == 1

    assert (state_of(second), state_of(third)) == (State.LAPSED, State.OFFERED)


def test_offer_is_not_made_at_night_but_in_the_morning_and_newcomers_do_not_slip_in(db, at):
    first, second = full_with_one_waiting(start=AFTERNOON)
    at("2026-11-27T22:30+08:00")
    cancel(first, HOLDER, clock.now())
    newcomer = make_signup(Occurrence.get_by_id(first.occurrence_id), party=Party(adults=1))

    assert (state_of(second), state_of(newcomer)) == (State.WAITING, State.WAITING)
    assert promote_due(clock.now()) == 0
    at("2026-11-28T08:00+08:00")
    assert promote_due(clock.now()) == 1

    assert (state_of(second), state_of(newcomer)) == (State.OFFERED, State.WAITING)


def test_offer_made_in_the_evening_lasts_until_the_morning(db, at):
    first, second = full_with_one_waiting(start=AFTERNOON)
    at("2026-11-27T21:00+08:00")

    cancel(first, HOLDER, clock.now())

    expires_at = Signup.get_by_id(second.id).offer_expires_at
    assert expires_at == datetime.fromisoformat("2026-11-28T08:00+08:00")


def offered_on_the_day_before(at) -> Signup:
    first, second = full_with_one_waiting()
    at("2026-11-27T14:00+08:00")
    cancel(first, HOLDER, clock.now())
    return second


@pytest.mark.parametrize("verb", [postpone_occurrence, cancel_occurrence])
def test_offer_of_what_does_not_take_place_goes_back_to_the_list_and_nobody_is_told_of_a_loss(
    db, at, verb
):
    signup = offered_on_the_day_before(at)
    behind = make_signup(signup.occurrence, party=Party(adults=1))
    verb(signup.occurrence, "暴雨", clock.now())

    with pytest.raises(InvalidTransition, match="取消或者延期"):
        accept(signup, HOLDER, clock.now())
    assert lapse_offers(clock.now()) == 1

    at("2026-11-27T16:00+08:00")
    assert lapse_offers(clock.now()) == 0
    assert state_of(signup) == State.WAITING
    assert not Message.select().where(Message.kind == "signup-lapsed").exists()
    books = Occurrence.get_by_id(signup.occurrence_id)
    assert (books.taken, books.waiting) == (0, 3)
    timing = between(AFTERNOON, AFTERNOON + timedelta(hours=2), ZoneInfo("Asia/Shanghai"))
    reinstate_occurrence(books, "雨停了", clock.now())
    move_occurrence(Occurrence.get_by_id(books.id), timing, "雨停了", clock.now())
    promote_due(clock.now())
    assert (state_of(signup), state_of(behind)) == (State.OFFERED, State.WAITING)


def test_offer_ends_by_the_start_that_was_moved_to_an_earlier_time(db, at):
    signup = offered_on_the_day_before(at)
    earlier = datetime(2026, 11, 27, 15)  # noqa: DTZ001  a wall time
    timing = between(earlier, earlier + timedelta(hours=1), ZoneInfo("Asia/Shanghai"))
    move_occurrence(signup.occurrence, timing, "", clock.now())

    assert lapse_offers(clock.now()) == 0
    assert Signup.get_by_id(signup.id).offer_expires_at == timing.start
    at("2026-11-27T15:00+08:00")
    with pytest.raises(InvalidTransition):
        accept(signup, HOLDER, clock.now())
    assert lapse_offers(clock.now()) == 1

    assert state_of(signup) == State.LAPSED


def test_offer_that_is_not_shortened_yet_can_not_be_taken_after_the_start(db, at):
    signup = offered_on_the_day_before(at)
    started = clock.now() - timedelta(minutes=1)
    Occurrence.update(start=started).execute()

    with pytest.raises(InvalidTransition):
        accept(signup, HOLDER, clock.now())


@pytest.mark.parametrize(
    ("now", "end"),
    [
        ("2026-11-27T16:00+08:00", "2026-11-28T08:00+08:00"),  # it would end at night
        ("2026-11-28T08:00+08:00", "2026-11-28T11:30+08:00"),
        ("2026-11-28T12:00+08:00", "2026-11-28T14:00+08:00"),
        ("2026-11-28T14:20+08:00", "2026-11-28T14:45+08:00"),
    ],
)
def test_who_must_be_telephoned_has_half_of_the_time_that_is_left(db, at, now, end):
    occurrence = make_bookable(capacity=1, start=AFTERNOON)
    first, second = make_signup(occurrence), make_signup(occurrence)
    at(now)

    cancel(first, HOLDER, clock.now())

    assert Signup.get_by_id(second.id).offer_expires_at == datetime.fromisoformat(end)


def newcomer_to(occurrence: Occurrence, size: int = 1) -> State:
    signup = make_signup(Occurrence.get_by_id(occurrence.id), party=Party(adults=size))
    return State(signup.state)


MORNING = datetime(2026, 11, 28, 8, 30)  # noqa: DTZ001
NEAR = {
    "the last half hour": ({}, "2026-11-28T09:29+08:00", "2026-11-28T09:30+08:00"),
    "a night until the start": (
        {"start": MORNING},
        "2026-11-27T21:59+08:00",
        "2026-11-27T22:00+08:00",
    ),
    "a whole day": (
        {"first_day": MORNING.date()},
        "2026-11-27T21:59+08:00",
        "2026-11-27T22:00+08:00",
    ),
}


@pytest.mark.parametrize("strict", [False, True])
@pytest.mark.parametrize("near", NEAR)
def test_when_no_offer_can_be_made_any_more_free_places_are_for_whoever_comes_first(
    db, at, near, strict
):
    fields, before, then = NEAR[near]
    occurrence = make_bookable(capacity=3, terms={"strict_order": strict}, **fields)
    first = make_signup(occurrence, party=Party(adults=3))
    second = make_signup(occurrence, party=Party(adults=2))
    at(before)
    assert newcomer_to(occurrence) == State.WAITING
    at(then)
    cancel(first, HOLDER, clock.now())

    assert newcomer_to(occurrence) == State.CONFIRMED
    assert state_of(second) == State.WAITING
    accept(second, HOLDER, clock.now())

    assert state_of(second) == State.CONFIRMED
    assert newcomer_to(occurrence) == State.WAITING


def test_who_waits_takes_nothing_while_places_are_given_by_turn_nor_more_than_there_are(db, at):
    occurrence = make_bookable(capacity=3, start=AFTERNOON)
    first = make_signup(occurrence, party=Party(adults=2))
    make_signup(occurrence)
    second = make_signup(occurrence, party=Party(adults=3))
    at("2026-11-27T23:00+08:00")
    cancel(first, HOLDER, clock.now())
    for now in ("2026-11-27T23:00+08:00", "2026-11-28T14:40+08:00", "2026-11-28T17:00+08:00"):
        at(now)
        with pytest.raises(InvalidTransition, match="候补的位置还在"):
            accept(second, HOLDER, clock.now())

    assert state_of(second) == State.WAITING


def test_strict_list_goes_on_without_a_party_larger_than_all_the_places(db):
    occurrence = make_bookable(capacity=4, terms={"strict_order": True})
    first = make_signup(occurrence)
    head = make_signup(occurrence, party=Party(adults=4))
    behind = make_signup(occurrence, party=Party(adults=2))
    Occurrence.update(capacity=3).execute()

    cancel(first, HOLDER, clock.now())

    assert (state_of(head), state_of(behind)) == (State.WAITING, State.CONFIRMED)
    assert newcomer_to(occurrence) == State.CONFIRMED
    Occurrence.update(capacity=5).execute()
    assert newcomer_to(occurrence) == State.WAITING


def test_one_sign_up_that_can_not_be_opened_does_not_stop_the_others(db, at):
    pairs = [full_with_one_waiting(), full_with_one_waiting()]
    lost, other = (second for _first, second in pairs)
    Signup.update(sealed="x").where(Signup.id == lost.id).execute()
    at("2026-11-27T14:00+08:00")
    Signup.update(state=State.CANCELLED).where(
        Signup.id.in_([first.id for first, _second in pairs])
    ).execute()
    Occurrence.update(taken=0).execute()

    assert promote_due(clock.now()) == 2
    assert Signup.get_by_id(lost.id).call_since == clock.now()
    assert Signup.get_by_id(other.id).call_since is None
    at("2026-11-28T09:46+08:00")
    assert lapse_offers(clock.now()) == 2


def test_one_occurrence_that_fails_is_logged_without_what_the_error_says(db, at, caplog):
    pairs = [full_with_one_waiting(), full_with_one_waiting()]
    at("2026-11-27T14:00+08:00")
    for first, _second in pairs:
        cancel(first, HOLDER, clock.now())
    broken, other = (second for _first, second in pairs)
    real, personal = waiting.note, "parent@example.org"

    def note(by: object, action: str, signup: Signup, *rest: object) -> None:
        if signup.id == broken.id:
            raise ValueError(personal)
        real(by, action, signup, *rest)

    at("2026-11-28T09:46+08:00")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(waiting, "note", note)
        assert lapse_offers(clock.now()) == 1

    assert (state_of(broken), state_of(other)) == (State.OFFERED, State.LAPSED)
    assert f"{broken.id}: ValueError" in caplog.text
    assert personal not in caplog.text


def test_nobody_moves_up_once_it_has_begun(db, at):
    first, second = full_with_one_waiting()
    at("2026-11-28T10:30+08:00")

    cancel(first, HOLDER, clock.now())

    assert state_of(second) == State.WAITING


@pytest.mark.parametrize("status", ["cancelled", "postponed"])
def test_nobody_moves_up_into_what_does_not_take_place(db, status):
    first, second = full_with_one_waiting()
    Occurrence.update(status=status).execute()

    cancel(first, HOLDER, clock.now())

    assert state_of(second) == State.WAITING


def test_party_that_shrinks_makes_room(db):
    occurrence = make_bookable(capacity=4)
    large = make_signup(occurrence, party=Party(adults=4))
    small = make_signup(occurrence, party=Party(adults=1))

    with database.atomic():
        signup, place = fresh(large)
        assert resize(signup, clock.now(), adults=2, under_7=0, under_14=0, under_18=0, pupils=0)
        promote(place.id, clock.now())

    assert state_of(small) == State.CONFIRMED
    assert Occurrence.get_by_id(occurrence.id).taken == 3


def test_party_does_not_grow_beyond_the_places(db):
    occurrence = make_bookable(capacity=4)
    mine = make_signup(occurrence, party=Party(adults=2))
    make_signup(occurrence, party=Party(adults=2))

    with database.atomic():
        signup, _place = fresh(mine)
        grown = resize(signup, clock.now(), adults=3, under_7=0, under_14=0, under_18=0, pupils=0)

    assert not grown
    assert Signup.get_by_id(mine.id).party == 2
    assert Occurrence.get_by_id(occurrence.id).taken == 4
