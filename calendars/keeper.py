"""Keeps the component store filled while the program serves, from what the change log says.

A thread that looks, not a queue of jobs: what is lacking can always be seen from the tables, so
nothing has to be remembered, and a second process doing the same does no harm.
"""

import logging
import threading

from peewee import PeeweeException

from calendars.entries import Place
from calendars.store import store_in_steps
from events import changes, clock
from events.db import connection
from events.errors import DatabaseUnavailable
from events.published import Window

logger = logging.getLogger(__name__)

_LOOK_EVERY = 2.0  # seconds
_REST = 0.2  # seconds between steps, so that requests come first


def keep_store_filled(place: Place) -> threading.Event:
    """Start the thread; setting the event that comes back stops it."""
    stopped = threading.Event()
    threading.Thread(target=_keep, args=(place, stopped), name="keeper", daemon=True).start()
    return stopped


def _keep(place: Place, stopped: threading.Event) -> None:
    done: tuple[object, ...] | None = None
    while not stopped.wait(_LOOK_EVERY):
        try:
            done = _look(place, stopped, done)
        except (DatabaseUnavailable, PeeweeException) as error:
            logger.warning("component store not filled: %s", type(error).__name__)


def _look(
    place: Place, stopped: threading.Event, done: tuple[object, ...] | None
) -> tuple[object, ...] | None:
    """What was found done: the position and the day. Unfinished steps are taken up again."""
    with connection():
        window = Window(clock.today(place.timezone))
        now = (changes.current().number, window.today)
        if now == done:
            return done
        for _written in store_in_steps(place, window):
            if stopped.wait(_REST):
                return done
    return now
