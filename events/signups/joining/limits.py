"""How often one may ask.

A school, an office or a village may share one address, so many are welcome at once and then a few
each minute. Nothing here is locked for good: waiting is always enough.
"""

from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network

from events.signups.joining.buckets import Buckets, Limit

BURST = 6  # minutes' worth of sign-ups from one address at once


class Limits:
    """`rate`: sign-ups a minute from one address, once those of the first burst are used up."""

    def __init__(self, rate: int) -> None:
        hour = timedelta(hours=1)
        self._addresses = Buckets(Limit(rate * BURST, timedelta(minutes=1) / rate))
        self._of_occurrence = Buckets(Limit(rate * BURST * 4, timedelta(minutes=4) / rate))
        self._contacts_here = Buckets(Limit(5, hour / 5))
        self._contacts = Buckets(Limit(60, hour / 60))
        self._finders = Buckets(Limit(30, hour / 30))
        self._found = Buckets(Limit(10, hour / 10))

    def count_attempt(self, address: str, occurrence_id: int, now: datetime) -> None:
        """A form that was sent from an address. Raises SignupTooOften."""
        network = network_of(address)
        self._addresses.take(network, now)
        self._of_occurrence.take((network, occurrence_id), now)

    def count_contact(self, address: str, contact_hash: str, now: datetime) -> None:
        """A form without mistakes of one telephone number or e-mail address. What somebody else
        sends from elsewhere leaves its owner enough."""
        self._contacts_here.take((network_of(address), contact_hash), now)
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
