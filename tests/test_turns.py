"""Processes on one SQLite file write one after the other, also when one of them is killed."""

import os
import signal
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, suppress

import pytest
from peewee import Database

from events.turns import between_processes, turns

pytestmark = [
    pytest.mark.engine("sqlite"),
    pytest.mark.skipif(not hasattr(os, "fork"), reason="one process only"),
]


@pytest.fixture
def ours(db: Database) -> AbstractContextManager[None]:
    return turns()


@pytest.fixture
def other(ours: AbstractContextManager[None]) -> Iterator[int]:
    """The number of a process whose turn it is until it is killed."""
    told, tells = os.pipe()
    if not (process := os.fork()):
        with ours:
            os.write(tells, b".")
            signal.pause()
    os.read(told, 1)
    yield process
    with suppress(ProcessLookupError):
        os.kill(process, signal.SIGKILL)
    os.waitpid(process, 0)


def test_who_is_killed_gives_its_turn_to_who_waits(ours: AbstractContextManager[None], other: int):
    had_it = threading.Event()

    def take_it() -> None:
        with ours:
            had_it.set()

    waiting = threading.Thread(target=take_it)
    waiting.start()
    assert not had_it.wait(0.3)

    os.kill(other, signal.SIGKILL)

    assert had_it.wait(20)
    waiting.join()


def test_turn_is_free_again_when_it_is_over(ours: AbstractContextManager[None]):
    with ours:
        pass
    if not (process := os.fork()):
        with ours:
            os._exit(0)
    _process, status = os.waitpid(process, 0)

    assert os.waitstatus_to_exitcode(status) == 0


def test_two_processes_that_hold_what_the_other_waits_for_go_on():
    """Each holds one lock in one thread and waits for the other's in a second."""
    first, second = between_processes(), between_processes()
    ready = [os.pipe(), os.pipe()]
    if not (process := os.fork()):
        try:
            _hold_and_wait(second, first, ready[1], ready[0])
            os._exit(0)
        finally:
            os._exit(1)
    _hold_and_wait(first, second, ready[0], ready[1])
    _process, status = os.waitpid(process, 0)

    assert os.waitstatus_to_exitcode(status) == 0


def _hold_and_wait(
    mine: AbstractContextManager[None],
    others: AbstractContextManager[None],
    tells: tuple[int, int],
    told: tuple[int, int],
) -> None:
    """Raises what the second thread met."""
    with ThreadPoolExecutor() as threads:
        with mine:
            os.write(tells[1], b".")
            os.read(told[0], 1)
            waiting = threads.submit(_take, others)
            time.sleep(0.3)  # until both wait
        waiting.result(20)


def _take(turn: AbstractContextManager[None]) -> None:
    with turn:
        pass
