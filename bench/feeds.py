"""What a feed costs beside the least a Flask app could do on the same server, in one run.

    .venv/bin/python bench/feeds.py [--json] [--rounds N]

For 100, 1 000 and 10 000 events a fresh SQLite file is filled and its component store written.
Two servers are started, both waitress with its defaults: Kepuli, and a bare Flask app that has the
very same bytes. Over one kept-alive connection each, in turns, they are asked for

    uncached       Kepuli's process cache emptied before each request; the bare app reads the bytes
                   row by row from SQLite, on a connection per request, and joins them
    unchanged      the bytes are in memory, on both sides
    not modified   If-None-Match holds the current ETag: 304, on both sides

Prints CPU milliseconds of the server process per request (median of rounds of ten requests), the
ratios, and the most memory Python held while building a feed, as a multiple of its bytes.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.feeds_client import Server, milliseconds

SIZES = (100, 1000, 10_000)
FEEDS = {  # what else is asked for at 1 000 events; the bare app has their bytes, too
    "district": "/calendars/districts/bench.ics?all=1",
    "unit": "/calendars/units/bench-unit.ics?all=1",
    "venue": "/calendars/venues/1.ics?all=1",
    "themed day": "/calendars/days/bench-day.ics?all=1",
    "all editions": "/calendars/days.ics",
}
MAIN = "/calendars/activities.ics?district=bench&all=1"
PER_ROUND = 10


def main() -> None:
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("--json", action="store_true", help="one JSON object, for programs")
    arguments.add_argument("--rounds", type=int, default=20)
    chosen = arguments.parse_args()
    results = {size: measure(size, chosen.rounds) for size in SIZES}
    thousand = results[1000]["activities"]
    summary = {name: thousand[name]["ratio"] for name in ("uncached", "unchanged", "not_modified")}
    if chosen.json:
        print(json.dumps(summary | {"events": results}))
        return
    for size, feeds in results.items():
        for feed, figures in feeds.items():
            show(size, feed, figures)


def show(size: int, feed: str, figures: dict) -> None:
    print(f"{feed}, {figures['entries']} entries of {size} events, {figures['bytes']} bytes")
    for name in ("uncached", "unchanged", "not_modified"):
        one = figures[name]
        print(
            f"  {name:<13} ours {one['ours']:8.3f} ms   bare {one['bare']:8.3f} ms"
            f"   ratio {one['ratio']:5.2f}"
        )
    if "memory" in figures:
        print(f"  memory        {figures['memory']:.2f} times the bytes")


def measure(size: int, rounds: int) -> dict[str, dict]:
    """Feed -> its figures."""
    with tempfile.TemporaryDirectory() as folder:
        filled = [sys.executable, "-m", "bench.feeds_server"]
        subprocess.run([*filled, "fill", folder, str(size)], check=True)
        memory = subprocess.run(
            [*filled, "memory", folder, MAIN], check=True, capture_output=True, text=True
        )
        with Server("ours", folder) as ours, Server("bare", folder) as bare:
            feeds = {"activities": MAIN} | (FEEDS if size == 1000 else {})
            figures = {feed: compare(ours, bare, path, rounds) for feed, path in feeds.items()}
    figures["activities"]["memory"] = float(memory.stdout)
    return figures


def compare(ours: Server, bare: Server, path: str, rounds: int) -> dict:
    body, etag = ours.get(path)
    bare.post("/keep", body)
    known = {"If-None-Match": etag}
    figures: dict = {"entries": body.count(b"BEGIN:VEVENT"), "bytes": len(body)}
    for name, (mine, least) in {
        "uncached": ((path, {"X-Forget": "1"}), ("/joined", {})),
        "unchanged": ((path, {}), ("/kept", {})),
        "not_modified": ((path, known), ("/kept", {"If-None-Match": '"kept"'})),
    }.items():
        samples = [
            (milliseconds(ours, *mine, PER_ROUND), milliseconds(bare, *least, PER_ROUND))
            for _ in range(rounds + 1)
        ][1:]  # the first warms up
        spent, floor = (statistics.median(column) for column in zip(*samples, strict=True))
        figures[name] = {"ours": spent, "bare": floor, "ratio": spent / floor}
    return figures


if __name__ == "__main__":
    main()
