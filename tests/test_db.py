"""events.db: the field for instants, database addresses, and what is said when none answers."""

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from peewee import Database, IntegrityError

from events.changes import Change
from events.days.models import Edition
from events.db import BaseModel, UTCDateTimeField, connection, database, open_database
from events.errors import DatabaseUnavailable, Misconfigured
from tests.factories import make_edition


class Moment(BaseModel):
    instant = UTCDateTimeField(null=True)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.fixture
def moments(db: Database):
    db.create_tables([Moment])
    yield
    db.drop_tables([Moment])


@pytest.mark.usefixtures("moments")
def test_an_instant_with_an_offset_comes_back_as_the_same_instant_in_utc():
    Moment.create(instant=at("2026-09-19T09:00+08:00"))

    [moment] = Moment.select()

    assert moment.instant == at("2026-09-19T01:00+00:00")
    assert moment.instant.tzinfo is UTC


@pytest.mark.usefixtures("moments")
def test_instants_sort_by_time_and_not_by_how_their_offset_is_written():
    Moment.create(instant=at("2026-09-19T02:00+00:00"))
    Moment.create(instant=at("2026-09-19T09:00+08:00"))

    hours = [moment.instant.hour for moment in Moment.select().order_by(Moment.instant)]

    assert hours == [1, 2]


@pytest.mark.usefixtures("moments")
def test_an_instant_can_be_searched_for_by_any_offset():
    Moment.create(instant=at("2026-09-19T01:00+00:00"))

    assert Moment.select().where(Moment.instant == at("2026-09-19T09:00+08:00")).count() == 1
    assert Moment.select().where(Moment.instant < at("2026-09-19T09:00+08:00")).count() == 0


@pytest.mark.usefixtures("moments")
def test_no_instant_is_stored_and_read_as_none():
    Moment.create(instant=None)

    assert Moment.get().instant is None


@pytest.mark.usefixtures("moments")
def test_a_naive_instant_is_refused_when_written_and_when_searched_for():
    naive = datetime(2026, 9, 19, 9)  # noqa: DTZ001  the mistake under test

    with pytest.raises(ValueError, match="time zone"):
        Moment.create(instant=naive)
    with pytest.raises(ValueError, match="time zone"):
        Moment.select().where(Moment.instant == naive).count()


@pytest.mark.parametrize(
    "url",
    ["", "kepuli.db", "mysql://localhost/kepuli", "sqlite://", "sqlite:///", "postgresql://["],
)
def test_an_address_of_no_database_is_refused_with_a_sentence(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(tmp_path)

    with pytest.raises(Misconfigured, match="数据库地址"):
        open_database(url)

    assert list(tmp_path.iterdir()) == []


def test_a_relative_sqlite_address_is_a_file_below_the_current_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(tmp_path)

    open_database("sqlite:///var/kepuli.db")
    with connection():
        database.execute_sql("CREATE TABLE one (id INTEGER)")
    database.obj.close_all()

    assert (tmp_path / "var" / "kepuli.db").is_file()


def test_a_folder_that_cannot_be_made_is_reported_with_the_way_out(tmp_path: Path):
    (tmp_path / "file").touch()

    with pytest.raises(DatabaseUnavailable, match="KEPULI_DATABASE"):
        open_database(f"sqlite:///{tmp_path / 'file' / 'kepuli.db'}")


def test_a_file_that_is_no_database_is_unavailable_and_stays_as_it_was(tmp_path: Path):
    path = tmp_path / "kepuli.db"
    path.write_text("not a database" * 100)
    open_database(f"sqlite:///{path}")

    with pytest.raises(DatabaseUnavailable), connection():
        database.get_tables()

    assert path.read_text() == "not a database" * 100


def test_a_postgresql_that_does_not_answer_is_unavailable_and_no_password_is_told():
    open_database("postgresql://kepuli:hunter2@127.0.0.1:1/kepuli")

    with pytest.raises(DatabaseUnavailable) as refusal, connection():
        pass

    assert "连不上" in refusal.value.message
    assert "hunter2" not in refusal.value.message
    assert "127.0.0.1" not in refusal.value.message


@pytest.mark.engine("postgresql")
def test_a_postgresql_database_that_is_missing_is_not_said_to_lack_a_migration(database_url: str):
    open_database(database_url.replace("/kepuli_", "/missing_"))

    with pytest.raises(DatabaseUnavailable) as refusal, connection():
        pass

    assert "kepuli migrate" not in refusal.value.message


def test_without_tables_the_person_is_told_to_migrate(empty_database_url: str):
    open_database(empty_database_url)

    with pytest.raises(DatabaseUnavailable, match="kepuli migrate"), connection():
        Change.select().count()


@pytest.mark.engine("sqlite")
def test_a_locked_database_asks_to_wait(db: Database):
    other = sqlite3.connect(db.database, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    db.connect()
    db.execute_sql("PRAGMA busy_timeout = 10")

    with (
        pytest.raises(DatabaseUnavailable, match="另一个程序占用"),
        connection(),
        database.atomic(),
    ):
        Change.delete().execute()

    other.close()


def test_a_row_that_points_at_nothing_is_refused(db: Database):
    make_edition()

    with pytest.raises(IntegrityError), db.atomic():
        Edition.update(themed_day=999_999).execute()


def test_a_connection_is_given_back_also_when_the_block_fails(db: Database):
    with pytest.raises(ZeroDivisionError), connection():
        raise ZeroDivisionError

    assert db.is_closed()


@pytest.mark.engine("postgresql")
def test_a_connection_that_the_server_has_closed_is_not_given_out(db: Database):
    with connection():
        (old,) = db.execute_sql("SELECT pg_backend_pid()").fetchone()
    with psycopg.connect(db.database) as administrator:
        administrator.execute("SELECT pg_terminate_backend(%s, 5000)", (old,))

    with connection():
        (new,) = db.execute_sql("SELECT pg_backend_pid()").fetchone()

    assert new != old


@pytest.mark.engine("postgresql")
def test_a_connection_that_is_there_is_given_out_without_asking_the_server(db: Database):
    with connection():
        (here,) = db.execute_sql("SELECT pg_backend_pid()").fetchone()
    with connection():
        pass

    with psycopg.connect(db.database) as administrator:
        (asked,) = administrator.execute(
            "SELECT query FROM pg_stat_activity WHERE pid = %s", (here,)
        ).fetchone()

    assert asked == "SELECT pg_backend_pid()"
