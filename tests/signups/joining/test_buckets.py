"""Buckets give what they hold, fill again, and are the same for all processes."""

import os
from datetime import timedelta

import pytest

from events.signups.joining.buckets import Buckets, Limit
from tests import NOW
from tests.signups.joining.visitor import taken

MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(("tries", "is_refused"), [(3, False), (4, True)])
def test_bucket_gives_what_it_holds(tries: int, is_refused: bool):
    buckets = Buckets(Limit(3, MINUTE))

    outcomes = [taken(buckets.take, "a", NOW) for _ in range(tries)]

    assert (False in outcomes) == is_refused


def test_bucket_fills_again_and_never_higher():
    buckets = Buckets(Limit(2, MINUTE))
    for _ in range(2):
        buckets.take("a", NOW)

    assert not taken(buckets.take, "a", NOW + MINUTE / 2)
    assert taken(buckets.take, "a", NOW + MINUTE)
    outcomes = [taken(buckets.take, "a", NOW + 60 * MINUTE) for _ in range(3)]
    assert outcomes == [True, True, False]


def test_clock_set_back_fills_no_bucket():
    buckets = Buckets(Limit(1, MINUTE))
    buckets.take("a", NOW)

    assert not taken(buckets.take, "a", NOW - 60 * MINUTE)


def test_others_are_left_alone():
    buckets = Buckets(Limit(1, MINUTE))
    buckets.take("a", NOW)

    assert taken(buckets.take, "b", NOW)
    assert not taken(buckets.take, "a", NOW)


def test_whoever_has_least_to_wait_for_is_forgotten_when_there_are_too_many():
    buckets = Buckets(Limit(2, MINUTE), rows=1)
    for name in ("busy", "busy", *"abcdefg"):
        buckets.take(name, NOW)

    buckets.take("one too many", NOW)

    assert not taken(buckets.take, "busy", NOW)
    assert taken(buckets.take, "one too many", NOW)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="one process only")
def test_processes_share_what_is_left():
    buckets = Buckets(Limit(100, MINUTE))
    processes = []
    for _ in range(4):
        if not (process := os.fork()):
            for _try in range(20):
                buckets.take("a", NOW)
            os._exit(0)
        processes.append(process)
    for process in processes:
        _process, status = os.waitpid(process, 0)
        assert os.waitstatus_to_exitcode(status) == 0

    assert [taken(buckets.take, "a", NOW) for _ in range(21)] == [True] * 20 + [False]
