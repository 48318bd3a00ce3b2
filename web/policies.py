"""Who may use a view: each one declares it, and an application with one that doesn't won't start.

A policy is a name and a check that gets the view's arguments before the view does. It returns when
the view may be used, and otherwise raises: SignInNeeded, NotAllowed, or NotFound for what is not
this person's to know of.
"""

from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

from flask import Flask, Response, current_app, request

from events.errors import EventsError

View = TypeVar("View", bound=Callable[..., Any])


class SignInNeeded(EventsError):
    """Only for people who have signed in."""

    def __init__(self) -> None:
        super().__init__("请先登录。")


class Policy(NamedTuple):
    name: str
    check: Callable[..., None]


PUBLIC = Policy("public", lambda **_arguments: None)


def policy(which: Policy) -> Callable[[View], View]:
    """Declare a view's policy; stands below the route's own decorator."""

    def declare(view: View) -> View:
        view.policy = which  # type: ignore[attr-defined]
        return view

    return declare


def register_policies(app: Flask) -> None:
    app.before_request(_ask)
    app.after_request(_keep_private)


def declare_rest(app: Flask) -> None:
    """Static files are everybody's; any other view without a policy stops the start."""
    policy(PUBLIC)(app.view_functions["static"])
    missing = [name for name, view in app.view_functions.items() if not hasattr(view, "policy")]
    if missing:
        raise RuntimeError(f"views without a policy: {', '.join(sorted(missing))}")


def _ask() -> None:
    if declared := _policy():
        declared.check(**request.view_args or {})


def _keep_private(response: Response) -> Response:
    """What only some may see is kept by no cache and no browser's back list."""
    declared = _policy()
    if declared and declared is not PUBLIC:
        response.headers["Cache-Control"] = "no-store"
    return response


def _policy() -> Policy | None:
    view = current_app.view_functions.get(request.endpoint or "")
    return getattr(view, "policy", None)
