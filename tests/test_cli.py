"""`kepuli`: help for everything, one sentence for what goes wrong, and a server that starts."""

import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

import click
import pytest
from peewee import Database

from cli import cli
from tests.catalogue.small import SmallCatalogue
from tests.conftest import Outcome, Program
from tests.factories import make_themed_day


def commands(command: click.Command, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Every group and command, as it is typed."""
    yield path
    if isinstance(command, click.Group):
        for name, inner in command.commands.items():
            yield from commands(inner, (*path, name))


ALL = sorted(commands(cli))


def at(path: tuple[str, ...]) -> click.Command:
    command: click.Command = cli
    for name in path:
        assert isinstance(command, click.Group)
        command = command.commands[name]
    return command


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Program:
    """The program in an empty folder, with nothing set."""
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.chdir(home)
    for name in ("DATABASE", "DATA_DIR", "LISTEN", "BASE_URL", "TIMEZONE"):
        monkeypatch.delenv(f"KEPULI_{name}", raising=False)
    return Program({}, monkeypatch)


def test_the_commands_of_the_handbook_are_there():
    assert {
        ("serve",), ("migrate",), ("catalogue", "load"), ("days", "list"), ("days", "show"),
        ("demo", "load"), ("plans", "read"), ("plans", "propose"), ("plans", "import"), ("doctor",),
        *(("editions", step) for step in ("announce", "confirm", "move", "cancel", "theme")),
    } <= set(ALL)  # fmt: skip


@pytest.mark.parametrize("path", ALL, ids=[" ".join(path) or "kepuli" for path in ALL])
@pytest.mark.parametrize("option", ["--help", "-h"])
def test_help_is_there_also_when_settings_are_wrong_and_leaves_nothing_behind(
    bare: Program, path: tuple[str, ...], option: str
):
    bare.environment["KEPULI_DATABASE"] = "mysql://nowhere"

    said = bare(*path, option)

    assert (said.exit_code, said.stderr) == (0, "")
    assert said.stdout.startswith(f"Usage: kepuli {' '.join(path)}".rstrip())
    assert str(at(path).help).splitlines()[0] in said.stdout
    assert list(Path.cwd().iterdir()) == []


@pytest.mark.parametrize("path", ALL, ids=[" ".join(path) or "kepuli" for path in ALL])
def test_every_command_and_option_says_what_it_is_for(path: tuple[str, ...]):
    command = at(path)

    options = [param for param in command.params if isinstance(param, click.Option)]
    silent = [option.name for option in options if not option.help]

    assert command.help
    assert silent == []


BAD_SETTINGS = [
    ("KEPULI_DATABASE", "mysql://x/y", "看不懂"),
    ("KEPULI_LISTEN", "8000", "KEPULI_LISTEN“8000”看不懂"),
    ("KEPULI_LISTEN", "127.0.0.1:99999", "KEPULI_LISTEN“127.0.0.1:99999”看不懂"),
    ("KEPULI_BASE_URL", "kepuli.example", "KEPULI_BASE_URL“kepuli.example”看不懂"),
    ("KEPULI_TIMEZONE", "Mars/Olympus", "没有“Mars/Olympus”这个时区"),
    ("KEPULI_TRUSTED_PROXIES", "all", "KEPULI_TRUSTED_PROXIES 应为数字"),
    ("KEPULI_LOG_LEVEL", "LOUD", "KEPULI_LOG_LEVEL“LOUD”看不懂"),
]


@pytest.mark.parametrize(("name", "value", "sentence"), BAD_SETTINGS)
def test_a_setting_that_can_not_be_used_is_one_sentence_and_exit_code_1(
    bare: Program, name: str, value: str, sentence: str
):
    bare.environment[name] = value

    said = bare("days", "list")

    assert (said.exit_code, said.stdout) == (1, "")
    assert said.stderr.startswith(sentence)
    assert said.stderr.count("\n") == 1


def test_a_mistake_in_the_settings_shows_no_traceback_in_a_real_process(bare: Program):
    bare.environment |= {"KEPULI_LISTEN": "8000", "PYTHONPATH": str(Path(__file__).parents[1])}

    said = bare.process("serve")

    assert (said.exit_code, said.stdout) == (1, "")
    assert said.stderr == ("KEPULI_LISTEN“8000”看不懂，请写成 主机:端口，例如 127.0.0.1:8000。\n")


def test_an_unknown_command_is_a_usage_error(bare: Program):
    said = bare("cook")

    assert (said.exit_code, said.stdout) == (2, "")
    assert "cook" in said.stderr


@pytest.mark.parametrize(
    "words", [("days", "list"), ("catalogue", "load"), ("plans", "import", "x.yaml")]
)
def test_without_tables_each_command_says_to_migrate(
    kepuli: Program, empty_database_url: str, words: tuple[str, ...]
):
    kepuli.environment["KEPULI_DATABASE"] = empty_database_url

    assert kepuli(*words) == Outcome(1, "", "数据库里还没有所需的表，请先运行 kepuli migrate。\n")


def test_migrate_says_what_it_did_and_then_that_there_is_nothing_to_do(
    kepuli: Program, empty_database_url: str
):
    kepuli.environment["KEPULI_DATABASE"] = empty_database_url

    first, second = kepuli("migrate"), kepuli("migrate")

    assert first.stdout.startswith("已升级：0001_")
    assert second == Outcome(0, "数据库已是最新。\n", "")


@pytest.mark.engine("sqlite")
def test_a_locked_database_can_be_read_and_a_writer_is_asked_to_wait(
    kepuli: Program, db: Database, tmp_path: Path
):
    """Slow: a writer waits its five seconds before it gives up."""
    small = SmallCatalogue(tmp_path / "small")
    make_themed_day(slug="frog-day", name="青蛙日")
    other = sqlite3.connect(db.database, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")

    read = kepuli("days", "list")
    written = kepuli("catalogue", "load", "--data", str(small.folder))
    other.close()

    assert (read.exit_code, read.stdout.split()[0]) == (0, "frog-day")
    assert (written.exit_code, written.stdout) == (1, "")
    assert written.stderr.startswith("数据库正被另一个程序占用，请稍候再试")
    assert written.stderr.count("\n") == 1


def test_a_port_that_is_taken_is_one_sentence_with_the_way_out(bare: Program):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        bare.environment["KEPULI_LISTEN"] = address

        said = bare("serve")

    assert (said.exit_code, said.stdout) == (1, "")
    assert said.stderr == (
        f"{address} 不能用（Address already in use），可能已有程序占用；"
        "请先停掉它，或换一个端口：KEPULI_LISTEN=127.0.0.1:8001。\n"
    )


@pytest.mark.engine("sqlite")
def test_serve_prepares_an_empty_database_and_answers_until_it_is_stopped(
    bare: Program, tmp_path: Path
):
    with socket.create_server(("127.0.0.1", 0)) as free:
        address = f"127.0.0.1:{free.getsockname()[1]}"
    environment = {
        "KEPULI_LISTEN": address,
        "KEPULI_DATA_DIR": str(tmp_path / "var"),
        "PYTHONPATH": str(Path(__file__).parents[1]),
        "PYTHONUNBUFFERED": "1",
        "PYTHONUTF8": "1",
    }
    with running("serve", environment=environment) as server:
        assert server.stdout is not None
        said = next(line for line in server.stdout if line.startswith("科普历"))
        wait_for(server, address)
        with urlopen(f"http://{address}/days/world-water-day") as page:
            shown = page.read().decode("utf-8")

    assert said == f"科普历已启动：http://{address}\n"
    assert "世界水日" in shown
    assert (tmp_path / "var" / "secret_key").stat().st_mode & 0o777 == 0o600


@contextmanager
def running(*words: str, environment: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    """The program as a process of its own, stopped as by Ctrl+C whatever happens here."""
    process = subprocess.Popen(
        [sys.executable, "-m", "app", *words],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        yield process
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)


def wait_for(server: subprocess.Popen[str], address: str) -> None:
    """The line that says the address comes just before the socket is bound."""
    host, _, port = address.partition(":")
    for _ in range(600):
        with socket.socket() as probe:
            if server.poll() is not None or probe.connect_ex((host, int(port))) == 0:
                return
        time.sleep(0.05)
