"""The mail server, spoken to step by step, so that every failure is known for what it is."""

import re
import smtplib
import ssl
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import parseaddr
from types import TracebackType
from urllib.parse import unquote, urlsplit

from events.errors import EventsError
from events.text import clean_line

_STEP = 10.0  # seconds a step may take
_TAKING = 60.0  # for the last one: who looks for spam then takes long, and giving up means doubt
_SHUTTING_DOWN = 421
_GO_AHEAD = 354
_MAILBOX = re.compile(r"[^\s@<>,;:()\"\\]+@[\w.-]+", re.ASCII)
_NOBODY_KNOWS = "信已交给邮件服务器，但没有等到回答，不知道收下了没有。"
_LONE_DOT = re.compile(rb"^\.", re.MULTILINE)


class ServerAway(EventsError):
    """The server can't be reached or doesn't take us: it is not about this letter."""


class RefusedForNow(EventsError):
    """Not this letter, not now."""


class RefusedForGood(EventsError):
    """Never this letter."""


class NoAnswer(EventsError):
    """The whole letter was handed over and no answer came: nobody knows whether it was taken."""


class Post:
    """One connection for a row of letters, made when the first one needs it.

    `url` is smtp://, smtp+starttls:// or smtps://user:password@host:port.
    """

    def __init__(self, url: str, mail_from: str) -> None:
        self._address = urlsplit(url)
        self._sender = parseaddr(mail_from)[1]
        self._server: smtplib.SMTP | None = None

    def __enter__(self) -> "Post":
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        if self._server and self._server.sock:
            try:
                self._server.quit()
            except (OSError, smtplib.SMTPException):
                self._hang_up()

    def greet(self) -> None:
        """Reach the server and sign in, as for a letter; raises ServerAway."""
        try:
            self._connect()
        except (OSError, smtplib.SMTPException) as error:
            self._hang_up()
            raise ServerAway(_why_away(error)) from error

    def hand_in(self, letter: EmailMessage, recipient: str) -> None:
        """Give one letter to the server; returns only when the server has taken it.

        Raises one of the four refusals above; each hangs up, so that the next letter starts anew.
        """
        if not _MAILBOX.fullmatch(recipient) or not recipient.isascii():
            raise RefusedForGood("收信地址写得不对。")
        try:
            self._converse(letter.as_bytes(policy=SMTP), recipient)
        except EventsError:
            self._hang_up()
            raise

    def _converse(self, letter: bytes, recipient: str) -> None:
        try:
            server = self._server or self._connect()
            _expect_welcome(server.mail(self._sender))
            _expect(server.rcpt(recipient))
            _expect(server.docmd("DATA"), _GO_AHEAD)
        except (OSError, smtplib.SMTPException) as error:
            raise ServerAway(_why_away(error)) from error
        try:
            _be_patient(server, _TAKING)
            server.send(_LONE_DOT.sub(b"..", letter) + b"\r\n.\r\n")
            reply = server.getreply()
        except (OSError, smtplib.SMTPException) as error:
            raise NoAnswer(_NOBODY_KNOWS) from error
        if reply[0] < 0:
            raise NoAnswer(_NOBODY_KNOWS)
        _be_patient(server, _STEP)
        _expect(reply)

    def _connect(self) -> smtplib.SMTP:
        host, port = self._address.hostname or "", self._address.port or 0
        here = self._sender.rpartition("@")[2]  # asking the resolver for our name may take long
        context = ssl.create_default_context()
        if self._address.scheme == "smtps":
            self._server = smtplib.SMTP_SSL(host, port, here, timeout=_STEP, context=context)
        else:
            self._server = smtplib.SMTP(host, port, here, timeout=_STEP)
        if self._address.scheme == "smtp+starttls":
            self._server.starttls(context=context)
        self._server.ehlo_or_helo_if_needed()
        if self._address.username:
            password = unquote(self._address.password or "")
            self._server.login(unquote(self._address.username), password)
        return self._server

    def _hang_up(self) -> None:
        if self._server:
            self._server.close()
            self._server = None


def _be_patient(server: smtplib.SMTP, seconds: float) -> None:
    if server.sock:
        server.sock.settimeout(seconds)


def _expect_welcome(reply: tuple[int, bytes]) -> None:
    """A sender that is refused is a matter of the settings, not of the letter."""
    code, words = reply
    if not 200 <= code < 300:
        raise ServerAway(f"邮件服务器不接受发信人：{_said(code, words)}")


def _expect(reply: tuple[int, bytes], wanted: int | None = None) -> None:
    code, words = reply
    if code == wanted or (wanted is None and 200 <= code < 300):
        return
    said = f"邮件服务器回答：{_said(code, words)}"
    if code == _SHUTTING_DOWN:
        raise ServerAway(said)
    raise (RefusedForGood if code >= 500 else RefusedForNow)(said)


def _said(code: int, words: bytes) -> str:
    """The server's words in one line, without the address it may repeat."""
    line = clean_line(words.decode("utf-8", "replace"))
    return f"{code} {_MAILBOX.sub('…', line)}"[:150]


def _why_away(error: Exception) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return "邮件服务器的证书不对，所以没有把信交给它。"
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return "邮件服务器不接受 KEPULI_SMTP_URL 里的用户名或密码。"
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return "邮件服务器不支持 KEPULI_SMTP_URL 里要求的加密或登录方式。"
    if isinstance(error, smtplib.SMTPResponseException):
        return f"邮件服务器回答：{_said(error.smtp_code, _as_bytes(error.smtp_error))}"
    return "邮件服务器连不上，或者中途断开了。"


def _as_bytes(words: bytes | str) -> bytes:
    return words.encode() if isinstance(words, str) else words
