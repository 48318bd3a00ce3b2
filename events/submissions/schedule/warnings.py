"""What somebody should know about a schedule before it is handed in or published. It may be left:
each says why it is said. Chinese sentences, as refusals are."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from events.days.editions import EditionRow
from events.submissions.content import Content, Sitting
from events.submissions.schedule.clashes import Seated, find_clashes
from events.submissions.schedule.opening import read_opening
from events.submissions.schedule.queries import editions_of, workdays_of
from events.submissions.schedule.said import say_day, say_days, say_times
from events.submissions.schedule.taken import Asked, find_taken, read_venues
from events.submissions.schedule.workdays import Workdays
from events.units.models import Unit
from events.venues.models import Venue

_CLASSES = frozenset({"primary-class", "middle-class"})


def find_warnings(
    content: Content, submission_id: int, unit: Unit, now: datetime
) -> tuple[str, ...]:
    """For a content that need not be complete (nine statements, none without sittings)."""
    if not content.sittings:
        return ()
    zone = ZoneInfo(content.timezone)
    today = now.astimezone(zone).date()
    houses, venues = read_venues({place.venue for place in content.places if place.venue})
    seated = [_seat(sitting, content, houses) for sitting in content.sittings]
    asked = Asked(
        submission_id=submission_id,
        unit_id=unit.id,
        venues=houses,
        districts={venue.district_id for venue in venues},
        first_day=min(sitting.start for sitting in content.sittings).date(),
        last_day=max(sitting.end for sitting in content.sittings).date(),
        zone=zone,
    )
    names = {venue.id: venue.name for venue in venues}
    days = [sitting.start.date() for sitting in content.sittings]
    return (
        *find_clashes(seated, find_taken(asked), unit.id, names),
        *_outside_hours(seated, venues),
        *_outside_editions(content.sittings, editions_of(content.editions, today)),
        *_over(content.sittings, now.astimezone(zone).replace(tzinfo=None)),
        *_on_wrong_days(content, workdays_of(days)),
    )


def _seat(sitting: Sitting, content: Content, houses: dict[int, int]) -> Seated:
    place = content.place(sitting.place)
    venue = houses.get(place.venue) if place and place.venue else None
    return Seated(sitting, venue, place.note if place else "", sitting.place)


def _outside_hours(seated: Sequence[Seated], venues: Sequence[Venue]) -> Iterator[str]:
    for venue in venues:
        opening = read_opening(venue.opening)
        if not opening:
            continue
        here = [one.sitting for one in seated if one.venue == venue.id]
        shut = [
            sitting
            for sitting in here
            if (
                _is_one_day(sitting) and opening.is_closed_on(sitting.start.date())
                if sitting.all_day
                else not opening.has_room_for(sitting.start, sitting.end)
            )
        ]
        if shut:
            yield f"{say_times(shut)}：不在{venue.name}的开放时间（{venue.opening}）里。"


def _outside_editions(sittings: Sequence[Sitting], rows: Sequence[EditionRow]) -> Iterator[str]:
    if not rows or len(outside := [s for s in sittings if not _is_within(s, rows)]) == 0:
        return
    names = "、".join(_edition(row) for row in rows)
    yield f"{say_days(outside)}：不在{names}的日期里，请确认是不是有意的。"


def _is_within(sitting: Sitting, rows: Sequence[EditionRow]) -> bool:
    """Touches the days of one of them; one whose end nobody knows goes on."""
    first, last = sitting.start.date(), (sitting.end - timedelta(microseconds=1)).date()
    return any(
        row.span and last >= row.span.first_day
        and (first <= row.span.last_day or not row.end_known)
        for row in rows
    )  # fmt: skip


def _edition(row: EditionRow) -> str:
    if not row.span:
        return f"“{row.name}”"
    first, last = row.span.first_day, row.span.last_day
    until = "起" if not row.end_known else "" if first == last else f"—{say_day(last)}"
    return f"“{row.name}”（{say_day(first)}{until}）"


def _over(sittings: Sequence[Sitting], wall: datetime) -> Iterator[str]:
    """What is public already may be over: it was."""
    past = [sitting for sitting in sittings if not sitting.uid and sitting.start < wall]
    if past:
        yield f"{say_times(past)}：已经过去了，请核对日期。"


def _on_wrong_days(content: Content, workdays: Workdays) -> Iterator[str]:
    """School classes don't come on days off; families don't on weekend days that are worked."""
    one_day = [sitting for sitting in content.sittings if _is_one_day(sitting)]
    if _CLASSES.intersection(content.audiences):
        off = [sitting for sitting in one_day if not workdays.is_working(sitting.start.date())]
        if off:
            yield f"{say_days(off)}：学校放假，班级来不了，请确认。"
    if set(content.audiences) - _CLASSES:
        shifted = [sitting for sitting in one_day if workdays.is_shifted(sitting.start.date())]
        if shifted:
            yield f"{say_days(shifted)}：是调休上班的日子，不少人要上班上学，请确认。"


def _is_one_day(sitting: Sitting) -> bool:
    return sitting.end - sitting.start <= timedelta(days=1)
