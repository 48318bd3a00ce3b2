"""Several processes that do the same work side by side, because one Python uses one processor.

The first process only watches: it begins anew whoever ends, and ends all when it is told to. It has
no threads, so it can fork at any time.
"""

import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterable

from events.commits import committer
from events.db import database
from events.turns import turns

_PAUSE = 1.0  # seconds before one that has ended is begun anew

logger = logging.getLogger(__name__)


def run(count: int, work: Callable[[int], None]) -> None:
    """`work(0)` … `work(count - 1)`, each in a process of its own, until SIGTERM or Ctrl+C.

    A single one is done here. No connection to the database may be in use.
    """
    if count == 1:
        work(0)
        return
    database.obj.close_all()  # it must not be used by two processes
    committer.turns = turns()
    first, end, held = os.getpid(), *os.pipe()
    numbers: dict[int, int] = {}

    def begin(number: int) -> None:
        if process := os.fork():
            numbers[process] = number
            return
        os.close(held)
        threading.Thread(target=_end_with_first, args=(end,), daemon=True).start()
        work(number)
        sys.exit()

    try:
        for number in range(count):
            begin(number)
        while True:
            process, _status = os.wait()
            logger.error("a process has ended and is begun anew")
            time.sleep(_PAUSE)
            begin(numbers.pop(process))
    except KeyboardInterrupt:
        pass
    finally:
        if os.getpid() == first:
            _end(numbers)


def _end(processes: Iterable[int]) -> None:
    for process in processes:
        os.kill(process, signal.SIGTERM)
    for process in processes:
        os.waitpid(process, 0)


def _end_with_first(end: int) -> None:
    """However the first process ends: the other side of this pipe, which it held, closes then."""
    os.read(end, 1)
    os.kill(os.getpid(), signal.SIGTERM)
