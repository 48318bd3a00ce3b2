"""What all tests share: a clock that stands, a fresh database on each engine, three doors.

A test that asks for `database_url`, or for anything built on it, runs once per engine.
"""

import atexit
import os
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient
from peewee import Database

from app import create_app
from cli import main
from events import clock
from events.db import database, open_database
from events.signups.keys import open_keyring
from events.signups.reach import open_post
from tests import DATA_KEY, NOW
from tests.compiled import compile_once
from tests.engines import ENGINES, Postgresql, Sqlite, close_database, stop_postgresql
from web.settings import Settings, read_settings

# A busy machine is no failure; and a failing example is printed, so nothing need be kept.
hypothesis.settings.register_profile("kepuli", deadline=None, database=None)
hypothesis.settings.load_profile("kepuli")
compile_once()

FOLDER = pytest.StashKey[str]()
pytest_plugins = ("tests.browsers", "tests.mail")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--engine", action="append", choices=ENGINES, help="only this database")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "engine(name): run on this database only")
    config.addinivalue_line("markers", "filled: the database holds the catalogue and the demo")
    if not hasattr(config, "workerinput"):
        config.stash[FOLDER] = tempfile.mkdtemp(prefix="kepuli-")
        # Last registered, first called: what the server's package registers later comes before.
        atexit.register(stop_postgresql, Path(config.stash[FOLDER]))
        signal.signal(signal.SIGTERM, signal.default_int_handler)  # end as with Ctrl+C: tidily
        config.pluginmanager.register(Tally(), "tally")


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """All workers of pytest-xdist share the controller's folder, and so one PostgreSQL."""
    node.workerinput["folder"] = node.config.stash[FOLDER]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    return min(4, max(2, os.cpu_count() or 2))


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config: pytest.Config) -> None:
    if FOLDER in config.stash:
        config.pluginmanager.get_plugin("tally").say()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "engine" in metafunc.fixturenames:
        asked = metafunc.config.getoption("--engine") or ENGINES
        only = metafunc.definition.get_closest_marker("engine")
        names = [name for name in ENGINES if name in asked and (not only or name in only.args)]
        metafunc.parametrize("engine", names)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        callspec = getattr(item, "callspec", None)
        if callspec and callspec.params.get("engine") in ENGINES:  # not where --engine leaves none
            item.user_properties.append(("engine", callspec.params["engine"]))


class Tally:
    """Counts what ran on each engine and says it in the run's last line."""

    def __init__(self) -> None:
        self.outcomes: Counter[tuple[str, str]] = Counter()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        engine = dict(report.user_properties).get("engine")
        if engine and (report.when == "call" or not report.passed):
            self.outcomes[str(engine), report.outcome] += 1

    def say(self) -> None:
        parts = [
            f"{engine} " + " ".join(f"{n} {outcome}" for outcome, n in outcomes.items())
            for engine in ENGINES
            if (outcomes := self._of(engine))
        ]
        if parts:
            print(f"databases: {', '.join(parts)}")

    def _of(self, engine: str) -> dict[str, int]:
        counted = {o: self.outcomes[engine, o] for o in ("passed", "failed", "skipped")}
        return {o: n for o, n in counted.items() if n}


# The clock


@pytest.fixture(autouse=True)
def at() -> Iterator[Callable[[str], None]]:
    """The clock stands at NOW; `at("2026-09-19T09:00+08:00")` puts it elsewhere."""
    with ExitStack() as stack:

        def put(instant: str) -> None:
            stack.enter_context(clock.standing_at(datetime.fromisoformat(instant)))

        put(NOW.isoformat())
        yield put


# The database


@pytest.fixture(scope="session")
def sqlite(tmp_path_factory: pytest.TempPathFactory) -> Sqlite:
    return Sqlite(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgresql(pytestconfig: pytest.Config) -> Postgresql:
    shared = getattr(pytestconfig, "workerinput", {}).get("folder") or pytestconfig.stash[FOLDER]
    return Postgresql(Path(shared))


@pytest.fixture
def server(engine: str, request: pytest.FixtureRequest) -> Sqlite | Postgresql:
    return request.getfixturevalue(engine)


@pytest.fixture
def database_url(
    server: Sqlite | Postgresql, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[str]:
    """A database with the current schema and nothing in it, or all if the test is marked filled."""
    filled = request.node.get_closest_marker("filled")
    yield server.filled(tmp_path) if filled else server.migrated(tmp_path)
    close_database()


@pytest.fixture
def empty_database_url(server: Sqlite | Postgresql, tmp_path: Path) -> Iterator[str]:
    """A database without a single table."""
    yield server.empty(tmp_path)
    close_database()


@pytest.fixture
def db(database_url: str) -> Database:
    """The models point at the database. Connections open by themselves when needed."""
    open_keyring(lambda: (DATA_KEY,))
    open_post(True)
    return open_database(database_url)


# The doors: pages, the command line


@pytest.fixture
def environment(database_url: str, tmp_path: Path) -> dict[str, str]:
    """The KEPULI_ variables of the program under test."""
    return {
        "KEPULI_DATABASE": database_url,
        "KEPULI_DATA_DIR": str(tmp_path / "var"),
        "KEPULI_BASE_URL": "https://kepuli.example",
        "KEPULI_SECRET_KEY": "known to the tests only",
        "KEPULI_DATA_KEY": "known-to-the-tests-only",
        "KEPULI_TIMEZONE": "Asia/Shanghai",
    }


@pytest.fixture
def settings(environment: dict[str, str]) -> Settings:
    return read_settings(environment)


@pytest.fixture
def app(settings: Settings) -> Flask:
    """The whole application, as in production: CSRF on, errors become pages."""
    close_database()
    app = create_app(settings)
    app.config["PREFERRED_URL_SCHEME"] = "https"  # the test client's own addresses
    return app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@dataclass
class Outcome:
    exit_code: int
    stdout: str
    stderr: str


@dataclass
class Program:
    """The command line: `kepuli("days", "list")` in this process, `.process(…)` in its own."""

    environment: dict[str, str]
    monkeypatch: pytest.MonkeyPatch

    def __call__(self, *arguments: str, stdin: str | None = None) -> Outcome:
        """Fast, and by the test's clock."""
        before, code = database.obj, 0
        self.monkeypatch.setattr(sys, "argv", ["kepuli", *arguments])
        with CliRunner().isolation(stdin, env=self.environment) as (out, err, _both):
            try:
                main()
            except SystemExit as ending:
                code = ending.code if isinstance(ending.code, int) else int(bool(ending.code))
        close_database()
        database.initialize(before)
        return Outcome(code, out.getvalue().decode(), err.getvalue().decode())

    def process(self, *arguments: str, stdin: str | None = None) -> Outcome:
        """Slower, by the real clock, and truly another process."""
        done = subprocess.run(
            [sys.executable, "-m", "app", *arguments],
            input=stdin,
            env=os.environ | self.environment,
            capture_output=True,
            text=True,
            timeout=120,
        )
        return Outcome(done.returncode, done.stdout, done.stderr)


@pytest.fixture
def kepuli(environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Program:
    return Program(environment, monkeypatch)
