"""The processes that bench/feeds.py starts: fill a database, measure memory, serve one of two apps.

python -m bench.feeds_server fill FOLDER EVENTS | memory FOLDER PATH | ours FOLDER | bare FOLDER
"""

import os
import sqlite3
import sys
import tracemalloc
from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from time import process_time
from typing import Any
from zoneinfo import ZoneInfo

import waitress
from flask import Flask, Response, request
from werkzeug.test import EnvironBuilder, run_wsgi_app

ZONE = ZoneInfo("Asia/Shanghai")
TEXT = (
    "从一块标本讲起：它为什么这么重，又为什么没有裂开。研究人员带队，边走边答，全程约一个半小时。"
    "请穿方便走路的鞋，提前十分钟在一楼序厅集合，六岁以下请家长陪同。"
)


def our_app(folder: Path) -> Flask:
    os.environ |= {"KEPULI_DATA_DIR": str(folder), "KEPULI_BASE_URL": "https://kepuli.example"}
    from app import create_app
    from web.settings import read_settings

    return create_app(read_settings())


def fill(folder: Path, events: int) -> None:
    """The catalogue, and `events` occurrences that one district, unit, venue and day all share."""
    app = our_app(folder)
    from calendars.entries import Place
    from calendars.store import store_components
    from events import clock, schema
    from events.catalogue.commands import DATA
    from events.catalogue.loading import load_catalogue
    from events.db import connection
    from events.published import Window

    schema.migrate()
    with connection():
        load_catalogue(DATA, clock.now())
        publish(events, clock.today(ZONE))
        settings = app.config["SETTINGS"]
        place = Place(settings.base_url, settings.timezone)
        store_components(place, Window(clock.today(ZONE)))


def publish(events: int, today: date) -> None:
    from events import clock
    from events.activities.actions import Sitting, Ties, publish_activity
    from events.activities.models import Activity
    from events.activities.timing import between
    from events.days.models import ThemedDay
    from events.units.models import District, Unit
    from events.venues.models import Venue

    now = clock.now()
    stamps = {"created_at": now, "updated_at": now}
    district = District.create(slug="bench", name="测试区", level="county")
    names = {"name": "测试科普馆", "short_name": "科普馆"}
    unit = Unit.create(slug="bench-unit", kind="venue", region=district, updated_at=now, **names)
    venue = Venue.create(
        name="测试科普馆", district=district, address="测试路1号",
        latitude=29.57, longitude=106.57, precision_m=50, **stamps,
    )  # fmt: skip
    day = ThemedDay.create(
        slug="bench-day", name="测试日", name_en="Bench day", kind="day", scope="national",
        subject="light", summary="测试", summary_en="Bench", predictability="announced", **stamps,
    )  # fmt: skip
    for number in range(0, events, 4):
        sittings = [
            Sitting(between(start, start + timedelta(minutes=90), ZONE), venue, capacity=40)
            for start in starts(today, range(number, min(number + 4, events)))
        ]
        activity = Activity(
            title=f"第 {number} 号展品的故事", description=TEXT, kind="lecture", organiser=unit
        )
        publish_activity(
            activity, Ties(((day.id, today.year),), ("family", "teenagers")), sittings, now
        )


def starts(today: date, numbers: Iterable[int]) -> Iterable[datetime]:
    """Wall times spread over the feed's window, a tenth of them past."""
    for number in numbers:
        day = today + timedelta(days=number * 37 % 500 - 50)
        yield datetime.combine(day, time(9 + number % 9, 30))


def bare_app(folder: Path) -> Flask:
    """The least a Flask app can do for bytes given to it beforehand."""
    app, path, kept = Flask("bare"), str(folder / "bare.db"), [b""]

    @app.post("/keep")
    def keep() -> str:
        kept[0] = request.get_data()
        parts = kept[0].split(b"BEGIN:VEVENT")
        rows = [(parts[0],), *((b"BEGIN:VEVENT" + part,) for part in parts[1:])]
        with sqlite3.connect(path) as database:
            database.execute("DROP TABLE IF EXISTS component")
            database.execute("CREATE TABLE component (id INTEGER PRIMARY KEY, body BLOB)")
            database.executemany("INSERT INTO component (body) VALUES (?)", rows)
        return ""

    @app.get("/joined")
    def joined() -> Response:
        database = sqlite3.connect(path)
        found = database.execute("SELECT body FROM component ORDER BY id").fetchall()
        database.close()
        return Response(b"".join(row[0] for row in found), mimetype="text/calendar")

    @app.get("/kept")
    def answer() -> Response:
        if "kept" in request.if_none_match:
            return Response(status=304, headers={"ETag": '"kept"'})
        return Response(kept[0], mimetype="text/calendar", headers={"ETag": '"kept"'})

    return app


def metered(app: Flask) -> Callable[..., Any]:
    """The app, and beside it /-/cpu; X-Forget empties the cache of finished feeds first."""

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if environ["PATH_INFO"] == "/-/cpu":
            start_response("200 OK", [])
            return [str(process_time() * 1000).encode()]
        if "HTTP_X_FORGET" in environ:
            app.extensions["feeds"].clear()
        return app(environ, start_response)

    return answer


def serve(app: Flask) -> None:
    from web.logs import start_logging

    start_logging("INFO")
    server = waitress.create_server(metered(app), listen="127.0.0.1:0", ident=None)
    print(server.effective_port, flush=True)
    server.run()


def memory(app: Flask, path: str) -> float:
    """The most that Python held beyond before while it built the feed, per byte of the feed."""

    def build() -> int:
        app.extensions["feeds"].clear()
        parts, _status, _headers = run_wsgi_app(app, EnvironBuilder(path=path).get_environ())
        return sum(map(len, parts))

    build()
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    size = build()
    return (tracemalloc.get_traced_memory()[1] - before) / size


def main() -> None:
    what, folder, *rest = sys.argv[1:]
    if what == "fill":
        fill(Path(folder), int(rest[0]))
    elif what == "memory":
        print(memory(our_app(Path(folder)), rest[0]))
    else:
        serve(our_app(Path(folder)) if what == "ours" else bare_app(Path(folder)))


if __name__ == "__main__":
    main()
