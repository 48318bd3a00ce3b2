"""Two at once: one answer counts, the other is told; whatever the order."""

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from peewee import Database

from events.activities.models import Activity
from events.db import connection
from events.errors import InvalidTransition
from events.people.actors import Actor
from events.reviews import actions
from events.reviews.actions import Said
from events.submissions.models import Review, Revision, State, Submission
from tests import NOW
from tests.factories import make_submission
from tests.reviews.desk import actor_of, lecture, make_officer, newest, state_of

Verb = Callable[[Revision, Said, Actor, object], object]
VERBS: dict[State, Verb] = {
    State.PUBLISHED: actions.approve,
    State.RETURNED: actions.return_for_changes,
    State.REFUSED: actions.refuse,
}


def together(*jobs: Callable[[], object]) -> list[object]:
    """What each of them, begun at the same instant, came to: an outcome or a refusal."""
    ready = Barrier(len(jobs))
    outcomes: list[object] = []

    def work(job: Callable[[], object]) -> None:
        with connection():
            ready.wait()
            try:
                outcomes.append(job())
            except InvalidTransition as refusal:
                outcomes.append(refusal)

    threads = [Thread(target=work, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


@pytest.mark.parametrize("first", VERBS)
@pytest.mark.parametrize("second", VERBS)
def test_of_two_answers_at_once_one_counts(db: Database, first: State, second: State):
    desks = [actor_of(make_officer()) for _ in range(2)]
    submission = make_submission(lecture())
    revision = newest(submission)

    outcomes = together(
        lambda: VERBS[first](revision, Said("一"), desks[0], NOW),
        lambda: VERBS[second](revision, Said("二"), desks[1], NOW),
    )

    assert [isinstance(found, InvalidTransition) for found in outcomes].count(True) == 1
    [review] = Review.select()
    assert review.decision == state_of(submission)
    assert review.decision in (first, second)
    assert Activity.select().count() == (review.decision == "published")


def test_of_four_who_publish_at_once_one_does(db: Database):
    desks = [actor_of(make_officer()) for _ in range(4)]
    submission = make_submission(lecture())
    revision = newest(submission)

    outcomes = together(*(lambda by=by: actions.approve(revision, Said(), by, NOW) for by in desks))

    assert [isinstance(found, InvalidTransition) for found in outcomes].count(True) == 3
    assert (Activity.select().count(), Review.select().count()) == (1, 1)


def test_an_answer_and_a_handover_at_once_leave_one_truth(db: Database):
    one, other, third = (actor_of(make_officer()) for _ in range(3))
    submission = make_submission(lecture())
    revision = newest(submission)

    together(
        lambda: actions.refuse(revision, Said("不合适"), one, NOW),
        lambda: actions.pass_on(revision, third, "请看", other, NOW),
    )

    assert state_of(submission) == State.REFUSED
    decisions = [review.decision for review in Review.select().order_by(Review.id)]
    assert decisions in (["refused"], ["passed", "refused"])
    fresh = Submission.get_by_id(submission.id)
    assert (fresh.handler_id is not None) == ("passed" in decisions)
