"""What a sign-up costs: statements, whoever else has signed up."""

import pytest
from flask.testing import FlaskClient
from playhouse.test_utils import count_queries

from events.signups.joining.queries import get_offer, others_open
from events.signups.people import Party
from tests import NOW
from tests.factories import make_activity, make_bookable, make_signup
from tests.signups.joining.visitor import form_path, open_form, sign_up


def statements(work) -> int:
    with count_queries() as counter:
        work()
    return counter.count


@pytest.mark.parametrize("others", [1, 3])
def test_open_form_takes_one_statement(client: FlaskClient, others: int):
    occurrence = make_bookable()
    for _ in range(others):
        make_signup(occurrence)
    client.get(form_path(occurrence))

    assert statements(lambda: client.get(form_path(occurrence))) == 1


@pytest.mark.parametrize("others", [1, 3])
def test_being_too_late_takes_few_statements_and_no_turn_in_the_queue(client, others: int):
    activity = make_activity(signup_mode="here")
    occurrence = make_bookable(activity, capacity=1, waiting_limit=0)
    for _ in range(others):
        make_bookable(activity)
    make_signup(occurrence)
    hidden = open_form(client, make_bookable())

    assert statements(lambda: sign_up(client, occurrence, hidden=hidden)) == 4


def test_others_are_at_most_five(client: FlaskClient):
    activity = make_activity(signup_mode="here")
    occurrences = [make_bookable(activity) for _ in range(9)]

    others = others_open(get_offer(occurrences[0].id), NOW)

    assert [one.id for one, _stand in others] == [one.id for one in occurrences[1:6]]


def test_others_are_not_those_whose_free_places_belong_to_who_waits(client: FlaskClient):
    activity = make_activity(signup_mode="here")
    here = make_bookable(activity, terms={"strict_order": True})
    owned, free = (make_bookable(activity, capacity=3) for _ in range(2))
    for size in (2, 3):
        make_signup(owned, party=Party(adults=size))

    others = others_open(get_offer(here.id), NOW)

    assert [one.id for one, _stand in others] == [free.id]
