"""What finding costs, by how rare the words are and how dense the place, beside a naive query.

    .venv/bin/python bench/search.py [--activities 20000] [--rounds 200] [--alone 20] [--naive 10]
                                     [--no-index] [--json] [--database postgresql://…]

Fills a database with generated activities; then for each class of question asks `--rounds` of them
as a server does that has its census: the forty soonest from today on, criteria read first; and the
same once more with every number beside the filters (counted). No answer is known from before. The
first `--alone` of them are asked of the database without a census, as in the first moments of a
process, and the first `--naive` as one statement with LIKE over the same words and the haversine
over every venue: all three must give the same ids. Prints milliseconds (SQLite: CPU of this
process, so that other work on the machine doesn't count; PostgreSQL: by the clock): median and 99th
percentile, of the others the median, and how many times the first the naive one is; then the time
and size of the index and what it adds to publishing an activity (minutes with very many;
`--no-index` leaves them out). A database that is given must be empty, or filled by this script.
"""

import argparse
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))


def main() -> None:
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("--activities", type=int, default=20_000)
    arguments.add_argument("--rounds", type=int, default=200)
    arguments.add_argument("--alone", type=int, default=20, help="questions of each class")
    arguments.add_argument("--naive", type=int, default=10, help="questions of each class")
    arguments.add_argument("--database", default="")
    arguments.add_argument("--no-index", action="store_true", help="don't make it anew")
    arguments.add_argument("--json", action="store_true", help="one JSON object, for programs")
    chosen = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        results = measure(chosen, Path(folder))
    if chosen.json:
        print(json.dumps(results, ensure_ascii=False))
    else:
        show(results)


def measure(chosen: argparse.Namespace, folder: Path) -> dict[str, Any]:
    from bench.search_world import ask_all, index_costs, open_world

    open_world(chosen.database or f"sqlite:///{folder / 'bench.db'}", chosen.activities)
    classes = ask_all(chosen.rounds, chosen.alone, chosen.naive)
    return {"classes": classes, "index": None if chosen.no_index else index_costs()}


def show(results: dict[str, Any]) -> None:
    print(
        "words, place, filters      found   median     p99 |counted     p99 |  alone |  naive    x"
    )
    for one in results["classes"]:
        print(
            f"{one['name']:<26}{one['found']:>6}{one['median']:>9.1f}{one['p99']:>8.1f} |"
            f"{one['counted_median']:>7.1f}{one['counted_p99']:>8.1f} |{one['alone']:>7.0f} |"
            f"{one['naive']:>7.0f}{one['naive'] / one['median']:>5.0f}"
        )
    if index := results["index"]:
        print(
            f"index: {index['rows']} rows, {index['terms']} terms, {index['megabytes']:.1f} MB, "
            f"made anew in {index['seconds']:.1f} s"
        )
        print(
            f"publishing an activity of 3 sittings: {index['publish']:.1f} ms, "
            f"{index['publish_index']:.1f} ms of it for the index"
        )


if __name__ == "__main__":
    main()
