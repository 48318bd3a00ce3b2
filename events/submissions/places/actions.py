"""Keep the places of a draft, and which sitting is at which of them. One transaction."""

from collections.abc import Mapping
from datetime import datetime

from events.db import database
from events.submissions.actions import save_step
from events.submissions.models import Submission
from events.submissions.places.typed import is_blank
from events.submissions.places.typed import rows_of as places_of
from events.submissions.schedule.typed import columns_of, rows_of
from events.submissions.typed import Typed


def save_places(
    submission: Submission, typed: Typed, chosen: Mapping[int, str], version: int, now: datetime
) -> Submission:
    """`chosen` is the place's key by number of the schedule's row; the rest stay where they are,
    or are at the first place. Raises as save_step."""
    with database.atomic():
        saved = save_step(submission, "places", typed, version, now)
        keys = [row["key"] for row in places_of(typed) if not is_blank(row)] or [""]
        schedule = saved.draft.get("schedule", {})
        rows = rows_of(schedule)
        for number, row in enumerate(rows):
            wanted = chosen.get(number, row["place"])
            row["place"] = wanted if wanted in keys else keys[0]
        if not rows:
            return saved
        return save_step(saved, "schedule", {**schedule, **columns_of(rows)}, saved.version, now)
