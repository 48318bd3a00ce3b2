"""Letters are queued in the transaction of what they tell; a job sends them later."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from peewee import chunked

from events import audit
from events.db import database
from events.errors import InvalidTransition
from events.inserting import insert_soon
from events.notifications.models import Message, MessageState
from events.notifications.queries import get_message, needs_somebody
from events.notifications.rendering import about, remains
from events.people.models import Account

COALESCE = timedelta(minutes=30)  # how long what is not urgent waits for more of the same
_TOGETHER = 500


def tell(
    accounts: Iterable[Account], kind: str, key: str, now: datetime, *,
    group_key: str = "", not_before: datetime | None = None, **params: Any,
) -> None:  # fmt: skip
    """One letter to each; part of a transaction. Who was told of `kind` and `key` before is not
    told again. `params` are JSON values, for the template mail/<kind>.txt.
    """
    for account in accounts:
        write_letter(
            account.email, kind, key, now, account=account, language=account.language,
            group_key=group_key, not_before=not_before, **params,
        )  # fmt: skip


def write_letter(
    email: str, kind: str, key: str, now: datetime, *,
    account: Account | None = None, language: str = "zh",
    group_key: str = "", not_before: datetime | None = None, **params: Any,
) -> None:  # fmt: skip
    """One letter to an address that need not have an account yet; part of a transaction."""
    letter = Message(
        kind=kind,
        key=key,
        group_key=group_key,
        account=account,
        email=email,
        language=language,
        params=params,
        not_before=not_before or now,
        created_at=now,
    )
    insert_soon(letter, once=True)


def write_letters(
    kind: str,
    letters: Iterable[Mapping[str, Any]],
    now: datetime,
    not_before: datetime | None = None,
) -> None:
    """One of a kind to each of many without accounts; part of a transaction. Each names `key`,
    `email`, `language` and `params`; a `key` that is known has been told, to whatever address."""
    for some in chunked(letters, _TOGETHER):
        keys = [letter["key"] for letter in some]
        told = Message.select(Message.key).where(Message.kind == kind, Message.key.in_(keys))
        known = {message.key for message in told}
        common = {"kind": kind, "not_before": not_before or now, "created_at": now}
        rows = [{**common, **letter} for letter in some if letter["key"] not in known]
        if rows:
            Message.insert_many(rows).on_conflict_ignore().execute()


def send_again(message_id: int, by: audit.By, now: datetime) -> Message:
    """Put a letter that failed, or of which nobody knows, back among those that wait.

    Raises NotFound, or InvalidTransition for one that has left, waits, or is on its way.
    """
    with database.atomic():
        message = get_message(message_id)
        changed = (
            Message.update(
                state=MessageState.WAITING, attempts=0, not_before=now, claimed_at=None, problem=""
            )
            .where(Message.id == message_id, needs_somebody(now))
            .execute()
        )
        if not changed:
            raise InvalidTransition("这封信现在不能再发：它已经发出、正在发，或者还在等。")
        _write_down(by, "letter.sent-again", message, now)
    return message


def drop(message_id: int, by: audit.By, now: datetime) -> Message:
    """Never send a letter that waits, failed, or of which nobody knows.

    Raises NotFound, or InvalidTransition for one that has left or is on its way.
    """
    with database.atomic():
        message = get_message(message_id)
        changed = (
            Message.update(state=MessageState.DROPPED, **remains(message))
            .where(
                Message.id == message_id,
                (Message.state == MessageState.WAITING) | needs_somebody(now),
            )
            .execute()
        )
        if not changed:
            raise InvalidTransition("这封信已经发出、正在发，或者早已决定不发。")
        _write_down(by, "letter.dropped", message, now)
    return message


def _write_down(by: audit.By, action: str, message: Message, now: datetime) -> None:
    name = about(message.params)
    audit.write(by, action, "letter", message.id, now, name=name, kind=message.kind)
