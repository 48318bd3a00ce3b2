"""People who sign up at the same moment: many open connections that never stop asking.

Written on plain sockets, because a comfortable client would use more of the machine than the
server it measures.
"""

import asyncio
import re
import secrets
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlencode

_TOKEN = re.compile(rb'name="csrf_token"[^>]*value="([^"]+)"')
_LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)
_COOKIE = re.compile(rb"set-cookie: *([^;\r]+)", re.IGNORECASE)
_PASS = re.compile(rb"location: *[^\r]*/signups/(\w{8})", re.IGNORECASE)
_TRIES_AGAIN = 10  # every tenth attempt sends an earlier form once more
_BROKEN = (OSError, asyncio.IncompleteReadError)


@dataclass
class Crowd:
    """`rate` attempts a second for `seconds`, over `connections` connections.

    An attempt's time counts from when it was due, so waiting for a free connection counts, too.
    Forms are kept by their key: `to_repeat` are sent first, `open` are without an answer.
    """

    port: int
    occurrence_id: int
    connections: int
    rate: float
    seconds: float
    to_repeat: dict[str, bytes] = field(default_factory=dict)
    open: dict[str, bytes] = field(default_factory=dict)
    acknowledged: dict[str, str] = field(default_factory=dict)  # key -> number of the pass
    answers: Counter[int] = field(default_factory=Counter)
    times: list[float] = field(default_factory=list)
    broken: int = 0
    repeated: int = 0
    lasted: float = 0
    _due: int = 0

    def run(self, when_all_are_there: Callable[[], object] = lambda: None) -> None:
        asyncio.run(self._run(when_all_are_there))

    async def _run(self, when_all_are_there: Callable[[], object]) -> None:
        people = [Person(self, number) for number in range(self.connections)]
        arrived = await asyncio.gather(*(person.arrive() for person in people))
        when_all_are_there()
        self._began = time.perf_counter()
        here = [person for person, is_here in zip(people, arrived, strict=True) if is_here]
        await asyncio.gather(*(person.attempt_until_the_end() for person in here))
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
        self.token = ""
        self.forms: list[tuple[str, bytes]] = []

    async def arrive(self) -> bool:
        """Open the connection and the form; False if the server is gone."""
        path = f"/occurrences/{self.crowd.occurrence_id}/signups/new"
        try:
            self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.crowd.port)
            status, head, body = await self._ask(f"GET {path} HTTP/1.1", b"")
        except _BROKEN:
            return False
        found = _TOKEN.search(body)
        if status != 200 or found is None:
            raise SystemExit(f"the form answers {status}")
        self.token = found[1].decode()
        cookie = _COOKIE.search(head)
        self.cookie = cookie[1] if cookie else b""
        return True

    async def attempt_until_the_end(self) -> None:
        while (due := self.crowd.next_due()) is not None:
            await asyncio.sleep(max(due - time.perf_counter(), 0))
            try:
                await self._attempt(due)
            except _BROKEN:
                self.crowd.broken += 1
                break
        self.writer.close()

    async def _attempt(self, due: float) -> None:
        crowd = self.crowd
        key, form = self._form()
        crowd.open[key] = form
        path = f"/occurrences/{crowd.occurrence_id}/signups"
        token = urlencode({"csrf_token": self.token}).encode()
        status, head, _body = await self._ask(f"POST {path} HTTP/1.1", form + b"&" + token)
        crowd.times.append(time.perf_counter() - due)
        crowd.answers[status] += 1
        crowd.open.pop(key, None)
        if pass_ := _PASS.search(head):
            crowd.acknowledged[key] = pass_[1].decode()

    def _form(self) -> tuple[str, bytes]:
        if self.crowd.to_repeat:
            self.crowd.repeated += 1
            return self.crowd.to_repeat.popitem()
        if self.forms and secrets.randbelow(_TRIES_AGAIN) == 0:
            return secrets.choice(self.forms)
        self.forms.append(_new_form())
        return self.forms[-1]

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


def _new_form() -> tuple[str, bytes]:
    key = secrets.token_urlsafe(24)
    digits = f"{secrets.randbelow(10**8):08}"
    fields = {
        "key": key,
        "name": f"家长{digits}",
        "phone": f"138{digits}",
        "email": f"parent-{digits}@example.org",
        "adults": 1 + secrets.randbelow(3),
        "wait": "1",
    }
    return key, urlencode(fields).encode()
