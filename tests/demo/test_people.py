"""The people of the demonstration and what they have handed in."""

from collections import Counter

import pytest
from peewee import Database

from events.activities.models import Activity
from events.people.models import Account, Appointment, Membership
from events.submissions.models import Review, State, Submission
from tests.conftest import Program
from tests.factories import make_account


@pytest.mark.filled
def test_the_people_have_units_roles_and_no_password_that_everybody_knows(db: Database):
    assert {row.role for row in Appointment.select()} == {
        "office", "reviewer", "auditor", "administrator"
    }  # fmt: skip
    assert {row.role for row in Membership.select()} == {"owner", "editor"}
    assert {row.password_hash for row in Account.select()} == {""}


@pytest.mark.filled
def test_there_is_something_in_each_state_and_a_file_for_each_public_activity(db: Database):
    states = Counter(row.state for row in Submission.select())

    assert states == {
        State.SUBMITTED: 5,
        State.RETURNED: 1,
        State.DRAFT: 1,
        State.PUBLISHED: Activity.select().count(),
    }
    [review] = Review.select()
    assert [comment["field"] for comment in review.comments] == ["description", "sittings"]


@pytest.mark.filled
def test_loading_again_makes_nobody_and_nothing_twice(kepuli: Program, db: Database):
    before = [model.select().count() for model in (Account, Submission, Review)]

    assert kepuli("demo", "load").exit_code == 0

    assert [model.select().count() for model in (Account, Submission, Review)] == before


def test_people_who_are_there_already_are_left_alone(kepuli: Program, db: Database):
    kepuli("catalogue", "load")
    mine = make_account(name="真人")

    assert kepuli("demo", "load").exit_code == 0

    assert [row.name for row in Account.select()] == [mine.name]
    assert not Submission.select().where(Submission.state != State.PUBLISHED).exists()
