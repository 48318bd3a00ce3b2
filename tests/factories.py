"""Rows for tests: everything a test does not mention gets a plausible value.

Whatever a test is about it names itself, as in `make_edition(first_day=date(2026, 9, 19))`.
"""

from datetime import date, timedelta
from itertools import count
from typing import Any

from events import clock
from events.days.models import DateStatus, Edition, ThemedDay
from events.plans.models import ItemDay, Responsibility, Role, WorkItem, WorkPlan
from events.units.models import District, Unit

_numbers = count(1)


def make_district(**fields: Any) -> District:
    number = next(_numbers)
    return District.create(
        **{"slug": f"district-{number}", "name": f"第{number}区", "level": "county"} | fields
    )


def make_unit(**fields: Any) -> Unit:
    number = next(_numbers)
    fields.setdefault("region", None)
    fields["region"] = fields["region"] or make_district()
    name = fields.setdefault("name", f"第{number}局")
    defaults = {"slug": f"unit-{number}", "short_name": name, "kind": "government-bureau"}
    return Unit.create(**defaults | {"updated_at": clock.now()} | fields)


def make_themed_day(**fields: Any) -> ThemedDay:
    """A day whose dates a notice announces each year; it has no rule."""
    number = next(_numbers)
    name = fields.setdefault("name", f"第{number}主题日")
    defaults = {
        "slug": f"themed-day-{number}",
        "name_en": f"Themed Day {number}",
        "kind": "day",
        "scope": "national",
        "subject": "light",
        "summary": f"{name}的一句话",
        "summary_en": "One sentence about it",
        "predictability": "announced",
        "created_at": clock.now(),
        "updated_at": clock.now(),
    }
    return ThemedDay.create(**defaults | fields)


def make_edition(**fields: Any) -> Edition:
    """Two confirmed days, unless told otherwise; `year` follows `first_day`."""
    fields.setdefault("themed_day", None)
    fields["themed_day"] = fields["themed_day"] or make_themed_day()
    first_day = fields.setdefault("first_day", date(2026, 9, 19))
    defaults = {
        "year": first_day.year if first_day else 2026,
        "last_day": first_day and first_day + timedelta(days=1),
        "date_status": DateStatus.CONFIRMED,
        "created_at": clock.now(),
        "updated_at": clock.now(),
    }
    return Edition.create(**defaults | fields)


def make_work_plan(**fields: Any) -> WorkPlan:
    fields.setdefault("region", None)
    fields["region"] = fields["region"] or make_district()
    year = fields.setdefault("year", 2026)
    defaults = {
        "title": f"{year}年科普工作要点（{next(_numbers)}）",
        "imported_at": clock.now(),
        "updated_at": clock.now(),
    }
    return WorkPlan.create(**defaults | fields)


def make_work_item(
    *, days: tuple[ThemedDay, ...] = (), units: tuple[Unit, ...] = (), **fields: Any
) -> WorkItem:
    """An item that names `days` and makes `units` responsible, both in the order given."""
    number = next(_numbers)
    fields.setdefault("plan", None)
    fields["plan"] = fields["plan"] or make_work_plan()
    item = WorkItem.create(
        **{"position": number, "number": number, "title": f"第{number}项工作"} | fields
    )
    for position, day in enumerate(days, 1):
        ItemDay.create(item=item, themed_day=day, position=position)
    for position, unit in enumerate(units, 1):
        Responsibility.create(
            item=item, unit=unit, name=unit.name, role=Role.RESPONSIBLE, position=position
        )
    return item
