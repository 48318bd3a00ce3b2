"""The server is killed at random moments while people sign up: is what it promised kept?

    .venv/bin/python bench/crash.py [--kills 100] [--rate 200] [--connections 50]
                                    [--processes 1] [--database postgresql://…] [--json]

Each round starts `kepuli serve` on the same database, lets a crowd sign up, and ends the server
with SIGKILL after a random moment. Forms that were not answered are sent once more, with the key
they had, to the server of the next round. After every kill the books are read: no acknowledged
sign-up may be lost or doubled, and SQLite's integrity check must be clean; the server must be ready
again within three seconds. With several processes it is the first that is killed, and the others
must end with it. By default the database is a fresh SQLite file. Ends with exit code 1 if anything
is wrong.
"""

import argparse
import json
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
from functools import partial
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

_LONGEST = 1.5  # seconds a server lives under the crowd
_READY = 3.0  # seconds until it answers again, at most
_PLACES, _WAITING = 10**6, 0  # never full: every attempt is to be written


def main() -> None:
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("--kills", type=int, default=100)
    arguments.add_argument("--rate", type=float, default=200)
    arguments.add_argument("--connections", type=int, default=50)
    arguments.add_argument(
        "--processes", type=int, default=1, help="KEPULI_PROCESSES of the server"
    )
    arguments.add_argument("--database", default="")
    arguments.add_argument("--json", action="store_true", help="one JSON object, for programs")
    chosen = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = kill_many_times(chosen, Path(folder))
    print(json.dumps(found) if chosen.json else in_words(found))
    if found["mistakes"] or not found["acknowledged"]:
        sys.exit(1)


def kill_many_times(chosen: argparse.Namespace, folder: Path) -> dict[str, Any]:
    from bench.rush_client import Crowd
    from bench.rush_world import World

    world = World(chosen.database, folder, _PLACES, _WAITING)
    world.environment["KEPULI_PROCESSES"] = str(chosen.processes)
    acknowledged: dict[str, str] = {}
    unanswered: dict[str, bytes] = {}
    found: dict[str, Any] = {"kills": chosen.kills, "repeated": 0, "mistakes": []}
    starts = []
    for number in range(chosen.kills):
        server = world.serve()
        starts.append(world.wait_until_ready(server))
        crowd = Crowd(
            world.port, world.occurrence_id, chosen.connections, chosen.rate, seconds=10**6,
            to_repeat=unanswered,
        )  # fmt: skip
        crowd.run(partial(kill_later, server))
        server.wait()
        found["repeated"] += crowd.repeated
        acknowledged |= crowd.acknowledged
        unanswered = crowd.open | crowd.to_repeat
        books = world.ledger(acknowledged)
        integrity = world.integrity()
        found["mistakes"] += [f"after kill {number + 1}: {it}" for it in books["mistakes"]]
        found["mistakes"] += [] if integrity == "ok" else [f"integrity: {integrity}"]
    if max(starts) > _READY:
        found["mistakes"].append(f"ready again only after {max(starts):.1f} s")
    return found | {
        "acknowledged": len(acknowledged),
        "rows": books["rows"],
        "start_median": statistics.median(starts),
        "start_longest": max(starts),
    }


def kill_later(server: subprocess.Popen[bytes]) -> None:
    moment = random.uniform(0.1, _LONGEST)
    threading.Timer(moment, lambda: server.send_signal(signal.SIGKILL)).start()


def in_words(found: dict[str, Any]) -> str:
    return "\n".join(
        (
            f"{found['kills']} kills, {found['acknowledged']} sign-ups acknowledged, "
            f"{found['rows']} stored, {found['repeated']} forms sent again after a kill",
            f"ready again: median {found['start_median']:.2f} s, "
            f"longest {found['start_longest']:.2f} s",
            f"books: {'; '.join(found['mistakes']) or 'right after every kill'}",
        )
    )


if __name__ == "__main__":
    main()
