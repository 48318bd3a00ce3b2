"""What the letters about accounts say, and where their links lead."""

from typing import Any

import pytest
from flask import Flask

from events import clock
from events.notifications.models import Message
from events.notifications.rendering import Letter, render

TOKEN = "d4Q3qulsUjZExm3zShA5ThKI9XpddFo3yqDgcIzobf-"
PARAMS: dict[str, dict[str, Any]] = {
    "invitation": {"token": TOKEN, "inviter": "林晓", "unit": "气象局", "role": "editor"},
    "password-reset": {"token": TOKEN, "name": "林晓"},
    "password-changed": {"name": "林晓", "at": "2026-11-21T02:00:00+00:00"},
}
LINKS = {
    "invitation": f"https://kepuli.example/invitations/{TOKEN}",
    "password-reset": f"https://kepuli.example/password-resets/{TOKEN}",
    "password-changed": "https://kepuli.example/password-resets/new",
}


def read(app: Flask, kind: str, lang: str = "zh", **changed: str) -> Letter:
    message = Message(
        kind=kind, key="1", email="lin@example.org", params=PARAMS[kind] | changed,
        not_before=clock.now(), created_at=clock.now(),
    )  # fmt: skip
    with app.test_request_context(f"/?lang={lang}", headers={"Host": "evil.example"}):
        return render(app.jinja_env, message, app.config["SETTINGS"], lang)


@pytest.mark.parametrize("kind", PARAMS)
def test_the_link_leads_to_our_own_address_and_stands_alone_in_its_line(app: Flask, kind: str):
    letter = read(app, kind)

    assert LINKS[kind] in letter.text.splitlines()
    assert f'href="{LINKS[kind]}"' in letter.html
    assert "evil" not in letter.text + letter.html


@pytest.mark.parametrize(
    ("kind", "subject"),
    [
        ("invitation", "邀请您加入科普历"),
        ("password-reset", "设新密码的链接"),
        ("password-changed", "您的密码改过了"),
    ],
)
def test_the_subject_says_what_it_is_about(app: Flask, kind: str, subject: str):
    assert read(app, kind).subject == subject


def test_an_invitation_says_who_invites_whereto_and_for_how_long(app: Flask):
    text = read(app, "invitation").text

    assert "林晓 邀请您为“气象局”登记科普活动。" in text
    assert "7 天内有效，只能用一次" in text


def test_an_invitation_of_the_office_names_no_unit(app: Flask):
    assert "林晓 邀请您参加科普历的审核和管理。" in read(app, "invitation", unit="").text


def test_a_name_can_not_bring_its_own_link_or_markup_into_a_letter(app: Flask):
    letter = read(app, "invitation", inviter="看 https://evil.example <a href=x>这里</a>\n\n新段")

    assert 'href="https://evil.example' not in letter.html
    assert "<a href=x>" not in letter.html
