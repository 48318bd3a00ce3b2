"""Several processes behind one port: all answer, one does the jobs, none is left behind."""

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from socket import create_connection
from urllib.request import urlopen

import pytest

from tests.conftest import Program
from tests.notifications.mailbox import free_port
from tests.test_cli import running, wait_for

OPEN, LISTENING = "01", "0A"  # as Linux writes them in /proc/net/tcp

pytestmark = [
    pytest.mark.engine("sqlite"),
    pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="asks Linux for processes"),
]


@pytest.fixture
def several(kepuli: Program) -> Iterator[tuple[int, str]]:
    """The number of the first process of three, and the address they answer at."""
    address = f"127.0.0.1:{free_port()}"
    environment = {**os.environ, **kepuli.environment, "KEPULI_LISTEN": address}
    with running("serve", environment=environment | {"KEPULI_PROCESSES": "3"}) as server:
        wait_for(server, address)
        assert eventually(lambda: len(children_of(server.pid)) == 3)
        yield server.pid, address


def children_of(process: int) -> list[int]:
    with suppress(OSError):
        text = Path(f"/proc/{process}/task/{process}/children").read_text()
        return [int(number) for number in text.split()]
    return []


def threads_of(process: int) -> int:
    return len(os.listdir(f"/proc/{process}/task"))


def sockets_of(process: int, port: int, state: str) -> int:
    """How many of its sockets at the port are in this state."""
    links = (os.readlink(link) for link in Path(f"/proc/{process}/fd").iterdir())
    held = {link for link in links if link.startswith("socket:")}
    rows = (row.split() for row in Path("/proc/net/tcp").read_text().splitlines()[1:])
    ours = (row for row in rows if row[1].endswith(f":{port:04X}") and row[3] == state)
    return sum(f"socket:[{row[9]}]" in held for row in ours)


def is_there(process: int) -> bool:
    """Not even as a zombie."""
    return Path(f"/proc/{process}").exists()


def answers(address: str) -> bool:
    with urlopen(f"http://{address}/readyz", timeout=20) as page:
        return page.status == 200


def eventually(is_so: Callable[[], bool]) -> bool:
    for _look in range(400):
        if is_so():
            return True
        time.sleep(0.05)
    return False


def test_all_answer_at_one_address_and_one_more_thread_works_in_the_first(several):
    first, address = several

    assert all(answers(address) for _request in range(20))
    assert eventually(lambda: len({threads_of(child) for child in children_of(first)}) == 2)


def test_one_that_is_killed_is_begun_anew_and_nobody_waits_for_it(several):
    first, address = several
    before = children_of(first)

    os.kill(before[1], signal.SIGKILL)

    assert eventually(lambda: not is_there(before[1]))  # until then visitors may be dealt to it
    assert answers(address)
    assert eventually(lambda: len(set(children_of(first)) - set(before)) == 1)
    assert set(before) - set(children_of(first)) == {before[1]}
    assert answers(address)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere they share one socket")
def test_visitors_are_dealt_out_evenly(several):
    first, address = several
    port = int(address.partition(":")[2])

    def at_work(state: str) -> list[int]:
        return [sockets_of(child, port, state) for child in children_of(first)]

    assert eventually(lambda: at_work(LISTENING) == [1, 1, 1])

    with ExitStack() as stack:
        for _visitor in range(90):
            stack.enter_context(create_connection(("127.0.0.1", port), 20))

        assert eventually(lambda: sum(at_work(OPEN)) == 90)
        assert min(at_work(OPEN)) >= 10  # less by chance: once in a hundred thousand times


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_when_the_first_ends_all_end(several, how: signal.Signals):
    first, _address = several
    others = children_of(first)

    os.kill(first, how)

    assert eventually(lambda: not any(map(is_there, others)))
