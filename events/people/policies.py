"""Who is signed in here, and the policies that need only that; topics have more of their own."""

from collections.abc import Callable
from typing import Any

from flask import Flask, Response, current_app, g, request

from events import clock
from events.errors import NotAllowed, NotFound
from events.people.actors import Actor
from events.people.models import OfficeRole
from events.people.sessions import LASTS, find_actor
from events.units.models import Unit
from web.dates import today
from web.policies import Policy, SignInNeeded


def register_actor(app: Flask) -> None:
    app.context_processor(lambda: {"actor": current()})


def current() -> Actor | None:
    """Who is signed in; without the cookie nobody, and no question to the database."""
    if "actor" not in g:
        token = request.cookies.get(cookie_name(), "")
        g.actor = find_actor(token, today(), clock.now()) if token else None
    return g.actor


def signed_in() -> Actor:
    """Who is signed in; raises SignInNeeded."""
    actor = current()
    if actor is None:
        raise SignInNeeded
    return actor


def cookie_name() -> str:
    """Over https the browser itself keeps the cookie to this host and path."""
    return "__Host-kepuli" if current_app.config["SESSION_COOKIE_SECURE"] else "kepuli_session"


def remember(response: Response, token: str) -> Response:
    """Give the browser its token."""
    response.set_cookie(
        cookie_name(),
        token,
        max_age=int(LASTS.total_seconds()),
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
    )
    return response


def forget(response: Response) -> Response:
    response.delete_cookie(
        cookie_name(), secure=current_app.config["SESSION_COOKIE_SECURE"], httponly=True
    )
    return response


def allow(name: str, may: Callable[..., bool]) -> Policy:
    """A policy for those signed in of whom `may(actor, **arguments)` is true."""

    def check(**arguments: Any) -> None:
        if not may(signed_in(), **arguments):
            raise NotAllowed("您的账号没有这项权限；如果工作需要，请向纲要办申请。")

    return Policy(name, check)


def _of_unit(name: str, may: Callable[[Actor, int], bool], otherwise: str) -> Policy:
    def check(unit_slug: str, **_arguments: Any) -> None:
        actor = signed_in()
        unit = Unit.get_or_none(Unit.slug == unit_slug)
        if unit is None or not actor.may_edit(unit.id):
            raise NotFound("没有这个单位，或者您不在这个单位。请从“工作台”进入。")
        if not may(actor, unit.id):
            raise NotAllowed(otherwise)

    return Policy(name, check)


SIGNED_IN = allow("signed-in", lambda _actor, **_: True)
EDITOR = _of_unit("editor", Actor.may_edit, "")
OWNER = _of_unit("owner", Actor.owns, "只有单位负责人能做这件事，请和本单位的负责人联系。")
REVIEWER = allow("reviewer", lambda actor, **_: actor.reviews)
OFFICE = allow("office", lambda actor, **_: actor.is_any(OfficeRole.OFFICE))
ADMINISTRATOR = allow("administrator", lambda actor, **_: actor.is_any(OfficeRole.ADMINISTRATOR))
PEOPLE = allow(
    "people", lambda actor, **_: actor.is_any(OfficeRole.OFFICE, OfficeRole.ADMINISTRATOR)
)
AUDIT = allow(
    "audit",
    lambda actor, **_: actor.is_any(
        OfficeRole.OFFICE, OfficeRole.AUDITOR, OfficeRole.ADMINISTRATOR
    ),
)
QUEUE = allow("queue", lambda actor, **_: actor.reviews or actor.is_any(OfficeRole.AUDITOR))
