"""Who answers for which day: the custom, then the newest plan's word, each in its own region."""

import pytest
from playhouse.test_utils import assert_query_count

from events.days.models import ThemedDay, UsualUnit
from events.errors import NotFound
from events.plans.models import Responsibility, Role, WorkPlan
from events.plans.queries import (
    answers,
    days_answered_by,
    get_plan,
    items_naming_day,
    items_naming_unit,
    items_of,
    plans_newest_first,
)
from events.units.models import GroupMember, Unit, UnitGroup
from tests.factories import (
    make_district,
    make_themed_day,
    make_unit,
    make_work_item,
    make_work_plan,
)

pytestmark = pytest.mark.usefixtures("db")


class World:
    """Two cities, a Science Association and a weather bureau in each, and one themed day."""

    def __init__(self) -> None:
        self.chongqing = make_district(slug="500000")
        self.liuzhou = make_district(slug="450200")
        self.cq_cast, self.cq_rain = (
            make_unit(slug=slug, region=self.chongqing) for slug in ("cq-cast", "cq-rain")
        )
        self.lz_cast, self.lz_rain = (
            make_unit(slug=slug, region=self.liuzhou) for slug in ("lz-cast", "lz-rain")
        )
        self.day = make_themed_day(slug="star-week")
        self.other_day = make_themed_day(slug="frog-day")
        self.everyone = UnitGroup.create(
            slug="cq-all", name="各责任单位", full_name="全体", region=self.chongqing
        )
        GroupMember.create(group=self.everyone, unit=self.cq_rain, position=0)

    def usual(self, *units: Unit) -> None:
        for position, unit in enumerate(units):
            UsualUnit.create(themed_day=self.day, unit=unit, role="lead", position=position)

    def plan(self, year: int = 2026) -> WorkPlan:
        return make_work_plan(region=self.chongqing, year=year)

    def call_everyone(self, plan: WorkPlan) -> None:
        item = make_work_item(plan=plan, days=(self.day,), everyone=True)
        Responsibility.create(
            item=item, group=self.everyone, name="各责任单位", role="responsible", position=0
        )


@pytest.fixture
def world() -> World:
    return World()


def who(day: ThemedDay | None = None) -> list[tuple[str, str, bool]]:
    """Unit or group, its role, and whether a plan says so."""
    return sorted(
        (answer.unit.slug if answer.unit else answer.group.slug, answer.role, bool(answer.item))
        for answer in answers(day)
        if answer.unit or answer.group
    )


def test_where_no_plan_names_a_day_the_usual_units_answer(world: World):
    world.usual(world.cq_cast, world.lz_cast)
    make_work_item(plan=world.plan(), days=(world.other_day,), units=(world.cq_rain,))

    assert who(world.day) == [("cq-cast", "lead", False), ("lz-cast", "lead", False)]


def test_a_plan_that_names_units_takes_the_place_of_the_custom_in_its_region_only(world: World):
    world.usual(world.cq_cast, world.lz_cast)
    make_work_item(plan=world.plan(), days=(world.day,), units=(world.cq_rain,))

    assert who(world.day) == [("cq-rain", "responsible", True), ("lz-cast", "lead", False)]


def test_everyone_is_added_and_takes_nothing_from_who_leads(world: World):
    world.usual(world.cq_cast)
    world.call_everyone(world.plan())

    assert who(world.day) == [("cq-all", "responsible", True), ("cq-cast", "lead", False)]


def test_named_units_and_everyone_of_the_same_plan_both_answer(world: World):
    world.usual(world.cq_cast)
    plan = world.plan()
    make_work_item(plan=plan, days=(world.day,), units=(world.cq_rain,))
    world.call_everyone(plan)

    assert who(world.day) == [("cq-all", "responsible", True), ("cq-rain", "responsible", True)]


def test_the_newest_plan_decides_whenever_it_was_imported(world: World):
    make_work_item(plan=world.plan(2026), days=(world.day,), units=(world.cq_rain,))
    make_work_item(plan=world.plan(2020), days=(world.day,), units=(world.cq_cast,))

    assert who(world.day) == [("cq-rain", "responsible", True)]


def test_a_newer_plan_that_does_not_name_the_day_leaves_the_older_word(world: World):
    make_work_item(plan=world.plan(2020), days=(world.day,), units=(world.cq_cast,))
    make_work_item(plan=world.plan(2026), days=(world.other_day,), units=(world.cq_rain,))

    assert who(world.day) == [("cq-cast", "responsible", True)]


def test_a_name_without_a_unit_decides_nothing(world: World):
    world.usual(world.cq_cast)
    item = make_work_item(plan=world.plan(), days=(world.day,))
    Responsibility.create(item=item, name="某某中心", role=Role.LEAD, position=0)

    assert who(world.day) == [("cq-cast", "lead", False)]


def test_a_unit_that_several_items_name_answers_once_with_its_first_role(world: World):
    plan = world.plan()
    first = make_work_item(plan=plan, days=(world.day,), position=1)
    Responsibility.create(item=first, unit=world.cq_cast, name="市科协", role=Role.LEAD, position=0)
    make_work_item(plan=plan, days=(world.day,), units=(world.cq_cast,), position=2)

    assert who(world.day) == [("cq-cast", "lead", True)]


def test_all_answers_are_read_in_two_statements_and_keep_days_apart(world: World):
    world.usual(world.cq_cast, world.lz_cast)
    make_work_item(
        plan=world.plan(), days=(world.day, world.other_day), units=(world.cq_rain, world.cq_cast)
    )

    with assert_query_count(2):
        found = {(answer.day_id, answer.unit and answer.unit.slug) for answer in answers()}

    assert found == {
        (world.day.id, "cq-rain"),
        (world.day.id, "cq-cast"),
        (world.day.id, "lz-cast"),
        (world.other_day.id, "cq-rain"),
        (world.other_day.id, "cq-cast"),
    }


def test_a_unit_answers_by_itself_or_in_a_group_and_not_for_other_days(world: World):
    world.usual(world.cq_cast)
    world.call_everyone(world.plan())
    make_work_item(plan=world.plan(2025), days=(world.other_day,), units=(world.lz_rain,))

    assert days_answered_by(world.cq_cast) == {world.day.id}  # by custom
    assert days_answered_by(world.cq_rain) == {world.day.id}  # as one of all
    assert days_answered_by(world.lz_cast) == set()


@pytest.mark.parametrize("count", [1, 3])
def test_a_plans_items_are_read_in_order_in_three_statements(world: World, count: int):
    plan = world.plan()
    for number in reversed(range(count)):
        make_work_item(
            plan=plan,
            position=number,
            number=number,
            days=(world.other_day, world.day),
            units=(world.cq_rain, world.cq_cast),
        )
    make_work_item(plan=world.plan(), days=(world.day,))

    with assert_query_count(3):
        rows = items_of(plan)
        slugs = [[named.unit.slug for named in row.responsibilities] for row in rows]

    assert [row.item.number for row in rows] == list(range(count))
    assert slugs == [["cq-rain", "cq-cast"]] * count
    assert [[day.slug for day in row.days] for row in rows] == [["frog-day", "star-week"]] * count


def test_items_that_name_a_day_or_a_unit_come_newest_plan_first(world: World):
    old, new = world.plan(2020), world.plan(2026)
    make_work_item(plan=old, days=(world.day,), units=(world.cq_cast,), title="旧")
    make_work_item(plan=new, days=(world.day,), units=(world.cq_rain,), title="新")
    world.call_everyone(new)

    assert [row.item.title for row in items_naming_day(world.day)][-1] == "旧"
    assert [row.item.title for row in items_naming_unit(world.cq_cast, [])] == ["旧"]
    assert len(items_naming_unit(world.cq_rain, [world.everyone])) == 2
    assert len(items_naming_unit(world.cq_rain, [])) == 1


def test_plans_are_listed_newest_first_and_an_unknown_one_is_not_found(world: World):
    old, new = world.plan(2020), world.plan(2026)

    assert [plan.id for plan in plans_newest_first()] == [new.id, old.id]
    assert get_plan(old.id).region == world.chongqing
    with pytest.raises(NotFound, match="没有这份工作要点"):
        get_plan(999)
