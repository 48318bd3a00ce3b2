"""A real mail server in the test process, what it received, and how it may misbehave."""

import asyncio
import email
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

SENDER = "科普历 <kepuli@example.cn>"
CERTIFICATE = Path(__file__).parent / "localhost.pem"  # its key too; for 127.0.0.1, until 2120
HANG_UP = "hang up"


@dataclass
class Mailbox:
    """Keeps each letter it takes.

    `replies` come instead of "250 OK": to "MAIL", to a recipient's address, to "DATA" before the
    letter, to "letter" after it; HANG_UP ends the connection there. With `hold`, the answer to a
    letter waits for `go_on`, and `is_holding` tells.
    """

    letters: list[EmailMessage] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    greetings: int = 0
    logins: list[tuple[bytes, bytes]] = field(default_factory=list)
    replies: dict[str, str] = field(default_factory=dict)
    hold: bool = False
    is_holding: threading.Event = field(default_factory=threading.Event)
    go_on: threading.Event = field(default_factory=threading.Event)

    @property
    def subjects(self) -> list[str]:
        return [str(letter["Subject"]) for letter in self.letters]

    async def handle_EHLO(  # noqa: N802
        self, _server: SMTP, session: Session, _envelope: Envelope, name: str, said: list[str]
    ) -> list[str]:
        session.host_name = name
        self.greetings += 1
        return said

    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, _options: Any
    ) -> str:
        envelope.mail_from = address
        return await self.answer(server, "MAIL")

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, _options: Any
    ) -> str:
        envelope.rcpt_tos.append(address)
        return await self.answer(server, address)

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        if not self.replies.get("letter", "2").startswith(("4", "5")):
            assert isinstance(envelope.content, bytes)
            letter = email.message_from_bytes(envelope.content, policy=default)
            assert isinstance(letter, EmailMessage)
            self.letters.append(letter)
            self.recipients += envelope.rcpt_tos
        if self.hold:
            self.is_holding.set()
            await asyncio.get_running_loop().run_in_executor(None, self.go_on.wait, 30)
        return await self.answer(server, "letter")

    async def answer(self, server: SMTP, step: str) -> str:
        reply = self.replies.get(step, "250 OK")
        if reply == HANG_UP:
            assert isinstance(server.transport, asyncio.Transport)
            server.transport.abort()
        return reply

    def check(
        self, _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, data: Any
    ) -> AuthResult:
        assert isinstance(data, LoginPassword)
        self.logins.append((data.login, data.password))
        return AuthResult(success=data.password == b"p:ss@w/rd", handled=False)


class _Server(SMTP):
    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802
        if "DATA" in self.event_handler.replies:
            await self.push(await self.event_handler.answer(self, "DATA"))
        else:
            await super().smtp_DATA(arg)


class _Controller(Controller):
    def factory(self) -> SMTP:
        return _Server(self.handler, **self.SMTP_kwargs)


@contextmanager
def serving(mailbox: Mailbox, port: int = 0, **options: Any) -> Iterator[int]:
    """The server runs while the block does, at the port that comes back."""
    port = port or free_port()
    options |= {"enable_SMTPUTF8": False, "auth_required": False, "ident": "a test"}
    server = _Controller(mailbox, "127.0.0.1", port, **options)
    server.start()
    try:
        yield port
    finally:
        mailbox.go_on.set()
        server.stop()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def certified() -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(CERTIFICATE)
    return context
