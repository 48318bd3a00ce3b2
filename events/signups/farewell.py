"""The last letter to one whose data are erased: it takes the entry out of his calendar.

The address lies in the outbox until it has left, a day at most; then the letter is deleted.
"""

from datetime import datetime, timedelta

from events.notifications.models import Message, MessageState
from events.notifications.queries import needs_somebody
from events.signups.models import Signup
from events.signups.reach import is_written_to
from events.signups.telling import tell

FAREWELL = "signup-erased"
_AT_MOST = timedelta(days=1)
_SETTLED = (MessageState.SENT, MessageState.DROPPED)


def is_told(signup: Signup) -> bool:
    """Whether a letter may have put it into a calendar, and another can take it out."""
    return bool(signup.confirmed_at) and is_written_to(signup)


def say_farewell(signup: Signup, now: datetime, *, given_up: bool = False) -> None:
    """To one that still has its address and is cancelled; part of a transaction. `given_up`: nobody
    asked for it, but what was postponed never got another date."""
    if is_told(signup):
        tell(signup, FAREWELL, now, by_phone=False, given_up=given_up)


def drop_farewells(now: datetime) -> int:
    """Delete those that have left, never will, or have waited for long enough; how many."""
    waits_long = (Message.state == MessageState.WAITING) & (Message.created_at <= now - _AT_MOST)
    is_done = Message.state.in_(_SETTLED) | needs_somebody(now) | waits_long
    which = (Message.kind == FAREWELL) & is_done
    if not Message.select().where(which).exists():  # a DELETE would wait for those who write
        return 0
    return int(Message.delete().where(which).execute())
