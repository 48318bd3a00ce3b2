"""What every change of an activity leaves behind: new revisions, a word in its history."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from peewee import Expression

from events.activities.indexing.actions import activities_of, index_occurrences, index_units
from events.activities.models import Activity, HistoryEntry, Occurrence
from events.activities.timing import Timing
from events.db import database
from events.units.areas import read_areas


def hold(which: Expression) -> None:
    """Until the transaction ends nobody gets or gives back a place of these occurrences. They are
    held in the order in which sign-ups hold them, so that neither waits for the other: a statement
    that changes several takes them in any order. (On SQLite the transaction itself holds them.)"""
    if database.obj.for_update:
        rows: Any = Occurrence.select(Occurrence.id).where(which).order_by(Occurrence.id)
        list(rows.for_update().tuples())


def touch(which: Expression, now: datetime, **values: Any) -> int:
    """Something that these occurrences show has changed; part of a transaction, which holds them
    first where they are several.

    Returns how many they are.
    """
    return int(
        Occurrence.update(revision=Occurrence.revision + 1, updated_at=now, **values)
        .where(which)
        .execute()
    )


def touch_units(units: Collection[int], now: datetime) -> int:
    """These units have another name: so have the occurrences that name them, in whatever role."""
    if not units:
        return 0
    index_units(units)
    which = Occurrence.activity.in_(activities_of(units))
    hold(which)
    return touch(which, now)


def touch_districts(districts: Collection[int], now: datetime) -> int:
    """These districts have another name: so have the occurrences that take place there."""
    if not districts:
        return 0
    index_occurrences(Occurrence.district.in_(read_areas().below(districts)))
    which = Occurrence.district.in_(districts)
    hold(which)
    return touch(which, now)


def note(
    activity: Activity, occurrence: Occurrence | None, kind: str,
    before: dict[str, Any], after: dict[str, Any], reason: str, now: datetime,
) -> None:  # fmt: skip
    """For the public to read; part of the transaction that made the change."""
    HistoryEntry.create(
        activity=activity,
        occurrence=occurrence,
        kind=kind,
        before=before,
        after=after,
        reason=reason,
        made_at=now,
    )


def times_of(timing: Timing) -> dict[str, Any]:
    """A timing as the columns of an occurrence."""
    return {
        "start": timing.start,
        "end": timing.end,
        "all_day": timing.all_day,
        "first_day": timing.first_day,
        "last_day": timing.last_day,
    }
