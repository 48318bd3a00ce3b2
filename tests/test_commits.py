"""Group commit: everyone gets his own answer, and what is refused leaves the others alone."""

import threading
from concurrent.futures import Future
from typing import Any

import pytest
from peewee import IntegrityError, OperationalError

from events import commits
from events.changes import Change
from events.commits import Committer, Overloaded
from events.errors import EventsError
from tests import NOW


def change(position: int) -> int:
    return Change.create(position=position, topic="test", key=str(position), changed_at=NOW).id


def positions() -> list[int]:
    return [row.position for row in Change.select().order_by(Change.position)]


def at_once(*pieces: Any) -> list[Any]:
    """All put into one batch; what each answered or was refused with."""
    committer, answers = Committer(), [Future() for _ in pieces]
    committer._be_there = lambda: None  # type: ignore[method-assign]  not before all stand in line
    for piece, answer in zip(pieces, answers, strict=True):
        committer._pieces.put_nowait((1, piece, answer))
    threading.Thread(target=committer._work, daemon=True).start()
    return [answer.exception(20) or answer.result() for answer in answers]


def test_answer_comes_after_the_commit(db):
    assert Committer().run(1, lambda: change(5)) == Change.get().id
    assert positions() == [5]


def test_refused_piece_leaves_nothing_and_the_others_stay(db):
    def half_done() -> None:
        change(2)
        raise EventsError("不行。")

    first, second, third = at_once(lambda: change(1), half_done, lambda: change(3))

    assert isinstance(second, EventsError)
    assert isinstance(first, int)
    assert isinstance(third, int)
    assert positions() == [1, 3]


def test_piece_that_breaks_a_rule_of_the_database_leaves_the_others_alone(db):
    answers = at_once(lambda: change(1), lambda: change(1), lambda: change(2))

    assert [type(answer) for answer in answers] == [int, IntegrityError, int]
    assert positions() == [1, 2]


def test_batch_whose_transaction_fails_is_done_again(db):
    tries = []

    def unlucky() -> int:
        tries.append(1)
        if len(tries) == 1:
            raise OperationalError("deadlock detected")
        return change(7)

    answers = at_once(lambda: change(1), unlucky)

    assert answers == [row.id for row in Change.select().order_by(Change.position)]
    assert positions() == [1, 7]


def test_failure_that_stays_is_told_to_everyone_and_nothing_is_written(db):
    def hopeless() -> None:
        raise OperationalError("database or disk is full")

    answers = at_once(lambda: change(1), hopeless)

    assert all(isinstance(answer, EventsError) for answer in answers)
    assert positions() == []


def test_more_than_can_be_done_are_sent_away_with_a_sentence(db, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(commits, "_MOST_WAITING", 1)
    committer = Committer()
    committer._be_there = lambda: None  # type: ignore[method-assign]  nobody works
    committer._pieces.put_nowait((1, lambda: None, Future()))

    with pytest.raises(Overloaded, match="请过几秒再试"):
        committer.run(1, lambda: change(1))


def test_dead_thread_is_replaced(db):
    committer = Committer()
    committer._thread = threading.Thread(target=lambda: None)

    assert committer.run(1, lambda: change(1))
