"""What changed in public at once is changed in the unit's draft, too: else the next revision would
undo it."""

from collections.abc import Collection
from datetime import datetime

from events.activities.models import Activity
from events.submissions.content import Content, Place
from events.submissions.models import State, Submission
from events.submissions.places import typed as places
from events.submissions.published import content_of
from events.submissions.schedule.typed import (
    Row,
    columns_of,
    draft_schedule,
    in_time_order,
    row_of,
    rows_of,
)
from events.submissions.typed import Typed


def keep_in_step(submission: Submission, uids: Collection[str], now: datetime) -> None:
    """The draft's rows of these occurrences become what is public; part of a transaction."""
    fresh = Submission.get_by_id(submission.id)
    public = content_of(Activity.get_by_id(fresh.activity_id))
    steps = _anew(public) if fresh.state == State.PUBLISHED else _mended(fresh, public, uids)
    fresh.draft = {**fresh.draft, **steps}
    fresh.first_day = public.first_day or fresh.first_day
    fresh.version += 1
    fresh.updated_at = now
    fresh.save()


def _anew(public: Content) -> dict[str, Typed]:
    return {"schedule": draft_schedule(public), "places": places.draft_places(public)}


def _mended(submission: Submission, public: Content, uids: Collection[str]) -> dict[str, Typed]:
    """What the unit is writing meanwhile stays: other rows, and where it wants these to be."""
    schedule = submission.draft.get("schedule", {})
    seats = {row["uid"]: row["place"] for row in rows_of(schedule)}
    rows = [row for row in rows_of(schedule) if row["uid"] not in uids]
    houses = places.rows_of(submission.draft.get("places", {}))
    for sitting in public.sittings:
        if sitting.uid in uids:
            seat = seats.get(sitting.uid) or _seat(houses, public.place(sitting.place))
            rows.append(row_of(sitting) | {"place": seat})
    return {
        "schedule": {**schedule, **columns_of(in_time_order(rows))},
        "places": {**submission.draft.get("places", {}), **places.columns_of(houses)},
    }


def _seat(houses: list[Row], place: Place | None) -> str:
    """The key of a public place in the draft, which gets it if it has been taken out."""
    if place is None:
        return ""
    for house in houses:
        if (house["venue"], house["note"]) == (str(place.venue), place.note):
            return house["key"]
    key = places.new_key(house["key"] for house in houses)
    houses.append(places.BLANK | {"key": key, "venue": str(place.venue), "note": place.note})
    return key
