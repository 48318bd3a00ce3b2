"""Another official name: the old one is remembered, and everything that shows it follows."""

from datetime import date

import pytest
from flask.testing import FlaskClient

from events.activities.models import Occurrence
from events.audit import AuditEntry
from events.units.models import NameKind, Unit, UnitName
from tests.calendars.ics import Subscriber, unfolded
from tests.conftest import Program
from tests.factories import make_activity, make_occurrence
from tests.office.directory.conftest import fresh
from tests.pages.reading import PageText
from tests.signing_in import post

PAGE = "/office/units/museum"
NEW = {"name": "重庆博物院", "until_day": "2026-10-31"}


def former(unit: Unit) -> list[tuple[str, date | None]]:
    rows = unit.names.where(UnitName.kind == NameKind.FORMER).order_by(UnitName.id)
    return [(row.name, row.until_day) for row in rows]


def test_the_old_name_is_a_former_one_with_its_last_day(office: FlaskClient, museum: Unit):
    UnitName.create(unit=museum, name="重庆博物院", kind=NameKind.ALIAS)

    answer = post(office, f"{PAGE}/renaming", NEW, page=PAGE)

    assert answer.status_code == 303
    assert fresh(museum).name == "重庆博物院"
    assert former(museum) == [("重庆自然博物馆", date(2026, 10, 31))]
    assert museum.names.count() == 1
    entry = AuditEntry.get()
    assert (entry.action, entry.name) == ("unit.renamed", "重庆博物院")
    assert entry.details == {"before": "重庆自然博物馆", "until_day": "2026-10-31"}


def test_the_public_page_tells_the_history(office: FlaskClient, museum: Unit):
    UnitName.create(unit=museum, name="中国西部博物馆", kind=NameKind.FORMER)
    post(office, f"{PAGE}/renaming", NEW, page=PAGE)

    said = PageText(office.get("/units/museum").text).main

    assert "曾用名中国西部博物馆" in said
    assert "10月31日以前叫重庆自然博物馆" in said


def test_a_name_that_comes_back_is_no_former_name_any_more(office: FlaskClient, museum: Unit):
    post(office, f"{PAGE}/renaming", NEW, page=PAGE)
    back = {"name": "重庆自然博物馆", "until_day": "2026-11-20"}
    post(office, f"{PAGE}/renaming", back, page=PAGE)

    assert fresh(museum).name == "重庆自然博物馆"
    assert former(museum) == [("重庆博物院", date(2026, 11, 20))]


def test_calendars_follow_in_whatever_role_the_unit_stands(office: FlaskClient, museum: Unit):
    own = make_occurrence(make_activity(title="看星", organiser=museum))
    joined = make_occurrence(make_activity(supporters=(museum,)))
    other = make_occurrence()
    program = Subscriber(office, f"/calendars/activities/{own.activity_id}.ics")
    assert "重庆自然博物馆" in "".join(unfolded(program.answer.data))

    post(office, f"{PAGE}/renaming", NEW, page=PAGE)

    assert program.refresh()
    assert "重庆博物院" in "".join(unfolded(program.answer.data))
    revisions = [Occurrence.get_by_id(one.id).revision for one in (own, joined, other)]
    assert revisions == [2, 2, 1]
    assert Occurrence.get_by_id(own.id).sequence == 0


@pytest.mark.parametrize(
    ("wrong", "code", "sentence"),
    [
        ({"name": "重庆自然博物馆"}, 409, "本来就叫"),
        ({"name": "市气象局"}, 409, "已经指“重庆市气象局”"),
        ({"name": ""}, 422, "请填写。"),
        ({"name": "长" * 121}, 422, "最多 120 个字"),
        ({"until_day": "2026-11-22"}, 422, "还没到这一天"),
        ({"until_day": ""}, 422, "请填写日期。"),
        ({"until_day": "2026-11-31"}, 422, "不是一个存在的日期"),
    ],
)
def test_a_renaming_that_can_t_be_is_refused_and_kept_in_the_form(
    office: FlaskClient, museum: Unit, bureau: Unit, wrong: dict[str, str], code: int, sentence: str
):
    answer = post(office, f"{PAGE}/renaming", NEW | wrong, page=PAGE)

    assert (answer.status_code, sentence in answer.text) == (code, True)
    values = [e.attributes.get("value") for e in PageText(answer.text).all("input")]
    assert (NEW | wrong)["name"] in values
    assert (fresh(museum).name, former(museum)) == ("重庆自然博物馆", [])


def test_the_command_line_renames_with_the_same_verb(kepuli: Program, museum: Unit):
    said = kepuli("units", "rename", "museum", "重庆博物院", "--until", "2026-10-31")

    assert said.stdout == "重庆自然博物馆 已改名为 重庆博物院。\n"
    assert former(museum) == [("重庆自然博物馆", date(2026, 10, 31))]
    assert AuditEntry.get().actor_id is None
    refused = kepuli("units", "rename", "museum", "重庆博物院")
    assert (refused.exit_code, "本来就叫" in refused.stderr) == (1, True)
    assert kepuli("units", "rename", "nobody", "某馆").exit_code == 1
    assert kepuli("units", "rename", "museum", " \u202e").exit_code == 1


def test_the_command_line_lists_units_by_region(kepuli: Program, museum: Unit, bureau: Unit):
    Unit.update(merged_into=museum).where(Unit.id == bureau.id).execute()

    assert kepuli("units", "list").stdout.split() == [
        "重庆市（500000）",
        "museum",
        "重庆自然博物馆",
    ]
    assert '"slug": "museum"' in kepuli("units", "list", "--json").stdout
    assert "bureau" not in kepuli("units", "list", "--json").stdout
