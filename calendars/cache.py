"""The finished feeds of one process: bytes by key, the longest unused thrown out first."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import datetime
from threading import Lock

_BYTES = 32 * 1024 * 1024


@dataclass(frozen=True)
class Feed:
    """A finished feed. `etag` is the hash of `body`; the packed form has one of its own."""

    body: bytes
    packed: bytes
    etag: str
    last_modified: datetime


class FeedCache:
    """A key names all that a feed depends on, so nothing here ever has to be declared stale."""

    def __init__(self) -> None:
        self._feeds: OrderedDict[Hashable, Feed] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, build: Callable[[], Feed]) -> Feed:
        with self._lock:
            if key in self._feeds:
                self._feeds.move_to_end(key)
                return self._feeds[key]
        feed = build()  # outside the lock: others are answered meanwhile
        with self._lock:
            self._feeds[key] = feed
            while self._size() > _BYTES:
                self._feeds.popitem(last=False)
        return feed

    def _size(self) -> int:
        return sum(len(feed.body) + len(feed.packed) for feed in self._feeds.values())
