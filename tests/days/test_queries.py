"""Reads of the almanac: whole, in a constant number of statements, honest about unknown years."""

from datetime import date

import pytest
from peewee import Database
from playhouse.test_utils import assert_query_count

from events.days.models import DayOff
from events.days.queries import (
    almanac,
    day_names,
    days_off,
    get_day,
    predecessors,
)
from events.errors import NotFound
from tests.factories import make_district, make_edition, make_themed_day, make_unit

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_almanac_is_read_in_four_statements_however_much_there_is(db: Database, rows: int):
    city = make_district(slug="450200", parent=make_district(slug="450000"))
    make_unit(region=city)
    make_themed_day(regional_rules=[rule_of("450200"), rule_of("450000"), rule_of("110000")])
    for _ in range(rows):
        make_edition()

    with assert_query_count(4):
        book = almanac(TODAY)
        found = book.rows_between(date(2026, 1, 1), date(2026, 12, 31))

    assert len(found) == rows
    assert [region.slug for region in book.regions] == ["450000", "450200"]


def rule_of(region: str) -> dict[str, str]:
    return {"region": region, "rule": "FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=2"}


@pytest.mark.usefixtures("db")
def test_a_region_without_a_rule_is_not_read():
    make_unit(region=make_district(slug="500000"))
    make_themed_day()

    assert almanac(TODAY).regions == ()


@pytest.mark.usefixtures("db")
def test_a_region_without_units_is_not_served():
    make_district(slug="110000")
    make_unit(region=make_district(slug="500000"))
    make_themed_day(regional_rules=[rule_of("110000"), rule_of("500000")])

    assert [region.slug for region in almanac(TODAY).regions] == ["500000"]


@pytest.mark.usefixtures("db")
def test_a_day_comes_with_its_parent_and_successor_in_one_statement():
    new, week = make_themed_day(name="科普月"), make_themed_day(name="活动周")
    make_themed_day(slug="old", successor=new, parent=week)

    with assert_query_count(1):
        day = get_day("old")
        assert (day.successor.name, day.parent.name) == ("科普月", "活动周")

    assert [row.slug for row in predecessors(new)] == ["old"]


@pytest.mark.usefixtures("db")
def test_an_unknown_day_is_not_found_and_the_sentence_names_it():
    make_themed_day(slug="frog-day")

    with pytest.raises(NotFound, match="没有“toad-day”这个主题日"):
        get_day("toad-day")


@pytest.mark.usefixtures("db")
def test_a_day_is_known_by_its_name_and_its_aliases():
    make_themed_day(slug="frog-day", name="青蛙日", aliases=["蛙日", "世界青蛙日"])

    assert day_names() == {"青蛙日": "frog-day", "蛙日": "frog-day", "世界青蛙日": "frog-day"}


@pytest.mark.usefixtures("db")
def test_a_year_without_a_row_is_unknown_and_not_ordinary():
    DayOff.create(day=date(2026, 1, 1), kind="off", name="元旦")
    DayOff.create(day=date(2026, 1, 4), kind="working", name="调休上班")

    table = days_off(date(2026, 1, 2), date(2027, 3, 1))

    assert [(row.day, row.kind) for row in table.days] == [(date(2026, 1, 4), "working")]
    assert table.unknown_years == (2027,)
