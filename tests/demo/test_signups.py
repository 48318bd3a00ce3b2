"""The invented people of the demonstration: there when it is loaded, the same at each refresh."""

from collections.abc import Callable

import pytest
from peewee import fn

from events.activities.models import Activity, Occurrence
from events.activities.standing import Stand, standing
from events.signups.models import FormKind, Signup, State
from events.signups.queries import terms_of
from tests import NOW
from tests.conftest import Program

KEYS = ("saturday-paper-bridge", "friday-stargazing", "weekend-robots", "community-first-aid")

pytestmark = [pytest.mark.filled, pytest.mark.usefixtures("db")]


def activity(key: str) -> Activity:
    return Activity.get(Activity.source_key == f"demo/{key}")


def sittings(key: str) -> list[Occurrence]:
    mine = Occurrence.select().where(Occurrence.activity == activity(key))
    return list(mine.order_by(Occurrence.start))


def test_every_state_of_sign_up_can_be_seen():
    stands = {standing(activity(key), one, NOW).stand for key in KEYS for one in sittings(key)}

    assert stands >= {Stand.NOT_YET, Stand.OPEN, Stand.WAITING, Stand.CLOSED}


def test_people_have_signed_up_and_some_wait():
    states = {state for (state,) in Signup.select(Signup.state).distinct().tuples()}

    assert states == {State.CONFIRMED, State.WAITING, State.PENDING}
    assert Signup.select(fn.COUNT(Signup.checked_in_at)).scalar() > 20


def test_classes_wait_for_an_answer():
    assert terms_of(activity("tuesday-school-class").id).form == FormKind.CLASS
    pending = Signup.get(Signup.state == State.PENDING)
    assert pending.occurrence.activity == activity("tuesday-school-class")
    assert pending.pupils >= 28


def test_refreshing_adds_people_only_to_what_comes_near(kepuli: Program, at: Callable[[str], None]):
    before = {signup.key for signup in Signup.select()}

    kepuli("demo", "refresh")
    assert {signup.key for signup in Signup.select()} == before
    at("2026-11-28T12:00+08:00")
    kepuli("demo", "refresh")

    added = {signup.occurrence_id for signup in Signup.select() if signup.key not in before}
    assert added
    assert not added & {int(key.split("-")[1]) for key in before}
