"""The coverage board: who has registered what for which coming edition."""

from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playhouse.test_utils import count_queries

from events.people.models import OfficeRole
from events.submissions.content import EditionTie
from events.submissions.models import State
from events.units.models import GroupMember, Unit, UnitGroup
from tests.factories import (
    make_account,
    make_activity,
    make_content,
    make_edition,
    make_submission,
    make_themed_day,
    make_unit,
    make_work_item,
    make_work_plan,
)
from tests.pages.reading import PageText, text_of
from tests.signing_in import browser_of


@pytest.fixture
def office(app: Flask) -> FlaskClient:
    return browser_of(app, make_account(roles=(OfficeRole.OFFICE,)))


def standings(client: FlaskClient, path: str = "/office/coverage") -> dict[str, str]:
    """Unit -> how it stands, in the words of the board."""
    page = PageText(client.get(path).text)
    cells = page.all("li", class_="standing")
    return {text_of(cell).split()[0]: " ".join(text_of(cell).split()[1:]) for cell in cells}


def test_each_unit_that_answers_stands_as_it_has_registered(office: FlaskClient):
    plan = make_work_plan()
    units = [make_unit(region=plan.region, name=name) for name in ("甲局", "乙局", "丙局", "丁局")]
    day = make_themed_day()
    make_edition(themed_day=day, first_day=date(2027, 3, 1))
    make_work_item(plan=plan, days=(day,), units=tuple(units[:3]))
    make_activity(organiser=units[0], days=((day, 2027),))
    make_activity(organiser=units[0], days=((day, 2027),))
    make_activity(organiser=units[2], days=((day, 2026),))  # last year's doesn't count
    tied = make_content(editions=(EditionTie(day.id, 2027),))
    make_submission(tied, unit=units[1])
    make_submission(tied, unit=units[2], state=State.RETURNED)

    assert standings(office) == {"甲局": "已发布 2", "乙局": "审核中 1", "丙局": "未登记"}
    assert "2／3 家已登记" in office.get("/office/coverage").text


def test_a_group_answers_by_each_of_its_members_once(office: FlaskClient):
    plan = make_work_plan()
    named, other = make_unit(region=plan.region, name="甲局"), make_unit(name="乙局")
    group = UnitGroup.create(slug="all", name="各成员单位", full_name="全部", region=plan.region)
    for position, unit in enumerate((named, other)):
        GroupMember.create(group=group, unit=unit, position=position)
    day = make_themed_day()
    make_edition(themed_day=day, first_day=date(2027, 3, 1))
    item = make_work_item(plan=plan, days=(day,), units=(named,))
    item.responsibilities.model.create(
        item=item, group=group, name="各成员单位", role="responsible", position=9
    )

    page = PageText(office.get("/office/coverage").text)

    assert len(page.all("li", class_="standing")) == 2
    assert "各成员单位 1 家" in page.main


def test_the_board_asks_as_many_questions_for_many_units_as_for_one(office: FlaskClient):
    plan = make_work_plan()

    def board() -> int:
        day = make_themed_day()
        make_edition(themed_day=day, first_day=date(2027, 3, 1))
        units = tuple(make_unit(region=plan.region) for _ in range(3))
        make_work_item(plan=plan, days=(day,), units=units)
        with count_queries() as counter:
            assert office.get("/office/coverage").status_code == 200
        return counter.count

    assert board() == board()


def test_an_edition_that_is_cancelled_or_far_away_is_owed_by_nobody(office: FlaskClient):
    plan = make_work_plan()
    unit: Unit = make_unit(region=plan.region, name="甲局")
    for first_day, status in ((date(2027, 3, 1), "cancelled"), (date(2028, 3, 1), "confirmed")):
        day = make_themed_day()
        make_edition(themed_day=day, first_day=first_day, date_status=status)
        make_work_item(plan=plan, days=(day,), units=(unit,))

    assert standings(office) == {}


def test_an_unknown_region_is_refused_with_the_known_ones(office: FlaskClient):
    make_work_plan()

    answer = office.get("/office/coverage?region=nowhere")

    assert answer.status_code == 400
    assert "region=nowhere" in answer.text
