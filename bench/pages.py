"""What the public pages cost over many activities, beside the least a Flask app could do.

    .venv/bin/python bench/pages.py [--activities 20000] [--rounds 50] [--database postgresql://…]
                                    [--counted 1] [--json]

Fills a database with generated activities and asks for home, lists, calendar pages and an activity
through the whole program (routing, queries, templates), without the network. For each it prints
milliseconds (SQLite: CPU of this process, so that other work on the machine doesn't count;
PostgreSQL: by the clock): median and longest, the median of `--counted` rounds where the database
counts instead of the census (minutes with very many activities), how many statements were asked,
and the median as a multiple of a bare Flask app that answers with the same bytes. A database that
is given must be empty, or filled by a bench.
"""

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

_PATHS = (
    *("/", "/activities", "/activities?when=weekend", "/activities?district=500103"),
    *("/activities?age=8&signup=open", "/activities?q=天文", "/activities?near=29.56,106.55"),
    *("/activities?page=50", "/days/national-science-day"),
    *("/activities/month", "/activities/agenda", "/activities/year"),
    *("/activities/1", "/districts/500103"),
)


def main() -> None:
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("--activities", type=int, default=20_000)
    arguments.add_argument("--rounds", type=int, default=50)
    arguments.add_argument("--counted", type=int, default=1, help="rounds without a census")
    arguments.add_argument("--database", default="")
    arguments.add_argument("--json", action="store_true", help="one JSON object, for programs")
    chosen = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        results = measure(chosen, Path(folder))
    print(json.dumps(results, ensure_ascii=False) if chosen.json else in_words(results))


def measure(chosen: argparse.Namespace, folder: Path) -> dict[str, Any]:
    url = chosen.database or f"sqlite:///{folder / 'bench.db'}"
    os.environ |= {"KEPULI_DATABASE": url, "KEPULI_DATA_DIR": str(folder)}
    from app import create_app
    from bench.search_world import open_world
    from events.activities.census.present import present
    from events.db import connection, database
    from web.settings import read_settings

    open_world(url, chosen.activities)
    database.close()
    app = create_app(read_settings())
    ask = app.test_client().get
    counted = {path: _times(ask, path, chosen.counted) for path in _PATHS if chosen.counted}
    begun = time.process_time()
    with connection():
        present.make()
    making = time.process_time() - begun
    return {
        "making": making,
        "pages": [_page(ask, path, counted.get(path, []), chosen) for path in _PATHS],
    }


def _page(
    ask: Callable[[str], Any], path: str, counted: list[float], chosen: argparse.Namespace
) -> dict[str, Any]:
    from playhouse.test_utils import count_queries

    with count_queries() as statements:
        body = ask(path).data
    times = _times(ask, path, chosen.rounds)
    floor = _times(_bare(body), "/", chosen.rounds)
    return {
        "path": path,
        "median": statistics.median(times) * 1000,
        "longest": max(times) * 1000,
        "counted": statistics.median(counted) * 1000 if counted else 0,
        "statements": statements.count,
        "ratio": statistics.median(times) / statistics.median(floor),
    }


def _bare(body: bytes) -> Callable[[str], Any]:
    from flask import Flask

    app = Flask("bare")
    app.add_url_rule("/", view_func=lambda: body)
    return app.test_client().get


def _times(ask: Callable[[str], Any], path: str, rounds: int) -> list[float]:
    """Seconds of each, after a first that finds nothing prepared."""
    from peewee import SqliteDatabase

    from events.db import database

    is_cpu = isinstance(database.obj, SqliteDatabase)
    now = time.process_time if is_cpu else time.perf_counter
    times = []
    for _round in range(rounds + 1):
        begun = now()
        answer = ask(path)
        times.append(now() - begun)
        assert answer.status_code == 200, path
    return times[1:]


def in_words(results: dict[str, Any]) -> str:
    lines = ["page                                median  longest  counted  statements  x bare"]
    lines += [
        f"{one['path']:<34}{one['median']:>8.1f}{one['longest']:>9.1f}{one['counted']:>9.1f}"
        f"{one['statements']:>12}{one['ratio']:>8.0f}"
        for one in results["pages"]
    ]
    return "\n".join([*lines, f"the census was made in {results['making']:.1f} s"])


if __name__ == "__main__":
    main()
