"""Who answers for a themed day, and which item of which plan says so."""

import pytest
from flask.testing import FlaskClient

from events.days.models import UsualUnit
from events.plans.models import Responsibility, Role
from events.units.models import GroupMember, UnitGroup
from tests.factories import (
    make_district,
    make_themed_day,
    make_unit,
    make_work_item,
    make_work_plan,
)
from tests.pages.reading import PageText, text_of


@pytest.fixture
def world(client: FlaskClient) -> dict:
    """重庆 has 科协 and 气象局; by custom 科协 leads the day."""
    city = make_district(slug="500000", name="重庆市", name_en="Chongqing")
    science = make_unit(region=city, slug="cast", name="重庆市科学技术协会", short_name="市科协")
    weather = make_unit(region=city, slug="met", name="重庆市气象局", short_name="市气象局")
    day = make_themed_day(name="世界气象日", slug="met-day")
    UsualUnit.create(themed_day=day, unit=science, role=Role.LEAD, position=1)
    return {"city": city, "science": science, "weather": weather, "day": day}


def answers(client: FlaskClient, query: str = "") -> list[str]:
    page = PageText(client.get(f"/days/met-day?{query}").text)
    [section] = page.all("section", id="units")
    rows = [e for e in page.all("li") if e.parent and e.parent.attributes.get("class") == "units"]
    assert text_of(section)
    return [text_of(row) for row in rows]


def test_without_a_plan_those_answer_who_usually_do(client: FlaskClient, world: dict):
    assert answers(client) == ["牵头 重庆市科学技术协会 惯例"]
    assert answers(client, "lang=en") == ["Lead 重庆市科学技术协会 By custom"]


def test_an_item_that_names_units_decides_and_is_quoted(client: FlaskClient, world: dict):
    plan = make_work_plan(region=world["city"], year=2026, title="2026年重庆市要点")
    make_work_item(
        plan=plan,
        position=6,
        number=7,
        line=42,
        title="办好世界气象日",
        units_text="市气象局",
        days=(world["day"],),
        units=(world["weather"],),
    )

    page = PageText(client.get("/days/met-day").text)

    assert answers(client) == ["负责 重庆市气象局 2026 年要点第 7 条"]
    assert [text_of(quote) for quote in page.all("blockquote")] == [
        "办好世界气象日（市气象局） 《2026年重庆市要点》第 7 条 原文第 42 行"
    ]
    assert page.links()[f"/plans/{plan.id}#item-7"] == "《2026年重庆市要点》第 7 条"


def test_only_the_newest_plan_of_a_region_counts(client: FlaskClient, world: dict):
    for year, unit in ((2024, "science"), (2026, "weather"), (2025, "science")):
        plan = make_work_plan(region=world["city"], year=year)
        make_work_item(plan=plan, number=1, days=(world["day"],), units=(world[unit],))

    assert answers(client) == ["负责 重庆市气象局 2026 年要点第 1 条"]


def test_an_item_for_everybody_adds_the_group_to_those_who_usually_answer(
    client: FlaskClient, world: dict
):
    group = UnitGroup.create(
        slug="all", name="各责任单位", full_name="重庆市各责任单位", region=world["city"]
    )
    GroupMember.create(group=group, unit=world["weather"], position=1)
    plan = make_work_plan(region=world["city"], year=2026)
    item = make_work_item(plan=plan, number=3, days=(world["day"],))
    Responsibility.create(
        item=item, group=group, name="各责任单位", role=Role.RESPONSIBLE, position=1
    )

    assert answers(client) == [
        "牵头 重庆市科学技术协会 惯例",
        "全体 重庆市各责任单位 2026 年要点第 3 条",
    ]
    assert "世界气象日" in client.get("/units/met").text


def test_each_region_has_its_own_answer(client: FlaskClient, world: dict):
    other = make_unit(name="柳州市气象局", region=make_district(slug="450200", name="柳州市"))
    UsualUnit.create(themed_day=world["day"], unit=other, role=Role.SUPPORTING, position=1)

    page = PageText(client.get("/days/met-day").text)

    assert {"重庆市", "柳州市"} <= {text_of(heading) for heading in page.all("h3")}
    assert answers(client) == ["牵头 重庆市科学技术协会 惯例", "配合 柳州市气象局 惯例"]


def test_when_nobody_is_known_the_page_says_so(client: FlaskClient):
    day = make_themed_day()

    page = PageText(client.get(f"/days/{day.slug}").text)

    assert "还没有哪份工作要点提到它，名录里也没有惯常负责的单位。" in page.main


def test_a_unit_without_days_or_items_says_so_and_leads_on(client: FlaskClient):
    unit = make_unit()

    page = PageText(client.get(f"/units/{unit.slug}").text)

    assert "还没有哪份工作要点把主题日交给这个单位。" in page.main
    assert "还没有条目写到它。" in page.main
    assert "又称" not in page.main
    assert {"/days", "/plans"} <= page.links().keys()


def test_a_plan_shows_names_it_could_not_resolve_as_written(client: FlaskClient, world: dict):
    plan = make_work_plan(region=world["city"], source="网站", issuer="市科协")
    item = make_work_item(
        plan=plan,
        number=5,
        section_path=["一、重点", "（一）青少年"],
        open_ended=True,
        mentions=["科普讲解大赛"],
        units=(world["weather"],),
    )
    Responsibility.create(item=item, name="市月球局", role=Role.SUPPORTING, position=2)

    page = PageText(client.get(f"/plans/{plan.id}").text)

    assert "一、重点 › （一）青少年" in page.main
    assert [
        text_of(row) for row in page.all("li") if row.parent.attributes.get("class") == "units"
    ] == [
        "负责 重庆市气象局",
        "配合 市月球局名录里没有",
        "等（名单没有写全）",
    ]
    assert "还提到：科普讲解大赛" in page.main


def test_a_region_that_has_no_units_here_is_named_all_the_same(client: FlaskClient, world: dict):
    elsewhere = make_district(slug="350200", name="厦门市")
    everyone = {"name": "各责任单位", "full_name": "各责任单位"}
    group = UnitGroup.create(slug="all", region=elsewhere, **everyone)
    item = make_work_item(plan=make_work_plan(region=elsewhere), days=(world["day"],))
    Responsibility.create(
        item=item, group=group, name="各责任单位", role=Role.RESPONSIBLE, position=1
    )

    page = client.get("/days/met-day")

    assert page.status_code == 200
    assert "厦门市" in page.text
