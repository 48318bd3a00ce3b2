"""A letter about a sign-up will never arrive: the unit has to telephone."""

from datetime import datetime

from events.db import database
from events.notifications.models import Message
from events.signups.freeing import offer_end
from events.signups.models import Signup, State
from events.signups.placing import fresh

_NOT_MISSED = ("signup-reminder",)  # nobody is called for this


def have_called(message: Message, now: datetime) -> None:
    """Of a list of somebody's sign-ups nobody but himself knows. What was offered is held longer,
    as for anybody who is told by telephone."""
    signup = Signup.get_or_none(Signup.id == message.params.get("signup"))
    if signup is None or message.kind in _NOT_MISSED:
        return
    with database.atomic():
        signup, occurrence = fresh(signup)
        if signup.erased_at is not None:
            return
        signup.call_since = now
        if signup.state == State.OFFERED and now < signup.offer_expires_at:
            longer = offer_end(occurrence, now, by_phone=True)
            signup.offer_expires_at = max(signup.offer_expires_at, longer)
        signup.save()
