"""Erasure: what is personal is gone for good, in time or at once; what was counted stays."""

import logging
import sqlite3
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from peewee import Database
from playhouse.test_utils import count_queries

from events import audit, clock
from events.activities.models import Occurrence
from events.activities.occurrences import postpone_occurrence
from events.audit import AuditEntry
from events.db import database
from events.errors import Gone
from events.notifications.actions import write_letter
from events.notifications.models import Message
from events.signups.actions import HOLDER, cancel
from events.signups.erasing import count_due, erase, erase_due
from events.signups.models import Signup, State
from events.signups.people import Contact, Party
from events.signups.queries import get_signup, refuse_erased
from events.signups.scrubbing import Scrubber
from events.signups.transferring import transfer
from tests.conftest import Program
from tests.factories import make_bookable, make_signup

At = Callable[[str], None]
AFTER = "2026-12-28T12:00+08:00"  # 30 days after the end of what make_bookable makes


def sign_up(occurrence: Occurrence, name: str = "wang", size: int = 2) -> Signup:
    contact = Contact(name, email=f"{name}@example.org", answers={"q1": "对花生过敏"})
    return make_signup(occurrence, party=Party(adults=size), contact=contact)


def assert_blank(signup: Signup) -> None:
    stored = Signup.get_by_id(signup.id)
    assert (stored.sealed, stored.contact_hash, stored.email_hash) == ("", None, "")
    assert (stored.note, stored.call_since) == ("", None)
    assert stored.erased_at == clock.now()


def test_whoever_erases_gives_the_places_to_those_who_wait_and_is_forgotten(db: Database):
    occurrence = make_bookable(capacity=2)
    first, second = sign_up(occurrence), sign_up(occurrence, "li")

    erase(first, HOLDER, clock.now())

    assert_blank(first)
    stored = Signup.get_by_id(first.id)
    assert (stored.state, stored.party, stored.ended_at) == (State.CANCELLED, 2, clock.now())
    assert Signup.get_by_id(second.id).state == State.CONFIRMED
    assert Occurrence.get_by_id(occurrence.id).taken == 2
    wang = [letter.kind for letter in Message.select() if letter.email == "wang@example.org"]
    assert wang == ["signup-erased"]
    with pytest.raises(Gone):
        refuse_erased(get_signup(first.id))


def test_erasing_twice_is_erasing_once(db: Database, at: At):
    signup = sign_up(make_bookable())
    erase(signup, HOLDER, clock.now())
    first = Signup.get_by_id(signup.id).erased_at
    at("2026-11-22T10:00+08:00")

    erase(signup, HOLDER, clock.now())

    assert Signup.get_by_id(signup.id).erased_at == first
    assert AuditEntry.select().where(AuditEntry.action == "signup.erased").count() == 1


def test_after_the_end_or_once_somebody_came_erasing_leaves_the_count_as_it_is(
    db: Database, at: At
):
    occurrence = make_bookable()
    came, over = sign_up(occurrence), sign_up(occurrence, "li")
    Signup.update(checked_in_at=clock.now()).where(Signup.id == came.id).execute()
    erase(came, HOLDER, clock.now())
    at("2026-11-28T12:00+08:00")
    erase(over, HOLDER, clock.now())

    assert {s.state for s in Signup.select()} == {State.CONFIRMED}
    assert Signup.get_by_id(came.id).checked_in_at is not None
    assert Occurrence.get_by_id(occurrence.id).taken == 4


def test_letters_of_others_stay_and_those_written_before_a_transfer_go(db: Database, at: At):
    occurrence = make_bookable()
    signup, other = sign_up(occurrence), sign_up(occurrence, "li")
    at("2026-11-21T10:01+08:00")
    transfer(signup, make_bookable(occurrence.activity).id, HOLDER, clock.now())
    write_letter("wang@example.org", "signup-found", "found/1", clock.now(), signups=[signup.id])
    write_letter("zhao@example.org", "submission-returned", f"1/{signup.id}/1", clock.now())
    assert Message.select().count() == 5

    erase(signup, HOLDER, clock.now())

    left = Message.select().where(Message.kind != "signup-erased").order_by(Message.id)
    assert [letter.email for letter in left] == ["li@example.org", "zhao@example.org"]
    assert Signup.get_by_id(other.id).erased_at is None


def test_thirty_days_after_the_end_the_personal_goes_and_the_counts_stay(db: Database, at: At):
    occurrence = make_bookable()
    first, second = sign_up(occurrence), sign_up(occurrence, "li", 3)
    later = sign_up(make_bookable(start=occurrence.start.replace(tzinfo=None) + timedelta(days=9)))
    at("2026-12-28T11:59:59+08:00")
    assert (count_due(clock.now(), 30), erase_due(clock.now(), 30)) == (0, 0)
    at(AFTER)

    assert (count_due(clock.now(), 30), erase_due(clock.now(), 30)) == (2, 2)

    assert_blank(first)
    assert_blank(second)
    assert [s.state for s in (first, second)] == [State.CONFIRMED] * 2
    assert Occurrence.get_by_id(occurrence.id).taken == 5
    assert Signup.get_by_id(later.id).erased_at is None
    assert [letter.email for letter in Message.select()] == ["wang@example.org"]
    entry = AuditEntry.get(AuditEntry.action == "signup.all-erased")
    assert (entry.topic, entry.key, entry.details) == (
        "occurrence",
        str(occurrence.id),
        {"count": 2},
    )
    assert erase_due(clock.now(), 30) == 0


def test_what_was_postponed_is_waited_for_but_not_for_ever(db: Database, at: At):
    postponed, ended = make_bookable(), make_bookable()
    stays, gave_up, over = (
        sign_up(postponed), sign_up(postponed, "li"), sign_up(ended, "zhao"),
    )  # fmt: skip
    cancel(gave_up, HOLDER, clock.now())
    Occurrence.update(status="postponed").where(Occurrence.id == postponed.id).execute()

    at(AFTER)
    assert (count_due(clock.now(), 30), erase_due(clock.now(), 30)) == (2, 2)
    assert_blank(gave_up)
    assert_blank(over)
    assert Signup.get_by_id(stays.id).erased_at is None

    at("2027-05-27T11:59:59+08:00")  # a second before 180 days have gone by
    assert erase_due(clock.now(), 30) == 0
    at("2027-05-27T12:00+08:00")
    assert erase_due(clock.now(), 30) == 1
    assert_blank(stays)


def test_whoever_erases_what_is_postponed_gives_the_places_back_after_its_old_end_too(
    db: Database, at: At
):
    occurrence = make_bookable(capacity=2)
    signup = sign_up(occurrence)
    postpone_occurrence(occurrence, "下雨", clock.now())
    at("2026-11-29T10:00+08:00")

    erase(signup, HOLDER, clock.now())

    assert Signup.get_by_id(signup.id).state == State.CANCELLED
    assert Occurrence.get_by_id(occurrence.id).taken == 0


def test_places_of_what_stays_postponed_for_too_long_are_given_back(db: Database, at: At):
    occurrence = make_bookable(capacity=4)
    signups = [sign_up(occurrence), sign_up(occurrence, "li"), sign_up(occurrence, "zhao")]
    postpone_occurrence(occurrence, "下雨", clock.now())
    at("2027-05-27T12:00+08:00")

    assert erase_due(clock.now(), 30) == 3

    books = Occurrence.get_by_id(occurrence.id)
    assert (books.taken, books.waiting) == (0, 0)
    for signup in signups:
        assert_blank(signup)
        assert Signup.get_by_id(signup.id).state == State.CANCELLED


def test_links_that_were_asked_for_go_two_days_later_and_those_that_wait_after_a_week(
    db: Database, at: At
):
    for number, state in enumerate(("sent", "dropped", "failed", "waiting")):
        write_letter(f"{number}@example.org", "signup-found", "found/1", clock.now())
        Message.update(state=state).where(Message.email == f"{number}@example.org").execute()
    write_letter("li@example.org", "submission-returned", "1", clock.now())

    left = []
    for day in ("23T09:59", "23T10:00", "28T09:59", "28T10:00"):
        at(f"2026-11-{day}+08:00")
        erase_due(clock.now(), 30)
        left.append(Message.select().count())

    assert left == [5, 2, 2, 1]


def test_it_takes_as_many_statements_for_three_as_for_one(db: Database, at: At):
    counts = []
    for number in (1, 3):
        at("2026-11-21T10:00+08:00")
        occurrence = make_bookable()
        for one in range(number):
            sign_up(occurrence, f"wang{one}", 1)
        at(AFTER)
        with count_queries() as counter:
            assert erase_due(clock.now(), 30) == number
        counts.append(counter.count)

    assert counts[0] == counts[1]


@pytest.mark.engine("sqlite")
def test_no_byte_of_it_is_left_in_the_files_of_sqlite(db: Database, at: At, tmp_path: Path):
    occurrence = make_bookable(capacity=500)
    for number in range(120):
        sign_up(occurrence, f"canary{number}", 1)
    assert b"canary" in files(tmp_path)
    sealed = [s.sealed.encode() for s in Signup.select()]
    hashes = [s.contact_hash.encode() for s in Signup.select()]
    at(AFTER)

    erase_due(clock.now(), 30)

    left = files(tmp_path)
    assert b"canary" not in left
    assert not [one for one in (*sealed, *hashes) if one in left]


@pytest.mark.engine("sqlite")
def test_what_one_person_erased_is_out_of_the_files_within_seconds(
    db: Database, at: At, tmp_path: Path
):
    files_job = Scrubber()
    files_job(clock.now())
    signup = make_signup(contact=Contact("canary", phone="+8613800001234"))
    sealed = Signup.get_by_id(signup.id).sealed.encode()
    erase(signup, HOLDER, clock.now())
    assert sealed in files(tmp_path)

    files_job(clock.now())

    assert sealed not in files(tmp_path)


@pytest.mark.engine("sqlite")
def test_the_last_letter_is_out_of_the_files_a_day_later_even_if_it_never_left(
    db: Database, at: At, tmp_path: Path
):
    files_job = Scrubber()
    erase(sign_up(make_bookable(), "canary"), HOLDER, clock.now())
    files_job(clock.now())
    assert b"canary" in files(tmp_path)
    at("2026-11-22T10:00+08:00")

    files_job(clock.now())

    assert b"canary" not in files(tmp_path)


def test_without_an_erasure_the_files_are_left_alone(db: Database, monkeypatch):
    done = []
    monkeypatch.setattr("events.signups.scrubbing.scrub", lambda: done.append(1) or True)
    files_job = Scrubber()
    files_job(clock.now())
    sign_up(make_bookable())
    files_job(clock.now())
    assert done == []

    erase(make_signup(), HOLDER, clock.now())
    with count_queries() as counter:
        files_job(clock.now())
        files_job(clock.now())

    assert (done, counter.count) == ([1], 4)


@pytest.mark.engine("sqlite")
def test_somebody_who_still_reads_keeps_the_log_until_the_next_time(
    db: Database, caplog: pytest.LogCaptureFixture, tmp_path: Path
):
    files_job = Scrubber()
    signup = make_signup(contact=Contact("canary", phone="+8613800001234"))
    sealed = Signup.get_by_id(signup.id).sealed.encode()
    erase(signup, HOLDER, clock.now())
    reader = sqlite3.connect(tmp_path / "kepuli.db", isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT COUNT(*) FROM signup").fetchone()
    database.execute_sql("PRAGMA busy_timeout = 10")
    sign_up(make_bookable(), "li")

    with caplog.at_level(logging.WARNING):
        files_job(clock.now())
    assert "the log of changes is in use" in caplog.text
    assert sealed in files(tmp_path)
    assert database.execute_sql("PRAGMA busy_timeout").fetchone() == (10,)

    reader.close()
    files_job(clock.now())
    assert sealed not in files(tmp_path)


def files(folder: Path) -> bytes:
    found = sorted(folder.glob("kepuli.db*"))
    assert len(found) >= 2  # its log, too
    return b"".join(path.read_bytes() for path in found)


@pytest.mark.engine("postgresql")
def test_postgresql_is_asked_to_give_up_the_old_rows(db: Database, at: At):
    sign_up(make_bookable())
    at(AFTER)
    dead = "SELECT last_vacuum IS NOT NULL FROM pg_stat_user_tables WHERE relname = 'signup'"

    erase_due(clock.now(), 30)

    database.execute_sql("SELECT pg_stat_clear_snapshot()")
    assert database.execute_sql(dead).fetchone() == (True,)


def test_the_command_says_what_it_would_do_and_does_it(kepuli: Program, db: Database, at: At):
    signup = sign_up(make_bookable())
    at(AFTER)

    assert kepuli("signups", "erase", "--days", "31").stdout == "删除了 0 份报名的个人信息。\n"
    assert kepuli("signups", "erase", "--dry-run").stdout == "到期的有 1 份报名，没有删除。\n"
    assert Signup.get_by_id(signup.id).erased_at is None
    assert kepuli("signups", "erase").stdout == "删除了 1 份报名的个人信息。\n"
    assert_blank(signup)


def test_the_days_follow_the_setting_and_the_command_refuses_what_that_would(
    kepuli: Program, db: Database, at: At
):
    sign_up(make_bookable())
    at("2026-11-29T12:00+08:00")
    kepuli.environment["KEPULI_KEEP_SIGNUPS_DAYS"] = "1"

    assert kepuli("signups", "erase", "--days", "0").exit_code == 2
    assert kepuli("signups", "erase", "--days", "181").exit_code == 2
    assert kepuli("signups", "erase").stdout == "删除了 1 份报名的个人信息。\n"
    assert AuditEntry.get(AuditEntry.action == "signup.all-erased").actor_name == audit.PROGRAM.name
