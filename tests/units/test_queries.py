"""Units by region, by name and by group: nothing leaks from one city into another."""

import pytest
from playhouse.test_utils import assert_query_count

from events.errors import NotFound
from events.units.models import District, GroupMember, NameKind, Unit, UnitGroup, UnitName
from events.units.queries import (
    get_region,
    get_unit,
    groups_by_region,
    groups_in,
    groups_of,
    known_names,
    names_of,
    served_regions,
    units_by_region,
)
from tests.factories import make_district, make_unit

pytestmark = pytest.mark.usefixtures("db")


@pytest.fixture
def liuzhou() -> District:
    guangxi = make_district(slug="450000", name="广西壮族自治区")
    return make_district(slug="450200", name="柳州市", parent=guangxi)


@pytest.fixture
def chongqing() -> District:
    return make_district(slug="500000", name="重庆市")


def group_of(*members: Unit, slug: str = "all") -> UnitGroup:
    group = UnitGroup.create(
        slug=slug, name="各责任单位", full_name="全体", region=members[0].region
    )
    for position, unit in enumerate(members):
        GroupMember.create(group=group, unit=unit, position=position)
    return group


def test_served_regions_are_those_with_units_and_their_provinces(
    liuzhou: District, chongqing: District
):
    make_district(slug="110000", name="北京市")
    make_unit(region=liuzhou)
    make_unit(region=chongqing)

    with assert_query_count(1):
        assert [region.slug for region in served_regions()] == ["450000", "450200", "500000"]


@pytest.mark.parametrize("count", [1, 3])
def test_units_come_region_by_region_in_protocol_order_in_one_statement(
    chongqing: District, count: int
):
    for position in reversed(range(count)):
        make_unit(region=chongqing, name=f"第{position}位", position=position)

    with assert_query_count(1):
        grouped = units_by_region()

    assert [[unit.name for unit in units] for units in grouped.values()] == [
        [f"第{position}位" for position in range(count)]
    ]


def test_a_name_is_known_in_its_own_region_only(liuzhou: District, chongqing: District):
    here = make_unit(region=chongqing, name="重庆市科学技术协会", short_name="市科协")
    there = make_unit(region=liuzhou, name="柳州市科学技术协会", short_name="市科协")
    UnitName.create(unit=here, name="重庆科委", kind=NameKind.FORMER)
    UnitName.create(unit=there, name="龙城科协", kind=NameKind.ALIAS)

    with assert_query_count(2):
        found = {(row.name, row.kind, row.unit.slug) for row in known_names(chongqing)}

    assert found == {
        ("重庆市科学技术协会", "alias", here.slug),
        ("市科协", "alias", here.slug),
        ("重庆科委", "former", here.slug),
    }


def test_a_unit_shows_its_aliases_and_former_names_but_not_the_words_for_machines(
    chongqing: District,
):
    unit = make_unit(region=chongqing)
    for name, kind in (("甲", "alias"), ("乙", "former"), ("丙", "usual"), ("丁", "doubtful")):
        UnitName.create(unit=unit, name=name, kind=kind)

    assert [row.name for row in names_of(unit)] == ["甲", "乙"]


def test_a_group_has_its_members_and_its_region(liuzhou: District, chongqing: District):
    first, second = make_unit(region=chongqing), make_unit(region=chongqing)
    group = group_of(second, first)
    other = group_of(make_unit(region=liuzhou), slug="other")

    assert groups_in(chongqing) == groups_of(first) == [group]
    assert groups_by_region() == {chongqing.id: [(group, 2)], liuzhou.id: [(other, 1)]}


def test_an_empty_group_has_no_members(chongqing: District):
    group = UnitGroup.create(slug="none", name="各单位", full_name="各单位", region=chongqing)

    assert groups_by_region() == {chongqing.id: [(group, 0)]}


def test_what_is_unknown_is_not_found_and_the_sentence_names_it(chongqing: District):
    make_unit(slug="cq-cast", region=chongqing)

    assert get_unit("cq-cast").region.name == get_region("500000").name == "重庆市"
    with pytest.raises(NotFound, match="没有“cq-rain”这个单位"):
        get_unit("cq-rain")
    with pytest.raises(NotFound, match="没有代码为“重庆”的地区，请用六位区划代码"):
        get_region("重庆")
