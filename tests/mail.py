"""A mail server that takes everything. A room whose program is to use it says so with

@pytest.fixture
def environment(environment, mail_settings):
    return environment | mail_settings
"""

from collections.abc import Iterator

import pytest

from tests.notifications.mailbox import SENDER, Mailbox, serving


@pytest.fixture
def mailbox() -> Mailbox:
    return Mailbox()


@pytest.fixture
def port(mailbox: Mailbox) -> Iterator[int]:
    with serving(mailbox) as port:
        yield port


@pytest.fixture
def mail_settings(port: int) -> dict[str, str]:
    """The KEPULI_ variables of a program that writes to the mailbox."""
    return {"KEPULI_SMTP_URL": f"smtp://127.0.0.1:{port}", "KEPULI_MAIL_FROM": SENDER}
