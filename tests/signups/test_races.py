"""Places under races: many at once, on both databases, and the books are right afterwards."""

import random
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime

from peewee import fn

from events import clock
from events.activities.models import Occurrence
from events.commits import Committer
from events.db import connection, database
from events.errors import EventsError
from events.signups.actions import HOLDER, cancel, sign_up
from events.signups.holding import hold
from events.signups.models import HOLDING, FormKind, Signup, State
from events.signups.people import Contact, Party
from events.signups.refusals import TooManySignups
from events.signups.wishes import Wish
from tests.factories import make_activity, make_bookable


def wish(occurrence: Occurrence, number: int, size: int) -> Wish:
    contact = Contact(f"家长{number}", phone=f"+86139{number:08}")
    return Wish(
        occurrence.id, f"key-{number}", FormKind.PEOPLE, Party(adults=size), contact, may_wait=True
    )


def sign_up_for(asked: Wish, now: datetime) -> Signup:
    return sign_up(asked, hold(asked.occurrence_id), HOLDER, now)


def together(work: list) -> None:
    with ThreadPoolExecutor(len(work)) as threads:
        for done in [threads.submit(one) for one in work]:
            done.result()  # raises what went wrong


def assert_books_are_right(occurrence: Occurrence) -> None:
    stored = Occurrence.get_by_id(occurrence.id)
    sums = Counter()
    for signup in Signup.select().where(Signup.occurrence == occurrence):
        sums["taken"] += signup.party * (signup.state in HOLDING)
        sums["waiting"] += signup.party * (signup.state == State.WAITING)
    assert (stored.taken, stored.waiting) == (sums["taken"], sums["waiting"])
    assert stored.taken <= stored.capacity


def test_crowd_gets_exactly_the_places_there_are_and_parties_stay_whole(db):
    occurrence = make_bookable(capacity=20, waiting_limit=15)
    sizes = random.Random(5)
    refused = []
    committers = Committer(), Committer()  # as two processes would have them

    def attempt(number: int) -> None:
        asked = wish(occurrence, number, sizes.randint(1, 4))
        try:
            committers[number % 2].run(
                occurrence.id, hold, lambda held: sign_up(asked, held, HOLDER, clock.now())
            )
        except EventsError as refusal:
            refused.append(refusal)

    now = clock.now()
    with clock.standing_at(now):
        together([lambda n=n: attempt(n) for n in range(60)])

    assert_books_are_right(occurrence)
    stored = Occurrence.get_by_id(occurrence.id)
    assert stored.taken == 20 or not list(
        Signup.select().where(Signup.state == State.WAITING, Signup.party <= 20 - stored.taken)
    )
    assert len(refused) + Signup.select().count() == 60


def test_those_who_cancel_at_once_make_room_for_those_who_wait(db):
    occurrence = make_bookable(capacity=8, waiting_limit=30)
    now = clock.now()
    for number in range(16):
        with database.atomic():
            sign_up_for(wish(occurrence, number, 1 + number % 2), now)
    confirmed = list(Signup.select().where(Signup.state == State.CONFIRMED))

    def give_back(signup: Signup) -> None:
        with connection():
            cancel(signup, HOLDER, now)

    together([lambda s=s: give_back(s) for s in confirmed])

    assert_books_are_right(occurrence)
    waiting = Signup.select(fn.COUNT(Signup.id)).where(Signup.state == State.WAITING).scalar()
    assert Occurrence.get_by_id(occurrence.id).taken == 8
    assert waiting == 16 - 2 * len(confirmed)


def test_same_form_in_two_processes_at_once_is_one_sign_up(db):
    occurrence = make_bookable(capacity=1)
    now, made = clock.now(), []

    def sign_up_again() -> None:
        with connection(), clock.standing_at(now), database.atomic():
            made.append(sign_up_for(wish(occurrence, 1, 1), now))

    other = threading.Thread(target=sign_up_again)
    with database.atomic():
        made.append(sign_up_for(wish(occurrence, 1, 1), now))
        other.start()
        other.join(0.5)  # it waits for us, else it would be done by now
        assert other.is_alive()
    other.join()

    assert len(made) == 2
    assert len({signup.number for signup in made}) == 1


def test_one_number_cannot_pass_its_limit_at_two_occurrences_at_once(db):
    activity = make_activity(signup_mode="here")
    here, there = (make_bookable(activity, terms={"phone_limit": 1}) for _ in range(2))
    now, refused = clock.now(), []

    def sign_up_there() -> None:
        asked = replace(wish(there, 1, 1), key="another-key")
        try:
            with connection(), clock.standing_at(now), database.atomic():
                sign_up_for(asked, now)
        except EventsError as refusal:
            refused.append(type(refusal))

    other = threading.Thread(target=sign_up_there)
    with database.atomic():
        sign_up_for(wish(here, 1, 1), now)
        other.start()
        other.join(0.5)  # it waits for us, else it would be done by now
        assert other.is_alive()
    other.join()

    assert refused == [TooManySignups]
    assert Signup.select().count() == 1
