"""A mail server that takes everything, and the program set to use it."""

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
def environment(environment: dict[str, str], port: int) -> dict[str, str]:
    """The KEPULI_ variables of the program under test, mail included."""
    return environment | {
        "KEPULI_SMTP_URL": f"smtp://127.0.0.1:{port}",
        "KEPULI_MAIL_FROM": SENDER,
    }
