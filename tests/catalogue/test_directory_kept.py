"""What the office did in the directory stays done when the catalogue is loaded again."""

from collections.abc import Callable
from datetime import date

import pytest

from events import changes
from events.audit import PROGRAM
from events.office.directory.actions import rename_unit
from events.office.directory.merging import merge_units
from events.units.actions import add_name, join_group, leave_group, remove_name
from events.units.models import District, GroupMember, NameKind, Unit, UnitGroup, UnitName
from tests import NOW
from tests.catalogue.small import SmallCatalogue
from tests.conftest import Outcome
from tests.factories import make_unit

Load = Callable[[], Outcome]


def unit(slug: str) -> Unit:
    return Unit.get(Unit.slug == slug)


def names(slug: str) -> set[tuple[str, str]]:
    return {(row.name, row.kind) for row in unit(slug).names}


def members(slug: str) -> list[str]:
    rows = GroupMember.select().join(UnitGroup).where(UnitGroup.slug == slug)
    return [row.unit.slug for row in rows.order_by(GroupMember.position)]


def test_a_renamed_unit_keeps_its_name_and_its_history(load: Load):
    load()
    rename_unit(unit("lz-cast"), "柳州科协", date(2026, 10, 31), PROGRAM, NOW)
    before = changes.current()

    said = load()

    assert unit("lz-cast").name == "柳州科协"
    assert ("柳州市科学技术协会", "former") in names("lz-cast")
    assert said.stdout.startswith("目录已是最新，没有改动。")
    assert changes.current() == before


def test_names_that_were_added_and_removed_stay_so_while_the_rest_follows(
    load: Load, small: SmallCatalogue
):
    load()
    assert names("lz-cast") == {("科协", "alias"), ("科协", "usual")}
    add_name(unit("lz-cast"), "龙城科协", NameKind.ALIAS, PROGRAM, NOW)
    remove_name(UnitName.get(name="科协", kind="alias"), PROGRAM, NOW)
    small.change("units", "aliases: [科协]", "aliases: [科协, 柳科协]")

    load()
    again = load()

    wanted = {("龙城科协", "alias"), ("柳科协", "alias"), ("科协", "usual")}
    assert names("lz-cast") == wanted
    assert again.stdout.startswith("目录已是最新，没有改动。")

    small.change("units", "aliases: [科协, 柳科协]", "aliases: [科协]")
    load()
    assert names("lz-cast") == wanted - {("柳科协", "alias")}


def test_a_merged_unit_is_neither_revived_nor_named_again(load: Load):
    load()
    region = District.get(District.slug == "450200")
    survivor = make_unit(slug="lz-new", name="柳州科普中心", region=region)
    merge_units(unit("lz-cast"), survivor, PROGRAM, NOW)
    before = dict(unit("lz-cast").__data__), names("lz-new"), changes.current()

    said = load()

    assert said.stdout.startswith("目录已是最新，没有改动。")
    assert (dict(unit("lz-cast").__data__), names("lz-new"), changes.current()) == before
    assert names("lz-cast") == set()
    assert ("柳州市科学技术协会", "alias") in names("lz-new")
    assert [row.unit.slug for row in UnitName.select().where(UnitName.name == "科协")].count(
        "lz-new"
    ) == 2


@pytest.fixture
def group(load: Load) -> str:
    load()
    return UnitGroup.get().slug


def test_who_joined_and_left_a_group_stays_so(load: Load, group: str):
    listed = members(group)
    region = UnitGroup.get().region
    joined = make_unit(slug="joined", region=region)
    join_group(joined, UnitGroup.get(), PROGRAM, NOW)
    leave_group(unit(listed[0]), UnitGroup.get(), PROGRAM, NOW)

    load()

    assert members(group) == [*listed[1:], "joined"]


def test_a_survivor_stands_in_the_group_in_the_loser_s_place(load: Load, group: str):
    listed = members(group)
    loser = unit(listed[0])
    survivor = make_unit(slug="survivor", region=loser.region)
    merge_units(loser, survivor, PROGRAM, NOW)
    before = changes.current()

    load()

    assert members(group) == ["survivor", *listed[1:]]
    assert changes.current() == before
