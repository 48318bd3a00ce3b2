"""Every address of the application, asked as every role."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from flask import Flask
from werkzeug.test import TestResponse

from tests.permissions.outcomes import FORBIDDEN, IN, MISSING, SIGN_IN, Outcome
from tests.permissions.world import World

_BLANK = re.compile(r"<(?:[^:<>]+:)?(\w+)>")


class Route(NamedTuple):
    """One method of one rule; `name` is how the table calls it."""

    method: str
    rule: str
    endpoint: str

    @property
    def name(self) -> str:
        return f"{self.method} " + _BLANK.sub(r"<\1>", self.rule)

    def path(self, things: dict[str, Any]) -> str:
        """The address with its blanks filled from the world."""

        def fill(blank: re.Match[str]) -> str:
            beginnings = [
                "/".join(self.rule.split("/")[:length]) for length in range(len(self.rule), 1, -1)
            ]
            keys = [f"{beginning} {blank[1]}" for beginning in beginnings] + [blank[1]]
            return str(next(things[key] for key in keys if key in things))

        return _BLANK.sub(fill, self.rule)


def routes_of(app: Flask) -> Iterator[Route]:
    for rule in app.url_map.iter_rules():
        for method in sorted(rule.methods or ()):
            if method not in ("HEAD", "OPTIONS"):
                yield Route(method, rule.rule, rule.endpoint)


def ask(app: Flask, world: World, route: Route, role: str) -> Outcome:
    """What this role gets; what comes after being let in is not looked at."""
    browser = world.browser(app, role)
    path, body = route.path(dict(world.things)), world.bodies.get(route.name, {})
    return outcome_of(browser.open(path, method=route.method, data=body))


def outcome_of(answer: TestResponse) -> Outcome:
    is_led_away = (answer.location or "").partition("?")[0].endswith("/sign-in")
    if answer.status_code == 401 or (answer.status_code in (302, 303) and is_led_away):
        return SIGN_IN
    if answer.status_code in (FORBIDDEN, MISSING):
        return answer.status_code
    return IN if answer.status_code < 500 else answer.status_code
