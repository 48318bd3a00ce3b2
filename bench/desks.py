"""What the two busiest signed-in pages cost when much waits, beside when little does, in one run.

    .venv/bin/python bench/desks.py [--waiting 5000] [--activities 2000] [--rounds 20]
                                    [--database postgresql://…] [--json]

The review queue with `--waiting` submissions, and the workspace of a unit with `--activities` of
them published. Each page is asked for through the whole application, in this process, first with
50 and then with all. Prints CPU milliseconds (median), how many statements a request asked, and
the ratios to the page with 50 and to the floor: the bare statement that reads the same submissions
and the same bytes of page from memory. A database that is given must be empty; by default it is a
fresh SQLite file.
"""

import argparse
import json
import statistics
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import process_time
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

FEW = 50


def main() -> None:
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("--waiting", type=int, default=5000)
    arguments.add_argument("--activities", type=int, default=2000)
    arguments.add_argument("--rounds", type=int, default=20)
    arguments.add_argument("--database", default="")
    arguments.add_argument("--json", action="store_true", help="one JSON object, for programs")
    chosen = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        results = measure(chosen, Path(folder))
    if chosen.json:
        print(json.dumps(results))
        return
    for name, page in results.items():
        print(
            f"{name}: {FEW} rows {page['few']:.1f} ms, {page['rows']} rows {page['many']:.1f} ms"
            f" ({page['many'] / page['few']:.2f}x), floor {page['floor']:.1f} ms"
            f" ({page['many'] / page['floor']:.2f}x), statements {page['few_statements']}"
            f" and {page['many_statements']}"
        )


def measure(chosen: argparse.Namespace, folder: Path) -> dict[str, dict[str, Any]]:
    """Page -> its figures."""
    from bench.desks_world import Desks

    desks = Desks(chosen.database or f"sqlite:///{folder / 'bench.db'}", folder)
    results = {}
    for name, rows, add, path, read in (
        ("queue", chosen.waiting, desks.add_waiting, "/office/reviews", desks.read_waiting),
        ("workspace", chosen.activities, desks.add_public, desks.workspace, desks.read_public),
    ):
        add(FEW)
        few, few_statements, _body = ask(desks, path, chosen.rounds)
        add(rows - FEW)
        many, many_statements, body = ask(desks, path, chosen.rounds)
        floor = milliseconds(lambda read=read, body=body: (read(), bytes(body)), chosen.rounds)
        results[name] = {
            "rows": rows, "few": few, "many": many, "floor": floor,
            "few_statements": few_statements, "many_statements": many_statements,
        }  # fmt: skip
    return results


def ask(desks: Any, path: str, rounds: int) -> tuple[float, int, bytes]:
    """Milliseconds and statements of a request for a page, and the page."""
    body = desks.get(path)
    return milliseconds(lambda: desks.get(path), rounds), desks.count(path), body


def milliseconds(work: Callable[[], object], rounds: int) -> float:
    """CPU time of this process, median."""
    samples = []
    for _ in range(rounds + 1):
        begun = process_time()
        work()
        samples.append((process_time() - begun) * 1000)
    return statistics.median(samples[1:])  # the first warms up


if __name__ == "__main__":
    main()
