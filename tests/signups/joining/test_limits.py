"""How often one may sign up: what is too much waits, what people do together is let through."""

from datetime import timedelta

from flask.testing import FlaskClient

from events.signups.joining.limits import Limits, network_of
from tests import NOW
from tests.factories import make_bookable
from tests.signups.joining.visitor import (
    WANG,
    open_form,
    sign_up,
    signups_of,
    taken,
    typed_in,
)

MINUTE = timedelta(minutes=1)


def person(number: int) -> dict[str, str]:
    return {**WANG, "phone": f"139{number:08}"}


def from_address(address: str) -> dict[str, dict[str, str]]:
    return {"environ": {"REMOTE_ADDR": address}}


def test_sixty_of_one_school_sign_up_at_once_and_the_next_waits(client: FlaskClient):
    occurrence = make_bookable(capacity=200)
    hidden = open_form(client, occurrence)
    hidden.pop("key")  # each gets a new one

    answers = [sign_up(client, occurrence, person(n), hidden) for n in range(61)]

    assert [answer.status_code for answer in answers] == [303] * 60 + [429]
    assert answers[-1].headers["Retry-After"] == "6"
    assert "请 6 秒后再试。名额没有变化，您填的内容还在。" in answers[-1].text
    assert typed_in(answers[-1])["phone"] == "13900000060"
    assert len(signups_of(occurrence)) == 60


def test_another_address_does_not_wait_for_the_busy_one(client: FlaskClient):
    occurrence = make_bookable(capacity=200)
    hidden = open_form(client, occurrence)
    for number in range(61):
        sign_up(client, occurrence, {**person(number), "name": ""}, hidden)

    busy = sign_up(client, occurrence, person(70), hidden)
    other = sign_up(client, occurrence, person(71), hidden, **from_address("203.0.113.9"))

    assert (busy.status_code, other.status_code) == (429, 303)


def test_form_that_is_known_is_answered_however_busy_its_address_is(client: FlaskClient):
    occurrence = make_bookable(capacity=200)
    hidden = open_form(client, occurrence)
    made = sign_up(client, occurrence, hidden=hidden)

    again = [sign_up(client, occurrence, hidden=hidden) for _ in range(100)]

    assert {answer.location for answer in again} == {made.location}


def test_one_number_may_try_five_times_an_hour(client: FlaskClient, at):
    occurrences = [make_bookable() for _ in range(7)]

    answers = [sign_up(client, occurrence) for occurrence in occurrences[:6]]
    at("2026-11-21T10:12+08:00")
    later = sign_up(client, occurrences[6])

    assert [answer.status_code for answer in answers] == [303] * 5 + [429]
    assert answers[-1].headers["Retry-After"] == str(12 * 60)
    assert later.status_code == 303


def test_somebody_elses_tries_leave_the_owner_of_a_number_his_own(client: FlaskClient):
    occurrences = [make_bookable() for _ in range(7)]
    for occurrence in occurrences[:6]:
        sign_up(client, occurrence, **from_address("203.0.113.9"))

    elsewhere = sign_up(client, occurrences[6], **from_address("203.0.113.9"))
    own = sign_up(client, occurrences[6])

    assert (elsewhere.status_code, own.status_code) == (429, 303)


def test_number_gets_only_so_much_from_everywhere_together():
    limits = Limits(rate=10)

    made = [taken(limits.count_contact, f"203.0.113.{n}", "hash", NOW) for n in range(61)]

    assert made == [True] * 60 + [False]


def test_waiting_for_the_opening_uses_nothing_up(client: FlaskClient, at):
    occurrence = make_bookable(signup_opens_at=NOW + MINUTE)
    hidden = open_form(client, occurrence)
    for _ in range(10):
        sign_up(client, occurrence, hidden=hidden)
    at("2026-11-21T10:01+08:00")

    assert sign_up(client, occurrence, hidden=hidden).status_code == 303


def test_one_address_gets_only_so_much_of_one_occurrence():
    limits, now = Limits(rate=10), NOW
    made = {1: 0, 2: 0}

    for _ in range(60):  # an hour, as fast as the address may
        for occurrence in made:
            for _try in range(8):
                made[occurrence] += taken(limits.count_attempt, "203.0.113.9", occurrence, now)
        now += MINUTE

    assert sum(made.values()) <= 60 + 60 * 10
    assert max(made.values()) <= 240 + 60 * 2.5


def test_whole_network_of_ipv6_is_one_address():
    assert network_of("2001:db8:1:2::7") == network_of("2001:db8:1:2:ffff::1")
    assert network_of("2001:db8:1:2::7") != network_of("2001:db8:1:3::7")
    assert network_of("203.0.113.9") != network_of("203.0.113.10")
