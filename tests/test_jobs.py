"""What runs by itself: soon after it is due, once a morning, and quickly ended."""

import os
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from flask import Flask

from events import clock
from events.days.models import Edition, UsualUnit
from events.db import database
from events.notifications.actions import write_letter
from events.notifications.models import Message
from events.people.models import OneTimeLink
from events.reviews.models import Batch
from jobs import Mornings, jobs_running
from tests.conftest import Program
from tests.factories import make_account, make_edition, make_themed_day, make_unit
from tests.notifications.mailbox import SENDER, Mailbox, serving
from tests.test_cli import running, wait_for

At = Callable[[str], None]


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


def wait_until(is_so: Callable[[], bool]) -> bool:
    """Looks often, and gives up after twenty seconds."""
    deadline = time.monotonic() + 20
    while not is_so():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def test_a_letter_leaves_within_seconds_and_the_threads_end_at_once(app: Flask, mailbox: Mailbox):
    handlers = [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)]
    write_letter("li@example.org", "test-letter", "1", clock.now())

    with jobs_running(app):
        assert wait_until(lambda: mailbox.recipients == ["li@example.org"])
        assert [signal.getsignal(n) for n in (signal.SIGINT, signal.SIGTERM)] == handlers
        ending = time.monotonic()

    assert time.monotonic() - ending < 2
    assert not [t.name for t in threading.enumerate() if t.name.startswith(("Worker", "Schedul"))]


def test_a_job_that_fails_is_logged_and_tried_again(
    app: Flask, mailbox: Mailbox, caplog: pytest.LogCaptureFixture
):
    database.execute_sql("ALTER TABLE message RENAME TO elsewhere")

    with jobs_running(app):
        assert wait_until(lambda: "Unhandled exception in task" in caplog.text)
        database.execute_sql("ALTER TABLE elsewhere RENAME TO message")
        write_letter("li@example.org", "test-letter", "1", clock.now())
        assert wait_until(lambda: mailbox.recipients == ["li@example.org"])


def test_what_is_for_the_morning_is_done_soon_after_a_later_start(app: Flask, mailbox: Mailbox):
    unit, day = make_unit(), make_themed_day()
    UsualUnit.create(themed_day=day, unit=unit, role="lead", position=1)
    make_account(email="museum@example.org", editor_of=(unit,))
    edition = make_edition(themed_day=day, first_day=date(2026, 12, 1))
    Edition.update(submission_closes=date(2026, 11, 28)).where(Edition.id == edition.id).execute()
    over = clock.now() - timedelta(days=1)
    OneTimeLink.create(
        kind="reset", token_hash="x", email="x@example.org", created_at=over, expires_at=over
    )

    with jobs_running(app):
        assert wait_until(lambda: mailbox.recipients == ["museum@example.org"])
        assert wait_until(lambda: OneTimeLink.select().count() == 0)


def test_a_batch_is_published_when_its_time_has_come(app: Flask):
    batch = Batch.create(items=[], made_at=clock.now(), due_at=clock.now())

    with jobs_running(app):
        assert wait_until(lambda: Batch.get_by_id(batch.id).done_at == clock.now())


def test_the_morning_comes_once_a_day_by_the_clock_of_the_place(at: At):
    is_morning = Mornings(ZoneInfo("Asia/Shanghai"))
    looks = [
        *("2026-11-21T07:59:59+08:00", "2026-11-21T08:00+08:00", "2026-11-21T08:00:05+08:00"),
        *("2026-11-21T23:59+08:00", "2026-11-22T00:00+08:00", "2026-11-22T09:30+08:00"),
    ]

    found = []
    for instant in looks:
        at(instant)
        found.append(is_morning())

    assert found == [False, True, False, False, False, True]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.engine("sqlite")
def test_serve_sends_letters_and_ends_by_either_signal(
    kepuli: Program, app: Flask, mailbox: Mailbox, number: signal.Signals, at: At
):
    at("2020-01-01T00:00+00:00")
    write_letter("li@example.org", "test-letter", "1", clock.now())
    with socket.create_server(("127.0.0.1", 0)) as free:
        address = f"127.0.0.1:{free.getsockname()[1]}"

    with running(
        "serve", environment=os.environ | kepuli.environment | {"KEPULI_LISTEN": address}
    ) as server:
        wait_for(server, address)
        assert wait_until(lambda: "li@example.org" in mailbox.recipients)
        assert wait_until(lambda: Message.get_by_id(1).state == "sent")
        server.send_signal(number)
        began = time.monotonic()
        said, _nothing = server.communicate(timeout=20)

    assert time.monotonic() - began < 5
    assert "Traceback" not in said
