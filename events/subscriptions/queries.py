"""Subscriptions by their secrets (a statement each)."""

from urllib.parse import parse_qsl

from werkzeug.datastructures import MultiDict

from events.errors import Gone, NotFound
from events.people.sessions import hash_token
from events.subscriptions.keys import feed_key
from events.subscriptions.models import Subscription
from events.subscriptions.picks import Picks, read_picks


def get_by_token(token: str) -> Subscription:
    """The one whose page this is; raises as `get_by_key`."""
    return get_by_key(feed_key(token))


def get_by_key(key: str) -> Subscription:
    """The one whose feed this is. Raises NotFound, and Gone for an address that was given up."""
    found = Subscription.get_or_none(Subscription.feed_hash == hash_token(key))
    if found is None:
        raise NotFound("没有这个订阅，可能地址不完整。请到“订阅”页重新选。")
    if found.ended_at:
        raise Gone("这个订阅地址已经换掉或停用，请在日历里删掉它，再用新的地址订阅。")
    return found


def picks_of(subscription: Subscription) -> Picks:
    return read_picks(MultiDict(parse_qsl(subscription.picks))).picks
