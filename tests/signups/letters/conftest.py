"""A mail server that takes everything, and the letters as they arrive there."""

from collections.abc import Callable, Iterator
from email.message import EmailMessage

import pytest
from flask import Flask

from jobs import deliver_due
from tests.notifications.mailbox import SENDER, Mailbox, serving

Deliver = Callable[[], list[EmailMessage]]


@pytest.fixture
def mailbox() -> Mailbox:
    return Mailbox()


@pytest.fixture
def environment(environment: dict[str, str], mailbox: Mailbox) -> Iterator[dict[str, str]]:
    with serving(mailbox) as port:
        yield environment | {
            "KEPULI_SMTP_URL": f"smtp://127.0.0.1:{port}",
            "KEPULI_MAIL_FROM": SENDER,
        }


@pytest.fixture
def deliver(app: Flask, mailbox: Mailbox) -> Deliver:
    """Send what is due; what has arrived since the last time."""

    def deliver() -> list[EmailMessage]:
        seen = len(mailbox.letters)
        deliver_due(app)
        return mailbox.letters[seen:]

    return deliver
