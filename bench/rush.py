"""Two hundred connections fight for one occurrence: how fast, and are the books right afterwards?

    .venv/bin/python bench/rush.py [--seconds 60] [--rate 300] [--connections 200] [--places 500]
                                   [--waiting 200] [--database postgresql://…] [--processes 1]
                                   [--json]

Starts `kepuli serve` and sends whole forms with CSRF token, each tenth of them a second time, as
fast as `--rate`. Prints what was answered and how long it took, counted from when an attempt was
due; then reads the books. The same with the guard taken away (bench/rush_server.py) has to
overbook, or this proves nothing. CPU per attempt stands beside that of a bare Flask application
that only answers, asked by the same crowd. By default the database is a fresh SQLite file; any
other should be empty, too, since each run leaves thousands of letters to work on. Ends with exit
code 1 if the guarded books are wrong or anything else that was promised is not kept.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

_PATIENCE = 2.0  # seconds in which 99 % are to be answered
_SHORT = 10.0  # seconds of the two that are only there to compare with


def main() -> None:
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("--seconds", type=float, default=60)
    arguments.add_argument("--rate", type=float, default=300)
    arguments.add_argument("--connections", type=int, default=200)
    arguments.add_argument("--places", type=int, default=500)
    arguments.add_argument("--waiting", type=int, default=200)
    arguments.add_argument("--database", default="")
    arguments.add_argument(
        "--processes", type=int, default=1, help="KEPULI_PROCESSES of the server"
    )
    arguments.add_argument("--json", action="store_true", help="one JSON object, for programs")
    chosen = arguments.parse_args()
    found = measure(chosen)
    print(json.dumps(found) if chosen.json else in_words(found))
    if found["guarded"]["mistakes"] or found["missed"]:
        sys.exit(1)


def measure(chosen: argparse.Namespace) -> dict[str, Any]:
    guarded = rush(chosen, chosen.seconds, "guarded")
    unguarded = rush(chosen, min(chosen.seconds, _SHORT), "unguarded")
    floor = rush(chosen, min(chosen.seconds, _SHORT), "bare")
    guarded["ratio_to_floor"] = guarded["cpu_ms"] / floor["cpu_ms"]
    unguarded["overbooked"] = max(unguarded["confirmed"] - chosen.places, 0)
    found = {"guarded": guarded, "unguarded": unguarded, "floor": floor}
    return found | {"missed": missed(chosen, found)}


def missed(chosen: argparse.Namespace, found: dict[str, Any]) -> list[str]:
    """What was promised and is not so."""
    ours = found["guarded"]
    promises = {
        f"{chosen.places} people confirmed": ours["confirmed"] == chosen.places,
        "no 5xx, no broken connection": max(ours["answers"]) < 500 and not ours["broken"],
        f"99 % within {_PATIENCE:.0f} s": ours["p99"] <= _PATIENCE,
        f"{chosen.rate:.0f}/s answered": ours["per_second"] >= chosen.rate * 0.95,
        "too many without the guard, or this proves nothing": found["unguarded"]["overbooked"],
    }
    return [promise for promise, is_kept in promises.items() if not is_kept]


def rush(chosen: argparse.Namespace, seconds: float, kind: str) -> dict[str, Any]:
    from bench.rush_client import Crowd
    from bench.rush_world import World

    with tempfile.TemporaryDirectory() as folder:
        world = World(chosen.database, Path(folder), chosen.places, chosen.waiting)
        world.environment["KEPULI_PROCESSES"] = str(chosen.processes)
        server = world.serve(kind)
        try:
            ready = world.wait_until_ready(server)
            world.wait_until_all_listen(chosen.processes if kind != "bare" else 1)
            crowd = Crowd(world.port, world.occurrence_id, chosen.connections, chosen.rate, seconds)
            before = cpu_seconds(server)
            crowd.run()
            spent = cpu_seconds(server) - before
        finally:
            server.terminate()
            server.wait()
        books = world.ledger(crowd.acknowledged) if kind != "bare" else {}
    return {"ready": ready, **told(crowd, spent), **books}


def told(crowd: Any, spent: float) -> dict[str, Any]:
    times = sorted(crowd.times)
    return {
        "attempts": len(times),
        "per_second": len(times) / crowd.lasted,
        "answers": dict(sorted(crowd.answers.items())),
        "broken": crowd.broken,
        "p50": times[len(times) // 2],
        "p99": times[len(times) * 99 // 100],
        "longest": times[-1],
        "cpu_ms": spent * 1000 / len(times),
    }


def cpu_seconds(process: subprocess.Popen[bytes]) -> float:
    """What the process and those it began have used so far (Linux)."""
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    return sum(_cpu_seconds(number) for number in (str(process.pid), *children))


def _cpu_seconds(number: str) -> float:
    fields = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def in_words(found: dict[str, Any]) -> str:
    ours, without, floor = found["guarded"], found["unguarded"], found["floor"]
    answers = ", ".join(f"{count}x {status}" for status, count in ours["answers"].items())
    return "\n".join(
        (
            f"{ours['attempts']} attempts, {ours['per_second']:.0f}/s, answers {answers}, "
            f"{ours['broken']} broken connections",
            f"time to the answer: median {ours['p50'] * 1000:.0f} ms, 99 % within "
            f"{ours['p99'] * 1000:.0f} ms, longest {ours['longest'] * 1000:.0f} ms",
            f"CPU {ours['cpu_ms']:.2f} ms an attempt, bare Flask {floor['cpu_ms']:.2f} ms "
            f"({ours['ratio_to_floor']:.1f}x)",
            f"confirmed {ours['confirmed']} people, waiting {ours['waiting']}; books: "
            f"{'; '.join(ours['mistakes']) or 'right'}",
            f"without the guard: {without['confirmed']} people confirmed, "
            f"{without['overbooked']} too many",
            f"not kept: {'; '.join(found['missed']) or 'nothing'}",
        )
    )


if __name__ == "__main__":
    main()
