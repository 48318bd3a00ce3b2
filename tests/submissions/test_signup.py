"""The step about signing up keeps what was typed and publishes only what was chosen."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from events.submissions.content import Content
from events.submissions.forms import read_draft
from events.submissions.links import setting_of
from events.submissions.models import Submission
from tests.pages.reading import PageText, text_of
from tests.submissions.filling import BASICS, SIGNUP, fresh, path, save


def read(browser: FlaskClient, submission: Submission) -> Content:
    with browser.application.test_request_context():
        found = fresh(submission)
        content = read_draft(found.draft, setting_of(found)).content
    assert content
    return content


ALL = SIGNUP | {
    "signup_phone": "023-60313777 转 8",
    "signup_url": "https://example.org/a?b=1#c",
    "contact": "林老师 13800001234",
    "contact_is_public": "y",
}


@pytest.mark.parametrize(
    ("mode", "phone", "url"),
    [
        ("none", "", ""),
        ("telephone", "023-60313777 转 8", ""),
        ("external", "", "https://example.org/a?b=1#c"),
    ],
)
def test_only_what_belongs_to_the_chosen_mode_becomes_public(
    lin: FlaskClient, draft: Submission, mode: str, phone: str, url: str
):
    assert save(lin, draft, "signup", ALL | {"signup_mode": mode}).status_code == 303

    content = read(lin, draft)
    assert (content.signup_mode, content.signup_phone, content.signup_url) == (mode, phone, url)
    assert fresh(draft).draft["signup"]["signup_phone"] == "023-60313777 转 8"


@pytest.mark.parametrize(("tick", "public"), [("y", True), ("", False)])
def test_the_contact_is_public_only_if_ticked(
    lin: FlaskClient, draft: Submission, tick: str, public: bool
):
    save(lin, draft, "signup", ALL | {"contact_is_public": tick})

    content = read(lin, draft)
    assert (content.contact, content.contact_is_public) == ("林老师 13800001234", public)


@pytest.mark.parametrize(
    ("format_", "kept"), [("onsite", ""), ("online", "link"), ("hybrid", "link")]
)
def test_the_way_in_is_for_what_takes_place_online(
    lin: FlaskClient, draft: Submission, format_: str, kept: str
):
    save(lin, draft, "basics", BASICS | {"format": format_})
    link: dict[str, Any] = {"online_url": "https://example.org/live"}

    save(lin, draft, "signup", SIGNUP | link)

    assert read(lin, draft).online_url == (link["online_url"] if kept else "")
    shown = PageText(lin.get(path(draft, "signup")).text).all("input", id="online_url")
    assert len(shown) == bool(kept)


def test_online_without_sign_up_and_without_link_nobody_could_come(
    lin: FlaskClient, draft: Submission
):
    save(lin, draft, "basics", BASICS | {"format": "online"})

    answer = save(lin, draft, "signup", SIGNUP)

    wrong = [text_of(span) for span in PageText(answer.text).all("span", class_="wrong")]
    assert wrong == ["线上活动又不用报名，公众就得从这里进：请写网址。"]
    phone = SIGNUP | {"signup_mode": "telephone", "signup_phone": "023-60313777"}
    assert save(lin, draft, "signup", phone).status_code == 303


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org",
        "https://例子.中国/报名",
        "https://sub.example.org:8443/a/b?c=d&e=%20#f",
        "HTTPS://EXAMPLE.ORG/",
    ],
)
def test_a_link_is_taken_as_people_copy_it(lin: FlaskClient, draft: Submission, url: str):
    typed = SIGNUP | {"signup_mode": "external", "signup_url": url}

    assert save(lin, draft, "signup", typed).status_code == 303


@pytest.mark.parametrize(
    "url",
    [
        *("javascript:alert(1)", "data:text/html,x", "ftp://example.org/", "//example.org"),
        *(
            "example.org",
            "https://",
            "https://a",
            "https://a b.org",
            "https://x@y.org",
            "http:///x",
        ),
        "https://example.org/" + "a" * 500,
    ],
)
def test_what_isn_t_a_link_for_everybody_is_refused(lin: FlaskClient, draft: Submission, url: str):
    typed = SIGNUP | {"signup_mode": "external", "signup_url": url}

    assert save(lin, draft, "signup", typed).status_code == 422
