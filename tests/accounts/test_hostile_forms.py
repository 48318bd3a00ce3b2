"""Every field of every form about accounts with everything that has ever made a program stumble,
and every form without the sign that it came from our own page."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from events import clock
from events.audit import AuditEntry
from events.notifications.models import Message
from events.people.models import (
    Account,
    Appointment,
    LinkKind,
    LoginSession,
    Membership,
    OfficeRole,
    OneTimeLink,
)
from events.people.one_time import make_link
from tests.factories import make_account, make_unit
from tests.pages.reading import PageText
from tests.signing_in import browser_of, post

NASTY = {
    "nul": "a\0b",
    "bidi": "\u202egro.elpmaxe@nil\u2066",
    "huge": "科" * 100_000,
    "emoji": "👩‍🔬🏳️‍🌈",
    "extension-b": "𠮷𠀋",
    "lines": "a\r\nBcc: everybody@example.org\r\n\r\nx",
    "markup": "\"'><script>alert(1)</script><img src=x onerror=alert(1)>",
    "template": "{{7*7}}${7*7}<%= 7*7 %>{% raw %}",
    "sql": "'; DROP TABLE account; --",
    "number": "99999999999999999999",
    "minus": "-1",
    "spaces": " \t\u3000\u00a0 ",
    "list": "[]",
    "path": "../../etc/passwd",
    "format": "%s%n%(name)s{0}",
    "surrogate": "\ufffd\ufffe\uffff",
    "date": "0000-00-00",
}
FORMS = {
    "/sign-in": ("email", "password", "next", "kept", "kept.x"),
    "/sign-in/code": ("code", "sealed", "next"),
    "/password-resets/new": ("email",),
    "/password-resets/{reset}": ("password", "password_again"),
    "/invitations/{invitation}": ("name", "password", "password_again"),
    "/account": ("name", "language"),
    "/account/password": ("password", "password_again"),
    "/account/second-step": ("sealed", "code"),
    "/workspace/meteo/invitations": ("email",),
    "/workspace/meteo/people/{member}/role": ("role",),
    "/office/people/{other}/appointments": ("role", "district", "until_day", "stand_in_for"),
    "/office/invitations": ("email", "role", "unit", "district"),
}
GOOD = {
    "/sign-in": {"email": "lin@example.org", "password": "wrong wrong wrong"},
    "/sign-in/code": {"code": "123456", "sealed": "x"},
    "/password-resets/new": {"email": "lin@example.org"},
    "/password-resets/{reset}": {"password": "short", "password_again": "short"},
    "/invitations/{invitation}": {"name": "林晓", "password": "short", "password_again": "short"},
    "/account": {"name": "林晓", "language": "zh"},
    "/account/password": {"old_password": "", "password": "short", "password_again": "short"},
    "/account/second-step": {"sealed": "x", "code": "123456", "password": "x"},
    "/workspace/meteo/invitations": {"email": "new@example.org"},
    "/workspace/meteo/people/{member}/role": {"role": "owner"},
    "/office/people/{other}/appointments": {"role": "auditor"},
    "/office/invitations": {"email": "new@example.org", "role": "office"},
}
BUTTONS = (
    "/sign-out",
    "/invitations/{invitation}/acceptance",
    "/account/sessions/{session}/revocation",
    "/account/sessions/revocation",
    "/account/memberships/{mine}/removal",
    "/account/second-step/removal",
    "/workspace/meteo/invitations/{link}/resending",
    "/workspace/meteo/invitations/{link}/revocation",
    "/workspace/meteo/people/{member}/removal",
    "/office/people/{other}/appointments/{post}/removal",
    "/office/people/{other}/suspension",
    "/office/people/{other}/reinstatement",
    "/office/people/{other}/sessions/revocation",
    "/office/invitations/{link}/resending",
    "/office/invitations/{link}/revocation",
)
TABLES = (
    Account, Appointment, AuditEntry, LoginSession, Membership, Message, OneTimeLink,
)  # fmt: skip


class World:
    """Somebody who may do everything, with all that the forms are about."""

    def __init__(self, app: Flask) -> None:
        unit = make_unit(slug="meteo")
        everything = (OfficeRole.OFFICE, OfficeRole.ADMINISTRATOR)
        self.account = make_account(owner_of=(unit,), roles=everything, email="boss@example.org")
        make_account(owner_of=(unit,), roles=everything)
        self.browser = browser_of(app, self.account)
        other = make_account(editor_of=(unit,), roles=(OfficeRole.REVIEWER,))
        browser_of(app, self.account)
        _, reset = make_link(LinkKind.RESET, other.email, clock.now(), account=other)
        link, invitation = make_link(
            LinkKind.INVITATION, "n@example.org", clock.now(), unit=unit, role="editor"
        )
        self.names = {
            "reset": reset, "invitation": invitation, "link": link.id, "other": other.id,
            "member": Membership.get(Membership.account == other).id,
            "mine": Membership.get(Membership.account == self.account).id,
            "post": Appointment.get(Appointment.account == other).id,
            "session": LoginSession.select().order_by(LoginSession.id.desc()).get().id,
        }  # fmt: skip

    def path(self, template: str) -> str:
        return template.format(**self.names)

    def rows(self) -> dict[str, list[object]]:
        return {
            table.__name__: [row.__data__ for row in table.select().order_by(table.id)]
            for table in TABLES
        }

    def refused(self, sent: dict[str, str], origin: str = "https://localhost") -> set[str]:
        """Send every form there is; returns those that were not refused, or changed something."""
        before, wrong = self.rows(), set()
        for form in (*FORMS, *BUTTONS):
            response = self.browser.post(
                self.path(form),
                data=GOOD.get(form, {}) | sent,
                headers={"Referer": f"{origin}/account"},
            )
            is_refused = response.status_code == 400 and "这一页放得太久了" in response.text
            if not is_refused or self.rows() != before:
                wrong.add(form)
        return wrong


@pytest.fixture
def world(app: Flask) -> World:
    return World(app)


def fields() -> list[tuple[str, str]]:
    return [(form, field) for form, names in FORMS.items() for field in names]


@pytest.mark.parametrize(("form", "field"), fields())
def test_whatever_stands_in_a_field_is_taken_or_refused_in_words(
    world: World, form: str, field: str
):
    for name, value in NASTY.items():
        response = post(
            world.browser,
            world.path(form),
            GOOD[form] | {field: value},
            page="/account",
            content_type="multipart/form-data",
        )
        assert response.status_code in (200, 303, 401, 409, 410, 422, 429), name
        assert "<script>alert" not in response.text, name
        assert "<img src=x" not in response.text, name
        if response.status_code == 303:
            assert response.location.startswith("/"), name
            assert not response.location.startswith(("//", "/\\")), name
        if world.browser.get("/account").status_code == 303:
            break


def test_a_form_without_any_field_is_refused_in_words(world: World):
    answers = {
        form: post(world.browser, world.path(form), page="/account").status_code for form in FORMS
    }

    assert answers == dict.fromkeys(FORMS, 422)


@pytest.mark.parametrize("token", [None, "", "x", "IjEyMyI.abc.def"])
def test_a_form_that_does_not_come_from_our_page_changes_nothing(world: World, token: str | None):
    assert world.refused({} if token is None else {"csrf_token": token}) == set()


def test_a_form_with_our_token_from_another_site_changes_nothing(world: World):
    token = csrf_of(world.browser)

    assert world.refused({"csrf_token": token}, origin="https://evil.example") == set()


def test_a_token_of_another_browser_is_worth_nothing(app: Flask, world: World):
    token = csrf_of(browser_of(app, make_account()))

    assert world.refused({"csrf_token": token}) == set()


def test_a_button_is_not_pressed_by_following_a_link(world: World):
    before = world.rows()

    answers = {form: world.browser.get(world.path(form)).status_code for form in BUTTONS}

    assert answers == dict.fromkeys(BUTTONS, 405)
    assert world.rows() == before


def csrf_of(browser: FlaskClient) -> str:
    page = PageText(browser.get("/account").text)
    return page.all("input", name="csrf_token")[0].attributes["value"]
