"""The feed of a unit: the themed days it answers for, by custom or by the newest work plan."""

from collections.abc import Callable
from datetime import date

import pytest

from events.days.models import ThemedDay, UsualUnit
from events.plans.models import Responsibility, Role
from events.units.models import District, GroupMember, Unit, UnitGroup
from tests.calendars.ics import Subscriber, read_by_another, unfolded
from tests.factories import (
    make_district,
    make_edition,
    make_themed_day,
    make_unit,
    make_work_item,
    make_work_plan,
)

Subscribe = Callable[[str], Subscriber]

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def city(app: object) -> District:
    return make_district(slug="320200", name="无锡市")


@pytest.fixture
def weather(city: District) -> Unit:
    return make_unit(slug="weather", name="无锡市气象局", short_name="市气象局", region=city)


@pytest.fixture
def culture(city: District) -> Unit:
    return make_unit(slug="culture", name="无锡市文化局", region=city)


@pytest.fixture
def frog_day(app: object) -> ThemedDay:
    day = make_themed_day(slug="frog-day", name="青蛙日")
    make_edition(themed_day=day, first_day=date(2026, 12, 1))
    make_edition(first_day=date(2026, 12, 1))  # nobody answers for that one
    return day


def make_usual(unit: Unit, day: ThemedDay) -> None:
    UsualUnit.create(themed_day=day, unit=unit, role=Role.LEAD, position=0)


def names(program: Subscriber) -> list[str]:
    return [str(entry["SUMMARY"]) for entry in program.entries]


def test_a_unit_that_answers_for_nothing_has_a_valid_empty_calendar(
    subscribe: Subscribe, weather: Unit, frog_day: ThemedDay
):
    program = subscribe("units/weather")

    assert program.entries == []
    assert read_by_another(program.answer.data).events == []


def test_a_units_calendar_says_whose_it_is(subscribe: Subscribe, weather: Unit):
    body = unfolded(subscribe("units/weather").answer.data)

    assert "NAME:市气象局的科普活动和主题日" in body
    assert "DESCRIPTION:无锡市气象局主办的科普活动，和它负责的主题日；有变化自动更新。" in body
    assert "URL:https://kepuli.example/units/weather" in body
    assert "SOURCE;VALUE=URI:https://kepuli.example/calendars/units/weather.ics" in body


def test_a_usual_unit_has_the_day_and_no_other_unit_has(
    subscribe: Subscribe, weather: Unit, culture: Unit, frog_day: ThemedDay
):
    make_usual(weather, frog_day)

    assert names(subscribe("units/weather")) == ["青蛙日"]
    assert names(subscribe("units/culture")) == []


def test_its_entries_are_those_of_the_days_own_feed(
    subscribe: Subscribe, weather: Unit, frog_day: ThemedDay
):
    make_usual(weather, frog_day)

    assert [e.to_ical() for e in subscribe("units/weather").entries] == [
        e.to_ical() for e in subscribe("days/frog-day").entries
    ]


def test_units_that_a_plan_names_replace_the_usual_ones(
    subscribe: Subscribe, city: District, weather: Unit, culture: Unit, frog_day: ThemedDay
):
    make_usual(weather, frog_day)
    make_work_item(plan=make_work_plan(region=city), days=(frog_day,), units=(culture,))

    assert names(subscribe("units/culture")) == ["青蛙日"]
    assert names(subscribe("units/weather")) == []


def test_the_plan_of_another_region_replaces_nobody_here(
    subscribe: Subscribe, weather: Unit, frog_day: ThemedDay
):
    make_usual(weather, frog_day)
    elsewhere = make_unit(slug="elsewhere")
    make_work_item(
        plan=make_work_plan(region=elsewhere.region), days=(frog_day,), units=(elsewhere,)
    )

    assert names(subscribe("units/weather")) == ["青蛙日"]
    assert names(subscribe("units/elsewhere")) == ["青蛙日"]


def test_the_newest_plan_that_names_the_day_decides(
    subscribe: Subscribe, city: District, weather: Unit, culture: Unit, frog_day: ThemedDay
):
    for year, unit in ((2026, culture), (2025, weather)):
        plan = make_work_plan(region=city, year=year)
        make_work_item(plan=plan, days=(frog_day,), units=(unit,))
    make_work_item(plan=make_work_plan(region=city, year=2027), units=(weather,))  # no day

    assert names(subscribe("units/culture")) == ["青蛙日"]
    assert names(subscribe("units/weather")) == []


def test_an_item_for_everyone_gives_the_day_to_each_member_beside_the_usual_unit(
    subscribe: Subscribe, city: District, weather: Unit, culture: Unit, frog_day: ThemedDay
):
    make_usual(weather, frog_day)
    stranger = make_unit(slug="stranger", region=city)
    group = UnitGroup.create(slug="all", name="各责任单位", full_name="各责任单位", region=city)
    GroupMember.create(group=group, unit=culture, position=0)
    item = make_work_item(plan=make_work_plan(region=city), days=(frog_day,), everyone=True)
    Responsibility.create(
        item=item, group=group, name="各责任单位", role=Role.RESPONSIBLE, position=0
    )

    assert names(subscribe("units/culture")) == ["青蛙日"]
    assert names(subscribe("units/weather")) == ["青蛙日"]
    assert names(subscribe(f"units/{stranger.slug}")) == []


def test_a_day_that_each_region_sets_is_shown_for_the_units_own_region_only(
    subscribe: Subscribe,
):
    province = make_district(slug="320000", name="江苏省")
    city = make_district(slug="320200", name="无锡市", parent=province)
    far = make_district(slug="450000", name="广西壮族自治区")
    week = make_themed_day(
        slug="bird-week",
        name="爱鸟周",
        predictability="regional-rule",
        regional_rules=[
            {"region": "320000", "rule": "FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=20"},
            {"region": "450000", "rule": "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=22"},
        ],
        valid_to=2027,
    )
    for slug, region in (("near", city), ("far", far), ("third", make_district(slug="500000"))):
        make_usual(make_unit(slug=slug, region=region), week)

    assert names(subscribe("units/near")) == ["爱鸟周（江苏省）（日期待公布）"]
    assert names(subscribe("units/far")) == ["爱鸟周（广西壮族自治区）（日期待公布）"]
    assert names(subscribe("units/third")) == []
    assert len(subscribe("days/bird-week").entries) == 2
