"""What changes several occurrences holds them in the order in which sign-ups hold them."""

import time
from collections.abc import Callable
from threading import Event, Thread

import pytest

from events import clock
from events.activities.actions import retitle_activity, withdraw_activity
from events.activities.models import Activity, Occurrence
from events.db import connection, database
from events.signups.placing import lock
from tests.factories import make_activity, make_bookable

VERBS: dict[str, Callable[[Activity], object]] = {
    "withdraw": lambda activity: withdraw_activity(activity, "重复", clock.now()),
    "retitle": lambda activity: retitle_activity(activity, "新名字", clock.now()),
}


@pytest.mark.engine("postgresql")
@pytest.mark.parametrize("verb", VERBS)
def test_a_batch_of_sign_ups_and_a_change_of_several_do_not_wait_for_each_other(db, verb):
    activity = make_activity(signup_mode="here")
    one, two = (make_bookable(activity) for _ in range(2))
    for _ in range(3):  # the first row lies behind the second now
        Occurrence.update(waiting=Occurrence.waiting + 1).where(Occurrence.id == one.id).execute()
    has_one, ends = Event(), []

    def batch() -> None:
        with connection(), database.atomic():
            lock(one.id)
            has_one.set()
            wait_until_somebody_waits()
            lock(two.id)
            ends.append("batch")

    thread = Thread(target=batch)
    thread.start()
    assert has_one.wait(5)
    VERBS[verb](activity)
    thread.join()

    assert ends == ["batch"]


def wait_until_somebody_waits() -> None:
    waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted"
    for _ in range(100):
        if database.execute_sql(waiting).fetchone()[0]:
            return
        time.sleep(0.05)
    pytest.fail("nobody waits")
