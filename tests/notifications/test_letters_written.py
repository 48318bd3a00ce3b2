"""What a letter looks like: plain text and HTML that say the same, in the recipient's language."""

from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from events import clock
from events.notifications.actions import write_letter
from events.notifications.models import Message
from jobs import deliver_due
from tests.notifications.mailbox import Mailbox
from tests.pages.reading import PageText, text_of

GOLDEN = Path(__file__).parent / "letters"
At = Callable[[str], None]

DEADLINE = {
    "unit": "重庆自然博物馆",
    "day": "世界艾滋病日",
    "day_en": "World AIDS Day",
    "closes": "2026-11-25",
    "days": 7,
    "drafts": [],
}


@pytest.fixture
def receive(app: Flask, mailbox: Mailbox) -> Callable[..., EmailMessage]:
    """Write a letter, deliver it, and return it as it arrived."""

    def receive(kind: str, language: str = "zh", **params: Any) -> EmailMessage:
        key = str(len(mailbox.letters))
        write_letter("li@example.org", kind, key, clock.now(), language=language, **params)
        deliver_due(app)
        return mailbox.letters[-1]

    return receive


def plain(letter: EmailMessage) -> str:
    return content(letter, "plain")


def content(letter: EmailMessage, subtype: str) -> str:
    part = letter.get_body((subtype,))
    assert isinstance(part, EmailMessage)
    return str(part.get_content()).replace("\r\n", "\n")


def test_the_headers_say_who_wrote_what_when_and_that_a_program_did(
    receive: Callable[..., EmailMessage],
):
    letter = receive("test-letter")

    assert letter["From"] == "科普历 <kepuli@example.cn>"
    assert letter["To"] == "li@example.org"
    assert letter["Subject"] == "科普历的试发信件"
    assert parsedate_to_datetime(letter["Date"]) == clock.now()
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["Content-Language"] == "zh-CN"
    assert letter.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in letter.iter_parts()] == ["text/plain", "text/html"]


def test_a_letter_sent_again_has_the_same_id_and_every_other_its_own(
    receive: Callable[..., EmailMessage], app: Flask, mailbox: Mailbox, at: At
):
    first, second = receive("test-letter"), receive("test-letter")
    at("2026-11-22T10:00+08:00")
    Message.update(state="waiting").where(Message.id == 1).execute()
    deliver_due(app)

    ids = [first["Message-ID"], second["Message-ID"], mailbox.letters[-1]["Message-ID"]]
    assert ids[0] == ids[2] == "<letter-1-20261121020000@example.cn>"
    assert ids[1] == "<letter-2-20261121020000@example.cn>"


LETTERS = {
    "test-letter": ("test-letter", {}),
    "deadline-week": ("deadline-near", DEADLINE),
    "deadline-draft": (
        "deadline-near",
        DEADLINE | {"days": 1, "drafts": ["恐龙化石修复室开放", ""]},
    ),
}


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", LETTERS)
def test_each_letter_reads_as_written_down(
    receive: Callable[..., EmailMessage], name: str, language: str
):
    kind, params = LETTERS[name]

    letter = receive(kind, language, **params)

    said = f"{letter['Subject']}\n\n{plain(letter)}"
    assert said == (GOLDEN / f"{name}.{language}.txt").read_text()


def test_a_letter_in_english_says_so(receive: Callable[..., EmailMessage]):
    letter = receive("test-letter", "en")

    assert letter["Content-Language"] == "en"
    assert PageText(content(letter, "html")).all("html")[0].attributes["lang"] == "en"


def test_text_and_html_say_the_same_and_only_our_own_addresses_are_links(
    receive: Callable[..., EmailMessage],
):
    foreign = "看 https://evil.example/x 和 https://kepuli.example.evil.cn/ 和 https://kepuli.example@evil.cn/"

    letter = receive("deadline-near", **DEADLINE | {"drafts": [foreign]})

    page = PageText(content(letter, "html"))
    assert page.links() == {
        "https://kepuli.example/workspace": "https://kepuli.example/workspace",
        "https://kepuli.example/": "https://kepuli.example/",
    }
    body = [text_of(part) for part in page.all("p")]
    written = [" ".join(part.split()) for part in plain(letter).split("\n\n")]
    assert [part.replace(" ", "") for part in body] == [part.replace(" ", "") for part in written]


HOSTILE = [
    "恐龙\r\nBcc: all@example.org\r\n\r\n<h1>假的</h1>",
    "恐龙\nTo: all@example.org",
    "恐龙\rX-Evil: 1",
    "恐龙\x0bX-Evil: 1\x0cX-Evil: 2\x85X-Evil: 3\u2028X-Evil: 4\u2029X-Evil: 5",
    "=?utf-8?q?=0ABcc:_all@example.org?=",
]


@pytest.mark.parametrize("title", HOSTILE)
def test_a_name_with_line_ends_adds_neither_header_nor_paragraph(
    receive: Callable[..., EmailMessage], title: str, mailbox: Mailbox
):
    letter = receive("deadline-near", **DEADLINE | {"day": title})

    assert sorted(letter.keys()) == sorted(receive("deadline-near", **DEADLINE).keys())
    assert mailbox.recipients == ["li@example.org"] * 2
    assert len(letter["Subject"].splitlines()) == 1
    assert "恐龙" in letter["Subject"] or "= ?utf-8" in letter["Subject"]
    assert plain(letter).startswith("重庆自然博物馆：\n\n")


def test_a_text_of_several_lines_keeps_them_within_the_letter(
    receive: Callable[..., EmailMessage],
):
    letter = receive("deadline-near", **DEADLINE | {"drafts": ["第一行\r\n第二行\n\n第三段"]})

    assert "- 第一行\n第二行\n\n第三段\n\n" in plain(letter)


def test_what_people_wrote_is_text_in_both_parts(receive: Callable[..., EmailMessage]):
    title = "<script>alert(1)</script> & {{ 7*7 }} “𠀀” 😀"

    letter = receive("deadline-near", **DEADLINE | {"drafts": [title]})

    assert f"- {title}\n" in plain(letter)
    html = content(letter, "html")
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; {{ 7*7 }} “𠀀” 😀" in html
    assert PageText(html).all("script") == []


def test_a_letter_travels_in_ascii_with_lines_of_a_length_every_server_takes(
    receive: Callable[..., EmailMessage],
):
    letter = receive("deadline-near", **DEADLINE | {"drafts": ["长" * 5000, ".", "..\n."]})

    assert f"- {'长' * 5000}\n- .\n- ..\n.\n" in plain(letter)
    assert [p["Content-Transfer-Encoding"] for p in letter.iter_parts()] == ["base64", "base64"]
    assert max(map(len, letter.as_bytes().splitlines())) <= 998


def test_a_title_longer_than_a_line_is_a_whole_subject(receive: Callable[..., EmailMessage]):
    letter = receive("deadline-near", **DEADLINE | {"day": "长" * 300})

    assert letter["Subject"] == f"还有 7 天：登记{'长' * 300}的活动"


def test_a_letter_far_from_today_names_the_year(receive: Callable[..., EmailMessage]):
    later = (clock.now() + timedelta(days=400)).date()

    letter = receive("deadline-near", **DEADLINE | {"closes": later.isoformat()})

    assert "登记到2027年12月26日（周日）为止" in plain(letter)
