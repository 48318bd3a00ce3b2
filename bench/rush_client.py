"""People who sign up at the same moment: many open connections that never stop asking.

Written on plain sockets, because a comfortable client would use more of the machine than the
server it measures.
"""

import asyncio
import re
import secrets
import time
from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import urlencode

_TOKEN = re.compile(rb'name="csrf_token"[^>]*value="([^"]+)"')
_LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)
_COOKIE = re.compile(rb"set-cookie: *([^;\r]+)", re.IGNORECASE)
_PASS = re.compile(rb"location: *[^\r]*/signups/(\w{8})", re.IGNORECASE)
_TRIES_AGAIN = 10  # every tenth attempt sends an earlier form once more


@dataclass
class Crowd:
    """`rate` attempts a second for `seconds`, over `connections` connections.

    An attempt's time counts from when it was due, so waiting for a free connection counts, too.
    """

    port: int
    occurrence_id: int
    connections: int
    rate: float
    seconds: float
    acknowledged: dict[str, str] = field(default_factory=dict)  # key -> number of the pass
    open: set[str] = field(default_factory=set)  # keys sent and not answered yet
    answers: Counter[int] = field(default_factory=Counter)
    times: list[float] = field(default_factory=list)
    broken: int = 0
    lasted: float = 0
    _due: int = 0

    def run(self) -> None:
        asyncio.run(self._run())

    async def _run(self) -> None:
        people = [Person(self, number) for number in range(self.connections)]
        await asyncio.gather(*(person.arrive() for person in people))
        self._began = time.perf_counter()
        await asyncio.gather(*(person.attempt_until_the_end() for person in people))
        self.lasted = time.perf_counter() - self._began

    def next_due(self) -> float | None:
        """When the next attempt is due; None after the last."""
        due = self._due / self.rate
        if due >= self.seconds:
            return None
        self._due += 1
        return self._began + due


class Person:
    """One connection, its cookie and the token of the form it has open."""

    def __init__(self, crowd: Crowd, number: int) -> None:
        self.crowd, self.number = crowd, number
        self.cookie = b""
        self.token = b""
        self.keys: list[tuple[str, bytes]] = []

    async def arrive(self) -> None:
        """Open the connection and the form."""
        host, port = "127.0.0.1", self.crowd.port
        self.reader, self.writer = await asyncio.open_connection(host, port)
        status, head, body = await self._ask(
            f"GET /occurrences/{self.crowd.occurrence_id}/signups/new HTTP/1.1", b""
        )
        found = _TOKEN.search(body)
        if status != 200 or found is None:
            raise SystemExit(f"the form answers {status}")
        self.token = found[1]
        cookie = _COOKIE.search(head)
        self.cookie = cookie[1] if cookie else b""

    async def attempt_until_the_end(self) -> None:
        while (due := self.crowd.next_due()) is not None:
            await asyncio.sleep(max(due - time.perf_counter(), 0))
            try:
                await self.attempt(due)
            except (OSError, asyncio.IncompleteReadError):
                self.crowd.broken += 1
                return

    async def attempt(self, due: float) -> None:
        key, form = self._form()
        crowd = self.crowd
        crowd.open.add(key)
        status, head, _body = await self._ask(
            f"POST /occurrences/{crowd.occurrence_id}/signups HTTP/1.1", form
        )
        crowd.times.append(time.perf_counter() - due)
        crowd.answers[status] += 1
        crowd.open.discard(key)
        if pass_ := _PASS.search(head):
            crowd.acknowledged[key] = pass_[1].decode()

    def _form(self) -> tuple[str, bytes]:
        if self.keys and secrets.randbelow(_TRIES_AGAIN) == 0:
            return secrets.choice(self.keys)
        key = secrets.token_urlsafe(24)
        digits = f"{secrets.randbelow(10**8):08}"
        fields = {
            "csrf_token": self.token.decode(),
            "key": key,
            "name": f"家长{digits}",
            "phone": f"138{digits}",
            "email": f"parent-{digits}@example.org",
            "adults": 1 + secrets.randbelow(3),
            "wait": "1",
        }
        form = urlencode(fields).encode()
        self.keys.append((key, form))
        return key, form

    async def _ask(self, line: str, body: bytes) -> tuple[int, bytes, bytes]:
        address = f"10.{self.number % 250}.{secrets.randbelow(250)}.{secrets.randbelow(250)}"
        head = (
            f"{line}\r\nHost: 127.0.0.1:{self.crowd.port}\r\nX-Forwarded-For: {address}\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\n"
            f"Content-Length: {len(body)}\r\nCookie: {self.cookie.decode()}\r\n\r\n"
        )
        self.writer.write(head.encode() + body)
        await self.writer.drain()
        answer = await self.reader.readuntil(b"\r\n\r\n")
        length = _LENGTH.search(answer)
        content = await self.reader.readexactly(int(length[1])) if length else b""
        return int(answer[9:12]), answer, content
