"""The first step: which editions, work items and units it offers and takes."""

from datetime import date

import pytest
from flask.testing import FlaskClient
from playhouse.test_utils import count_queries

from events.days.models import DateStatus, ThemedDay
from events.submissions.forms import read_draft
from events.submissions.links import setting_of
from events.submissions.models import Submission
from events.units.models import GroupMember, NameKind, Unit, UnitGroup, UnitName
from tests.factories import (
    make_activity,
    make_district,
    make_edition,
    make_submission,
    make_themed_day,
    make_unit,
    make_work_item,
    make_work_plan,
)
from tests.pages.reading import PageText, text_of
from tests.submissions.filling import BASICS, full_draft, make_draft, path, save


def offered(browser: FlaskClient, submission: Submission) -> list[str]:
    page = PageText(browser.get(path(submission, "basics")).text)
    return [box.attributes["value"] for box in page.all("input", name="editions")]


def problems(browser: FlaskClient, submission: Submission, **change: object) -> list[str]:
    answer = save(browser, submission, "basics", BASICS | change)
    return [text_of(span) for span in PageText(answer.text).all("span", class_="wrong")]


def day_of(name: str, first: date, **fields: object) -> ThemedDay:
    day = make_themed_day(name=name, **fields)
    make_edition(themed_day=day, first_day=first)
    return day


def test_editions_that_run_or_come_within_eighteen_months_are_offered_soonest_first(
    lin: FlaskClient, draft: Submission
):
    day_of("过去的", date(2026, 11, 18))
    running = day_of("正在办的", date(2026, 11, 20))
    soon = day_of("快到的", date(2026, 12, 1))
    last = day_of("一年半后的", date(2028, 5, 20))
    day_of("更晚的", date(2028, 6, 1))
    cancelled = make_edition(first_day=date(2026, 12, 2), date_status=DateStatus.CANCELLED)

    assert offered(lin, draft) == [f"{running.id}-2026", f"{soon.id}-2026", f"{last.id}-2028"]
    assert f"{cancelled.themed_day_id}-2026" not in offered(lin, draft)


def test_themed_days_of_other_regions_are_not_offered(
    lin: FlaskClient, unit: Unit, draft: Submission
):
    day_of("别处的", date(2026, 12, 1), scope="regional", region=make_district())
    ours = day_of("本地的", date(2026, 12, 1), scope="regional", region=unit.region)

    assert offered(lin, draft) == [f"{ours.id}-2026"]


def test_a_chosen_edition_is_kept_with_its_block(lin: FlaskClient, unit: Unit):
    day = make_themed_day()
    make_edition(themed_day=day, first_day=date(2027, 5, 15), blocks=["主场活动", "进校园-系列"])
    chosen = f"{day.id}-2027-进校园-系列"
    draft = make_draft(unit, full_draft())

    assert save(lin, draft, "basics", BASICS | {"editions": [chosen]}).status_code == 303

    assert offered(lin, draft) == [f"{day.id}-2027", f"{day.id}-2027-主场活动", chosen]
    page = PageText(lin.get(path(draft, "basics")).text)
    ticked = [box for box in page.all("input", name="editions") if "checked" in box.attributes]
    assert [box.attributes["value"] for box in ticked] == [chosen]


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        (["{past}-2026"], "“早就办完 2026 年”已经过去、取消或者不再有了，请换一个。"),
        (["{coming}-2027", "{coming}-2027-主场活动"], "同一届只能选一项：整届，或者其中一个板块。"),
        (["999-2027"], "有一届已经没有了，请重新选。"),
        (["x"], "有一届已经没有了，请重新选。"),
        ([f"1-{year}" for year in range(2000, 2021)], "最多选 20 届。"),
        (["99999999999-2027"], "有一届已经没有了，请重新选。"),
        (
            ["{coming}-2027-另一个"],
            "“科技周 2027 年：另一个”已经过去、取消或者不再有了，请换一个。",
        ),
    ],
)
def test_an_edition_that_can_t_be_chosen_is_refused_with_the_reason(
    lin: FlaskClient, draft: Submission, values: list[str], sentence: str
):
    past = day_of("早就办完", date(2026, 3, 1))
    coming = make_themed_day(name="科技周")
    make_edition(themed_day=coming, first_day=date(2027, 5, 15), blocks=["主场活动"])
    chosen = [value.format(past=past.id, coming=coming.id) for value in values]

    assert problems(lin, draft, editions=chosen) == [sentence]


def test_a_public_activity_keeps_the_edition_it_was_part_of(lin: FlaskClient, unit: Unit):
    past = day_of("早就办完", date(2026, 3, 1))
    activity = make_activity(organiser=unit, days=((past, 2026),))
    published = make_submission(unit=unit, state="published", activity=activity)

    answer = save(lin, published, "basics", BASICS | {"editions": [f"{past.id}-2026"]})

    assert answer.status_code == 303


def test_items_of_the_newest_plan_that_name_the_unit_its_group_or_everyone_are_offered(
    lin: FlaskClient, unit: Unit, draft: Submission
):
    old = make_work_plan(region=unit.region, year=2025)
    new = make_work_plan(region=unit.region, year=2026)
    make_work_item(plan=old, units=(unit,), title="去年的")
    make_work_item(plan=new, units=(make_unit(),), title="别人的")
    make_work_item(plan=make_work_plan(year=2027), units=(unit,), title="外地的")
    named = make_work_item(plan=new, units=(unit,), title="点了名的")
    everyones = make_work_item(plan=new, everyone=True, title="大家的")
    group = UnitGroup.create(slug="g", name="各单位", full_name="各单位", region=unit.region)
    GroupMember.create(group=group, unit=unit, position=1)
    grouped = make_work_item(plan=new, title="成员单位的")
    grouped.responsibilities.model.create(
        item=grouped, group=group, name="各单位", role="responsible", position=1
    )

    page = PageText(lin.get(path(draft, "basics")).text)

    [select] = page.all("select", name="work_item")
    values = [
        option.attributes["value"] for option in select.children if not isinstance(option, str)
    ]
    assert values == ["", str(named.id), str(everyones.id), str(grouped.id)]


def test_units_are_known_by_every_name_they_have(lin: FlaskClient, unit: Unit, draft: Submission):
    full = make_unit(name="重庆市气象局", short_name="市气象局", region=unit.region)
    former = make_unit(name="重庆市规划和自然资源局", region=unit.region)
    UnitName.create(unit=former, name="重庆市国土局", kind=NameKind.FORMER)
    make_unit(name="柳州市气象局", short_name="市气象局")

    names = {"co_organisers": ["市气象局"], "supporters": [" 重庆市国土局 "]}
    assert save(lin, draft, "basics", BASICS | names).status_code == 303

    with lin.application.test_request_context():
        found = Submission.get_by_id(draft.id)
        content = read_draft(found.draft, setting_of(found)).content
    assert (content.co_organisers, content.supporters) == ((full.id,), (former.id,))


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"co_organisers": ["重庆气象局"]}, "名录里没有“重庆气象局”，您要写的是不是重庆市气象局？"),
        ({"co_organisers": ["某某"]}, "名录里没有“某某”，请写单位的全称。"),
        ({"supporters": ["水利局"]}, "名录里没有“水利局”，请写单位的全称。"),
        ({"co_organisers": ["重庆自然博物馆"]}, "主办单位就是本单位，不用再写。"),
        ({"co_organisers": [f"第{n}局" for n in range(21)]}, "最多写 20 个单位。"),
        (
            {"co_organisers": ["重庆市气象局"], "supporters": ["重庆市气象局"]},
            "“重庆市气象局”已经是协办单位了。",
        ),
    ],
)
def test_a_unit_that_isn_t_meant_is_refused_with_those_that_may_be(
    lin: FlaskClient, unit: Unit, draft: Submission, change: dict[str, list[str]], sentence: str
):
    make_unit(name="重庆市气象局", region=unit.region)
    for _ in range(2):  # the same name in two other places: nobody knows which is meant
        make_unit(name="水利局")

    assert problems(lin, draft, **change) == [sentence]


def test_fifty_days_and_units_are_read_with_as_many_statements_as_one(
    lin: FlaskClient, unit: Unit, draft: Submission
):
    def grow(count: int) -> int:
        for _ in range(count):
            day_of("又一个", date(2026, 12, 1))
            make_unit(region=unit.region)
        with count_queries() as counted:
            assert lin.get(path(draft, "basics")).status_code == 200
        return counted.count

    assert grow(1) == grow(49)
