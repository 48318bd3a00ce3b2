"""Every import of ours follows the arrows of docs/architecture.md; the checker can tell."""

import pytest

from tests.arrows import complaints, find_imports, read_sources


def test_every_import_follows_the_arrows():
    assert complaints(read_sources()) == []


def test_the_sources_are_really_read():
    sources = read_sources()

    assert {"app", "web.settings", "events.db", "events.days.models", "events.units"} <= set(
        sources
    )
    assert any(name.startswith("migrations.0001") for name in sources)
    arrows = {(found.importer, found.target) for found in find_imports(sources)}
    assert ("events.days.models", "events.units.models") in arrows


BAD = [
    ("events.days.models", "from events.days.queries import almanac", "up the steps"),
    ("events.days.queries", "from events.days.actions import move", "up the steps"),
    ("events.days.actions", "from events.days import forms", "up the steps"),
    ("events.days.rules", "from events.days import forms", "up the steps"),
    ("events.plans.models", "from events.days.queries import almanac", "up the steps"),
    ("events.published", "from events.days.actions import move", "up the steps"),
    ("events.units.models", "from events.days.models import ThemedDay", "not downwards"),
    ("events.days.queries", "from events.venues.queries import venue", "not downwards"),
    ("events.days.routes", "from events.plans.models import WorkItem", "not downwards"),
    ("events.days.rules", "from events import published", "not downwards"),
    ("events.db", "from events.units.models import Unit", "not downwards"),
    ("events.lunch.models", "from events.units.models import Unit", "no place in TOPICS"),
    ("events.days.routes", "from events.units.routes import units", "app.py and cli.py only"),
    ("web.pages", "import app", "app.py and cli.py only"),
    ("calendars.ical", "from events import clock", "leaf depend on us"),
    ("calendars.dial_tiles", "from calendars import feeds", "leaf depend on us"),
    ("calendars.cache", "from events import clock", "for feeds and pages"),
    ("calendars.feeds", "from events.days.queries import almanac", "round events/published/"),
    ("calendars.pages", "from events.units.models import Unit", "round events/published/"),
    ("events.days.queries", "from calendars import feeds", "depend on how it is published"),
    ("api.guide", "from events.days.queries import almanac", "round events/published/"),
    ("calendars.feeds", "from api import records", "API, which is outermost"),
    ("web.dates", "from events.days.models import Edition", "web/ know a topic"),
    ("web.dates", "from calendars import ical", "web/ know a topic"),
    ("events.days.actions", "from web.dates import today", "for doors"),
    ("calendars.feeds", "from web.settings import Settings", "for doors"),
    ("events.days.queries", "from flask import g", "is for pages"),
    ("events.days.commands", "import flask", "is for pages"),
    ("calendars.feeds", "from flask import request", "is for pages"),
    ("events.days.models", "from flask_babel import gettext", "pages and forms"),
    ("events.days.actions", "import click", "is for commands"),
    ("migrations.0001_almanac", "from events.db import UTCDateTimeField", "frozen migration"),
    ("web.requests", "def f():\n    from events import clock", "no reason"),
    ("app", "def f():\n    import psycopg", "no reason"),
    ("web.dates", "from datetime import date\nx = date.today()", "reads the clock"),
    ("events.db", "import datetime\nx = datetime.datetime.now", "reads the clock"),
    ("events.days.queries", "from . import actions", "up the steps"),
]
KNOWN = {
    "events.days.actions": "",
    "events.days.forms": "",
    "events.published": "",
    "events.clock": "",
    "calendars.feeds": "",
    "calendars.ical": "",
}


@pytest.mark.parametrize(("name", "source", "complaint"), BAD, ids=[f"{n}: {s}" for n, s, _ in BAD])
def test_a_wrong_import_is_complained_about(name: str, source: str, complaint: str):
    assert any(complaint in found for found in complaints(KNOWN | {name: source}))


def test_a_cycle_is_complained_about_with_its_way():
    sources = {
        "events.days.rules": "from events.days import recurrence",
        "events.days.recurrence": "from events.days.rules import check_rule",
    }

    [found] = complaints(sources)

    assert found.startswith("events.days.recurrence → events.days.rules → events.days.recurrence")


GOOD = [
    (
        "events.days.routes",
        "from events.plans.queries import items_naming\nfrom flask import request",
    ),
    ("events.plans.actions", "from events.days.queries import almanac\nfrom events import clock"),
    ("events.published", "from events.plans.queries import days_answered_by"),
    ("events.days.commands", "import click\nfrom web.settings import read_settings"),
    ("events.days.routes", "from calendars import ical"),
    ("events.units.routes", "from events.published import Window"),
    ("calendars.pages", "from events import published\nfrom web.dates import today"),
    ("web.dates", "from events import clock\nx = clock.today(None)"),
    ("events.db", "def f():\n    import psycopg  # noqa: F401  optional: the extra"),
    ("events.clock", "from datetime import UTC, datetime\nx = datetime.now(UTC)"),
    ("cli", "from events.days.commands import days\nfrom app import create_app"),
]


@pytest.mark.parametrize(("name", "source"), GOOD, ids=[f"{n}: {s}" for n, s in GOOD])
def test_a_right_import_is_not_complained_about(name: str, source: str):
    assert complaints({**KNOWN, name: source}) == []
