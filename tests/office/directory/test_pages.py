"""The office's directory: found, read, corrected; names and groups; who may."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playhouse.test_utils import count_queries

from events.activities.models import Occurrence
from events.audit import AuditEntry
from events.people.models import OfficeRole
from events.units.models import District, GroupMember, NameKind, Unit, UnitGroup, UnitName
from tests.factories import (
    make_account,
    make_activity,
    make_district,
    make_occurrence,
    make_unit,
)
from tests.office.directory.conftest import FORM, fresh
from tests.pages.reading import PageText, text_of
from tests.signing_in import browser_of, post

LIST, PAGE = "/office/units", "/office/units/museum"
FACTS = {
    "short_name": "自然博物馆",
    "name_en": "",
    "kind": "institution",
    "region": "500000",
    "parent": "",
}


def listed(client: FlaskClient, query: str = "") -> list[str]:
    page = PageText(client.get(LIST + query).text)
    return [text_of(h2) for h2 in page.all("h2")]


def names(unit: Unit) -> set[tuple[str, str]]:
    return {(row.name, row.kind) for row in unit.names}


def actions() -> list[str]:
    return [entry.action for entry in AuditEntry.select().order_by(AuditEntry.id)]


# The list


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["重庆自然博物馆", "重庆市气象局"]),
        ("?q=博物", ["重庆自然博物馆"]),
        ("?q=MUSEUM", ["重庆自然博物馆"]),
        ("?q=北碚馆", ["重庆自然博物馆"]),
        ("?q=%25", []),
        ("?q=_", []),
        ("?q=%00", ["重庆自然博物馆", "重庆市气象局"]),
        ("?q=%27%3B--", []),
        ("?q=%F0%A0%80%80", []),
        ("?q=%E5%B1%80&region=500000", ["重庆市气象局"]),
        ("?page=2", []),
    ],
)
def test_units_are_found_by_any_of_their_names(
    office: FlaskClient, museum: Unit, bureau: Unit, query: str, found: list[str]
):
    Unit.update(position=9).where(Unit.id == bureau.id).execute()
    UnitName.create(unit=museum, name="北碚馆", kind=NameKind.ALIAS)
    make_unit(region=museum.region, name="重复的博物馆", merged_into=museum)

    assert [name for name in listed(office, query) if name.startswith("重")] == found


@pytest.mark.parametrize("query", ["?page=0", "?page=x", "?page=99999999999", "?region=nowhere"])
def test_a_list_nobody_could_mean_is_refused_in_a_sentence(
    office: FlaskClient, museum: Unit, query: str
):
    assert office.get(LIST + query).status_code == 400


def test_the_list_goes_on_after_fifty(office: FlaskClient, city: District):
    for number in range(51):
        make_unit(region=city, name=f"第{number}所", position=number)

    assert (len(listed(office)), listed(office, "?page=2")) == (50, ["第50所"])
    assert f"{LIST}?page=2" in PageText(office.get(LIST).text).links()


def test_the_pages_ask_as_often_for_many_rows_as_for_one(
    office: FlaskClient, city: District, museum: Unit
):
    def asked(path: str) -> int:
        with count_queries() as counted:
            assert office.get(path).status_code == 200
        return counted.count

    counts = []
    for number in (1, 2):
        for extra in range(number):
            unit = make_unit(region=city, parent=museum, name=f"{number}-{extra}局")
            make_account(owner_of=(unit, museum))
            make_activity(organiser=unit)
            UnitName.create(unit=museum, name=unit.name * 2, kind=NameKind.ALIAS)
            make_unit(region=city, merged_into=museum)
            for member in (unit, museum):
                group = UnitGroup.create(
                    slug=f"{number}-{extra}-{member.id}", name="各", full_name="各", region=city
                )
                GroupMember.create(group=group, unit=member, position=0)
        counts.append([asked(LIST), asked(f"{LIST}?q=局"), asked(PAGE)])

    assert counts[0] == counts[1]


# One unit


def test_a_unit_s_page_says_what_it_is_and_what_it_has(
    office: FlaskClient, museum: Unit, bureau: Unit
):
    Unit.update(parent=bureau).where(Unit.id == museum.id).execute()
    make_unit(name="标本中心", region=museum.region, parent=museum)
    make_unit(name="旧博物馆", region=museum.region, merged_into=museum)
    make_account(owner_of=(museum,))
    make_activity(organiser=museum)
    make_activity(co_organisers=(museum,))

    page = PageText(office.get(PAGE).text)

    assert page.section("has-title") == "它有 人员 1 活动 1 合办、支持 1 申报 0"
    assert page.section("tree-title") == "上下级 上级 重庆市气象局 下级 标本中心 并入的 旧博物馆"


def test_facts_are_corrected_and_reach_what_shows_them(
    office: FlaskClient, museum: Unit, bureau: Unit, city: District
):
    below = make_district(slug="500109", name="北碚区", parent=city)
    there = make_occurrence(make_activity(organiser=museum))
    online = make_occurrence(make_activity(organiser=museum), online=True)
    elsewhere = make_occurrence(online=True)
    form = FACTS | {"short_name": "自博", "name_en": "Museum", "kind": "other", "parent": "bureau"}

    answer = post(office, f"{PAGE}/facts", form | {"region": "500109"}, page=PAGE)

    unit = fresh(museum)
    assert (answer.status_code, answer.location) == (303, PAGE)
    assert (unit.short_name, unit.name_en, unit.kind) == ("自博", "Museum", "other")
    assert (unit.region_id, unit.parent_id) == (below.id, bureau.id)
    assert [Occurrence.get_by_id(one.id).revision > 1 for one in (there, online, elsewhere)] == [
        True,
        True,
        False,
    ]
    assert Occurrence.get_by_id(online.id).district_id == below.id
    assert Occurrence.get_by_id(there.id).district_id == there.district_id
    entry = AuditEntry.get()
    assert (entry.action, entry.key, entry.unit_id) == ("unit.corrected", "museum", museum.id)
    assert entry.details["before"]["short_name"] == "自然博物馆"


def test_a_kind_that_only_the_catalogue_knows_stays_possible(office: FlaskClient, city: District):
    make_unit(slug="museum", region=city, kind="rare-kind", short_name="某馆")

    form = FACTS | {"kind": "rare-kind", "short_name": "新简称"}

    assert post(office, f"{PAGE}/facts", form, page=PAGE).status_code == 303


@pytest.mark.parametrize(
    ("wrong", "code", "sentence"),
    [
        ({"short_name": ""}, 422, "请填写。"),
        ({"short_name": "长" * 61}, 422, "最多 60 个字"),
        ({"name_en": "x" * 201}, 422, "最多 200 个字"),
        ({"kind": "nothing"}, 422, "请从列表里选一个"),
        ({"region": "nowhere"}, 422, "请从列表里选一个"),
        ({"parent": "nobody"}, 422, "请从列表里选一个"),
        ({"parent": "museum"}, 422, "请从列表里选一个"),
        ({"short_name": "市气象局"}, 409, "“市气象局”已经指“重庆市气象局”"),
        ({}, 409, "本来就是这样"),
    ],
)
def test_facts_that_can_t_be_are_refused_and_kept_in_the_form(
    office: FlaskClient, museum: Unit, bureau: Unit, wrong: dict[str, str], code: int, sentence: str
):
    before = dict(fresh(museum).__data__)

    answer = post(office, f"{PAGE}/facts", FACTS | wrong, page=PAGE)

    page = PageText(answer.text)
    assert answer.status_code == code
    assert sentence in page.main
    typed = page.all("input", name="short_name")[0].attributes["value"]
    assert typed == (FACTS | wrong)["short_name"]
    assert fresh(museum).__data__ == before
    assert actions() == []


def test_the_hierarchy_never_goes_round_in_a_circle(
    office: FlaskClient, museum: Unit, bureau: Unit, city: District
):
    middle = make_unit(slug="middle", region=city, parent=museum)
    Unit.update(parent=middle).where(Unit.id == bureau.id).execute()

    answer = post(office, f"{PAGE}/facts", FACTS | {"parent": "bureau"}, page=PAGE)

    assert (answer.status_code, "不能反过来作它的上级" in answer.text) == (409, True)
    assert fresh(museum).parent_id is None


def test_in_another_region_its_names_must_be_free_too(office: FlaskClient, museum: Unit):
    other = make_district(slug="450200")
    make_unit(region=other, name="广西自然博物馆", short_name="自然博物馆")

    answer = post(office, f"{PAGE}/facts", FACTS | {"region": "450200"}, page=PAGE)

    assert (answer.status_code, "已经指“广西自然博物馆”" in answer.text) == (409, True)


# Names


def test_a_name_is_added_and_removed(office: FlaskClient, museum: Unit):
    post(office, f"{PAGE}/names", {"name": " 北碚\u202e馆 ", "kind": "alias"}, page=PAGE)
    added = UnitName.get()
    assert names(museum) == {("北碚馆", "alias")}

    post(office, f"{PAGE}/names/{added.id}/removal", page=PAGE)

    assert names(museum) == set()
    assert actions() == ["unit.name-added", "unit.name-removed"]
    assert post(office, f"{PAGE}/names/{added.id}/removal", page=PAGE).status_code == 404


@pytest.mark.parametrize(
    ("name", "kind", "code", "sentence"),
    [
        ("重庆市气象局", "alias", 409, "已经指“重庆市气象局”"),
        ("市气象局", "former", 409, "已经指“重庆市气象局”"),
        ("气象台", "alias", 409, "已经指“重庆市气象局”"),
        ("老气象站", "alias", 409, "已经指“重庆市气象局”"),
        ("重庆自然博物馆", "alias", 409, "已经有“重庆自然博物馆”这个名称"),
        ("北碚馆", "alias", 409, "已经有“北碚馆”这个名称"),
        ("", "alias", 422, "请填写。"),
        ("长" * 121, "alias", 422, "最多 120 个字"),
        ("某馆", "nickname", 422, "请从列表里选一个"),
    ],
)
def test_a_name_means_one_unit_of_a_region(
    office: FlaskClient, museum: Unit, bureau: Unit, name: str, kind: str, code: int, sentence: str
):
    UnitName.create(unit=museum, name="北碚馆", kind=NameKind.ALIAS)
    UnitName.create(unit=bureau, name="气象台", kind=NameKind.ALIAS)
    UnitName.create(unit=bureau, name="老气象站", kind=NameKind.FORMER)

    answer = post(office, f"{PAGE}/names", {"name": name, "kind": kind}, page=PAGE)

    assert (answer.status_code, sentence in answer.text) == (code, True)
    assert names(museum) == {("北碚馆", "alias")}


def test_a_name_may_mean_another_unit_elsewhere_and_a_usual_one_several(
    office: FlaskClient, museum: Unit, bureau: Unit
):
    make_unit(name="气象台", region=make_district())
    UnitName.create(unit=bureau, name="科普馆", kind=NameKind.USUAL)

    for name, kind in (("气象台", "alias"), ("科普馆", "usual")):
        answer = post(office, f"{PAGE}/names", {"name": name, "kind": kind}, page=PAGE)
        assert answer.status_code == 303
    assert names(museum) == {("气象台", "alias"), ("科普馆", "usual")}


def test_another_unit_s_name_is_not_removed_from_here(
    office: FlaskClient, museum: Unit, bureau: Unit
):
    other = UnitName.create(unit=bureau, name="气象台", kind=NameKind.ALIAS)

    for name_id in (other.id, 2**31, 0):
        path = f"{PAGE}/names/{name_id}/removal"
        assert post(office, path, page=PAGE).status_code == 404
    assert names(bureau) == {("气象台", "alias")}


# Groups


@pytest.fixture
def group(bureau: Unit, city: District) -> UnitGroup:
    group = UnitGroup.create(slug="all", name="各单位", full_name="全体单位", region=city)
    GroupMember.create(group=group, unit=bureau, position=0)
    return group


def members(group: UnitGroup) -> list[str]:
    rows = GroupMember.select().where(GroupMember.group == group).order_by(GroupMember.position)
    return [row.unit.slug for row in rows]


def test_a_unit_joins_a_group_at_its_end_and_leaves_it(
    office: FlaskClient, museum: Unit, group: UnitGroup
):
    post(office, f"{PAGE}/groups", {"group": "all"}, page=PAGE)
    assert members(group) == ["bureau", "museum"]

    again = post(office, f"{PAGE}/groups", {"group": "all"}, page=PAGE)
    assert again.status_code == 422  # no longer among those to choose from

    post(office, f"{PAGE}/groups/all/removal", page=PAGE)
    assert members(group) == ["bureau"]
    assert actions() == ["unit.joined-group", "unit.left-group"]
    assert post(office, f"{PAGE}/groups/all/removal", page=PAGE).status_code == 409
    assert post(office, f"{PAGE}/groups/none/removal", page=PAGE).status_code == 404


# Who may

WRITES = (
    *("facts", "renaming", "names", "names/1/removal", "groups", "groups/all/removal", "merge"),
)


@pytest.mark.parametrize("noun", WRITES)
def test_only_the_office_changes_the_directory(
    app: Flask, office: FlaskClient, auditor: FlaskClient, museum: Unit, group: UnitGroup, noun: str
):
    UnitName.create(unit=museum, name="北碚馆", kind=NameKind.ALIAS)
    owner = browser_of(app, make_account(owner_of=(museum,)))
    administrator = browser_of(app, make_account(roles=(OfficeRole.ADMINISTRATOR,)))
    form = FACTS | {"short_name": "变", "name": "新", "group": "all", "survivor": "bureau"}
    before = _everything()

    for stranger in (auditor, owner, administrator):
        answer = post(stranger, f"{PAGE}/{noun}", form, page=FORM)
        assert answer.status_code == 403
    assert office.post(f"{PAGE}/{noun}", data=form).status_code == 400  # no token
    assert _everything() == before


def _everything() -> list[list[dict]]:
    return [list(model.select().dicts()) for model in (Unit, UnitName, GroupMember, AuditEntry)]


def test_an_auditor_reads_and_is_offered_nothing(auditor: FlaskClient, museum: Unit):
    page = PageText(auditor.get(PAGE).text)

    assert [f for f in page.all("form") if f.attributes.get("method") == "post"] == []
    assert listed(auditor) == ["重庆自然博物馆"]
    assert auditor.get(f"{PAGE}/merge").status_code == 403


def test_a_stranger_is_sent_to_sign_in_and_an_owner_refused(
    app: Flask, client: FlaskClient, museum: Unit
):
    owner = browser_of(app, make_account(owner_of=(museum,)))

    assert owner.get(PAGE).status_code == owner.get(LIST).status_code == 403
    answer = client.get(PAGE)
    assert answer.status_code in (302, 303)
    assert "重庆自然博物馆" not in answer.text


EVIL = "<script>alert(1)</script>\"'{{ 7*7 }}%(x)s"


@pytest.mark.parametrize("query", ["", "?lang=en"])
def test_names_stay_text_on_every_page(
    office: FlaskClient, city: District, query: str, request: pytest.FixtureRequest
):
    unit = make_unit(slug="museum", name=EVIL, name_en=EVIL, short_name=EVIL[:60], region=city)
    make_unit(slug="other", name=EVIL * 2, short_name="x", region=city, parent=unit)
    UnitName.create(unit=unit, name=EVIL, kind=NameKind.ALIAS)
    opened: Callable[[str], str] = lambda path: office.get(path + query).text  # noqa: E731

    for path in (LIST, PAGE, f"{PAGE}/merge", "/units/museum"):
        assert "<script>alert" not in opened(path)
        assert "&lt;script&gt;alert" in opened(path)
