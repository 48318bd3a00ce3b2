"""What runs by itself: soon after it is due, once a morning, and quickly ended."""

import os
import signal
import socket
import threading
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from flask import Flask

from events import clock
from events.activities.models import Occurrence
from events.activities.occurrences import cancel_occurrence
from events.days.models import Edition, UsualUnit
from events.db import database
from events.notifications.actions import write_letter
from events.notifications.models import Message
from events.people.models import OneTimeLink
from events.reviews.models import Batch
from events.signups.actions import HOLDER
from events.signups.erasing import erase
from events.signups.models import Signup, State
from events.signups.people import Contact
from jobs import Minutes, Mornings, jobs_running
from tests.conftest import Program
from tests.factories import (
    make_account,
    make_bookable,
    make_edition,
    make_signup,
    make_themed_day,
    make_unit,
)
from tests.notifications.mailbox import Mailbox
from tests.test_cli import running, wait_for

At = Callable[[str], None]


@pytest.fixture
def environment(environment: dict[str, str], mail_settings: dict[str, str]) -> dict[str, str]:
    return environment | mail_settings


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


def test_addresses_from_before_they_were_hashed_are_filled_in_after_a_start(app: Flask):
    signup = make_signup(contact=Contact("王芳", email="wang@example.org"))
    meant = Signup.get_by_id(signup.id).email_hash
    Signup.update(email_hash=None).execute()

    with jobs_running(app):
        assert wait_until(lambda: Signup.get_by_id(signup.id).email_hash == meant)


@pytest.mark.engine("sqlite")
def test_what_somebody_erased_is_out_of_the_files_within_seconds(app: Flask, tmp_path: Path):
    signup = make_signup(contact=Contact("王芳", email="wang@example.org"))
    sealed = Signup.get_by_id(signup.id).sealed.encode()
    erase(signup, HOLDER, clock.now())

    def files() -> bytes:
        return b"".join(path.read_bytes() for path in tmp_path.glob("kepuli.db*"))

    assert sealed in files()
    with jobs_running(app):
        assert wait_until(lambda: sealed not in files())


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


def test_who_signed_up_hears_of_a_cancellation_within_seconds(app: Flask, mailbox: Mailbox):
    occurrence = make_bookable()
    make_signup(occurrence, contact=Contact("王芳", email="wang@example.org"))
    Message.delete().execute()

    with jobs_running(app):
        cancel_occurrence(occurrence, "检修", clock.now())
        assert wait_until(lambda: mailbox.recipients == ["wang@example.org"])

    assert mailbox.subjects[0].startswith("不举办了")


def test_an_offer_that_has_expired_goes_to_the_next_and_free_places_to_who_waits(app: Flask):
    late, free = make_bookable(capacity=1), make_bookable(capacity=1)
    offered, turned = make_signup(late), make_signup(free)
    next_one, waiting = make_signup(late), make_signup(free)
    past = clock.now() - timedelta(seconds=1)
    Signup.update(state=State.OFFERED, offer_expires_at=past).where(
        Signup.id == offered.id
    ).execute()
    Signup.update(state=State.CANCELLED).where(Signup.id == turned.id).execute()
    Occurrence.update(taken=0).where(Occurrence.id == free.id).execute()

    with jobs_running(app):
        for signup in (next_one, waiting):
            assert wait_until(lambda s=signup: Signup.get_by_id(s.id).state == State.CONFIRMED)

    assert Signup.get_by_id(offered.id).state == State.LAPSED


def test_in_the_morning_people_are_reminded_and_what_is_due_is_erased(
    app: Flask, mailbox: Mailbox, at: At
):
    at("2026-11-01T10:00+08:00")
    contact = Contact("王芳", email="wang@example.org")
    old = make_signup(make_bookable(start=datetime(2026, 11, 1, 12)), contact=contact)  # noqa: DTZ001
    make_signup(make_bookable(start=datetime(2026, 12, 3, 10)), contact=contact)  # noqa: DTZ001
    Message.delete().execute()
    at("2026-12-02T08:00+08:00")

    with jobs_running(app):
        assert wait_until(lambda: mailbox.recipients == ["wang@example.org"])
        assert wait_until(lambda: Signup.get_by_id(old.id).erased_at == clock.now())

    assert mailbox.subjects[0].startswith("明天见")


def test_a_minute_comes_once_a_minute(at: At):
    is_time = Minutes()

    found = []
    for second in ("10:00:00", "10:00:55", "10:01:00", "10:01:05", "10:03:00"):
        at(f"2026-11-21T{second}+08:00")
        found.append(is_time())

    assert found == [True, False, True, False, True]


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
