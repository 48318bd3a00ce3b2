"""Who gets a place, who doesn't and why; the same form twice; what is written down."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from events import clock
from events.activities.models import Occurrence
from events.activities.standing import Stand, standing
from events.audit import AuditEntry
from events.db import database
from events.errors import InvalidTransition, NotFound
from events.notifications.models import Message
from events.signups.actions import HOLDER, cancel, sign_up
from events.signups.holding import hold
from events.signups.keys import keyring
from events.signups.models import DayLimit, FormKind, Origin, Signup, State
from events.signups.people import Contact, Party, bands_for
from events.signups.refusals import (
    AlreadySignedUp,
    NotOpen,
    PartyRefused,
    PlacesGone,
    TooManySignups,
)
from events.signups.terms import Terms, closing, opening
from events.signups.wishes import Wish
from tests import NOW
from tests.factories import make_activity, make_bookable, make_signup, make_themed_day

LATER = datetime(2026, 12, 5, 10)  # noqa: DTZ001  a wall time
MOTHER = Contact("张女士", phone="+8613800001234")


def wish(occurrence: Occurrence, key: str = "k1", **fields: object) -> Wish:
    asked = Wish(occurrence.id, key, FormKind.PEOPLE, Party(adults=1), MOTHER)
    return replace(asked, **fields)


def ask(asked: Wish) -> Signup:
    with database.atomic():
        return sign_up(asked, hold(asked.occurrence_id), HOLDER, clock.now())


def books(occurrence: Occurrence) -> tuple[int, int]:
    found = Occurrence.get_by_id(occurrence.id)
    return found.taken, found.waiting


def test_family_gets_as_many_places_as_it_has_heads(db):
    occurrence = make_bookable()

    signup = ask(wish(occurrence, party=Party(adults=2, under_14=1), consent="digest"))

    assert (signup.state, signup.party, signup.confirmed_at) == (State.CONFIRMED, 3, NOW)
    assert (signup.consented_at, signup.consent_digest) == (NOW, "digest")
    assert keyring().unseal(signup.sealed) == MOTHER
    assert books(occurrence) == (3, 0)


def test_audit_knows_that_somebody_signed_up_but_not_who(db):
    ask(wish(make_bookable()))

    entry = AuditEntry.get(AuditEntry.action == "signup.made")
    assert (entry.actor_name, entry.details["party"]) == ("报名人", 1)
    assert "张" not in str(entry.__data__)
    assert "1380000" not in str(entry.__data__)


def test_same_form_again_is_the_same_sign_up_even_when_full_or_closed_by_then(db, at):
    occurrence = make_bookable(capacity=1)
    first = ask(wish(occurrence))
    at("2026-11-29T10:00+08:00")

    again = ask(wish(occurrence))

    assert again == first
    assert books(occurrence) == (1, 0)


def test_same_form_again_after_cancelling_stays_cancelled(db):
    occurrence = make_bookable()
    cancel(ask(wish(occurrence)), HOLDER, clock.now())

    assert ask(wish(occurrence)).state == State.CANCELLED
    assert books(occurrence) == (0, 0)


def test_same_number_has_one_sign_up_an_occurrence_and_may_come_back_after_cancelling(db):
    occurrence = make_bookable()
    first = ask(wish(occurrence))

    with pytest.raises(AlreadySignedUp, match="找回我的报名"):
        ask(wish(occurrence, key="k2"))
    cancel(first, HOLDER, clock.now())

    assert ask(wish(occurrence, key="k3")).state == State.CONFIRMED
    assert books(occurrence) == (1, 0)


MOTHER = Contact("母亲", phone="+8613800001234", email="li@example.org")
FATHER = Contact("父亲", phone="+8613900005678", email="li@example.org")
ADDRESS = Contact("李", email="li@example.org")


@pytest.mark.parametrize(
    ("first", "second"), [(MOTHER, ADDRESS), (ADDRESS, MOTHER), (ADDRESS, ADDRESS)]
)
def test_an_address_alone_is_whoever_gave_that_address(db, first: Contact, second: Contact):
    occurrence = make_bookable()
    make_signup(occurrence, contact=first)

    with pytest.raises(AlreadySignedUp):
        make_signup(occurrence, contact=second)

    assert books(occurrence) == (1, 0)
    assert make_signup(contact=second).state == State.CONFIRMED  # for another occurrence


def test_two_numbers_are_two_people_even_with_one_address(db):
    occurrence = make_bookable()

    for contact in (MOTHER, FATHER):
        assert make_signup(occurrence, contact=contact).state == State.CONFIRMED

    with pytest.raises(AlreadySignedUp):
        make_signup(occurrence, contact=ADDRESS)


def test_database_itself_keeps_a_second_live_sign_up_out(db):
    first = make_signup()
    second = make_signup(first.occurrence)

    with pytest.raises(Exception, match="signup"), db.atomic():
        Signup.update(contact_hash=first.contact_hash).where(Signup.id == second.id).execute()


def test_party_that_does_not_fit_is_asked_whether_it_would_wait(db):
    occurrence = make_bookable(capacity=3)
    make_signup(occurrence, party=Party(adults=2))
    asked = wish(occurrence, party=Party(adults=2))

    with pytest.raises(PlacesGone, match="只剩 1 个名额") as refused:
        ask(asked)
    waiting = ask(replace(asked, may_wait=True))

    assert (refused.value.left, refused.value.ahead) == (1, 0)
    assert waiting.state == State.WAITING
    assert books(occurrence) == (2, 2)


def test_waiting_list_has_an_end(db):
    occurrence = make_bookable(capacity=2, waiting_limit=2)
    make_signup(occurrence, party=Party(adults=2))
    make_signup(occurrence, party=Party(adults=2))

    with pytest.raises(PlacesGone, match="候补也满了") as refused:
        ask(wish(occurrence, may_wait=True))

    assert refused.value.ahead is None
    assert books(occurrence) == (2, 2)


def test_party_larger_than_the_room_never_waits(db):
    with pytest.raises(PlacesGone) as refused:
        ask(wish(make_bookable(capacity=3), party=Party(adults=4), may_wait=True))

    assert refused.value.ahead is None


def test_class_is_handed_to_the_unit_and_takes_no_places_yet(db):
    occurrence = make_bookable(
        capacity=50, terms={"form": "class", "party_limit": 60, "needs_approval": True}
    )

    signup = ask(wish(occurrence, form=FormKind.CLASS, party=Party(adults=3, pupils=45)))

    assert (signup.state, signup.party) == (State.PENDING, 48)
    assert books(occurrence) == (0, 0)


@pytest.mark.parametrize("size", [0, 6])
def test_party_is_neither_empty_nor_larger_than_the_unit_allows(db, size: int):
    with pytest.raises(PartyRefused, match=f"每份报名 1 至 5 人，您填了 {size} 人"):
        ask(wish(make_bookable(), party=Party(adults=size)))


def test_negative_children_do_not_make_a_small_party(db):
    with pytest.raises(PartyRefused):
        ask(wish(make_bookable(), party=Party(adults=3, under_18=-1)))


@pytest.mark.parametrize("band", ["under_7", "under_14"])
def test_children_under_fourteen_need_the_guardian_s_consent(db, band: str):
    with pytest.raises(PartyRefused, match="监护人"):
        ask(wish(make_bookable(), party=Party(adults=1, **{band: 1})))


def test_children_of_other_ages_are_refused_only_where_the_unit_says_so(db):
    activity = make_activity(signup_mode="here", age_from=7, age_to=12)
    strict = make_bookable(activity, terms={"ages_only": True})
    small = wish(strict, party=Party(adults=1, under_7=1), consent="digest")

    with pytest.raises(PartyRefused, match="年龄"):
        ask(small)

    other = make_activity(signup_mode="here", age_from=7, age_to=12)
    assert ask(replace(small, occurrence_id=make_bookable(other).id)).state == State.CONFIRMED


@pytest.mark.parametrize(
    ("ages", "bands"),
    [
        ((None, None), ["under_7", "under_14", "under_18"]),
        ((7, 12), ["under_14"]),
        ((6, 14), ["under_7", "under_14", "under_18"]),
        ((18, None), []),
        ((None, 6), ["under_7"]),
    ],
)
def test_bands_are_those_the_ages_touch(ages, bands):
    assert list(bands_for(*ages)) == bands


def test_sign_up_opens_at_its_minute(db, at):
    opens_at = datetime.fromisoformat("2026-11-22T12:00+08:00")
    occurrence = make_bookable(signup_opens_at=opens_at)
    at("2026-11-22T11:59:59+08:00")

    with pytest.raises(NotOpen, match="还没有开放") as refused:
        ask(wish(occurrence))
    assert refused.value.opens_at == opens_at
    at("2026-11-22T12:00+08:00")

    assert ask(wish(occurrence)).state == State.CONFIRMED


@pytest.mark.parametrize(
    "fields",
    [
        {"status": "cancelled"},
        {"status": "postponed"},
        {"is_public": False},
        {"signup_closes_at": NOW},
        {"start": datetime(2026, 11, 20, 10)},  # noqa: DTZ001  a wall time
    ],
)
def test_what_is_off_over_or_closed_takes_nobody(db, fields):
    occurrence = make_bookable(**fields)

    with pytest.raises(NotOpen):
        ask(wish(occurrence))
    assert books(occurrence) == (0, 0)


def test_activity_with_another_way_to_sign_up_takes_nobody_here(db):
    occurrence = make_bookable(make_activity(signup_mode="telephone"))

    with pytest.raises(NotOpen, match="不在这里报名"):
        ask(wish(occurrence))


def test_unknown_occurrence_is_not_found(db):
    with pytest.raises(NotFound):
        ask(replace(wish(make_bookable()), occurrence_id=999))


def test_unit_may_enter_somebody_before_the_opening_but_not_over_the_places(db):
    occurrence = make_bookable(capacity=3, signup_opens_at=NOW + timedelta(days=1))
    by_phone = wish(occurrence, origin=Origin.UNIT, party=Party(adults=2))

    assert ask(by_phone).state == State.CONFIRMED
    with pytest.raises(PlacesGone):
        ask(replace(by_phone, key="k2", contact=Contact("李", phone="+8613900001234")))


def test_number_has_only_so_many_occurrences_of_an_activity(db):
    activity = make_activity(signup_mode="here")
    first, second = (make_bookable(activity, terms={"phone_limit": 1}) for _ in range(2))
    mine = ask(wish(first))

    with pytest.raises(TooManySignups, match="最多报 1 场"):
        ask(wish(second, key="k2"))
    cancel(mine, HOLDER, clock.now())

    assert ask(wish(second, key="k3")).state == State.CONFIRMED


def test_number_has_only_so_many_of_an_edition_and_others_do_not_count(db):
    day = make_themed_day(name="全国科普日")
    DayLimit.create(themed_day=day, year=2026, phone_limit=2)
    tied = [make_activity(signup_mode="here", days=((day, 2026),)) for _ in range(3)]
    other = make_activity(signup_mode="here", days=((day, 2027),))
    for number, activity in enumerate((*tied[:2], other)):
        ask(wish(make_bookable(activity), key=f"k{number}"))

    with pytest.raises(TooManySignups, match="“全国科普日”期间同一个手机号最多报 2 场"):
        ask(wish(make_bookable(tied[2]), key="one too many"))


def test_limit_of_an_activity_counts_what_is_to_come_only(db, at):
    activity = make_activity(signup_mode="here")
    over = make_bookable(activity, terms={"phone_limit": 1})
    later, too_many = (make_bookable(activity, start=LATER) for _ in range(2))
    ask(wish(over))
    at("2026-11-28T10:59+08:00")
    with pytest.raises(TooManySignups):  # it is still going on
        ask(wish(later, key="k2"))
    at("2026-11-29T10:00+08:00")

    assert ask(wish(later, key="k3")).state == State.CONFIRMED
    with pytest.raises(TooManySignups):
        ask(wish(too_many, key="k4"))


@pytest.mark.parametrize("fields", [{"status": "cancelled"}, {"is_public": False}])
def test_what_the_unit_has_called_off_counts_for_no_limit(db, fields):
    day = make_themed_day()
    DayLimit.create(themed_day=day, year=2026, phone_limit=1)
    activity = make_activity(signup_mode="here", days=((day, 2026),))
    off, on, too_many = (make_bookable(activity, terms={"phone_limit": 1}) for _ in range(3))
    ask(wish(off))
    Occurrence.update(**fields).where(Occurrence.id == off.id).execute()

    assert ask(wish(on, key="k2")).state == State.CONFIRMED
    with pytest.raises(TooManySignups):
        ask(wish(too_many, key="k3"))


def test_limit_of_an_edition_counts_what_took_place(db, at):
    day = make_themed_day(name="全国科普日")
    DayLimit.create(themed_day=day, year=2026, phone_limit=1)
    activity = make_activity(signup_mode="here", days=((day, 2026),))
    ask(wish(make_bookable(activity)))
    at("2026-11-29T10:00+08:00")

    with pytest.raises(TooManySignups, match="全国科普日"):
        ask(wish(make_bookable(activity, start=LATER), key="k2"))


def test_cancelling_twice_gives_the_places_back_once(db):
    signup = make_signup(party=Party(adults=3))
    make_signup(signup.occurrence)

    for _ in range(2):
        assert cancel(signup, HOLDER, clock.now()).state == State.CANCELLED

    assert books(signup.occurrence) == (1, 0)
    assert AuditEntry.select().where(AuditEntry.action == "signup.cancelled").count() == 1


def test_who_has_come_can_no_longer_cancel(db):
    signup = make_signup()
    Signup.update(checked_in_at=NOW).execute()

    with pytest.raises(InvalidTransition):
        cancel(signup, HOLDER, clock.now())


def test_letter_goes_to_who_gave_an_address_and_names_nobody(db):
    signup = make_signup(contact=Contact("张女士", email="parent@example.org"))
    make_signup(signup.occurrence)

    letter = Message.get()
    assert (letter.kind, letter.email) == ("signup-confirmed", "parent@example.org")
    assert letter.params == {"signup": signup.id, "title": signup.occurrence.activity.title}
    assert Message.select().count() == 1


def test_who_gave_no_address_has_to_be_called_about_news_but_not_about_the_own_form(db):
    signup = make_signup(make_bookable(capacity=1))
    waiting = make_signup(signup.occurrence)
    assert Signup.get_by_id(signup.id).call_since is None

    cancel(signup, HOLDER, clock.now())

    assert Signup.get_by_id(waiting.id).call_since == NOW


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({}, (Stand.OPEN, 10, None)),
        ({"taken": 9}, (Stand.OPEN, 1, None)),
        ({"taken": 10}, (Stand.WAITING, 0, None)),
        ({"taken": 10, "waiting": 20}, (Stand.FULL, 0, None)),
        ({"taken": 10, "waiting_limit": 0}, (Stand.FULL, 0, None)),
        ({"signup_closes_at": NOW}, (Stand.CLOSED, None, None)),
        ({"status": "cancelled"}, (Stand.CLOSED, None, None)),
        (
            {"signup_opens_at": NOW + timedelta(seconds=1)},
            (Stand.NOT_YET, None, NOW + timedelta(seconds=1)),
        ),
    ],
)
def test_standing_of_an_occurrence(db, fields, found):
    occurrence = make_bookable(**fields)

    assert standing(occurrence.activity, occurrence, NOW) == found


SHANGHAI, NEW_YORK = ZoneInfo("Asia/Shanghai"), ZoneInfo("America/New_York")


@pytest.mark.parametrize(
    ("terms", "zone", "opens"),
    [
        (Terms(), SHANGHAI, None),
        (Terms(opens_on=date(2026, 9, 1), opens_time="12:00"), SHANGHAI, "2026-09-01T12:00+08:00"),
        (Terms(opens_days_before=7, opens_time="09:30"), SHANGHAI, "2026-11-04T09:30+08:00"),
        (Terms(opens_days_before=10), NEW_YORK, "2026-11-01T00:00-04:00"),  # summer time ends
        (Terms(opens_days_before=0), SHANGHAI, "2026-11-11T00:00+08:00"),
    ],
)
def test_opening_is_a_wall_time_of_the_activity_s_zone(terms, zone, opens):
    found = opening(terms, date(2026, 11, 11), zone)

    assert found == (datetime.fromisoformat(opens) if opens else None)


def test_closing_counts_hours_back_from_the_start():
    assert closing(Terms(closes_hours_before=24), NOW) == NOW - timedelta(days=1)


@pytest.mark.parametrize(("may_wait", "way"), [(20, "可以加入候补"), (3, "请看别的场次")])
def test_free_places_of_those_who_wait_are_said_to_be_theirs(db, may_wait, way):
    occurrence = make_bookable(capacity=3, waiting_limit=may_wait, terms={"strict_order": True})
    make_signup(occurrence, party=Party(adults=2))
    make_signup(occurrence, party=Party(adults=3))

    with pytest.raises(PlacesGone) as refused:
        ask(wish(occurrence))

    assert refused.value.message.startswith("空出来的 1 个名额先给候补的人。")
    assert way in refused.value.message
