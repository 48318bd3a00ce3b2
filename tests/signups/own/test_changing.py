"""What holders change about their sign-ups, and what the places say to it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from events import clock
from events.activities.models import Occurrence
from events.activities.vocabulary import SignupMode
from events.audit import PROGRAM, AuditEntry
from events.errors import InvalidTransition
from events.notifications.models import Message
from events.signups.actions import HOLDER, cancel
from events.signups.desk.deciding import approve, let_wait
from events.signups.keys import keyring
from events.signups.models import DayLimit, Origin, Signup, SignupTerms, State
from events.signups.own.changing import (
    Change,
    ChangedMeanwhile,
    PartyStays,
    change,
)
from events.signups.people import Contact, Party
from events.signups.queries import party_of
from events.signups.refusals import AlreadySignedUp, PartyRefused, TooManySignups
from tests.factories import make_activity, make_bookable, make_signup, make_themed_day


def holder(signup: Signup) -> Contact:
    return keyring().unseal(signup.sealed)


def wanted(signup: Signup, party: Party | None = None, **contact: str) -> Change:
    """What the form of this sign-up would say."""
    return Change(
        party or party_of(signup),
        replace(holder(signup), **contact),
        signup.updated_at.isoformat(),
    )


def places(occurrence: Occurrence) -> tuple[int, int]:
    found = Occurrence.get_by_id(occurrence.id)
    return found.taken, found.waiting


def state(signup: Signup) -> tuple[str, int]:
    found = Signup.get_by_id(signup.id)
    return found.state, found.party


def test_party_grows_and_shrinks_with_its_places(db):
    occurrence = make_bookable(capacity=5)
    signup = make_signup(occurrence, party=Party(adults=2))

    larger = change(signup, wanted(signup, Party(adults=2, under_18=2)), HOLDER, clock.now())
    assert (state(signup), places(occurrence)) == (("confirmed", 4), (4, 0))

    change(signup, wanted(larger, Party(adults=1)), HOLDER, clock.now())
    assert (state(signup), places(occurrence)) == (("confirmed", 1), (1, 0))


def test_growing_beyond_the_places_says_how_many_are_left_and_changes_nothing(db):
    occurrence = make_bookable(capacity=5)
    signup = make_signup(occurrence, party=Party(adults=2))
    make_signup(occurrence, party=Party(adults=2))

    with pytest.raises(PartyStays) as refusal:
        change(signup, wanted(signup, Party(adults=4), name="新名字"), HOLDER, clock.now())

    assert refusal.value.left == 1
    assert refusal.value.message == (
        "只剩 1 个名额，不够再加 2 人。原来的 2 人没有变，您填的内容还在。"
    )
    assert (state(signup), places(occurrence)) == (("confirmed", 2), (4, 0))
    assert holder(Signup.get_by_id(signup.id)).name != "新名字"
    assert AuditEntry.select().where(AuditEntry.action == "signup.changed").count() == 0


def test_growing_is_refused_while_somebody_waits_for_these_places(db):
    occurrence = make_bookable(capacity=5, terms={"strict_order": True})
    signup = make_signup(occurrence, party=Party(adults=2))
    make_signup(occurrence, party=Party(adults=2))
    make_signup(occurrence, party=Party(adults=3))

    with pytest.raises(PartyStays, match="空出来的名额先给候补的人"):
        change(signup, wanted(signup, Party(adults=3)), HOLDER, clock.now())

    assert places(occurrence) == (4, 3)


def test_places_freed_by_a_smaller_party_go_to_whoever_waits(db):
    occurrence = make_bookable(capacity=4)
    signup = make_signup(occurrence, party=Party(adults=4))
    waiting = make_signup(occurrence, party=Party(adults=2))

    change(signup, wanted(signup, Party(adults=2)), HOLDER, clock.now())

    assert (state(waiting), places(occurrence)) == (("confirmed", 2), (4, 0))


def test_party_that_the_unit_has_approved_shrinks_but_does_not_grow(db):
    occurrence = make_bookable(capacity=100, terms={"party_limit": 60, "needs_approval": True})
    asked = make_signup(occurrence, party=Party(adults=10))
    larger = change(asked, wanted(asked, Party(adults=12)), HOLDER, clock.now())
    signup = approve(larger, PROGRAM, clock.now())

    with pytest.raises(PartyStays, match="联系主办单位，或者取消以后重新报名。原来的 12 人没有变"):
        change(signup, wanted(signup, Party(adults=60)), HOLDER, clock.now())
    change(signup, wanted(signup, Party(adults=11)), HOLDER, clock.now())

    assert (state(signup), places(occurrence)) == (("confirmed", 11), (11, 0))


def test_party_that_the_unit_has_put_on_the_list_does_not_grow_there(db):
    occurrence = make_bookable(capacity=12, terms={"party_limit": 60, "needs_approval": True})
    approve(make_signup(occurrence, party=Party(adults=12)), PROGRAM, clock.now())
    waiting = let_wait(make_signup(occurrence, party=Party(adults=2)), PROGRAM, clock.now())

    with pytest.raises(PartyStays, match="主办单位同意"):
        change(waiting, wanted(waiting, Party(adults=12)), HOLDER, clock.now())

    assert state(waiting) == ("waiting", 2)


def test_waiting_party_grows_as_far_as_the_list_and_the_room_allow(db):
    occurrence = make_bookable(capacity=3, waiting_limit=4)
    make_signup(occurrence, party=Party(adults=3))
    waiting = make_signup(occurrence, party=Party(adults=2))
    make_signup(occurrence, party=Party(adults=1))

    larger = change(waiting, wanted(waiting, Party(adults=3)), HOLDER, clock.now())
    assert places(occurrence) == (3, 4)
    with pytest.raises(PartyStays, match="一共只有 3 个名额"):
        change(waiting, wanted(larger, Party(adults=4)), HOLDER, clock.now())
    smaller = change(waiting, wanted(larger, Party(adults=1)), HOLDER, clock.now())
    Occurrence.update(waiting_limit=2).execute()
    with pytest.raises(PartyStays, match="候补只能再加 0 人"):
        change(waiting, wanted(smaller, Party(adults=2)), HOLDER, clock.now())

    assert places(occurrence) == (3, 2)


def test_waiting_party_that_becomes_small_enough_gets_the_free_places(db):
    occurrence = make_bookable(capacity=3)
    make_signup(occurrence, party=Party(adults=2))
    waiting = make_signup(occurrence, party=Party(adults=2))

    change(waiting, wanted(waiting, Party(adults=1)), HOLDER, clock.now())

    assert (state(waiting), places(occurrence)) == (("confirmed", 1), (3, 0))


def test_party_stays_within_the_limit_but_one_let_in_before_may_stay_and_shrink(db):
    occurrence = make_bookable(capacity=20, terms={"party_limit": 3})
    signup = make_signup(occurrence, party=Party(adults=3))

    with pytest.raises(PartyRefused, match="最多 3 人，您填了 4 人"):
        change(signup, wanted(signup, Party(adults=4)), HOLDER, clock.now())
    with pytest.raises(PartyRefused, match="至少要有 1 人"):
        change(signup, wanted(signup, Party()), HOLDER, clock.now())
    SignupTerms.update(party_limit=1).execute()
    change(signup, wanted(signup, Party(adults=2)), HOLDER, clock.now())

    assert state(signup) == ("confirmed", 2)


def test_party_entered_by_the_unit_is_not_held_to_the_publics_limit(db):
    signup = make_signup(make_bookable(capacity=20), origin=Origin.UNIT)

    change(signup, wanted(signup, Party(adults=9)), HOLDER, clock.now())

    assert state(signup) == ("confirmed", 9)


def test_child_under_14_needs_a_guardians_consent_once(db):
    signup = make_signup(make_bookable())
    family = Party(adults=1, under_14=1)

    with pytest.raises(PartyRefused, match="监护人"):
        change(signup, wanted(signup, family), HOLDER, clock.now())
    agreed = replace(wanted(signup, family), consent="digest of the words")
    changed = change(signup, agreed, HOLDER, clock.now())
    again = replace(wanted(changed, Party(adults=1, under_14=2)), consent="digest of others")
    change(signup, again, HOLDER, clock.now())

    stored = Signup.get_by_id(signup.id)
    assert (stored.party, stored.consent_digest) == (3, "digest of the words")
    assert stored.consented_at == clock.now()


def test_child_of_another_age_may_stay_but_no_second_one_comes(db):
    activity = make_activity(signup_mode=SignupMode.HERE, age_from=7, age_to=13)
    occurrence = make_bookable(activity)
    consent = {"consent": "digest"}
    signup = make_signup(occurrence, party=Party(adults=1, under_7=1), **consent)
    SignupTerms.update(ages_only=True).execute()

    with pytest.raises(PartyRefused, match="不接待这个年龄"):
        change(signup, wanted(signup, Party(adults=1, under_7=2)), HOLDER, clock.now())
    change(signup, wanted(signup, Party(adults=2, under_7=1)), HOLDER, clock.now())

    assert state(signup) == ("confirmed", 3)


def test_new_telephone_number_is_recognised_afterwards_and_no_one_elses(db):
    occurrence = make_bookable()
    signup = make_signup(occurrence)
    make_signup(occurrence, contact=Contact("别人", phone="+8613900000001"))

    with pytest.raises(AlreadySignedUp):
        change(signup, wanted(signup, phone="+8613900000001"), HOLDER, clock.now())
    change(signup, wanted(signup, phone="+8613900000002"), HOLDER, clock.now())

    assert holder(Signup.get_by_id(signup.id)).phone == "+8613900000002"
    with pytest.raises(AlreadySignedUp):
        make_signup(occurrence, contact=Contact("又来", phone="+8613900000002"))


def test_limit_of_a_number_holds_for_a_sign_up_that_is_changed_to_it(db):
    activity = make_activity(signup_mode="here")
    here, there = (make_bookable(activity, terms={"phone_limit": 1}) for _ in range(2))
    mine, other = make_signup(here), make_signup(there)

    with pytest.raises(TooManySignups, match="最多报 1 场"):
        change(other, wanted(other, phone=holder(mine).phone), HOLDER, clock.now())

    assert holder(Signup.get_by_id(other.id)) == holder(other)
    renamed = change(mine, wanted(mine, name="新名字"), HOLDER, clock.now())
    assert change(renamed, wanted(renamed, phone="+8613900000002"), HOLDER, clock.now())


def test_limit_of_an_edition_holds_for_a_changed_number_too(db):
    day = make_themed_day()
    DayLimit.create(themed_day=day, year=2026, phone_limit=1)
    mine, other = (
        make_signup(make_bookable(make_activity(signup_mode="here", days=((day, 2026),))))
        for _ in range(2)
    )

    with pytest.raises(TooManySignups):
        change(other, wanted(other, phone=holder(mine).phone), HOLDER, clock.now())


def test_giving_up_the_number_makes_one_the_person_of_the_address(db):
    occurrence = make_bookable()
    both = Contact("父亲", phone="+8613900000001", email="li@example.org")
    signup = make_signup(occurrence, contact=both)
    make_signup(occurrence, contact=Contact("母亲", phone="+8613900000002", email="li@example.org"))
    changed = change(signup, wanted(signup, name="李父"), HOLDER, clock.now())

    with pytest.raises(AlreadySignedUp):
        change(changed, wanted(changed, phone=""), HOLDER, clock.now())
    change(changed, wanted(changed, email="new@example.org"), HOLDER, clock.now())

    assert make_signup(occurrence, contact=Contact("又来", email="third@example.org"))
    with pytest.raises(AlreadySignedUp):
        make_signup(occurrence, contact=Contact("又来", email="new@example.org"))


def test_number_of_somebody_who_cancelled_is_free(db):
    occurrence = make_bookable()
    cancel(
        make_signup(occurrence, contact=Contact("别人", phone="+8613900000001")),
        HOLDER, clock.now(),
    )  # fmt: skip
    signup = make_signup(occurrence)

    change(signup, wanted(signup, phone="+8613900000001"), HOLDER, clock.now())

    assert holder(Signup.get_by_id(signup.id)).phone == "+8613900000001"


def test_form_filled_from_what_is_no_longer_so_is_refused(db, at):
    signup = make_signup()
    in_both_tabs = wanted(signup, Party(adults=2))
    change(signup, wanted(signup, Party(adults=3)), HOLDER, clock.now() + timedelta(seconds=1))

    with pytest.raises(ChangedMeanwhile, match="刚在别处改过"):
        change(signup, in_both_tabs, HOLDER, clock.now())

    assert state(signup) == ("confirmed", 3)


def test_nothing_changes_after_the_start_or_the_end_of_the_signup(db):
    occurrence = make_bookable()
    running, left, arrived = make_signup(occurrence), make_signup(occurrence), make_signup()
    cancel(left, HOLDER, clock.now())
    Signup.update(checked_in_at=clock.now()).where(Signup.id == arrived.id).execute()

    for signup, now in (
        (running, occurrence.start), (left, clock.now()), (arrived, clock.now()),
    ):  # fmt: skip
        fresh = Signup.get_by_id(signup.id)
        with pytest.raises(InvalidTransition):
            change(signup, wanted(fresh, Party(adults=2)), HOLDER, now)

    assert [state(one)[1] for one in (running, left, arrived)] == [1, 1, 1]


def test_audit_of_a_change_says_how_many_and_nothing_about_whom(db):
    contact = Contact("王小明", phone="+8613900001111", email="wang@example.org")
    signup = make_signup(contact=contact)

    change(signup, wanted(signup, Party(adults=2), name="李大海"), HOLDER, clock.now())

    [entry] = AuditEntry.select().where(AuditEntry.action == "signup.changed")
    assert entry.details == {"occurrence": signup.occurrence_id, "party": 2, "before": 1}
    assert entry.actor_name == "报名人"


def test_letter_goes_out_when_the_party_or_the_address_changed(db):
    signup = make_signup(contact=Contact("王小明", email="wang@example.org"))

    def told() -> list[str]:
        kinds = Message.select().where(Message.kind == "signup-changed").order_by(Message.id)
        return [one.email for one in kinds]

    changed = change(signup, wanted(signup, name="王大明"), HOLDER, clock.now())
    assert told() == []
    changed = change(signup, wanted(changed, Party(adults=2)), HOLDER, clock.now())
    assert told() == ["wang@example.org"]
    later = clock.now() + timedelta(seconds=1)
    change(signup, wanted(changed, email="new@example.org"), HOLDER, later)
    assert told() == ["wang@example.org", "new@example.org"]


def test_holder_without_an_address_is_not_called_about_the_own_change(db):
    signup = make_signup()

    change(signup, wanted(signup, Party(adults=2)), HOLDER, clock.now())

    assert Signup.get_by_id(signup.id).call_since is None


def test_offer_that_has_expired_can_not_be_changed(db):
    signup = make_signup()
    Signup.update(state=State.OFFERED, offer_expires_at=clock.now()).execute()

    with pytest.raises(InvalidTransition):
        change(signup, wanted(signup, Party(adults=2)), HOLDER, clock.now())
