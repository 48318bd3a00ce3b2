"""Group commit: pieces of work of many requests, done in one transaction by one thread.

On a hot row a transaction per request is as slow as the disk, and more threads make it worse; a
batch pays for the disk once and keeps `synchronous=FULL`. What pieces fight for is held once for
all of them. A batch in which one is refused is undone and done again with a savepoint for each, so
that it leaves the others alone; all are answered only after the commit.
"""

import logging
import queue
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from contextlib import AbstractContextManager, nullcontext, suppress
from typing import Any, NamedTuple, TypeVar

from peewee import OperationalError

from events.db import connection, database
from events.errors import EventsError
from events.inserting import together
from events.marking import N_

Held = TypeVar("Held")
Result = TypeVar("Result")

_MOST_WAITING = 1000
_MOST_AT_ONCE = 64
_PATIENCE = 30.0  # seconds a request waits for its answer
_TRIES = 3

logger = logging.getLogger(__name__)


class Overloaded(EventsError):
    """So many wait that one more would wait too long."""


class Piece(NamedTuple):
    row: int
    hold: Callable[[int], Any]
    work: Callable[[Any], Any]
    answer: "Future[Any]"


class Committer:
    """One thread, made when it is first needed and again should it ever die."""

    def __init__(self) -> None:
        self.turns: AbstractContextManager[None] = nullcontext()  # with other processes
        self._pieces: queue.Queue[Piece] = queue.Queue(_MOST_WAITING)
        self._waiting: list[Piece] = []  # those that its thread has seen
        self._was_refused = False  # somebody, in the batch before
        self._thread: threading.Thread | None = None
        self._making = threading.Lock()

    def run(self, row: int, hold: Callable[[int], Held], work: Callable[[Held], Result]) -> Result:
        """What `work(hold(row))` returns, committed; or what it raised, with nothing of it written.

        `row` is the id of the row that pieces fight for: `hold` keeps others from it, and what it
        returns is given to one piece after the other, in their order, so `work` keeps it true.
        Raises Overloaded; must not be called inside a transaction.
        """
        self._be_there()
        answer: Future[Result] = Future()
        try:
            self._pieces.put_nowait(Piece(row, hold, work, answer))
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
            self._waiting.append(self._pieces.get())
            while first := self._next(0):
                self._do_at_last([first])

    def _do_at_last(self, batch: list[Piece]) -> None:
        """Hoping that nobody is refused, unless somebody was the last time; otherwise carefully,
        and again where something stands in the way that seldom comes back, such as a deadlock."""
        pieces: Iterable[Piece] = self._grow(batch)
        if not self._was_refused:
            with suppress(Exception):
                _do(pieces, self.turns)
                return
            pieces = batch
        for _attempt in range(_TRIES):
            try:
                self._was_refused = _do_carefully(pieces, self.turns)
                return
            except Exception as trouble:
                problem, pieces = trouble, batch
                logger.warning("a batch has failed: %s", type(problem).__name__)
        for piece in batch:
            piece.answer.set_exception(problem)

    def _grow(self, batch: list[Piece]) -> Iterator[Piece]:
        """With those who come while it is done: to hold a row may have taken a while. By rows,
        which every process holds in the same order."""
        yield from batch
        while len(batch) < _MOST_AT_ONCE and (piece := self._next(batch[-1].row)):
            batch.append(piece)
            yield piece

    def _next(self, row: int) -> Piece | None:
        """The first of this row, or else of the next; those of rows before have to wait."""
        with suppress(queue.Empty):
            while True:
                self._waiting.append(self._pieces.get_nowait())
        allowed = (piece for piece in self._waiting if piece.row >= row)
        piece = min(allowed, key=lambda piece: piece.row, default=None)
        if piece:
            self._waiting.remove(piece)
        return piece


def _do(pieces: Iterable[Piece], turns: AbstractContextManager[None]) -> None:
    """All of it in one transaction, or nothing."""
    done = []
    with connection(), turns, database.atomic(), together():
        held: dict[object, Any] = {}
        for piece in pieces:
            done.append((piece.answer, piece.work(_hold(piece, held))))
    for answer, result in done:
        answer.set_result(result)


def _do_carefully(pieces: Iterable[Piece], turns: AbstractContextManager[None]) -> bool:
    """All of it but what is refused; whether something was. Each piece stands in a savepoint.
    Raises what is wrong with the transaction itself."""
    outcomes = []
    with connection(), turns, database.atomic():
        held: dict[object, Any] = {}
        for piece in pieces:
            outcomes.append((piece.answer, *_try(piece, held)))
    for answer, result, refusal in outcomes:
        if refusal is None:
            answer.set_result(result)
        else:
            answer.set_exception(refusal)
    return any(refusal for _answer, _result, refusal in outcomes)


def _try(piece: Piece, held: dict[object, Any]) -> tuple[Any, Exception | None]:
    try:
        with database.savepoint():
            return piece.work(_hold(piece, held)), None
    except OperationalError:  # such as a deadlock
        raise
    except Exception as refusal:
        held.pop((piece.hold, piece.row), None)  # it may not be so any more
        return None, refusal


def _hold(piece: Piece, held: dict[object, Any]) -> Any:
    what = piece.hold, piece.row
    if what not in held:
        held[what] = piece.hold(piece.row)
    return held[what]


committer = Committer()
