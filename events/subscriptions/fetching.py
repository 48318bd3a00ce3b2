"""What a calendar program gets when it fetches one's own calendar."""

from contextlib import suppress
from datetime import date, timedelta

from peewee import PeeweeException

from events.subscriptions.models import Subscription
from events.subscriptions.picks import Picks
from events.subscriptions.queries import get_by_key, picks_of

_NOTED_EVERY = timedelta(days=30)


def fetch_picks(key: str, today: date) -> Picks:
    """The picks of the feed with this key. That it was fetched is written about once a month, and
    not where nothing can be written: a standby answers, too.

    Raises NotFound, and Gone for an address that was given up.
    """
    found = get_by_key(key)
    if today - found.used_day >= _NOTED_EVERY:
        with suppress(PeeweeException):
            Subscription.update(used_day=today).where(Subscription.id == found.id).execute()
    return picks_of(found)
