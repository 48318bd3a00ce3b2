"""No page asks the database more often because it shows more."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask.testing import FlaskClient
from playhouse.test_utils import count_queries

from events.activities.models import Activity
from events.days.models import UsualUnit
from events.plans.models import Role, WorkPlan
from events.units.models import District, GroupMember, NameKind, Unit, UnitGroup, UnitName
from events.venues.models import Venue
from tests.factories import (
    make_activity,
    make_district,
    make_edition,
    make_occurrence,
    make_themed_day,
    make_unit,
    make_venue,
    make_work_item,
    make_work_plan,
)

Grow = Callable[[int], None]


@pytest.fixture
def grow(client: FlaskClient) -> Grow:
    """`grow(n)` adds n of everything, all of it tied to the same day, unit, region and plan."""
    region = make_district(slug="500000")
    unit = make_unit(slug="first-unit", region=region)
    day = make_themed_day(slug="first-day", rule="FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=1")
    plan = make_work_plan(region=region)
    make_occurrence(make_activity(organiser=unit, days=((day, 2026),)), venue=make_venue())
    numbers = iter(range(1000))

    def grow(count: int) -> None:
        for _, number in zip(range(count), numbers, strict=False):
            one_more(number, region, unit, day, plan)

    return grow


def one_more(number: int, region: District, unit: Unit, day: Any, plan: WorkPlan) -> None:
    other_unit = make_unit(region=region if number % 2 else make_district())
    other_day = make_themed_day(
        subject="sky", predictability="fixed", rule="FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=1"
    )
    make_edition(themed_day=day, year=1900 + number, first_day=None, last_day=None)
    make_edition(themed_day=other_day, first_day=date(2026, 11, 20))
    make_themed_day(successor=day, valid_to=2000)
    UsualUnit.create(themed_day=day, unit=other_unit, role=Role.LEAD, position=number)
    UsualUnit.create(themed_day=other_day, unit=unit, role=Role.LEAD, position=number)
    UnitName.create(unit=unit, name=f"别名{number}", kind=NameKind.ALIAS)
    group = UnitGroup.create(slug=f"g{number}", name="各单位", full_name="各单位", region=region)
    GroupMember.create(group=group, unit=unit, position=1)
    make_work_item(plan=plan, days=(day, other_day), units=(unit, other_unit))
    make_work_item(plan=make_work_plan(region=region), days=(day,), units=(unit,))
    venue = make_venue(district=region)
    for place in (venue, Venue.get_by_id(1)):
        make_occurrence(make_activity(organiser=unit, days=((day, 2026),)), venue=place)
    make_occurrence(Activity.get_by_id(1), venue=venue)


def queries(client: FlaskClient, path: str) -> int:
    with count_queries() as counted:
        assert client.get(path).status_code == 200
    return counted.count


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/days",
        "/days?year=2027&subject=sky",
        "/days/first-day",
        "/units",
        "/units/first-unit",
        "/plans",
        "/plans/1",
        "/subscribe",
        "/activities/1",
        "/venues/1",
        "/districts/500000",
    ],
)
def test_a_page_with_fifty_rows_asks_as_often_as_one_with_a_single_row(
    client: FlaskClient, grow: Grow, path: str
):
    grow(1)
    few = queries(client, path)

    grow(49)
    assert queries(client, path) == few
    assert 1 <= few <= 22
