"""One page of the queue, with the counts of everything that could be asked instead."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from events.days.models import ThemedDay
from events.people.actors import Actor
from events.reviews.facts import Newest, read_flags, read_newest, read_workdays
from events.reviews.flags import Flag
from events.reviews.queue.filters import (
    SWITCHES,
    Filter,
    Scope,
    cursor_of,
    passes,
    read_cursor,
)
from events.reviews.queue.queries import Waiting, read_waiting, themed_days, tied_to
from events.reviews.waiting import LIMIT, days_waited
from events.units.areas import Area, Areas, read_areas

Neighbours = tuple[int | None, int | None]
PAGE = 50
NEAREST = 500  # for how many the texts are searched to know which have flags


@dataclass(frozen=True)
class Row:
    """One line: `waited` counts working days; `days` are the themed days it belongs to."""

    waiting: Waiting
    digest: str
    district: Area | None
    days: tuple[ThemedDay, ...]
    flags: tuple[Flag, ...]
    waited: int

    @property
    def is_late(self) -> bool:
        return self.waited > LIMIT


@dataclass(frozen=True)
class Queue:
    """`total` is how many pass the filter, `all` how many there are without one; `counts` say for
    each switch how many pass with it on. Flags are known of the NEAREST that pass the rest.

    `longest` is the most working days any has waited; `after` the cursor of the next page, if
    there is one, and `rest` how many follow.
    """

    rows: tuple[Row, ...]
    total: int
    all: int
    counts: Mapping[str, int]
    districts: tuple[tuple[Area, int], ...]
    units: tuple[tuple[str, str, int], ...]
    days: tuple[ThemedDay, ...]
    longest: int
    after: str
    rest: int


def read_queue(actor: Actor, asked: Filter, cursor: str, today: date, zone: ZoneInfo) -> Queue:
    """(Nine statements, and one for a themed day.)"""
    waiting, areas, days = read_waiting(actor), read_areas(), themed_days()
    scope = _scope(actor, asked, today, areas, days)
    plain = [row for row in waiting if passes(row, asked.without("flags"), scope)]
    newest = read_newest({row.id for row in (*plain[:NEAREST], *_after(cursor, plain)[:PAGE])})
    flags = read_flags(newest)
    flagged = [row for row in plain[:NEAREST] if flags[row.id]]
    meant = flagged if asked.flags else plain
    follow = _after(cursor, meant)
    page, rest = follow[:PAGE], len(follow[PAGE:])
    waited = _waits(waiting, today, zone)
    by_id = {day.id: day for day in days}
    return Queue(
        rows=tuple(
            _row(row, newest[row.id], flags[row.id], waited[row.id], areas, by_id) for row in page
        ),
        total=len(meant),
        all=len(waiting),
        counts=_counts(waiting, asked, scope) | {"flags": len(flagged)},
        districts=_districts(waiting, areas),
        units=_units(waiting),
        days=tuple(days),
        longest=max(waited.values(), default=0),
        after=cursor_of(page[-1]) if rest else "",
        rest=rest,
    )


def neighbours(actor: Actor, asked: Filter, submission_id: int, today: date) -> Neighbours:
    """The ids before and after it in the queue as filtered (up to four statements); flags are left
    out of account, which would mean reading every text."""
    days = themed_days() if asked.day else []
    areas = read_areas() if asked.district else Areas(())
    scope = _scope(actor, asked, today, areas, days)
    ids = [row.id for row in read_waiting(actor) if passes(row, asked, scope)]
    if submission_id not in ids:
        return None, next(iter(ids), None)
    here = ids.index(submission_id)
    return (ids[here - 1] if here else None), next(iter(ids[here + 1 :]), None)


def _after(cursor: str, rows: list[Waiting]) -> list[Waiting]:
    """Those beyond the cursor, all of them if it is none."""
    place = read_cursor(cursor)
    return [row for row in rows if row.place > place] if place else rows


def _waits(waiting: list[Waiting], today: date, zone: ZoneInfo) -> dict[int, int]:
    """Submission id -> for how many working days it has waited (one statement)."""
    handed_in = {row.id: row.submitted_at.astimezone(zone).date() for row in waiting}
    workdays = read_workdays([*handed_in.values(), today])
    waits = {day: days_waited(workdays, day, today) for day in set(handed_in.values())}
    return {id_: waits[day] for id_, day in handed_in.items()}


def _scope(
    actor: Actor, asked: Filter, today: date, areas: Areas, days: Iterable[ThemedDay]
) -> Scope:
    """An unknown slug is nothing's."""
    area = areas.by_slug.get(asked.district)
    day = next((day for day in days if day.slug == asked.day), None)
    return Scope(
        me=actor.account_id,
        today=today,
        districts=(areas.below([area.id]) if area else ()) if asked.district else None,
        tied=(tied_to(day) if day else ()) if asked.day else None,
    )


def _row(
    waiting: Waiting, newest: Newest, flags: tuple[Flag, ...], waited: int,
    areas: Areas, days: Mapping[int, ThemedDay],
) -> Row:  # fmt: skip
    tied = dict.fromkeys(tie.day for tie in newest.content.editions)
    return Row(
        waiting=waiting,
        digest=newest.revision.digest,
        district=areas.by_id.get(waiting.district_id or 0),
        days=tuple(days[id_] for id_ in tied if id_ in days),
        flags=flags,
        waited=waited,
    )


def _counts(waiting: list[Waiting], asked: Filter, scope: Scope) -> dict[str, int]:
    """For each switch how many there are with it on and the rest as it is, flags apart."""
    rest = asked.without("flags")
    counts = {}
    for key in SWITCHES:
        with_it = rest if getattr(rest, key) or key == "flags" else rest.switched(key)
        counts[key] = sum(passes(row, with_it, scope) for row in waiting)
    return counts


def _districts(waiting: list[Waiting], areas: Areas) -> tuple[tuple[Area, int], ...]:
    counted = Counter(row.district_id for row in waiting if row.district_id in areas.by_id)
    return tuple((areas.by_id[id_], count) for id_, count in counted.most_common() if id_)


def _units(waiting: list[Waiting]) -> tuple[tuple[str, str, int], ...]:
    """(slug, name, how many)."""
    counted = Counter((row.unit_slug, row.unit_name) for row in waiting)
    return tuple((slug, name, count) for (slug, name), count in sorted(counted.items()))
