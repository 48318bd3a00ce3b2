"""Limits: a table of how long to wait, and a counter that holds also under pressure."""

from collections.abc import Iterator
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from peewee import Database

from events import clock
from events.db import database
from events.errors import TooOften
from events.people.attempts import (
    FADED,
    LIMITS,
    count_failure,
    forget,
    refuse_too_many,
    waiting,
)
from events.people.models import Attempt

SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)


@pytest.mark.parametrize(
    ("kind", "count", "wait"),
    [
        ("password", 1, 0 * SECOND),
        ("password", 4, 0 * SECOND),
        ("password", 5, 30 * SECOND),
        ("password", 6, MINUTE),
        ("password", 7, 2 * MINUTE),
        ("password", 9, 8 * MINUTE),
        ("password", 10, 15 * MINUTE),
        ("password", 10_000, 15 * MINUTE),
        ("code", 4, 0 * SECOND),
        ("code", 5, 30 * SECOND),
        ("address", 29, 0 * SECOND),
        ("address", 30, MINUTE),
        ("address", 10_000, 15 * MINUTE),
        ("reset", 2, 0 * SECOND),
        ("reset", 3, HOUR),
        ("reset", 4, HOUR),
        ("reset-address", 19, 0 * SECOND),
        ("reset-address", 20, HOUR),
        ("invitation", 39, 0 * SECOND),
        ("invitation", 40, 5 * MINUTE),
    ],
)
def test_how_long_to_wait_after_so_many_failures(kind: str, count: int, wait: timedelta):
    assert LIMITS[kind].wait(count) == wait


@pytest.mark.parametrize(
    ("count", "age", "left"),
    [
        (8, 0 * MINUTE, 8),
        (8, 15 * MINUTE - SECOND, 8),
        (8, 15 * MINUTE, 4),
        (8, 30 * MINUTE, 2),
        (8, HOUR, 0),
        (8, 10_000 * HOUR, 0),
        (8, -HOUR, 8),
    ],
)
def test_each_window_without_a_failure_forgives_half(count: int, age: timedelta, left: int):
    assert LIMITS["password"].left(count, age) == left


@pytest.mark.parametrize("kind", LIMITS)
def test_no_limit_waits_for_ever_and_none_is_tidied_away_before_its_end(kind: str):
    assert LIMITS[kind].wait(10_000) == LIMITS[kind].longest <= FADED


def test_the_limit_is_reached_by_the_last_free_failure_and_not_before(db: Database):
    now = clock.now()

    for _ in range(4):
        count_failure("password", "lin@example.org", now)
    refuse_too_many("password", "lin@example.org", now)
    count_failure("password", "lin@example.org", now)

    with pytest.raises(TooOften) as refusal:
        refuse_too_many("password", "lin@example.org", now)
    assert refusal.value.seconds == 30
    assert refusal.value.message == "试得太频繁了，请 30 秒后再试。"


def test_who_has_to_wait_is_told_minutes_where_seconds_would_be_many(db: Database):
    now = clock.now()
    for _ in range(3):
        count_failure("reset", "lin@example.org", now)

    with pytest.raises(TooOften, match="请 60 分钟后再试") as refusal:
        refuse_too_many("reset", "lin@example.org", now)
    assert refusal.value.seconds == 3600


def test_a_try_while_waiting_counts_nothing_and_makes_the_wait_no_longer(db: Database):
    now = clock.now()
    for _ in range(5):
        count_failure("password", "lin@example.org", now)

    for _ in range(20):
        with pytest.raises(TooOften):
            count_failure("password", "lin@example.org", now + 10 * SECOND)

    assert waiting("password", "lin@example.org", now + 10 * SECOND) == 20 * SECOND
    assert waiting("password", "lin@example.org", now + 30 * SECOND) == 0 * SECOND


def test_others_and_other_kinds_are_not_slowed_down(db: Database):
    now = clock.now()
    for _ in range(5):
        count_failure("password", "lin@example.org", now)

    assert waiting("password", "zhou@example.org", now) == 0 * SECOND
    assert waiting("code", "lin@example.org", now) == 0 * SECOND


def test_what_went_well_is_forgotten_at_once(db: Database):
    now = clock.now()
    for _ in range(5):
        count_failure("password", "lin@example.org", now)

    forget("password", "lin@example.org")

    assert waiting("password", "lin@example.org", now) == 0 * SECOND


def test_the_table_holds_no_address(db: Database):
    count_failure("password", "lin@example.org", clock.now())

    [row] = Attempt.select().dicts()
    assert "lin" not in str(row)
    assert len(row["key_hash"]) == 64


def test_tries_at_the_same_moment_do_not_slip_through(db: Database):
    now = clock.now()
    count_failure("password", "lin@example.org", now)
    outcomes: list[bool] = []
    barrier = Barrier(8)

    def hurry() -> None:
        barrier.wait()
        for _ in range(3):
            outcomes.append(next(tries(now)))
        database.close()

    threads = [Thread(target=hurry) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(outcomes) == 24
    assert sum(outcomes) == 4
    assert Attempt.get().count == 5


def tries(now: object) -> Iterator[bool]:
    """Whether a try was let through; one that lost a race against another may come again."""
    while True:
        try:
            count_failure("password", "lin@example.org", now)  # type: ignore[arg-type]
        except TooOften as refusal:
            if refusal.seconds > 1:
                yield False
        else:
            yield True
