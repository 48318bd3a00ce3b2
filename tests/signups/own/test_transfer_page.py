"""The page that lists where a sign-up may change over to."""

from datetime import datetime

from flask.testing import FlaskClient
from playhouse.test_utils import count_queries

from events import clock
from events.activities.vocabulary import SignupMode
from events.signups.models import Signup, SignupTerms
from events.signups.people import Party
from tests.factories import make_activity, make_bookable, make_signup
from tests.signups.own.conftest import address


def test_transfer_page_offers_what_has_places_for_the_whole_party(read, send, app):
    activity = make_activity(signup_mode=SignupMode.HERE)
    days = [datetime(2026, 12, day, 10) for day in (5, 6, 7)]  # noqa: DTZ001  wall times
    here = make_bookable(activity)
    roomy, tight, shut = (
        make_bookable(activity, start=day, capacity=capacity, **more)
        for day, capacity, more in zip(
            days, (5, 1, 5), ({}, {}, {"signup_closes_at": clock.now()}), strict=True
        )
    )
    signup = make_signup(here, party=Party(adults=2))

    page = read(signup, "/transfer")
    offered = [one.attributes["value"] for one in page.all("input", name="occurrence")]
    assert offered == [str(roomy.id)]
    for other in (tight.id, shut.id, 999, "", "x", "9" * 40, "٣"):
        answer = send(signup, "/transfer", occurrence=other)
        assert answer.status_code == 422
        assert "原来的报名没有变" in answer.text

    assert send(signup, "/transfer", occurrence=roomy.id).location == address(signup)
    assert send(signup, "/transfer", occurrence=roomy.id).status_code == 303
    assert Signup.get_by_id(signup.id).occurrence_id == roomy.id
    assert "12月5日" in read(signup).main


def test_transfer_page_says_when_there_is_nothing_to_change_to(read, app):
    assert "现在没有别的场次还有 1 个名额" in read(make_signup(), "/transfer").main


def test_what_the_unit_approved_for_one_time_does_not_move_by_itself(client, send, app):
    activity = make_activity(signup_mode=SignupMode.HERE)
    here = make_bookable(activity)
    start = datetime(2026, 12, 5, 10)  # noqa: DTZ001  a wall time
    there = make_bookable(activity, start=start)
    signup = make_signup(here)
    SignupTerms.update(needs_approval=True).execute()

    assert client.get(address(signup, "/transfer")).location == address(signup)
    assert send(signup, "/transfer", occurrence=there.id).status_code == 422
    assert Signup.get_by_id(signup.id).occurrence_id == here.id


def test_transfer_page_costs_the_same_however_many_it_offers(client: FlaskClient, app):
    activity = make_activity(signup_mode=SignupMode.HERE)
    signup = make_signup(make_bookable(activity))
    days = iter(range(1, 20))

    def offer_more(count: int) -> None:
        for _number, day in zip(range(count), days, strict=False):
            make_bookable(activity, start=datetime(2026, 12, day, 10))  # noqa: DTZ001

    def cost() -> int:
        with count_queries() as counted:
            assert client.get(address(signup, "/transfer")).status_code == 200
        return counted.count

    offer_more(1)
    cost()
    with_one = cost()
    offer_more(2)

    assert cost() == with_one
