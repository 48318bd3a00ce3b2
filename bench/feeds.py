"""What a feed costs beside the least a Flask app could do on the same machine, in one run.

    .venv/bin/python bench/feeds.py [--json] [--rounds N]

Loads the catalogue into a fresh SQLite file, fills the component store and asks for the feed of
all themed days: uncached (the process cache emptied each time), unchanged (cached) and not
modified (304). Beside each, in turn, a bare Flask app answers with the very same bytes: read row
by row from SQLite and joined, kept in memory, or a 304. Prints CPU milliseconds per request
(median) and the ratios.
"""

import argparse
import json
import os
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from flask import Flask, Response, request
from werkzeug.test import EnvironBuilder, run_wsgi_app

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

FEED = "/calendars/days.ics"


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--json", action="store_true")
    arguments.add_argument("--rounds", type=int, default=60)
    chosen = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        result = measure(Path(folder), chosen.rounds)
    if chosen.json:
        print(json.dumps(result))
        return
    for name in ("uncached", "unchanged", "not_modified"):
        ours, floor = result["milliseconds"][name]
        print(f"{name:<13} ours {ours:7.3f} ms   floor {floor:7.3f} ms   ratio {result[name]:.2f}")
    print(f"{result['entries']} entries, {result['bytes']} bytes, {chosen.rounds} rounds")


def measure(folder: Path, rounds: int) -> dict[str, object]:
    ours, forget = our_app(folder)
    body, etag = fetch(ours)
    floor = floor_app(folder, body, etag)
    known = {"If-None-Match": etag}
    pairs: dict[str, tuple[Callable[[], object], Callable[[], object]]] = {
        "uncached": (lambda: (forget(), call(ours, FEED)), lambda: call(floor, "/joined")),
        "unchanged": (lambda: call(ours, FEED), lambda: call(floor, "/kept")),
        "not_modified": (lambda: call(ours, FEED, known), lambda: call(floor, "/kept", known)),
    }
    result: dict[str, object] = {"entries": body.count(b"BEGIN:VEVENT"), "bytes": len(body)}
    milliseconds = {}
    for name, (mine, least) in pairs.items():
        mine(), least()
        samples = [(cpu(mine), cpu(least)) for _ in range(rounds)]
        milliseconds[name] = [statistics.median(column) for column in zip(*samples, strict=True)]
        result[name] = milliseconds[name][0] / milliseconds[name][1]
    return result | {"milliseconds": milliseconds}


def our_app(folder: Path) -> tuple[Flask, Callable[[], object]]:
    """The real application with a loaded catalogue, and how to empty its feed cache."""
    os.environ |= {"KEPULI_DATA_DIR": str(folder), "KEPULI_BASE_URL": "https://kepuli.example"}
    from app import create_app
    from calendars.feeds import Place
    from calendars.store import store_components
    from events import clock, schema
    from events.catalogue.commands import DATA
    from events.catalogue.loading import load_catalogue
    from events.db import connection
    from web.settings import read_settings

    settings = read_settings()
    app = create_app(settings)
    schema.migrate()
    with connection():
        load_catalogue(DATA, clock.now())
        place = Place(settings.base_url, settings.timezone)
        store_components(place, clock.today(settings.timezone))
    return app, lambda: app.extensions.pop("feeds", None)


def floor_app(folder: Path, body: bytes, etag: str) -> Flask:
    """The least a Flask app can do for the same bytes."""
    head, *components = body.split(b"BEGIN:VEVENT")
    path = str(folder / "floor.db")
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE component (id INTEGER PRIMARY KEY, body BLOB)")
        rows = [(b"BEGIN:VEVENT" + part,) for part in components]
        database.executemany("INSERT INTO component (body) VALUES (?)", rows)
    app = Flask("floor")

    @app.get("/joined")
    def joined() -> Response:
        with sqlite3.connect(path) as database:
            found = database.execute("SELECT body FROM component ORDER BY id").fetchall()
        return Response(head + b"".join(row[0] for row in found), mimetype="text/calendar")

    @app.get("/kept")
    def kept() -> Response:
        if request.if_none_match and etag.strip('"') in request.if_none_match:
            return Response(status=304, headers={"ETag": etag})
        return Response(body, mimetype="text/calendar", headers={"ETag": etag})

    return app


def fetch(app: Flask) -> tuple[bytes, str]:
    body, _status, headers = call(app, FEED)
    return body, headers["ETag"]


def call(app: Flask, path: str, headers: dict[str, str] | None = None) -> tuple[bytes, str, object]:
    environ = EnvironBuilder(path=path, headers=headers).get_environ()
    parts, status, answered = run_wsgi_app(app, environ)
    return b"".join(parts), status, answered


def cpu(work: Callable[[], object]) -> float:
    """Milliseconds of CPU of this process."""
    start = time.process_time()
    work()
    return (time.process_time() - start) * 1000


if __name__ == "__main__":
    main()
