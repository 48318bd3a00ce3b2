"""An activity's occurrences as its page tells them: what is next, what is over, what was changed.

Pure.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from events.activities.models import HistoryEntry
from events.activities.queries import ActivityRow, OccurrenceRow
from events.activities.standing import Stand, standing
from events.activities.vocabulary import Status

Times = tuple[datetime, datetime]
Months = list[tuple[date, list[OccurrenceRow]]]


@dataclass(frozen=True)
class Change:
    """A line of the history. `times` are those that stood when the change was made; `old` and `new`
    are names of venues, titles, or for a move the new times."""

    made_on: date
    kind: str
    reason: str
    times: Times | None
    old: Any = None
    new: Any = None


@dataclass(frozen=True)
class Programme:
    """Occurrences in time order, those over with the newest first; changes, the newest first.

    `focus` is the one a visitor means: the next that takes place, else the next that was called
    off, else the last there was; None where there are none. `joinable` are those that one may sign
    up for here: those with places, else those with a waiting list, else those that will open.
    """

    focus: OccurrenceRow | None
    coming: tuple[OccurrenceRow, ...]
    over: tuple[OccurrenceRow, ...]
    joinable: tuple[OccurrenceRow, ...]
    changes: tuple[Change, ...]

    @property
    def is_over(self) -> bool:
        return bool(self.over) and not self.coming

    @property
    def takes_place(self) -> bool:
        """One can still go, and it is known when."""
        return bool(self.coming and self.focus and _takes_place(self.focus))

    @property
    def places_differ(self) -> bool:
        rows = (row.occurrence for row in self.coming + self.over)
        return len({(one.venue_id, one.place_note) for one in rows}) > 1

    @property
    def coming_months(self) -> Months:
        """(first of the month, its rows)."""
        return _by_month(self.coming)

    @property
    def over_months(self) -> Months:
        return _by_month(self.over)


def arrange(found: ActivityRow, now: datetime, zone: ZoneInfo) -> Programme:
    """As it is `now`; the days of changes are those of `zone`."""
    rows = found.occurrences
    coming = tuple(row for row in rows if row.occurrence.end > now)
    over = tuple(row for row in reversed(rows) if row.occurrence.end <= now)
    meant = [row for row in coming if _takes_place(row)] or coming or over
    return Programme(
        focus=meant[0] if meant else None,
        coming=coming,
        over=over,
        joinable=_joinable(coming, now),
        changes=tuple(_tell(found, zone)),
    )


def _joinable(coming: Iterable[OccurrenceRow], now: datetime) -> tuple[OccurrenceRow, ...]:
    stands = [(row, standing(row.activity, row.occurrence, now).stand) for row in coming]
    kinds = (Stand.OPEN, Stand.WAITING, Stand.NOT_YET)
    groups = (tuple(row for row, stand in stands if stand == kind) for kind in kinds)
    return next(filter(None, groups), ())


def _takes_place(row: OccurrenceRow) -> bool:
    return row.occurrence.status not in (Status.CANCELLED, Status.POSTPONED)


def _by_month(rows: Iterable[OccurrenceRow]) -> Months:
    months = groupby(rows, key=lambda row: row.occurrence.first_day.replace(day=1))
    return [(month, list(found)) for month, found in months]


def _tell(found: ActivityRow, zone: ZoneInfo) -> Iterable[Change]:
    """Walks back from today's times, so that each line has those of its own day."""
    times: dict[int | None, Times] = {
        row.occurrence.id: (row.occurrence.start, row.occurrence.end) for row in found.occurrences
    }
    for entry in found.history:
        old, new = _values(entry)
        if entry.kind == "moved":
            times[entry.occurrence_id] = old
        made_on = entry.made_at.astimezone(zone).date()
        yield Change(made_on, entry.kind, entry.reason, times.get(entry.occurrence_id), old, new)


def _values(entry: HistoryEntry) -> tuple[Any, Any]:
    if entry.kind == "moved":
        return _times(entry.before), _times(entry.after)
    key = {"relocated": "venue", "retitled": "title"}.get(entry.kind, "")
    return entry.before.get(key), entry.after.get(key)


def _times(said: dict[str, str]) -> Times:
    return datetime.fromisoformat(said["start"]), datetime.fromisoformat(said["end"])
