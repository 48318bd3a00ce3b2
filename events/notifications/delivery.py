"""Letters leave: each is claimed, and the claim committed, before the server hears of it.

So a letter goes out at most once however many workers run and whenever one is killed. Killed in
between, it stays SENDING; after a while it counts as uncertain, and only a person repeats it.
"""

import logging
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from typing import Any

from jinja2 import TemplateError

from events.db import database
from events.errors import EventsError
from events.notifications.models import Message, MessageState
from events.notifications.post import NoAnswer, Post, RefusedForGood, ServerAway
from events.notifications.rendering import EARLIER, Letter, Outdated, about, remains

# Of the first tries; every later one waits as long as the last. Five days in all.
DELAYS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360))
TRIES = 25

Render = Callable[[Message], Letter]
Miss = Callable[[Message, datetime], None]

logger = logging.getLogger(__name__)


def deliver(
    post: Post,
    mail_from: str,
    render: Render,
    tell_time: Callable[[], datetime],
    is_stopping: Callable[[], bool] = lambda: False,
    miss: Miss = lambda _message, _now: None,
) -> Counter[str]:
    """All letters that are due, one after the other, until there are none or the server is away.

    `miss` hears of each that will never arrive, before that is written down: killed in between, it
    has been heard.

    Returns how many there were of each outcome: a MessageState, WAITING for what is tried again.
    """
    outcomes: Counter[str] = Counter()
    with post:
        while not is_stopping() and (message := claim(tell_time())):
            problem = _hand_in(post, mail_from, render, message, tell_time())
            outcomes[_settle(message, problem, tell_time(), miss)] += 1
            if isinstance(problem, ServerAway | NoAnswer):
                break
    if outcomes:
        logger.info("letters: %s", ", ".join(f"{n} {state}" for state, n in outcomes.items()))
    return outcomes


def claim(now: datetime) -> Message | None:
    """Take the next letter that is due, or the newest of its group; None when there is none."""
    due = Message.select().where(Message.state == MessageState.WAITING, Message.not_before <= now)
    while (first := due.order_by(Message.not_before, Message.id).first()) is not None:
        with database.atomic():
            others = _others_of_group(first)
            message = max((first, *others), key=lambda one: one.id)
            if _take(message, now):
                _replace({first, *others} - {message}, message)
                return Message.get_by_id(message.id)
    return None


def _others_of_group(first: Message) -> list[Message]:
    if not first.group_key:
        return []
    waiting = Message.select().where(
        Message.state == MessageState.WAITING,
        Message.email == first.email,
        Message.group_key == first.group_key,
        Message.id != first.id,
    )
    return list(waiting)


def _take(message: Message, now: datetime) -> bool:
    """False if another worker was first."""
    claimed = Message.update(
        state=MessageState.SENDING, claimed_at=now, attempts=Message.attempts + 1, problem=""
    ).where(Message.id == message.id, Message.state == MessageState.WAITING)
    return bool(claimed.execute())


def _replace(others: set[Message], newest: Message) -> None:
    """What else of the group waits need not leave; the newest says what it was about."""
    if not others:
        return
    titles = [about(one.params) for one in sorted(others, key=lambda one: one.id)]
    titles = [title for title in dict.fromkeys(titles) if title and title != about(newest.params)]
    Message.update(params={**newest.params, EARLIER: titles}).where(
        Message.id == newest.id
    ).execute()
    Message.update(state=MessageState.DROPPED, problem="后来的一封已经说明。").where(
        Message.id.in_([one.id for one in others]), Message.state == MessageState.WAITING
    ).execute()


def _hand_in(
    post: Post, mail_from: str, render: Render, message: Message, now: datetime
) -> EventsError | None:
    """What went wrong, if anything did."""
    try:
        mail = envelope(message, render(message), mail_from, now)
    except (TemplateError, TypeError, ValueError):
        logger.exception("letter %d can't be written", message.id)
        return RefusedForGood("这封信写不出来，是程序的错误，日志里有记录。")
    except EventsError as problem:
        return problem
    try:
        post.hand_in(mail, message.email)
    except EventsError as problem:
        return problem
    return None


def envelope(message: Message, letter: Letter, mail_from: str, now: datetime) -> EmailMessage:
    """The letter as it travels. Its id never changes, so a repeated one can be told as such."""
    domain = parseaddr(mail_from)[1].rpartition("@")[2]
    mail = EmailMessage()
    mail["From"] = mail_from
    mail["To"] = message.email
    mail["Subject"] = letter.subject
    mail["Date"] = format_datetime(now)
    mail["Message-ID"] = f"<letter-{message.id}-{message.created_at:%Y%m%d%H%M%S}@{domain}>"
    mail["Auto-Submitted"] = "auto-generated"
    # takes away every Content- header set before
    mail.set_content(letter.text, cte="base64")
    mail.add_alternative(letter.html, subtype="html", cte="base64")
    if letter.calendar:
        _enclose(mail, letter)
    mail["Content-Language"] = "en" if message.language == "en" else "zh-CN"
    return mail


def _enclose(mail: EmailMessage, letter: Letter) -> None:
    """The entry twice, as the large calendars do: as a third way to read the letter, which programs
    that know iMIP take up, and as a file for the others."""
    params = {"charset": "utf-8", "method": letter.method}
    mail.add_alternative(letter.calendar, "text", "calendar", cte="base64", params=params)
    mail.add_attachment(letter.calendar, "application", "ics", filename="kepuli.ics")


def _settle(
    message: Message, problem: EventsError | None, now: datetime, miss: Miss
) -> MessageState:
    """Write down what became of it, unless a person has decided otherwise meanwhile."""
    changes = _changes(message, problem, now)
    if changes.get("state") == MessageState.FAILED:
        miss(message, now)
    Message.update(**changes).where(
        Message.id == message.id,
        Message.state == MessageState.SENDING,
        Message.claimed_at == message.claimed_at,
    ).execute()
    return changes.get("state", MessageState.SENDING)


def _changes(message: Message, problem: EventsError | None, now: datetime) -> dict[str, Any]:
    if problem is None:
        return remains(message) | {"state": MessageState.SENT, "sent_at": now, "problem": ""}
    if isinstance(problem, Outdated):
        return remains(message) | {"state": MessageState.DROPPED, "problem": problem.message}
    if isinstance(problem, NoAnswer):
        return {"problem": problem.message}
    if isinstance(problem, RefusedForGood):
        return {"state": MessageState.FAILED, "problem": problem.message}
    if message.attempts >= TRIES:
        return {"state": MessageState.FAILED, "problem": f"试了五天。{problem.message}"}
    delay = DELAYS[min(message.attempts, len(DELAYS)) - 1]
    return {"state": MessageState.WAITING, "not_before": now + delay, "problem": problem.message}
