"""Encryption and signing in: never without the certificate, and no word about the password."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask

from events import clock
from events.notifications.actions import write_letter
from events.notifications.models import Message, MessageState
from events.notifications.post import Post, ServerAway
from jobs import deliver_due
from tests.conftest import Program
from tests.notifications.mailbox import CERTIFICATE, SENDER, Mailbox, certified, serving

USER = "kepuli%40example.cn:p%3Ass%40w%2Frd"


@pytest.fixture
def trusting(monkeypatch: pytest.MonkeyPatch) -> None:
    """As where the operator names the authority of his own."""
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))


@pytest.fixture
def starttls(mailbox: Mailbox) -> Iterator[int]:
    with serving(
        mailbox, tls_context=certified(), require_starttls=True, authenticator=mailbox.check
    ) as port:
        yield port


@pytest.fixture
def smtps(mailbox: Mailbox) -> Iterator[int]:
    with serving(
        mailbox, ssl_context=certified(), auth_require_tls=False, authenticator=mailbox.check
    ) as port:
        yield port


def greet(url: str) -> None:
    with Post(url, SENDER) as post:
        post.greet()


@pytest.mark.usefixtures("trusting")
def test_starttls_encrypts_and_then_signs_in(mailbox: Mailbox, starttls: int):
    greet(f"smtp+starttls://{USER}@127.0.0.1:{starttls}")

    assert mailbox.logins == [(b"kepuli@example.cn", b"p:ss@w/rd")]


@pytest.mark.usefixtures("trusting")
def test_smtps_is_encrypted_from_the_start(mailbox: Mailbox, smtps: int):
    greet(f"smtps://{USER}@127.0.0.1:{smtps}")

    assert mailbox.logins == [(b"kepuli@example.cn", b"p:ss@w/rd")]


@pytest.mark.parametrize("way", ["smtp+starttls", "smtps"])
def test_a_certificate_nobody_vouches_for_gets_neither_letter_nor_password(
    mailbox: Mailbox, starttls: int, smtps: int, way: str
):
    port = smtps if way == "smtps" else starttls

    with pytest.raises(ServerAway, match="邮件服务器的证书不对"):
        greet(f"{way}://{USER}@127.0.0.1:{port}")

    assert mailbox.logins == []


@pytest.mark.usefixtures("trusting")
def test_a_server_that_offers_no_encryption_is_not_spoken_to_without(mailbox: Mailbox, port: int):
    with pytest.raises(ServerAway, match="不支持 KEPULI_SMTP_URL 里要求的加密"):
        greet(f"smtp+starttls://{USER}@127.0.0.1:{port}")

    assert mailbox.logins == []


@pytest.mark.usefixtures("trusting")
def test_a_wrong_password_is_a_matter_of_the_settings_and_is_told_nowhere(
    app: Flask, mailbox: Mailbox, smtps: int, caplog: pytest.LogCaptureFixture
):
    url = f"smtps://kepuli:hunter2@127.0.0.1:{smtps}"
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], smtp_url=url)
    write_letter("li@example.org", "test-letter", "1", clock.now())

    deliver_due(app)

    [message] = Message.select()
    assert message.state == MessageState.WAITING
    assert message.problem == "邮件服务器不接受 KEPULI_SMTP_URL 里的用户名或密码。"
    assert [password for _user, password in mailbox.logins] == [b"hunter2"] * len(mailbox.logins)
    assert "hunter2" not in caplog.text


# The command line


def test_deliver_sends_what_is_due_and_counts(kepuli: Program, db: object, mailbox: Mailbox):
    for email in ("a@example.org", "b@example.org", "nobody"):
        write_letter(email, "test-letter", "1", clock.now())

    said = kepuli("notifications", "deliver")

    assert (said.exit_code, said.stderr) == (0, "")
    assert said.stdout == "发出 2 封，还有 0 封在等，1 封要人处理。\n"
    assert len(mailbox.letters) == 2


def test_the_test_letter_goes_out_at_once_and_leaves_no_trace(
    kepuli: Program, db: object, mailbox: Mailbox
):
    said = kepuli("notifications", "test", "me@example.org")

    assert said.stdout == "邮件服务器收下了给 me@example.org 的信，请到收件箱里看看。\n"
    assert mailbox.recipients == ["me@example.org"]
    assert Message.select().count() == 0


def test_the_test_letter_says_what_is_wrong(kepuli: Program, db: object, mailbox: Mailbox):
    mailbox.replies["me@example.org"] = "554 5.7.1 relay access denied"

    said = kepuli("notifications", "test", "me@example.org")

    assert (said.exit_code, said.stdout) == (1, "")
    assert said.stderr == "邮件服务器回答：554 5.7.1 relay access denied\n"


@pytest.mark.parametrize("words", [("deliver",), ("test", "me@example.org")])
def test_without_a_mail_server_the_commands_say_what_to_set(
    kepuli: Program, db: object, words: tuple[str, ...]
):
    kepuli.environment["KEPULI_SMTP_URL"] = ""

    said = kepuli("notifications", *words)

    assert (said.exit_code, said.stdout) == (1, "")
    assert said.stderr == "还没有设邮件服务器，请设 KEPULI_SMTP_URL 和 KEPULI_MAIL_FROM。\n"


def test_doctor_reaches_the_server_or_says_why_not_and_shows_no_password(
    kepuli: Program, db: object, port: int
):
    assert "好  信件：邮件服务器 127.0.0.1 连得上，0 封在等" in kepuli("doctor").stdout

    kepuli.environment["KEPULI_SMTP_URL"] = f"smtps://u:hunter2@127.0.0.1:{port}"
    said = kepuli("doctor").stdout

    assert "坏  信件：邮件服务器连不上，或者中途断开了。" in said
    assert "hunter2" not in said


def test_doctor_says_how_many_letters_wait_without_a_server_and_how_many_failed(
    kepuli: Program, db: object
):
    write_letter("nobody", "test-letter", "1", clock.now())
    kepuli("notifications", "deliver")
    address = "https://kepuli.example/office/letters"
    assert f"坏  信件：1 封信没有发成，请到 {address} 处理。" in kepuli("doctor").stdout

    write_letter("li@example.org", "test-letter", "1", clock.now())
    kepuli.environment["KEPULI_SMTP_URL"] = ""
    assert "好  信件：没有设 KEPULI_SMTP_URL，不发信；1 封在等" in kepuli("doctor").stdout
