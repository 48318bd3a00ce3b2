"""Places taken at the desk for somebody who was telephoned, and until when they are his."""

import pytest
from flask.testing import FlaskClient

from events import clock
from events.activities.occurrences import cancel_occurrence
from events.signups.actions import HOLDER, cancel
from events.signups.models import Signup, State
from events.signups.people import Party
from tests.factories import make_bookable, make_signup
from tests.signing_in import post
from tests.signups.desk.conftest import audited, read, stored


@pytest.fixture
def offered(activity, at) -> Signup:
    """Who gave only a telephone number has had places since two in the afternoon."""
    occurrence = make_bookable(activity, capacity=2)
    first, second = (make_signup(occurrence, party=Party(adults=2)) for _ in range(2))
    at("2026-11-27T14:00+08:00")
    cancel(first, HOLDER, clock.now())
    return second


def accept(desk: FlaskClient, signup: Signup):
    page = f"/workspace/signups/{signup.id}"
    return post(desk, f"{page}/acceptance", page=page)


def test_who_says_yes_on_the_telephone_has_the_places_and_need_not_be_called(
    desk: FlaskClient, offered: Signup, account
):
    page = read(desk, f"/workspace/signups/{offered.id}")
    assert "2 个名额给他留到11月28日（周六）8:00" in page.main
    assert stored(offered).call_since is not None

    codes = [accept(desk, offered).status_code for _ in range(2)]

    assert codes == [303, 303]
    assert (stored(offered).state, stored(offered).call_since) == (State.CONFIRMED, None)
    [entry] = audited("signup.accepted")
    assert entry.actor_id == account.id
    assert "就替他接受" not in read(desk, f"/workspace/signups/{offered.id}").main


def test_the_list_of_those_to_call_says_until_when_they_have_places(
    desk: FlaskClient, offered: Signup
):
    page = read(desk, f"/workspace/occurrences/{offered.occurrence_id}/signups?state=call")

    assert "留到11月28日（周六）8:00" in page.main


def test_offer_of_what_is_cancelled_is_not_taken(desk: FlaskClient, offered: Signup):
    cancel_occurrence(offered.occurrence, "暴雨", clock.now())

    answer = accept(desk, offered)

    assert answer.status_code == 409
    assert "取消或者延期" in answer.text
    assert stored(offered).state == State.OFFERED
