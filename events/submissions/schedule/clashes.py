"""Where a schedule and other people's sittings, or its own, want the same room or people. Pure."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from events.submissions.content import Sitting
from events.submissions.schedule.said import say_times
from events.submissions.schedule.taken import Taken

CHANGE_OVER = timedelta(minutes=30)


@dataclass(frozen=True)
class Seated:
    """A sitting with the house it is in, by id, and the room; None online or at a new venue.

    `door` names the place within the content, so that two sittings at a new venue meet as well.
    """

    sitting: Sitting
    venue: int | None
    note: str
    door: str

    @property
    def room(self) -> tuple[object, str]:
        return self.venue or self.door, self.note


def find_clashes(
    seated: Sequence[Seated], taken: Sequence[Taken], unit_id: int, venue_names: dict[int, str]
) -> Iterator[str]:
    """One sentence for each other activity, then what is wrong among these sittings."""
    timed = [one for one in seated if not one.sitting.all_day]
    by_day = _by_day(taken)
    yield from _say(_meeting(timed, by_day, _want_the_same_room), venue_names)
    of_unit = _meeting(timed, by_day, lambda one, other: other.unit_id == unit_id)
    yield from _say_of_unit(of_unit, _meeting(timed, by_day, _want_the_same_room))
    yield from _among(timed)
    yield from _change_overs(timed, by_day)


Pairs = dict[tuple[str, str, int | None, bool], list[Sitting]]


def _meeting(
    timed: Iterable[Seated], by_day: dict[date, list[Taken]],
    is_meant: Callable[[Seated, Taken], bool],
) -> Pairs:  # fmt: skip
    """(title, unit, venue, whether it waits) of another -> the sittings that it overlaps with."""
    found: Pairs = defaultdict(list)
    for one in timed:
        for other in _near(one.sitting, by_day):
            if _overlap(one.sitting, other) and is_meant(one, other):
                sittings = found[other.title, other.unit_name, one.venue, other.is_pending]
                sittings += [one.sitting] if one.sitting not in sittings[-1:] else []
    return found


def _say(pairs: Pairs, venue_names: dict[int, str]) -> Iterator[str]:
    for (title, unit, venue, is_pending), sittings in pairs.items():
        waits = "，还在申报" if is_pending else ""
        name = venue_names.get(venue or 0, "这个地点")
        yield f"{say_times(sittings)}：{name}同一时间有“{title}”（{unit}{waits}），请和对方商量。"


def _say_of_unit(pairs: Pairs, told: Pairs) -> Iterator[str]:
    """Not again what shares the room."""
    for key, sittings in pairs.items():
        if key not in told:
            yield f"{say_times(sittings)}：本单位同一时间还有“{key[0]}”，请确认人手排得开。"


def _among(timed: Sequence[Seated]) -> Iterator[str]:
    for rooms in _by_room(timed).values():
        overlapping = [b.sitting for a, b in pairwise(rooms) if _overlap(a.sitting, b.sitting)]
        if overlapping:
            yield f"{say_times(overlapping)}：和前一场在同一个地点，时间重叠，请核对。"


def _change_overs(timed: Sequence[Seated], by_day: dict[date, list[Taken]]) -> Iterator[str]:
    """Between two in the same room, of this schedule or of others."""
    tight = [
        b.sitting
        for rooms in _by_room(timed).values()
        for a, b in pairwise(rooms)
        if timedelta(0) <= b.sitting.start - a.sitting.end < CHANGE_OVER
    ]
    tight += [
        one.sitting
        for one in timed
        if any(_is_tight(one, other) for other in _near(one.sitting, by_day))
    ]
    if tight:
        ordered = sorted(dict.fromkeys(tight), key=lambda sitting: sitting.start)
        minutes = CHANGE_OVER // timedelta(minutes=1)
        yield f"{say_times(ordered)}：和同一地点的前后一场间隔不到 {minutes} 分钟，可能来不及换场。"


def _is_tight(one: Seated, other: Taken) -> bool:
    if one.venue is None or (one.venue, one.note) != (other.venue, other.note):
        return False
    gaps = (one.sitting.start - other.end, other.start - one.sitting.end)
    return any(timedelta(0) <= gap < CHANGE_OVER for gap in gaps)


def _want_the_same_room(one: Seated, other: Taken) -> bool:
    """Different rooms of a house are no clash; where no room is named it may be any."""
    same_house = one.venue is not None and one.venue == other.venue
    return same_house and (one.note == other.note or not one.note or not other.note)


def _overlap(one: Sitting, other: Sitting | Taken) -> bool:
    return one.start < other.end and other.start < one.end


def _by_room(timed: Iterable[Seated]) -> dict[tuple[object, str], list[Seated]]:
    """In time order; online sittings share no room."""
    found: dict[tuple[object, str], list[Seated]] = defaultdict(list)
    for one in sorted(timed, key=lambda one: one.sitting.start):
        if one.door:
            found[one.room].append(one)
    return found


def _by_day(taken: Iterable[Taken]) -> dict[date, list[Taken]]:
    found: dict[date, list[Taken]] = defaultdict(list)
    for other in taken:
        for day in _days(other):
            found[day].append(other)
    return found


def _near(sitting: Sitting, by_day: dict[date, list[Taken]]) -> Iterator[Taken]:
    """What touches its days, each once."""
    seen = {id(other): other for day in _days(sitting) for other in by_day.get(day, ())}
    yield from seen.values()


def _days(times: Sitting | Taken) -> list[date]:
    count = (times.end.date() - times.start.date()).days
    return [times.start.date() + timedelta(days=number) for number in range(count + 1)]
