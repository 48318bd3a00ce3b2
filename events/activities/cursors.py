"""Where in a list one has come to, as a token for an address. Pure.

Unlike the number of a page it still means the same when something is added before it, and going on
from it costs the same wherever it is.
"""

import binascii
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import UTC, date, datetime

from events.db import LARGEST_ID
from events.errors import EventsError

_LONGEST = 120


class CursorRefused(EventsError):
    """Not a token that this program has given."""

    def __init__(self) -> None:
        super().__init__("“after”看不懂，请从第一页开始看，再按“下一页”。")


@dataclass(frozen=True)
class Cursor:
    """The last occurrence shown, by what it is sorted by."""

    first_day: date
    start: datetime
    id: int
    venue: int | None = None

    @property
    def token(self) -> str:
        values = [self.first_day.isoformat(), int(self.start.timestamp()), self.id, self.venue]
        return urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


def read_cursor(token: str) -> Cursor:
    """Raises CursorRefused."""
    try:
        if len(token) > _LONGEST:
            raise CursorRefused
        text = urlsafe_b64decode(token.encode("ascii") + b"==")
        day, start, id_, venue = json.loads(text)
        cursor = Cursor(
            date.fromisoformat(day), datetime.fromtimestamp(start, UTC), _id(id_), _id(venue or 0)
        )
    except (binascii.Error, ValueError, TypeError, OverflowError, OSError) as error:
        raise CursorRefused from error
    return cursor


def _id(number: object) -> int:
    if type(number) is not int or not 0 <= number <= LARGEST_ID:
        raise ValueError(number)
    return number
