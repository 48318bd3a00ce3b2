"""Whether two contents say the same, and which sittings the public would see change. Pure."""

from collections import Counter
from dataclasses import replace
from datetime import datetime
from typing import Any

from events.submissions.content import Content, Sitting


def say_the_same(one: Content, other: Content) -> bool:
    """Apart from what places are called inside, the order of sittings, and the reason given."""
    return _plain(one) == _plain(other) and _sittings(one) == _sittings(other)


def changed_sittings(public: Content, content: Content, wall: datetime) -> tuple[Sitting, ...]:
    """Of the public sittings that end after `wall`, a naive time in their zone, those that would
    be at another time or place, or not at all."""
    now = {sitting.uid: _when_and_where(content, sitting) for sitting in content.sittings}
    return tuple(
        sitting
        for sitting in public.sittings
        if sitting.end > wall and now.get(sitting.uid) != _when_and_where(public, sitting)
    )


def _plain(content: Content) -> Content:
    return replace(content, places=(), sittings=(), change_reason="")


def _sittings(content: Content) -> Counter[Any]:
    return Counter(
        (sitting.uid, sitting.capacity, _when_and_where(content, sitting))
        for sitting in content.sittings
    )


def _when_and_where(content: Content, sitting: Sitting) -> Any:
    place = content.place(sitting.place)
    return sitting.start, sitting.end, sitting.all_day, place and replace(place, key="")
