"""In front of Flask: a feed that was answered before is answered again without it.

Most requests of a calendar server are of this kind, and making a Flask request of each costs
more than all the rest. Which feed an address means was settled by `routes.py` when it was asked
for the first time; everything else, and whatever goes wrong, passes on.
"""

import logging
import secrets
import time
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any

from calendars.answers import answer
from calendars.cache import Feed, FeedCache
from calendars.entries import Place
from calendars.feeds import current_feed
from calendars.requests import Request
from events.db import database

logger = logging.getLogger(__name__)

Environ = dict[str, Any]
Wsgi = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]


class Front:
    """A WSGI application round `inner`; both use the cache."""

    def __init__(self, inner: Wsgi, cache: FeedCache, place: Place) -> None:
        self._inner = inner
        self._cache = cache
        self._place = place

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        started = time.perf_counter()
        wanted = self._wanted(environ)
        feed = self._feed(wanted) if wanted else None
        if wanted is None or feed is None:
            return self._inner(environ, start_response)
        status, headers, parts = answer(feed, wanted, environ)
        request_id = secrets.token_hex(4).upper()
        headers.append(("X-Request-ID", request_id))
        start_response(f"{status} {HTTPStatus(status).phrase}", headers)
        _log(environ, request_id, status, time.perf_counter() - started)
        return () if environ["REQUEST_METHOD"] == "HEAD" else parts

    def _wanted(self, environ: Environ) -> Request | None:
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return None
        return self._cache.asked((environ["PATH_INFO"], environ.get("QUERY_STRING", "")))

    def _feed(self, wanted: Request) -> Feed | None:
        """None for what is gone, and when the database does not answer: `inner` says so."""
        try:
            with database.connection_context():
                return current_feed(self._cache, wanted, self._place)
        except Exception:
            return None


def _log(environ: Environ, request_id: str, status: int, seconds: float) -> None:
    """The same line as for any other request."""
    logger.info(
        "request",
        extra={
            "request_id": request_id,
            "method": environ["REQUEST_METHOD"],
            "path": environ["PATH_INFO"],
            "status": status,
            "milliseconds": round(seconds * 1000, 1),
        },
    )
