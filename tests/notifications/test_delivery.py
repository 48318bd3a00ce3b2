"""Letters that are due reach the server once, whatever the server, the clock or a worker does."""

import logging
import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from events import clock
from events.notifications.actions import tell, write_letter
from events.notifications.delivery import DELAYS, TRIES
from events.notifications.models import Message, MessageState
from jobs import deliver_due
from tests.conftest import Program
from tests.factories import make_account
from tests.notifications.mailbox import HANG_UP, Mailbox, free_port, serving

WAITING, SENDING = MessageState.WAITING, MessageState.SENDING
SENT, FAILED, DROPPED = MessageState.SENT, MessageState.FAILED, MessageState.DROPPED
At = Callable[[str], None]


def write(email: str = "li@example.org", key: str = "1", **arguments: Any) -> None:
    write_letter(email, "test-letter", key, clock.now(), **arguments)


def use_server(app: Flask, url: str) -> None:
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], smtp_url=url)


def states() -> list[MessageState]:
    return [MessageState(m.state) for m in Message.select().order_by(Message.id)]


def only() -> Message:
    [message] = Message.select()
    return message


def test_a_letter_that_is_due_leaves_once_and_is_written_down_as_sent(app: Flask, mailbox: Mailbox):
    write("li@example.org")

    assert deliver_due(app) == Counter({SENT: 1})
    assert deliver_due(app) == Counter()

    assert mailbox.recipients == ["li@example.org"]
    message = only()
    assert (message.state, message.sent_at, message.attempts) == (SENT, clock.now(), 1)


def test_the_same_news_is_written_to_an_address_once_and_to_each_person(app: Flask):
    first, second = make_account(email="a@example.org"), make_account(email="b@example.org")

    for _repeated in range(2):
        tell([first, second], "test-letter", "7/1", clock.now())
    tell([first], "test-letter", "7/2", clock.now())

    assert [(m.email, m.key) for m in Message.select().order_by(Message.id)] == [
        ("a@example.org", "7/1"),
        ("b@example.org", "7/1"),
        ("a@example.org", "7/2"),
    ]


def test_a_letter_that_has_left_keeps_what_it_was_about_and_no_link(app: Flask, mailbox: Mailbox):
    write(title="恐龙化石", link="https://kepuli.example/reset/secret-token")

    deliver_due(app)

    assert len(mailbox.letters) == 1
    assert only().params == {"title": "恐龙化石"}


def test_a_letter_waits_until_its_time(app: Flask, mailbox: Mailbox, at: At):
    write(not_before=clock.now() + timedelta(minutes=30))

    at("2026-11-21T10:29:59+08:00")
    assert deliver_due(app) == Counter()
    at("2026-11-21T10:30+08:00")
    assert deliver_due(app) == Counter({SENT: 1})


def test_many_letters_share_one_connection(app: Flask, mailbox: Mailbox):
    for number in range(20):
        write(f"p{number}@example.org")

    deliver_due(app)

    assert mailbox.recipients == [f"p{number}@example.org" for number in range(20)]
    assert mailbox.greetings == 1


def test_without_a_mail_server_letters_wait(app: Flask, mailbox: Mailbox):
    write()
    use_server(app, "")

    assert deliver_due(app) == Counter()
    assert (only().state, only().attempts, mailbox.letters) == (WAITING, 0, [])


def test_a_server_that_is_down_costs_nothing_and_one_that_is_back_gets_all(
    app: Flask, mailbox: Mailbox, at: At
):
    port = free_port()
    use_server(app, f"smtp://127.0.0.1:{port}")
    write("a@example.org")
    write("b@example.org")

    assert deliver_due(app) == Counter({WAITING: 1})  # it is away for all, so one is enough
    first = Message.get(Message.email == "a@example.org")
    assert first.not_before == clock.now() + timedelta(minutes=1)
    assert first.problem == "邮件服务器连不上，或者中途断开了。"

    at("2026-11-21T10:01+08:00")
    with serving(mailbox, port):
        assert deliver_due(app) == Counter({SENT: 2})
    assert sorted(mailbox.recipients) == ["a@example.org", "b@example.org"]


def test_each_try_waits_longer_than_the_one_before_and_after_five_days_somebody_is_asked(
    app: Flask, mailbox: Mailbox
):
    mailbox.replies["li@example.org"] = "450 4.2.1 mailbox busy"
    write()
    began, waits = clock.now(), []

    while only().state == WAITING:
        with clock.standing_at(only().not_before):
            deliver_due(app)
            waits.append(only().not_before - clock.now())

    assert waits[:5] == list(DELAYS[:5])
    assert set(waits[5:-1]) == {timedelta(hours=6)}
    assert len(waits) == TRIES
    assert timedelta(days=4.9) < only().not_before - began < timedelta(days=5)
    assert (only().state, mailbox.letters) == (FAILED, [])
    assert only().problem == "试了五天。邮件服务器回答：450 4.2.1 mailbox busy"


@pytest.mark.parametrize("step", ["li@example.org", "DATA", "letter"])
def test_a_refusal_for_now_is_tried_again_and_does_not_hold_up_the_next(
    app: Flask, mailbox: Mailbox, at: At, step: str
):
    mailbox.replies[step] = "451 4.3.0 try later"
    write("li@example.org")
    deliver_due(app)
    assert (only().state, only().problem) == (WAITING, "邮件服务器回答：451 4.3.0 try later")

    del mailbox.replies[step]
    write("zhou@example.org")
    assert deliver_due(app) == Counter({SENT: 1})
    at("2026-11-21T10:01+08:00")
    assert deliver_due(app) == Counter({SENT: 1})
    assert mailbox.recipients == ["zhou@example.org", "li@example.org"]


@pytest.mark.parametrize("step", ["li@example.org", "DATA", "letter"])
def test_a_refusal_for_good_is_not_repeated_and_its_words_name_no_address(
    app: Flask, mailbox: Mailbox, step: str
):
    mailbox.replies[step] = "550 5.1.1 <li@example.org> user unknown"
    write("li@example.org")

    assert deliver_due(app) == Counter({FAILED: 1})
    assert deliver_due(app) == Counter()
    assert only().problem == "邮件服务器回答：550 5.1.1 <…> user unknown"
    assert mailbox.letters == []


@pytest.mark.parametrize("reply", ["550 5.7.1 not you", "421 shutting down", HANG_UP])
def test_a_server_that_does_not_take_us_is_away_for_every_letter(
    app: Flask, mailbox: Mailbox, reply: str
):
    mailbox.replies["MAIL"] = reply
    write("a@example.org")
    write("b@example.org")

    assert deliver_due(app) == Counter({WAITING: 1})
    assert states() == [WAITING, WAITING]


def test_a_connection_that_ends_before_the_letter_is_handed_over_is_tried_again(
    app: Flask, mailbox: Mailbox
):
    mailbox.replies["DATA"] = HANG_UP
    write()

    deliver_due(app)

    assert (only().state, only().problem) == (WAITING, "邮件服务器连不上，或者中途断开了。")


def test_a_letter_that_gets_no_answer_is_never_repeated_by_the_program(
    app: Flask, mailbox: Mailbox, at: At
):
    mailbox.replies["letter"] = HANG_UP
    write()
    deliver_due(app)
    mailbox.replies.clear()

    at("2026-11-23T10:00+08:00")
    assert deliver_due(app) == Counter()
    assert (only().state, len(mailbox.letters)) == (SENDING, 1)
    assert only().problem == "信已交给邮件服务器，但没有等到回答，不知道收下了没有。"


@pytest.mark.parametrize(
    "email",
    [
        *("nobody", "a@b@c", "a b@example.org", "a@example.org, b@example.org", "a@例子.cn"),
        *("a@example.org\r\nRCPT TO:<b@example.org>", "<a@example.org>", ""),
    ],
)
def test_an_address_that_is_none_is_not_shown_to_the_server(
    app: Flask, mailbox: Mailbox, email: str
):
    write(email)

    assert deliver_due(app) == Counter({FAILED: 1})
    assert (mailbox.recipients, mailbox.greetings) == ([], 0)


def test_a_letter_that_can_not_be_written_stops_no_other(
    app: Flask, mailbox: Mailbox, caplog: pytest.LogCaptureFixture
):
    write_letter("li@example.org", "no-such-kind", "1", clock.now())
    write("zhou@example.org")

    assert deliver_due(app) == Counter({FAILED: 1, SENT: 1})
    assert mailbox.recipients == ["zhou@example.org"]
    assert "letter 1 can't be written" in caplog.text
    assert "example.org" not in caplog.text


def test_what_is_logged_of_a_round_are_counts(
    app: Flask, mailbox: Mailbox, caplog: pytest.LogCaptureFixture
):
    caplog.set_level(logging.INFO)
    mailbox.replies["zhou@example.org"] = "550 no"
    write("li@example.org", title="恐龙化石")
    write("zhou@example.org")

    deliver_due(app)

    said = [record.getMessage() for record in caplog.records if record.name.startswith("events.")]
    assert said == ["letters: 1 sent, 1 failed"]


def test_letters_of_one_group_become_the_newest_which_names_the_others(
    app: Flask, mailbox: Mailbox, at: At
):
    for number, title in enumerate(("恐龙化石", "标本里的冬天", "标本里的冬天", "小小讲解员")):
        at(f"2026-11-21T10:0{number}+08:00")
        later = clock.now() + timedelta(minutes=30)
        write(key=str(number), group_key="unit-1", not_before=later, title=title)
    write("zhou@example.org", group_key="unit-1", title="别人的")

    at("2026-11-21T10:30+08:00")
    assert deliver_due(app) == Counter({SENT: 2})

    assert states() == [DROPPED, DROPPED, DROPPED, SENT, SENT]
    text = mailbox.letters[1].get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert "这封信也代替了先前要发的：\n- 恐龙化石\n- 标本里的冬天\n\n" in text
    assert "别人的" not in text
    assert Message.get_by_id(1).problem == "后来的一封已经说明。"


def test_a_group_that_has_begun_to_leave_takes_no_more(app: Flask, mailbox: Mailbox):
    write(key="1", group_key="unit-1", title="恐龙化石")
    deliver_due(app)
    write(key="2", group_key="unit-1", title="小小讲解员")

    assert deliver_due(app) == Counter({SENT: 1})
    assert states() == [SENT, SENT]


# Processes of their own


def worker(environment: dict[str, str]) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "app", "notifications", "deliver"],
        env=os.environ | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_two_workers_at_once_send_each_of_fifty_letters_exactly_once(
    app: Flask, mailbox: Mailbox, environment: dict[str, str], at: At
):
    at("2020-01-01T00:00+00:00")  # long due by the clock of the workers
    for number in range(50):
        write(f"p{number}@example.org")

    workers = [worker(environment) for _number in range(2)]
    said = [process.communicate(timeout=60) for process in workers]

    assert [process.returncode for process in workers] == [0, 0], said
    assert sorted(mailbox.recipients) == sorted(f"p{number}@example.org" for number in range(50))
    assert set(states()) == {SENT}


def test_a_worker_killed_while_the_server_thinks_leaves_a_letter_nobody_repeats(
    app: Flask, mailbox: Mailbox, environment: dict[str, str], at: At, kepuli: Program
):
    at("2020-01-01T00:00+00:00")
    write("li@example.org")
    write("zhou@example.org")
    mailbox.hold = True

    process = worker(environment)
    assert mailbox.is_holding.wait(30)
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=10)
    mailbox.hold = False
    mailbox.go_on.set()
    at("2120-01-01T00:00+00:00")

    assert deliver_due(app) == Counter({SENT: 1})
    assert deliver_due(app) == Counter()
    assert states() == [SENDING, SENT]
    assert sorted(mailbox.recipients) == ["li@example.org", "zhou@example.org"]
