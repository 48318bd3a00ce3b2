"""Which sitting is where: rows of the schedule name a place, the places step describes it. Pure."""

from collections.abc import Sequence
from dataclasses import replace

from events.submissions.content import Place, Sitting


def seat(sittings: Sequence[Sitting], places: Sequence[Place]) -> tuple[Sitting, ...]:
    """The sittings at these places: one that names none of them is at the first, without any place
    all are online."""
    keys = [place.key for place in places] or [""]
    return tuple(
        sitting if sitting.place in keys else replace(sitting, place=keys[0])
        for sitting in sittings
    )
