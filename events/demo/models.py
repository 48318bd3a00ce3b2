"""The mark of a demonstration."""

from events.db import BaseModel, UTCDateTimeField


class DemoMark(BaseModel):
    """One row, id 1: this database shows the demonstration, which is refreshed at each start."""

    refreshed_at = UTCDateTimeField()
