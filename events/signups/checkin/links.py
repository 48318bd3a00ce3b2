"""What the page and its data share: the words for a party and for a time, and what is sent."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from flask_babel import ngettext
from flask_wtf.csrf import generate_csrf

from events.activities.models import Occurrence
from events.signups.checkin.queries import Guest
from events.signups.checkin.receiving import Result
from events.signups.checkin.window import window
from events.signups.people import Party


def party_words(party: Party) -> str:
    parts = (
        (party.adults, ngettext("%(num)d 位成人", "%(num)d 位成人", party.adults)),
        (party.children, ngettext("%(num)d 个孩子", "%(num)d 个孩子", party.children)),
        (party.pupils, ngettext("%(num)d 名学生", "%(num)d 名学生", party.pupils)),
    )
    return _("、").join(words for number, words in parts if number)


def clock_time(instant: datetime, zone: str) -> str:
    """9:42, as it is said at the door."""
    here = instant.astimezone(ZoneInfo(zone))
    return f"{here.hour}:{here:%M}"


def door_as_json(
    occurrence: Occurrence, guests: Sequence[Guest], now: datetime, closed: str
) -> dict[str, Any]:
    """What a device keeps; `until` is when it has to forget it, `closed` says why nobody is let in
    now."""
    return {
        "csrf": generate_csrf(),
        "now": _iso(now),
        "until": _iso(window(occurrence).closes_at),
        "closed": closed,
        "guests": [_guest(guest) for guest in guests],
    }


def result_as_json(result: Result) -> dict[str, Any]:
    """`before`: when that party had been checked in already, from this or another device."""
    arrival = result.arrival
    return {
        "number": arrival.signup.number if arrival else result.entry.number,
        "checked_in_at": arrival and _iso(arrival.at),
        "before": arrival and _iso(arrival.before),
        "refusal": result.refusal,
    }


def _guest(guest: Guest) -> dict[str, Any]:
    return {
        "id": guest.id,
        "number": guest.number,
        "name": guest.name,
        "last_four": guest.last_four,
        "party": party_words(guest.party),
        "size": guest.party.size,
        "state": guest.state,
        "is_walk_in": guest.is_walk_in,
        "checked_in_at": _iso(guest.checked_in_at),
    }


def _iso(instant: datetime | None) -> str | None:
    return instant.astimezone(UTC).isoformat() if instant else None
