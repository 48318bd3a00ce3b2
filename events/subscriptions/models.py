"""Calendars that somebody put together and may change; whose they are is not known."""

from peewee import CharField, TextField

from events.db import BaseModel, DayField, UTCDateTimeField


class Subscription(BaseModel):
    """`picks` as an address has them; none are kept of one that was ended.

    `used_day` is when it was fetched last, a month more or less.
    """

    feed_hash = CharField(max_length=64, unique=True)
    picks = TextField()
    made_at = UTCDateTimeField()
    used_day = DayField()
    ended_at = UTCDateTimeField(null=True)
