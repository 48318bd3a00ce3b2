"""The server that bench/rush.py fights with: `kepuli serve`, or the same with its guard off.

python -m bench.rush_server guarded | unguarded | bare
"""

import contextvars
import os
import sys
import time
from collections.abc import Callable
from typing import Any

import waitress
from flask import Flask, redirect, request
from werkzeug.wrappers import Response

from cli import main as kepuli
from events.activities.models import Activity, Occurrence
from events.commits import Committer
from events.db import database
from events.signups import holding, placing

_seen: contextvars.ContextVar[Occurrence] = contextvars.ContextVar("seen")


def take_the_guard_away() -> None:
    """As sign-ups are often written: look how many places are left, then write what is left now.
    Nobody waits for anybody, and no condition stands at the UPDATE."""
    Committer.run = _look_then_write  # type: ignore[method-assign]
    holding.lock = lambda _occurrence_id: _seen.get()  # type: ignore[assignment]
    placing._count = _count


def _look_then_write(
    _self: Committer, row: int, hold: Callable[[int], Any], work: Callable[[Any], Any]
) -> Any:
    query = Occurrence.select(Occurrence, Activity).join(Activity).where(Occurrence.id == row)
    _seen.set(query.get())
    time.sleep(0.001)  # what lies between in a real program: another statement, a template
    with database.atomic():
        return work(hold(row))


def _count(occurrence_id: int, taken: int, waiting: int) -> bool:
    seen = _seen.get()
    Occurrence.update(taken=seen.taken + taken, waiting=seen.waiting + waiting).where(
        Occurrence.id == occurrence_id
    ).execute()
    return True


def bare() -> None:
    """The least: a form that answers, and an answer that leads on."""
    app = Flask("bare")

    @app.get("/readyz")
    def ready() -> str:
        return ""

    @app.get("/occurrences/<int:_occurrence_id>/signups/new")
    def new(_occurrence_id: int) -> str:
        return '<input name="csrf_token" value="none">'

    @app.post("/occurrences/<int:_occurrence_id>/signups")
    def create(_occurrence_id: int) -> Response:
        return redirect(f"/signups/{request.form['key']}", 303)

    waitress.serve(app, listen=os.environ["KEPULI_LISTEN"], connection_limit=2000)


def main() -> None:
    if sys.argv[1] == "bare":
        bare()
        return
    if sys.argv[1] == "unguarded":
        take_the_guard_away()
    sys.argv = ["kepuli", "serve"]
    kepuli()


if __name__ == "__main__":
    main()
