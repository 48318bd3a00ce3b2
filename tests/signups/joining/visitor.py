"""Somebody with a browser who signs up, and what his form says."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from events.activities.models import Occurrence
from events.signups.models import Signup
from events.signups.refusals import SignupTooOften
from tests.pages.reading import PageText

WANG = MappingProxyType({"name": "王女士", "phone": "13800001234", "adults": "1"})


def form_path(occurrence: Occurrence) -> str:
    return f"/occurrences/{occurrence.id}/signups/new"


def path(occurrence: Occurrence) -> str:
    return f"/occurrences/{occurrence.id}/signups"


def open_form(client: FlaskClient, occurrence: Occurrence) -> dict[str, str]:
    """The hidden fields of the form, as a browser would send them back."""
    page = PageText(client.get(form_path(occurrence)).text)
    return {
        field.attributes["name"]: field.attributes["value"]
        for field in page.all("input", type="hidden")
    }


def sign_up(
    client: FlaskClient, occurrence: Occurrence,
    fields: Mapping[str, Any] = WANG, hidden: Mapping[str, str] | None = None, **more: Any,
) -> TestResponse:  # fmt: skip
    """Open the form, unless it is open already, fill it in and send it."""
    hidden = open_form(client, occurrence) if hidden is None else hidden
    referer = f"https://localhost{form_path(occurrence)}"
    environ = more.pop("environ", {})
    return client.post(
        path(occurrence),
        data={**hidden, **fields, **more},
        headers={"Referer": referer},
        environ_overrides=environ,
    )


def typed_in(response: TestResponse) -> dict[str, str]:
    """What stands in the controls of the page."""
    page = PageText(response.text)
    return {
        field.attributes["name"]: field.attributes.get("value", "")
        for field in page.all("input")
        if field.attributes["type"] not in ("hidden", "checkbox")
    }


def signups_of(occurrence: Occurrence) -> list[Signup]:
    return list(Signup.select().where(Signup.occurrence == occurrence).order_by(Signup.id))


def taken(take: Callable[..., None], *arguments: object) -> bool:
    """Whether a limit let it through."""
    try:
        take(*arguments)
    except SignupTooOften:
        return False
    return True
