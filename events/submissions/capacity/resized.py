"""What a revision says of places that the unit has set at its desk since."""

from dataclasses import replace
from typing import Any

from events.activities.models import Occurrence
from events.submissions.content import Content
from events.submissions.models import Revision


def as_resized(content: Content, revision: Revision, activity_id: int | None) -> Content:
    """The revision's content with the places of today where they were set after it was handed in:
    publishing it must not bring the old ones back (one statement)."""
    if activity_id is None:
        return content
    rows: Any = Occurrence.select(Occurrence.uid, Occurrence.capacity).where(
        Occurrence.activity == activity_id, Occurrence.resized_at >= revision.made_at
    )
    resized = dict(rows.tuples())
    sittings = tuple(
        replace(one, capacity=resized.get(one.uid, one.capacity)) for one in content.sittings
    )
    return replace(content, sittings=sittings)
