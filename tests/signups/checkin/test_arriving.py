"""签到 as the verb: once, at the earliest time, only for those who have places."""

import threading
from datetime import datetime, timedelta

import pytest

from events import audit, clock
from events.activities.models import Occurrence
from events.audit import AuditEntry
from events.db import connection, database
from events.errors import EventsError
from events.signups.actions import HOLDER, cancel
from events.signups.checkin.arriving import check_in, take_back
from events.signups.checkin.walking_in import walk_in
from events.signups.keys import keyring
from events.signups.models import HOLDING, Signup, State
from events.signups.people import Contact, Party
from events.signups.placing import enter
from tests.factories import make_activity, make_bookable, make_signup
from tests.signups.checkin.conftest import DAY

BY = audit.PROGRAM


def instant(time: str, day: str = DAY) -> datetime:
    return datetime.fromisoformat(f"{day}T{time}+08:00")


def arrive(occurrence: Occurrence, number: str, time: str, now: str = "12:00"):
    return check_in(occurrence.id, number, instant(time), BY, instant(now))


def stored(number: str) -> Signup:
    return Signup.get(Signup.number == number)


def refusal(occurrence: Occurrence, number: str, time: str = "09:42", day: str = DAY) -> str:
    with pytest.raises(EventsError) as caught:
        check_in(occurrence.id, number, instant(time, day), BY, instant(time, day))
    return caught.value.message


def test_second_arrival_of_a_party_learns_when_it_was_first(occurrence, numbers):
    first = arrive(occurrence, numbers[0], "09:42")
    second = arrive(occurrence, numbers[0], "09:50")

    assert (first.at, first.before) == (instant("09:42"), None)
    assert (second.at, second.before) == (instant("09:42"), instant("09:42"))
    assert AuditEntry.select().where(AuditEntry.action == "signup.checked_in").count() == 1


def test_earliest_of_two_times_counts_whichever_is_told_first(occurrence, numbers):
    arrive(occurrence, numbers[0], "09:50")
    earlier = arrive(occurrence, numbers[0], "09:40")

    assert (earlier.at, earlier.before) == (instant("09:40"), instant("09:50"))
    assert stored(numbers[0]).checked_in_at == instant("09:40")


def test_time_in_the_future_becomes_the_present(occurrence, numbers):
    arrival = arrive(occurrence, numbers[0], "23:00", now="09:45")

    assert arrival.at - instant("09:45") <= timedelta(seconds=1)


def test_number_is_read_however_it_is_typed_or_scanned(occurrence, numbers):
    one, other, _ = numbers
    spaced = f" {one[:4].lower()} {one[4:].lower()}"

    assert arrive(occurrence, spaced, "09:42").signup.number == one
    assert arrive(occurrence, f"KEPULI:{other}", "09:42").signup.number == other


@pytest.mark.parametrize("number", ["", "\0", "ZZZZZZZZ", "王芳", "1' OR '1'='1", "9" * 5000])
def test_unknown_number_is_refused(occurrence, numbers, number):
    assert refusal(occurrence, number).startswith("没有这个编号")


def test_audit_knows_the_sign_up_and_the_time_and_nothing_personal(occurrence, numbers):
    now = instant("12:00")
    check_in(occurrence.id, numbers[0], instant("09:42"), BY, now, device="a1b2")

    entry = AuditEntry.get(AuditEntry.action == "signup.checked_in")
    assert (entry.key, entry.name) == (str(stored(numbers[0]).id), "夜里的博物馆")
    assert entry.details == {
        "occurrence": occurrence.id, "party": 2, "at": f"{DAY} 09:42:00+08:00", "device": "a1b2",
    }  # fmt: skip


def test_door_is_open_from_the_day_before_until_the_day_after(occurrence, numbers):
    assert refusal(occurrence, numbers[0], "23:59", "2026-11-26").startswith("签到从前一天")
    assert refusal(occurrence, numbers[0], "00:00", "2026-11-30").startswith("签到到第二天为止")
    assert stored(numbers[0]).checked_in_at is None

    for number, (time, day) in zip(
        numbers, [("00:00", "2026-11-27"), ("23:59", "2026-11-29")], strict=False
    ):
        check_in(occurrence.id, number, instant(time, day), BY, instant(time, day))
        assert stored(number).checked_in_at == instant(time, day)


@pytest.mark.parametrize("status", ["cancelled", "postponed"])
def test_nobody_is_let_in_where_nothing_takes_place(occurrence, numbers, status):
    Occurrence.update(status=status).where(Occurrence.id == occurrence.id).execute()

    assert refusal(occurrence, numbers[0]) == "这一场已经取消或者延期，不能签到。"


def test_sign_up_that_waits_is_refused_and_keeps_waiting(occurrence, numbers):
    make_signup(occurrence, party=Party(adults=5))
    waiting = make_signup(occurrence, party=Party(adults=5))

    assert refusal(occurrence, waiting.number).startswith("这份报名还在候补")
    assert stored(waiting.number).state == State.WAITING
    assert stored(waiting.number).checked_in_at is None


def test_who_waits_is_let_in_once_free_places_are_for_all(occurrence, numbers):
    large = make_signup(occurrence, party=Party(adults=5))
    waiting = make_signup(occurrence, party=Party(adults=5))
    Signup.update(state=State.CANCELLED).where(Signup.id == large.id).execute()
    Occurrence.update(taken=Occurrence.taken - 5).where(Occurrence.id == occurrence.id).execute()
    assert refusal(occurrence, waiting.number, "09:29").startswith("这份报名还在候补")

    arrive(occurrence, waiting.number, "09:42", now="09:42")

    assert stored(waiting.number).state == State.CONFIRMED
    assert stored(waiting.number).checked_in_at == instant("09:42")


def test_cancelled_sign_up_is_refused(occurrence, numbers):
    cancel(stored(numbers[0]), HOLDER, clock.now())

    assert refusal(occurrence, numbers[0]).startswith("这份报名已经取消")


def test_offer_that_holds_is_accepted_at_the_door_and_a_late_one_is_not(occurrence, numbers):
    for number, until in zip(numbers, ("10:00", "09:30"), strict=False):
        with database.atomic():
            enter(
                stored(number), State.OFFERED, clock.now(), confirmed_at=None,
                offer_expires_at=instant(until),
            )  # fmt: skip

    arrival = arrive(occurrence, numbers[0], "09:42", now="09:42")

    assert arrival.before is None
    assert stored(numbers[0]).state == State.CONFIRMED
    assert refusal(occurrence, numbers[1]).startswith("留给这份报名的名额已经过期")
    assert stored(numbers[1]).state == State.OFFERED


def test_sign_up_for_another_occurrence_is_told_which_only_to_its_own_unit(
    occurrence, activity, numbers
):
    ours = make_signup(make_bookable(activity, start=datetime(2026, 11, 29, 14)))  # noqa: DTZ001
    theirs = make_signup(make_bookable(make_activity(title="别人的活动", signup_mode="here")))

    assert "11月29日 14:00“夜里的博物馆”" in refusal(occurrence, ours.number)
    sentence = refusal(occurrence, theirs.number)
    assert sentence == "这个编号不是这一场的，请看凭证上的日期和地点。"


def test_taking_back_makes_room_for_arriving_again(occurrence, numbers):
    arrive(occurrence, numbers[0], "09:42")

    take_back(stored(numbers[0]), BY, clock.now())
    take_back(stored(numbers[0]), BY, clock.now())

    assert (stored(numbers[0]).checked_in_at, stored(numbers[0]).state) == (None, "confirmed")
    assert AuditEntry.select().where(AuditEntry.action == "signup.check_in_removed").count() == 1
    assert arrive(occurrence, numbers[0], "09:55").before is None


def test_walk_in_takes_places_once_and_taking_it_back_frees_them(occurrence, numbers):
    made = walk_in(occurrence.id, "key", 2, 1, BY, clock.now())
    same = walk_in(occurrence.id, "key", 2, 1, BY, clock.now())

    assert made.id == same.id
    assert Occurrence.get_by_id(occurrence.id).taken == 4 + 3
    assert (made.origin, made.party, made.contact_hash) == ("door", 3, None)

    take_back(stored(made.number), BY, clock.now())

    after = stored(made.number)
    assert (after.state, after.checked_in_at, after.call_since) == ("cancelled", None, None)
    assert Occurrence.get_by_id(occurrence.id).taken == 4


def test_walk_in_without_places_changes_nothing(occurrence, numbers):
    with pytest.raises(EventsError, match="只剩 6 个名额，不够这么多人"):
        walk_in(occurrence.id, "key", 7, 0, BY, clock.now())

    assert Occurrence.get_by_id(occurrence.id).taken == 4
    assert Signup.select().count() == 3


def at_once(work: list) -> None:
    gate = threading.Barrier(len(work))

    def begin(one) -> None:
        with connection():
            gate.wait()
            one()

    threads = [threading.Thread(target=begin, args=(one,)) for one in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_of_many_devices_at_once_one_lets_the_party_in(occurrence, numbers):
    arrivals = []

    def scan(number: int) -> None:
        arrivals.append(arrive(occurrence, numbers[0], f"09:{40 + number}"))

    at_once([lambda n=n: scan(n) for n in range(6)])

    assert [arrival.before for arrival in arrivals].count(None) == 1
    assert stored(numbers[0]).checked_in_at == instant("09:40")


def test_walk_ins_at_several_doors_at_once_never_exceed_the_places(occurrence, numbers):
    refused = []

    def enter_three(number: int) -> None:
        try:
            walk_in(occurrence.id, f"door {number}", 2, 1, BY, instant("09:42"))
        except EventsError as why:
            refused.append(why)

    at_once([lambda n=n: enter_three(n) for n in range(5)])

    holding = Signup.select().where(Signup.state.in_([*HOLDING]))
    assert len(refused) == 3
    assert sum(signup.party for signup in holding) == 10
    assert Occurrence.get_by_id(occurrence.id).taken == 10


def test_erased_sign_up_is_still_known_by_its_number(occurrence, numbers):
    Signup.update(sealed="", contact_hash=None, email_hash="", erased_at=clock.now()).where(
        Signup.number == numbers[0]
    ).execute()

    assert arrive(occurrence, numbers[0], "09:42").before is None


def test_contact_of_a_walk_in_is_empty(occurrence, numbers):
    made = walk_in(occurrence.id, "key", 1, 0, BY, clock.now())

    assert keyring().unseal(made.sealed) == Contact("")
