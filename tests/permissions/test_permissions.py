"""Every route × method × role, against the table; and that the walk sees a policy that is gone."""

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from events.db import database
from tests.permissions.outcomes import IN, KINDS, ROLES
from tests.permissions.table import TABLE
from tests.permissions.walk import Route, ask, routes_of
from tests.permissions.world import SECRET, World, make_world
from web.policies import PUBLIC, declare_rest

pytestmark = pytest.mark.engine("sqlite")  # who may do what is decided before the database is asked


@pytest.fixture
def world(app: Flask) -> World:
    """CSRF is off: without a token every POST would be refused, whoever sends it."""
    app.config["WTF_CSRF_ENABLED"] = False
    pictures = app.config["SETTINGS"].data_dir / "pictures"
    pictures.mkdir(parents=True)
    (pictures / "cloud.webp").write_bytes(b"a picture")
    return make_world()


@pytest.fixture
def anew(app: Flask, world: World, tmp_path: Path) -> Callable[[], None]:
    """Puts the world back as it was: whoever is let in may change it."""
    path = Path(database.database)
    database.close_all()
    kept = shutil.copy(path, tmp_path / "kept.db")

    def put_back() -> None:
        database.close_all()
        for leftover in path.parent.glob(f"{path.name}-*"):
            leftover.unlink()
        shutil.copy(kept, path)

    return put_back


def wrong(
    app: Flask,
    world: World,
    anew: Callable[[], None],
    routes: Iterator[Route],
    roles: tuple = ROLES,
) -> Iterator[str]:
    """What comes out otherwise than the table says."""
    for route in routes:
        for role in ROLES:
            meant = KINDS[TABLE[route.name]][role]
            seen = ask(app, world, route, role)
            if seen != meant:
                yield f"{route.name} as {role}: {seen}, not {meant}"
            if seen == IN and route.method != "GET":
                anew()


def test_every_route_stands_in_the_table_and_nothing_else_does(app: Flask):
    assert {route.name for route in routes_of(app)} == set(TABLE)


def test_every_role_gets_what_the_table_says(app: Flask, world: World, anew: Callable[[], None]):
    assert "\n".join(wrong(app, world, anew, routes_of(app))) == ""


def test_taking_any_policy_away_is_noticed(app: Flask, world: World, anew: Callable[[], None]):
    unnoticed = []
    for route in routes_of(app):
        view = app.view_functions[route.endpoint]
        before = view.policy
        if before is PUBLIC:
            continue
        view.policy = PUBLIC
        if not any(wrong(app, world, anew, iter([route]))):
            unnoticed.append(route.name)
        anew()
        view.policy = before

    # These ask a second time: whose account it is, and who may give or take an office role.
    asked_twice = {name for name in TABLE if TABLE[name] in ("signed-in", "own")}
    asked_twice |= {name for name in TABLE if re.match("POST /office/(people|invitations)", name)}
    assert set(unnoticed) <= asked_twice


def test_an_application_does_not_start_when_any_view_declares_nothing(app: Flask):
    for endpoint, view in app.view_functions.items():
        before = view.__dict__.pop("policy")
        if endpoint != "static":
            with pytest.raises(RuntimeError, match=endpoint):
                declare_rest(app)
        view.policy = before


def test_nobody_who_is_refused_reads_a_word_of_what_was_refused(app: Flask, world: World):
    leaks = []
    for route in routes_of(app):
        for role in ROLES:
            if route.method == "GET" and KINDS[TABLE[route.name]][role] != IN:
                answer = world.browser(app, role).get(route.path(dict(world.things)))
                if SECRET in answer.text or "invited@example.org" in answer.text:
                    leaks.append(f"{route.name} as {role}")

    assert leaks == []
