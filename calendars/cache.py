"""The finished feeds of one process: bytes by key, the longest unused thrown out first."""

import zlib
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from threading import Lock

from werkzeug.http import http_date

from calendars.requests import Request

_BYTES = 32 * 1024 * 1024
_ADDRESSES = 4096


@dataclass
class Feed:
    """A finished feed, whose bytes are `parts` one after the other: joining them would hold a
    large one twice. `etag` is their hash; the packed form has one of its own."""

    parts: tuple[bytes, ...]
    etag: str
    last_modified: datetime

    @cached_property
    def packed(self) -> bytes:
        """Made when first asked for: packing costs more than all the rest of a feed."""
        packer = zlib.compressobj(level=6, wbits=31)  # 31: with gzip's header, without a time
        return b"".join([*map(packer.compress, self.parts), packer.flush()])

    @cached_property
    def http_date(self) -> str:
        return http_date(self.last_modified)

    @cached_property
    def length(self) -> int:
        return sum(map(len, self.parts))

    @property
    def held(self) -> int:
        """Bytes in memory. The packed form is a sixth of the plain one, counted beforehand."""
        return self.length * 7 // 6


class FeedCache:
    """A key names all that a feed depends on, so nothing here ever has to be declared stale."""

    def __init__(self) -> None:
        self._feeds: OrderedDict[Hashable, Feed] = OrderedDict()
        self._size = 0
        self._asked: OrderedDict[tuple[str, str], Request] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, build: Callable[[], Feed]) -> Feed:
        with self._lock:
            if key in self._feeds:
                self._feeds.move_to_end(key)
                return self._feeds[key]
        feed = build()  # outside the lock: others are answered meanwhile
        if feed.held <= _BYTES:  # else it would only drive out all others
            with self._lock:
                self._keep(key, feed)
        return feed

    def asked(self, address: tuple[str, str]) -> Request | None:
        """What was wanted at this path and query string, if it was answered before."""
        return self._asked.get(address)

    def note(self, address: tuple[str, str], wanted: Request) -> None:
        with self._lock:
            self._asked[address] = wanted
            while len(self._asked) > _ADDRESSES:
                self._asked.popitem(last=False)

    def clear(self) -> None:
        with self._lock:
            self._feeds.clear()
            self._size = 0

    def _keep(self, key: Hashable, feed: Feed) -> None:
        known = self._feeds.pop(key, None)  # two may have built the same
        self._feeds[key] = feed
        self._size += feed.held - (known.held if known else 0)
        while self._size > _BYTES:
            _, oldest = self._feeds.popitem(last=False)
            self._size -= oldest.held
