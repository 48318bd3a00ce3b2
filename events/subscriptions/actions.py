"""Making, changing and giving up a calendar of one's own. One verb, one transaction."""

from datetime import date, datetime, timedelta
from typing import Any

from events.db import database
from events.errors import EventsError, Gone
from events.people.attempts import count_failure
from events.people.sessions import hash_token
from events.subscriptions.keys import feed_key, new_token
from events.subscriptions.models import Subscription
from events.subscriptions.picks import Picks

UNUSED = timedelta(days=400)  # after which it goes: somebody may look once a year


class NothingPicked(EventsError):
    def __init__(self) -> None:
        super().__init__("一项也没有选，日历会是空的：请至少选一项。")


def subscribe(picks: Picks, address: str, today: date, now: datetime) -> str:
    """Make one, and return the token of its page. `address` is where it comes from.

    Raises NothingPicked, and TooOften.
    """
    _refuse_none(picks)
    with database.atomic():
        count_failure("subscription", address, now)
        return _make(picks.query, today, now)


def change(subscription: Subscription, picks: Picks) -> None:
    """Others instead, at the same address. Raises NothingPicked, and Gone."""
    _refuse_none(picks)
    _update(subscription, picks=picks.query)


def reset(subscription: Subscription, today: date, now: datetime) -> str:
    """The same picks at a new address, the old one given up; returns the new token. Raises Gone."""
    with database.atomic():
        end(subscription, now)
        return _make(subscription.picks, today, now)


def end(subscription: Subscription, now: datetime) -> None:
    """Give the address up; that it was one is all that is kept. Raises Gone."""
    _update(subscription, picks="", ended_at=now)


def drop_unused(today: date) -> int:
    """Delete what nobody has fetched for long, given up or not; returns how many."""
    with database.atomic():
        old = Subscription.used_day < today - UNUSED
        return int(Subscription.delete().where(old).execute())


def _make(picks: str, today: date, now: datetime) -> str:
    token = new_token()
    Subscription.create(
        feed_hash=hash_token(feed_key(token)), picks=picks, made_at=now, used_day=today
    )
    return token


def _update(subscription: Subscription, **values: Any) -> None:
    """Where it was not given up a moment ago."""
    is_live = Subscription.ended_at.is_null()
    with database.atomic():
        which = (Subscription.id == subscription.id) & is_live
        if not Subscription.update(values).where(which).execute():
            raise Gone("这个订阅刚刚已经停用或换了地址，请用新的地址。")


def _refuse_none(picks: Picks) -> None:
    if not picks.picked:
        raise NothingPicked
