"""How often one may ask: buckets of tokens, in memory, of this process alone.

A school, an office or a village may share one address, so many are welcome at once and then a few
each minute. Nothing here is locked for good: waiting is always enough.
"""

import threading
from collections import OrderedDict
from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network
from typing import NamedTuple

from events.errors import TooOften

MOST_SUBJECTS = 20_000  # remembered of each limit; whoever has not asked for longest is forgotten
BURST = 6  # minutes' worth of sign-ups from one address at once


class SignupTooOften(TooOften):
    def __init__(self, wait: timedelta) -> None:
        super().__init__(wait)
        self.message += "名额没有变化，您填的内容还在。"


class Limit(NamedTuple):
    """`burst` at once, and one more after each `pause`."""

    burst: int
    pause: timedelta


class Buckets:
    """What each subject has left of one limit."""

    def __init__(self, limit: Limit, most: int = MOST_SUBJECTS) -> None:
        self._limit, self._most = limit, most
        self._left: OrderedDict[object, tuple[float, datetime]] = OrderedDict()
        self._turn = threading.Lock()

    def take(self, subject: object, now: datetime) -> None:
        """Use one up. Raises SignupTooOften, and uses none, where there is none."""
        limit = self._limit
        with self._turn:
            left, since = self._left.pop(subject, (float(limit.burst), now))
            left = min(limit.burst, left + max(now - since, timedelta()) / limit.pause)
            self._left[subject] = (left - 1 if left >= 1 else left, now)
            if len(self._left) > self._most:
                self._left.popitem(last=False)
        if left < 1:
            raise SignupTooOften((1 - left) * limit.pause)


class Limits:
    """`rate`: sign-ups a minute from one address, once those of the first burst are used up."""

    def __init__(self, rate: int) -> None:
        hour = timedelta(hours=1)
        self._addresses = Buckets(Limit(rate * BURST, timedelta(minutes=1) / rate))
        self._of_occurrence = Buckets(Limit(rate * BURST * 4, timedelta(minutes=4) / rate))
        self._contacts = Buckets(Limit(5, hour / 5))
        self._finders = Buckets(Limit(30, hour / 30))
        self._found = Buckets(Limit(10, hour / 10))

    def count_attempt(self, address: str, occurrence_id: int, now: datetime) -> None:
        """A form that was sent from an address. Raises SignupTooOften."""
        network = network_of(address)
        self._addresses.take(network, now)
        self._of_occurrence.take((network, occurrence_id), now)

    def count_contact(self, contact_hash: str, now: datetime) -> None:
        """A form without mistakes of one telephone number or e-mail address."""
        self._contacts.take(contact_hash, now)

    def count_search(self, address: str, contact_hash: str, now: datetime) -> None:
        """Somebody looks for what he signed up for."""
        self._finders.take(network_of(address), now)
        self._found.take(contact_hash, now)


def network_of(address: str) -> str:
    """Whom an address belongs to: of IPv6, where everybody has very many, the /64."""
    try:
        found = ip_address(address)
    except ValueError:
        return ""
    return str(ip_network((found, 64), strict=False)) if found.version == 6 else str(found)
