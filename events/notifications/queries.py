"""What became of the letters, without what they say."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from peewee import Expression, fn

from events.db import LARGEST_ID
from events.errors import NotFound
from events.notifications.models import Message, MessageState

UNCERTAIN_AFTER = timedelta(minutes=10)


class Pile(StrEnum):
    """How the page sorts them: what needs somebody, what is still to leave, what is done."""

    NEEDED = "needed"
    WAITING = "waiting"
    SENT = "sent"
    DROPPED = "dropped"


@dataclass(frozen=True)
class Standing:
    """How many letters lie on each pile; `oldest` is when the oldest that waits was written."""

    counts: dict[Pile, int]
    oldest: datetime | None


def needs_somebody(now: datetime) -> Expression:
    """Failed, or claimed so long ago that whoever claimed it must have been killed."""
    return (Message.state == MessageState.FAILED) | (
        (Message.state == MessageState.SENDING) & (Message.claimed_at <= now - UNCERTAIN_AFTER)
    )


def on_pile(pile: Pile, now: datetime) -> Expression:
    if pile == Pile.NEEDED:
        return needs_somebody(now)
    if pile == Pile.WAITING:
        fresh = Message.claimed_at > now - UNCERTAIN_AFTER
        return (Message.state == MessageState.WAITING) | (
            (Message.state == MessageState.SENDING) & fresh
        )
    return Message.state == MessageState(pile)


def get_message(message_id: int) -> Message:
    found = message_id <= LARGEST_ID and Message.get_or_none(Message.id == message_id)
    if not found:
        raise NotFound("没有这封信，请到“信件”页查找。")
    return found


def standing(now: datetime) -> Standing:
    """(Five statements.)"""
    counts = {pile: Message.select().where(on_pile(pile, now)).count() for pile in Pile}
    oldest = Message.select(fn.MIN(Message.created_at)).where(on_pile(Pile.WAITING, now)).scalar()
    return Standing(counts, oldest and Message.created_at.python_value(oldest))


def messages_on(pile: Pile, now: datetime, before: int | None, limit: int) -> list[Message]:
    """The newest on a pile, or those next below `before` (one statement)."""
    query = Message.select().where(on_pile(pile, now))
    if before is not None:
        query = query.where(Message.id < before)
    return list(query.order_by(Message.id.desc()).limit(limit))
