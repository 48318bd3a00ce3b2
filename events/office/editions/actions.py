"""An edition gets other days, or none: and the units whose activities no longer fit are told.

One verb, one transaction. What concerns nobody but the edition itself is in events/days.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from events import audit
from events.audit import By
from events.days import actions
from events.days.actions import Source
from events.days.editions import EditionRow
from events.days.models import Edition
from events.days.recurrence import Span
from events.db import database
from events.notifications.actions import tell
from events.office.editions.queries import Affected, activities_beside, activities_to_come
from events.people.members import members_of
from events.signups.models import DayLimit


def move_edition(
    row: EditionRow, span: Span, source: Source, by: By, today: date, now: datetime
) -> Edition:
    """Other days; who has sittings on none of them reads which."""
    with database.atomic():
        edition = actions.move_edition(row, span, source, now, by=by)
        affected = activities_beside(row, span, today)
        _tell_units("edition-moved", edition, affected, now, source=source.title)
    return edition


def cancel_edition(row: EditionRow, reason: str, by: By, today: date, now: datetime) -> Edition:
    """It does not take place; who has sittings to come reads which."""
    with database.atomic():
        edition = actions.cancel_edition(row, reason, now, by=by)
        affected = activities_to_come(row, today)
        _tell_units("edition-cancelled", edition, affected, now, reason=reason)
    return edition


def limit_phones(row: EditionRow, limit: int | None, by: By, now: datetime) -> None:
    """So many sign-ups may one telephone number have for its activities; None is no limit. Those
    that somebody has already stay."""
    with database.atomic():
        DayLimit.delete().where(DayLimit.themed_day == row.day, DayLimit.year == row.year).execute()
        if limit:
            DayLimit.create(themed_day=row.day, year=row.year, phone_limit=limit)
        audit.write(
            by, "edition.limited", "edition", f"{row.day.slug}/{row.year}", now,
            name=f"{row.day.name} {row.year} 年", limit=limit,
        )  # fmt: skip


def _tell_units(
    kind: str, edition: Edition, affected: Iterable[Affected], now: datetime, **params: Any
) -> None:
    by_unit: dict[int, list[Affected]] = defaultdict(list)
    for activity in affected:
        by_unit[activity.unit_id].append(activity)
    people = members_of(by_unit)
    for unit_id, activities in by_unit.items():
        tell(
            people[unit_id],
            kind,
            f"{edition.themed_day.slug}/{edition.year}/{edition.sequence}/{unit_id}",
            now,
            day=edition.themed_day.name,
            day_en=edition.themed_day.name_en,
            year=edition.year,
            first_day=str(edition.first_day),
            last_day=str(edition.last_day),
            unit=activities[0].unit_name,
            activities=[
                {"id": one.activity_id, "title": one.title, "sittings": one.sittings}
                for one in activities
            ],
            **params,
        )
