"""events.changes: positions without gaps or repeats, visible in their order."""

from datetime import datetime, timedelta
from threading import Barrier, Thread

import pytest
from peewee import Database

from events.changes import Change, Position, current, record
from events.db import connection, database
from tests import NOW

LATER = NOW + timedelta(minutes=5)


def changes() -> list[tuple[int, str, str, datetime]]:
    rows = Change.select().order_by(Change.position)
    return [(row.position, row.topic, row.key, row.changed_at) for row in rows]


@pytest.mark.usefixtures("db")
def test_a_new_database_stands_at_position_zero():
    assert current().number == 0
    assert changes() == []


def test_each_change_takes_the_next_position_and_its_instant(db: Database):
    with db.atomic():
        record("days", "world-water-day", NOW)
        record("units", "wuxi-kexie", NOW)
    with db.atomic():
        record("days", "world-water-day", LATER)

    assert changes() == [
        (1, "days", "world-water-day", NOW),
        (2, "units", "wuxi-kexie", NOW),
        (3, "days", "world-water-day", LATER),
    ]
    assert current() == Position(3, LATER)


def test_a_change_that_is_rolled_back_leaves_no_gap(db: Database):
    with db.atomic() as transaction:
        record("days", "lost", NOW)
        transaction.rollback()
    with db.atomic():
        record("days", "kept", LATER)

    assert changes() == [(1, "days", "kept", LATER)]
    assert current() == Position(1, LATER)


@pytest.mark.usefixtures("db")
def test_writers_at_once_get_different_positions_and_lose_none():
    start = Barrier(4)

    def write(name: str) -> None:
        start.wait()
        for number in range(10):
            with connection(), database.atomic():
                record("days", f"{name}-{number}", NOW)

    together(*(Thread(target=write, args=(name,)) for name in "abcd"))

    written = changes()
    assert [position for position, *_ in written] == list(range(1, 41))
    assert len({key for _, _, key, _ in written}) == 40
    assert current().number == 40


@pytest.mark.usefixtures("db")
def test_who_sees_a_position_sees_every_change_up_to_it():
    seen: list[tuple[int, int]] = []

    def write() -> None:
        for number in range(15):
            with connection(), database.atomic():
                record("days", str(number), NOW)

    def read() -> None:
        for _ in range(60):
            with connection():
                position = current().number
                seen.append((position, Change.select().where(Change.position <= position).count()))

    together(Thread(target=write), Thread(target=write), Thread(target=read))

    assert [count for _, count in seen] == [position for position, _ in seen]


def together(*threads: Thread) -> None:
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
