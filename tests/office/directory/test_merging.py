"""A double becomes one with its survivor: what moves, what is dropped, what goes on answering."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from flask.testing import FlaskClient
from peewee import ForeignKeyField

from events.activities.models import Activity, ActivityUnit, Occurrence
from events.activities.vocabulary import UnitRole
from events.audit import AuditEntry
from events.days.models import UsualUnit
from events.db import BaseModel
from events.office.models import UnitRequest
from events.people.models import LinkKind, MemberRole, Membership
from events.plans.models import Responsibility
from events.submissions.models import Submission, Trust, UnitDefaults
from events.units.models import District, GroupMember, NameKind, Unit, UnitGroup, UnitName
from events.units.queries import survivors
from tests import NOW
from tests.calendars.ics import Subscriber
from tests.conftest import Program
from tests.factories import (
    make_account,
    make_activity,
    make_district,
    make_occurrence,
    make_submission,
    make_themed_day,
    make_unit,
    make_work_item,
)
from tests.office.directory.conftest import fresh
from tests.pages.reading import PageText
from tests.signing_in import post

PAGE = "/office/units/double/merge"
YES = {"survivor": "museum", "checked": "y"}


@pytest.fixture
def double(city: District) -> Unit:
    return make_unit(
        slug="double", name="重庆市自然博物馆", short_name="市自然博物馆", region=city, position=7
    )


def merge(office: FlaskClient) -> None:
    answer = post(office, PAGE, YES, page=f"{PAGE}?into=museum")
    assert (answer.status_code, answer.location) == (303, "/office/units/museum")


def pointers() -> Iterator[ForeignKeyField]:
    """Every column of every table that can point to a unit."""
    waiting = [BaseModel]
    while waiting:
        model = waiting.pop()
        waiting += model.__subclasses__()
        for field in model._meta.sorted_fields:
            if isinstance(field, ForeignKeyField) and field.rel_model is Unit:
                yield field


def make_everything_point_to(unit: Unit, city: District) -> None:
    """A row in each table that can point to a unit."""
    group = UnitGroup.create(slug="all", name="各单位", full_name="全体", region=city)
    rows: dict[str, dict[str, Any]] = {
        "group_member": {"group": group, "position": 0},
        "unit_name": {"name": "北碚馆", "kind": NameKind.ALIAS},
        "usual_unit": {"themed_day": make_themed_day(), "role": "lead", "position": 0},
        "one_time_link": {
            "kind": LinkKind.INVITATION,
            "token_hash": "x",
            "email": "a@example.org",
            "created_at": NOW,
            "expires_at": NOW,
        },
        "unit_defaults": {"draft": {}, "updated_at": NOW},
        "question_set": {"name": "课前了解", "created_at": NOW, "updated_at": NOW},
        "trust": {"given_at": NOW},
    }
    for field in pointers():
        if values := rows.get(field.model._meta.table_name):
            field.model.create(**{field.name: unit}, **values)
    make_activity(organiser=unit)
    make_activity(co_organisers=(unit,))
    make_account(editor_of=(unit,))
    make_submission(unit=unit)
    make_work_item(units=(unit,))
    make_unit(slug="below", parent=unit, region=city)
    make_unit(slug="earlier", merged_into=unit, region=city)
    for name in ("parent", "unit"):
        UnitRequest.create(name="x", kind="other", region=city, requested_at=NOW, **{name: unit})


def count(field: ForeignKeyField, unit: Unit) -> int:
    return field.model.select().where(field == unit).count()


def test_nothing_still_points_to_the_loser(
    office: FlaskClient, museum: Unit, double: Unit, city: District
):
    make_everything_point_to(double, city)
    found = list(pointers())
    assert len(found) >= 15
    assert [str(field) for field in found if not count(field, double)] == []

    merge(office)

    assert [str(field) for field in found if count(field, double)] == []
    left = {str(field) for field in found if not count(field, museum)}
    assert left == {str(Trust.unit)}  # trust is not inherited


def test_the_numbers_before_are_those_that_move(
    office: FlaskClient, museum: Unit, double: Unit, city: District
):
    make_everything_point_to(double, city)
    make_activity(organiser=double)

    said = PageText(office.get(f"{PAGE}?into=museum").text).section("moves-title")

    assert said.startswith(
        "会一起过去的 主办的活动 2 合办、支持的活动 1 申报 1 人员 1 单位组 1 惯例负责的主题日 1 "
        "工作要点里的职责 1 下级单位 1 "
    )
    merge(office)
    entry = AuditEntry.get(AuditEntry.action == "unit.merged")
    assert (entry.key, entry.details["into"]) == ("double", "museum")
    assert (entry.details["activities"], entry.details["people"]) == (2, 1)


def test_who_worked_for_both_keeps_the_higher_role(office: FlaskClient, museum: Unit, double: Unit):
    owner_there = make_account(editor_of=(museum,), owner_of=(double,))
    owner_here = make_account(owner_of=(museum,), editor_of=(double,))
    only_there = make_account(editor_of=(double,))

    merge(office)

    roles = {
        row.account_id: row.role for row in Membership.select().where(Membership.unit == museum)
    }
    assert roles == {
        owner_there.id: MemberRole.OWNER,
        owner_here.id: MemberRole.OWNER,
        only_there.id: MemberRole.EDITOR,
    }


def test_nobody_joins_an_activity_twice_nor_his_own(
    office: FlaskClient, museum: Unit, double: Unit
):
    own = make_activity(organiser=museum, co_organisers=(double,))
    both = make_activity(co_organisers=(museum, double))
    mixed = make_activity(co_organisers=(double,), supporters=(museum,))
    other = make_activity(supporters=(double,))

    merge(office)

    joined = ActivityUnit.select(ActivityUnit.activity, ActivityUnit.role, ActivityUnit.unit)
    assert set(joined.tuples()) == {
        (both.id, UnitRole.CO_ORGANISER, museum.id),
        (mixed.id, UnitRole.CO_ORGANISER, museum.id),
        (other.id, UnitRole.SUPPORTER, museum.id),
    }
    assert own.id not in {row.activity_id for row in ActivityUnit.select()}


def test_what_both_have_is_had_once(
    office: FlaskClient, museum: Unit, double: Unit, bureau: Unit, city: District
):
    day = make_themed_day()
    group = UnitGroup.create(slug="all", name="各单位", full_name="全体", region=city)
    for position, unit in enumerate((double, museum)):
        UsualUnit.create(themed_day=day, unit=unit, role="lead", position=position)
        GroupMember.create(group=group, unit=unit, position=position)
        UnitDefaults.create(unit=unit, draft={"who": unit.slug}, updated_at=NOW)
        UnitName.create(unit=unit, name="博物馆", kind=NameKind.USUAL)
    Trust.create(unit=museum, given_at=NOW)
    make_work_item(units=(double, bureau, museum))

    merge(office)

    assert [row.unit_id for row in UsualUnit.select()] == [museum.id]
    assert [row.unit_id for row in GroupMember.select()] == [museum.id]
    assert [row.draft for row in UnitDefaults.select()] == [{"who": "museum"}]
    assert [row.unit_id for row in Trust.select()] == [museum.id]
    assert [row.unit_id for row in Responsibility.select().order_by(Responsibility.position)] == [
        museum.id,
        bureau.id,
        museum.id,
    ]


def test_by_all_its_names_the_survivor_is_meant(office: FlaskClient, museum: Unit, double: Unit):
    UnitName.create(unit=museum, name="市自然博物馆", kind=NameKind.ALIAS)
    UnitName.create(unit=double, name="重庆自然博物馆", kind=NameKind.ALIAS)
    UnitName.create(
        unit=double, name="西部博物馆", kind=NameKind.FORMER, until_day=date(1992, 1, 1)
    )

    merge(office)

    rows = museum.names.order_by(UnitName.name)
    assert sorted((row.name, row.kind, row.until_day) for row in rows) == [
        ("市自然博物馆", "alias", None),
        ("西部博物馆", "former", date(1992, 1, 1)),
        ("重庆市自然博物馆", "alias", None),
    ]


@pytest.mark.parametrize("between", [False, True])
def test_a_survivor_from_below_takes_the_loser_s_place(
    office: FlaskClient, museum: Unit, double: Unit, bureau: Unit, city: District, between: bool
):
    middle = make_unit(slug="middle", region=city, parent=double) if between else double
    Unit.update(parent=bureau).where(Unit.id == double.id).execute()
    Unit.update(parent=middle).where(Unit.id == museum.id).execute()

    merge(office)

    assert fresh(museum).parent_id == bureau.id
    assert not between or fresh(middle).parent_id == museum.id
    assert fresh(double).parent_id is None


def test_those_merged_before_lead_to_the_last_survivor(
    office: FlaskClient, museum: Unit, double: Unit, city: District
):
    first = make_unit(slug="first", region=city, merged_into=double, hosted_by=None)
    hosted = make_unit(region=city, hosted_by="double")

    merge(office)

    assert fresh(first).merged_into_id == museum.id
    assert fresh(hosted).hosted_by == "museum"
    assert survivors([first.id, double.id, hosted.id, museum.id]) == [museum.id, hosted.id]
    assert office.get("/units/first").location == "/units/museum"


def test_addresses_and_calendars_go_on_and_entries_stay_the_same(
    office: FlaskClient, museum: Unit, double: Unit
):
    own = make_occurrence(make_activity(title="看星", organiser=double))
    make_occurrence(make_activity(title="看鸟", organiser=museum))
    program = Subscriber(office, "/calendars/units/double.ics")
    [before] = program.entries

    merge(office)

    assert program.refresh()
    assert {str(entry["SUMMARY"]) for entry in program.entries} == {"看星", "看鸟"}
    [after] = [entry for entry in program.entries if entry["UID"] == before["UID"]]
    assert after["SEQUENCE"] == before["SEQUENCE"]
    assert Occurrence.get_by_id(own.id).revision == 2
    assert "自然博物馆的科普活动" in program.answer.data.decode()
    answer = office.get("/units/double")
    assert (answer.status_code, answer.location) == (301, "/units/museum")
    assert office.get("/office/units/double").location == "/office/units/museum"
    assert "看鸟" in office.get("/activities?unit=double").text


def test_a_merged_unit_is_on_no_list(office: FlaskClient, museum: Unit, double: Unit):
    assert "重庆市自然博物馆" in office.get("/units").text

    merge(office)

    for path in ("/units", "/subscribe", "/office/units", "/office/units/museum/merge"):
        page = PageText(office.get(path).text)
        assert "/units/double" not in page.links()
        assert "重庆市自然博物馆" not in [
            name for address, name in page.links().items() if "double" in address
        ]


@pytest.mark.parametrize(
    ("form", "code", "sentence"),
    [
        ({"survivor": "museum"}, 422, "请先核对，再勾选。"),
        ({"survivor": "double", "checked": "y"}, 409, "不能并入它自己"),
        ({"survivor": "elsewhere", "checked": "y"}, 409, "不在同一个地区"),
        ({"survivor": "gone", "checked": "y"}, 409, "已并入“重庆自然博物馆”"),
        ({"survivor": "nobody", "checked": "y"}, 404, "没有“nobody”这个单位"),
        ({"survivor": "\0", "checked": "y"}, 404, "没有“”这个单位"),
        ({"checked": "y"}, 404, "没有“”这个单位"),
    ],
)
def test_a_merge_that_can_t_be_is_refused_and_changes_nothing(
    office: FlaskClient, museum: Unit, double: Unit, form: dict[str, str], code: int, sentence: str
):
    make_unit(slug="elsewhere", region=make_district())
    make_unit(slug="gone", region=museum.region, merged_into=museum)
    activity = make_activity(organiser=double)

    answer = post(office, PAGE, form, page=f"{PAGE}?into=museum")

    assert (answer.status_code, sentence in answer.text) == (code, True)
    assert fresh(double).merged_into_id is None
    assert Activity.get_by_id(activity.id).organiser_id == double.id
    assert AuditEntry.select().count() == 0


def test_a_merged_unit_can_t_be_changed_nor_merged_again(
    office: FlaskClient, museum: Unit, double: Unit
):
    merge(office)

    page = "/office/units/museum"
    for noun, form in (("renaming", {"name": "新"}), ("names", {"name": "新"}), ("merge", YES)):
        answer = post(office, f"/office/units/double/{noun}", form, page=page)
        assert (answer.status_code, "已并入“重庆自然博物馆”" in answer.text) == (409, True)
    assert office.get(PAGE).status_code == 409
    assert fresh(museum).name == "重庆自然博物馆"


def test_the_likely_survivors_are_offered_first_and_others_can_be_found(
    office: FlaskClient, museum: Unit, double: Unit, bureau: Unit
):
    make_unit(name="重庆自然博物馆", region=make_district())

    offered = PageText(office.get(PAGE).text).links()
    found = PageText(office.get(f"{PAGE}?q=气象").text).links()

    assert [address for address in offered if "into=" in address] == [f"{PAGE}?into=museum"]
    assert [address for address in found if "into=" in address] == [f"{PAGE}?into=bureau"]


def test_the_command_line_merges_with_the_same_verb(kepuli: Program, museum: Unit, double: Unit):
    make_submission(unit=double)

    said = kepuli("units", "merge", "double", "--into", "museum")

    assert said.stdout == "重庆市自然博物馆（double）已并入 重庆自然博物馆（museum）。\n"
    assert Submission.get().unit_id == museum.id
    assert AuditEntry.select().where(AuditEntry.action == "unit.merged").get().actor_id is None
    again = kepuli("units", "merge", "double", "--into", "museum")
    assert (again.exit_code, "已并入" in again.stderr) == (1, True)
