"""What bench/rush.py and bench/crash.py fight for: one occurrence, and the books afterwards."""

import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.request
from collections import Counter, defaultdict
from datetime import timedelta
from pathlib import Path
from typing import Any

from peewee import SqliteDatabase

from events import clock, schema
from events.activities.actions import Sitting, Ties, publish_activity
from events.activities.models import Activity, Occurrence
from events.activities.timing import between
from events.activities.vocabulary import SignupMode
from events.catalogue.commands import DATA
from events.catalogue.loading import load_catalogue
from events.db import connection, database, open_database
from events.signups.models import HOLDING, Signup, SignupTerms, State
from events.units.models import District, Unit
from events.venues.models import Venue
from web.settings import read_settings


class World:
    """A database with one occurrence in it, and the program that serves it."""

    def __init__(self, url: str, folder: Path, places: int, waiting: int) -> None:
        self.port = _free_port()
        self.environment = {
            "KEPULI_DATABASE": url or f"sqlite:///{folder / 'bench.db'}",
            "KEPULI_DATA_DIR": str(folder),
            "KEPULI_DATA_KEY": secrets.token_urlsafe(32),
            "KEPULI_LISTEN": f"127.0.0.1:{self.port}",
            "KEPULI_TRUSTED_PROXIES": "1",  # so that everybody may come from an address of his own
            "KEPULI_LOG_LEVEL": "INFO",
        }
        self.places = places
        settings = read_settings(self.environment)
        open_database(settings.database)
        schema.migrate()
        with connection():
            load_catalogue(DATA, clock.now())  # else the server would, and the demonstration, too
            self.occurrence_id = _occurrence(places, waiting).id

    def serve(self, kind: str = "guarded") -> subprocess.Popen[bytes]:
        """bench/rush_server.py in a process of its own; its log goes to a file in the folder."""
        log = (Path(self.environment["KEPULI_DATA_DIR"]) / "server.log").open("ab")
        command = [sys.executable, "-m", "bench.rush_server", kind]
        return subprocess.Popen(command, env=os.environ | self.environment, stdout=log, stderr=log)

    def wait_until_ready(self, server: subprocess.Popen[bytes], patience: float = 60) -> float:
        """Seconds until it answered that it is ready."""
        began = time.perf_counter()
        address = f"http://127.0.0.1:{self.port}/readyz"
        while time.perf_counter() - began < patience:
            if server.poll() is not None:
                raise SystemExit("the server has ended; see server.log")
            try:
                with urllib.request.urlopen(address, timeout=1):
                    return time.perf_counter() - began
            except OSError:
                time.sleep(0.02)
        raise SystemExit("the server does not get ready")

    def wait_until_all_listen(self, processes: int) -> None:
        """The first that does so makes the server ready; a crowd that came then would have to do
        with one. Asks Linux."""
        own = f":{self.port:04X}"
        while True:
            rows = (row.split() for row in Path("/proc/net/tcp").read_text().splitlines())
            if sum(row[1].endswith(own) and row[3] == "0A" for row in rows) == processes:
                return
            time.sleep(0.02)

    def ledger(self, acknowledged: dict[str, str]) -> dict[str, Any]:
        """The books against the rows, and against what people were told: key -> number of the pass.

        `mistakes` is empty where everything is right.
        """
        with connection():
            occurrence = Occurrence.get_by_id(self.occurrence_id)
            mine = Signup.select().where(Signup.occurrence == occurrence)
            rows = list(mine.order_by(Signup.id))
        people: Counter[str] = Counter()
        for row in rows:
            people[row.state] += row.party
        numbers: dict[str, list[str]] = defaultdict(list)
        for row in rows:
            numbers[row.key].append(row.number)
        confirmed = sum(people[state] for state in HOLDING)
        checks = {
            "taken is not the sum of the parties": occurrence.taken != confirmed,
            "waiting is not the sum of the parties": occurrence.waiting != people[State.WAITING],
            "more people than places": confirmed > self.places,
            "an acknowledged sign-up is lost, doubled or another's": any(
                numbers[key] != [number] for key, number in acknowledged.items()
            ),
            "a sign-up is neither confirmed nor waiting": set(people) - {*HOLDING, State.WAITING},
            "the waiting list is out of order": _is_out_of_order(rows, self.places - confirmed),
        }
        return {
            "confirmed": confirmed,
            "waiting": people[State.WAITING],
            "rows": len(rows),
            "mistakes": [name for name, is_wrong in checks.items() if is_wrong],
        }

    def integrity(self) -> str:
        """What SQLite says of its file; PostgreSQL, which was not killed, is not asked."""
        if not isinstance(database.obj, SqliteDatabase):
            return "ok"
        with connection():
            return str(database.execute_sql("PRAGMA integrity_check").fetchone()[0])


def _is_out_of_order(rows: list[Signup], left: int) -> bool:
    """Whether somebody waits whom the free places would do, or was passed by a later party that
    was not smaller."""
    waiting: list[int] = []
    for row in rows:  # in the order they were made
        if row.state == State.WAITING:
            waiting.append(row.party)
        elif waiting and row.party >= min(waiting):
            return True
    return bool(waiting) and min(waiting) <= left


def _occurrence(places: int, waiting: int) -> Occurrence:
    now = clock.now()
    stamps = {"created_at": now, "updated_at": now}
    slug = f"bench-{secrets.token_hex(4)}"
    district = District.create(slug=slug, name="测试区", level="county")
    names = {"name": slug, "short_name": "科普馆"}
    unit = Unit.create(slug=slug, kind="venue", region=district, updated_at=now, **names)
    venue = Venue.create(name="测试科普馆", district=district, address="测试路1号", **stamps)
    activity = Activity(
        title="抢票的讲座", kind="lecture", organiser=unit, signup_mode=SignupMode.HERE
    )
    zone = read_settings({}).timezone
    start = (now.astimezone(zone) + timedelta(days=30)).replace(tzinfo=None, microsecond=0)
    sitting = Sitting(between(start, start + timedelta(hours=2), zone), venue, capacity=places)
    publish_activity(activity, Ties((), ("family",)), [sitting], now)
    SignupTerms.create(activity=activity, waiting_limit=waiting)
    ours = Occurrence.activity == activity
    Occurrence.update(waiting_limit=waiting).where(ours).execute()
    return Occurrence.get(ours)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
