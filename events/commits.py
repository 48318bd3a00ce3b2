"""Group commit: pieces of work of many requests, done in one transaction by one thread.

On a hot row a transaction per request is as slow as the disk, and more threads make it worse; a
batch pays for the disk once and keeps `synchronous=FULL`. Each piece runs in a savepoint of its
own, so one that is refused leaves the others alone; all are answered only after the commit.
"""

import logging
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import AbstractContextManager, nullcontext
from typing import Any, TypeVar

from peewee import OperationalError

from events.db import connection, database
from events.errors import EventsError
from events.marking import N_

Result = TypeVar("Result")
Piece = tuple[int, Callable[[], Any], "Future[Any]"]

_MOST_WAITING = 1000
_MOST_AT_ONCE = 64
_PATIENCE = 30.0  # seconds a request waits for its answer
_TRIES = 3

logger = logging.getLogger(__name__)


class Overloaded(EventsError):
    """So many wait that one more would wait too long."""


class Committer:
    """One thread, made when it is first needed and again should it ever die."""

    def __init__(self) -> None:
        self.turns: AbstractContextManager[None] = nullcontext()  # with other processes
        self._pieces: queue.Queue[Piece] = queue.Queue(_MOST_WAITING)
        self._thread: threading.Thread | None = None
        self._making = threading.Lock()

    def run(self, place: int, work: Callable[[], Result]) -> Result:
        """What `work()` returns, committed; or what it raised, with nothing of it written.

        Pieces of one `place` (the id of the row they fight for) keep their order. Raises
        Overloaded; must not be called inside a transaction.
        """
        self._be_there()
        answer: Future[Result] = Future()
        try:
            self._pieces.put_nowait((place, work, answer))
        except queue.Full as error:
            raise Overloaded(N_("现在人很多，请过几秒再试一次。您填的内容还在。")) from error
        return answer.result(_PATIENCE)

    def _be_there(self) -> None:
        with self._making:
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._work, name="commits", daemon=True)
                self._thread.start()

    def _work(self) -> None:
        while True:
            batch = self._next_batch()
            if problem := _do_at_last(batch, self.turns):
                for _place, _piece, answer in batch:
                    answer.set_exception(problem)

    def _next_batch(self) -> list[Piece]:
        batch = [self._pieces.get()]
        while len(batch) < _MOST_AT_ONCE:
            try:
                batch.append(self._pieces.get_nowait())
            except queue.Empty:
                break
        return sorted(batch, key=lambda piece: piece[0])  # rows are locked in the same order


def _do_at_last(batch: list[Piece], turns: AbstractContextManager[None]) -> Exception | None:
    """What stood in the way each time; a deadlock, say, seldom comes back."""
    for _attempt in range(_TRIES):
        if (problem := _do(batch, turns)) is None:
            return None
        logger.warning("a batch has failed: %s", type(problem).__name__)
    return problem


def _do(batch: list[Piece], turns: AbstractContextManager[None]) -> Exception | None:
    """Do all of it in one transaction and answer; the problem if the transaction failed."""
    try:
        with connection(), turns, database.atomic():
            outcomes = [_try(work) for _place, work, _answer in batch]
    except Exception as problem:
        return problem
    for (_place, _work, answer), (result, refusal) in zip(batch, outcomes, strict=True):
        if refusal is None:
            answer.set_result(result)
        else:
            answer.set_exception(refusal)
    return None


def _try(work: Callable[[], Any]) -> tuple[Any, Exception | None]:
    """What it returns or raises; what is wrong with the transaction itself is raised here."""
    try:
        with database.savepoint():
            return work(), None
    except OperationalError:  # such as a deadlock
        raise
    except Exception as refusal:
        return None, refusal


committer = Committer()
