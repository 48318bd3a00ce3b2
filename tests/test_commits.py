"""Group commit: everyone gets his own answer, and what is refused leaves the others alone."""

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import nullcontext
from typing import Any

import pytest
from peewee import IntegrityError, OperationalError

from events import commits
from events.changes import Change
from events.commits import Committer, Overloaded, Piece
from events.db import connection
from events.errors import DatabaseUnavailable, EventsError
from tests import NOW


class Unreachable(nullcontext):
    def __enter__(self) -> None:
        raise OperationalError("server closed the connection unexpectedly")


def hold(row: int) -> int:
    return row


def change(position: int) -> int:
    return Change.create(position=position, topic="test", key=str(position), changed_at=NOW).id


def positions() -> list[int]:
    return [row.position for row in Change.select().order_by(Change.position)]


def seen_from_outside() -> list[int]:
    """What has been committed."""
    with ThreadPoolExecutor(1) as elsewhere:
        return elsewhere.submit(lambda: connected(positions)).result()


def connected(read: Callable[[], list[int]]) -> list[int]:
    with connection():
        return read()


def at_once(*pieces: Any) -> list[Any]:
    """All put into one batch; what each answered or was refused with."""
    committer, answers = Committer(), [Future() for _ in pieces]
    committer._be_there = lambda: None  # type: ignore[method-assign]  not before all stand in line
    for work, answer in zip(pieces, answers, strict=True):
        committer._pieces.put_nowait(Piece(1, hold, lambda _row, work=work: work(), answer))
    threading.Thread(target=committer._work, daemon=True).start()
    return [answer.exception(20) or answer.result() for answer in answers]


def test_answer_comes_after_the_commit(db):
    assert Committer().run(1, hold, lambda _row: change(5)) == Change.get().id
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


def test_what_they_fight_for_is_held_once_for_all_and_anew_after_a_refusal(db):
    held = []

    def hold_and_count(row: int) -> int:
        held.append(row)
        return len(held)

    def refuse(_held: int) -> None:
        raise EventsError("不行。")

    committer, answers = Committer(), [Future() for _ in range(4)]
    committer._be_there = lambda: None  # type: ignore[method-assign]  not before all stand in line
    for work, answer in zip((int, int, refuse, int), answers, strict=True):
        committer._pieces.put_nowait(Piece(7, hold_and_count, work, answer))
    threading.Thread(target=committer._work, daemon=True).start()

    assert isinstance(answers[2].exception(20), EventsError)
    first, second, last = (answers[number].result(20) for number in (0, 1, 3))
    assert first == second == last - 1


def test_who_comes_while_a_row_is_held_is_done_with_it_and_who_wants_one_before_after_it(db):
    """So that two processes always hold rows in the same order."""
    committer, late = Committer(), {row: Future() for row in (3, 5, 8)}

    def hold_while_others_come(row: int) -> list[int]:
        if row == 5 and not late[5].running():
            for other, answer in late.items():
                answer.set_running_or_notify_cancel()
                work = lambda seen, other=other: (seen, change(other))[0]  # noqa: E731
                committer._pieces.put_nowait(Piece(other, hold_while_others_come, work, answer))
        return seen_from_outside()

    assert committer.run(5, hold_while_others_come, lambda _seen: change(1))

    assert late[5].result(20) == late[8].result(20) == []  # nothing was committed by then
    assert late[3].result(20) == [1, 5, 8]


def test_where_there_is_no_connection_everyone_is_told(db):
    committer = Committer()
    committer.turns = Unreachable()

    with pytest.raises(DatabaseUnavailable):
        committer.run(1, hold, lambda _row: change(1))

    committer.turns = nullcontext()
    assert committer.run(1, hold, lambda _row: change(1))


def test_more_than_can_be_done_are_sent_away_with_a_sentence(db, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(commits, "_MOST_WAITING", 1)
    committer = Committer()
    committer._be_there = lambda: None  # type: ignore[method-assign]  nobody works
    committer._pieces.put_nowait(Piece(1, hold, lambda _row: None, Future()))

    with pytest.raises(Overloaded, match="请过几秒再试"):
        committer.run(1, hold, lambda _row: change(1))


def test_dead_thread_is_replaced(db):
    committer = Committer()
    committer._thread = threading.Thread(target=lambda: None)

    assert committer.run(1, hold, lambda _row: change(1))
