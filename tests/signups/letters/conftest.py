"""A mail server that takes everything, and the letters as they arrive there."""

from collections.abc import Callable
from email.message import EmailMessage

import pytest
from flask import Flask

from jobs import deliver_due
from tests.notifications.mailbox import Mailbox

Deliver = Callable[[], list[EmailMessage]]


@pytest.fixture
def environment(environment: dict[str, str], mail_settings: dict[str, str]) -> dict[str, str]:
    return environment | mail_settings


@pytest.fixture
def deliver(app: Flask, mailbox: Mailbox) -> Deliver:
    """Send what is due; what has arrived since the last time."""

    def deliver() -> list[EmailMessage]:
        seen = len(mailbox.letters)
        deliver_due(app)
        return mailbox.letters[seen:]

    return deliver
