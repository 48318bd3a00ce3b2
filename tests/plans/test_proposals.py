"""A notice becomes a proposal: who is meant, in this city and no other, and who is in doubt."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from events.plans.resolving import resolve
from events.units.models import District, NameKind, Unit, UnitName
from events.units.queries import get_region, known_names
from tests.conftest import Outcome, Program
from tests.factories import make_district
from tests.plans.city import NOTICE, make_cities, named_unit

Propose = Callable[..., tuple[Outcome, dict[str, Any]]]


@pytest.fixture
def propose(kepuli: Program, db: object, tmp_path: Path) -> Propose:
    """`propose(text, region)`: what was said, and the proposal as a program reads it."""
    make_cities()

    def run(text: str = NOTICE, region: str = "500000") -> tuple[Outcome, dict[str, Any]]:
        notice, output = tmp_path / "要点.txt", tmp_path / "要点.proposal.yaml"
        notice.write_text(text, encoding="utf-8")
        said = kepuli("plans", "propose", str(notice), "--region", region, "--output", str(output))
        return said, yaml.safe_load(output.read_bytes().decode("utf-8"))

    return run


def units_of(item: dict[str, Any]) -> list[tuple[str, str, str | None]]:
    return [(unit["name"], unit["role"], unit["unit"]) for unit in item["units"]]


def meant(name: str, region: str = "500000") -> tuple[str | None, list[str], bool]:
    """The slug a name means, those it most likely means, and whether that is in doubt."""
    district = get_region(region)
    found = resolve(name, known_names(district), district.name)
    return found.unit and found.unit.slug, [unit.slug for unit in found.likely], found.doubtful


def test_a_proposal_holds_the_plan_and_its_items_as_written(propose: Propose):
    said, proposal = propose()

    assert said.exit_code == 0
    assert proposal["plan"] == {
        "title": "2026年重庆市科普工作要点",
        "year": 2026,
        "region": "500000",
        "issuer": "重庆市科普工作办公室",
        "issued_on": proposal["plan"]["issued_on"],
        "source": None,
        "everyone": "cq-all",
    }
    assert str(proposal["plan"]["issued_on"]) == "2026-03-01"
    assert [
        (item["number"], item["title"], item["units_text"], item["themed_days"], item["line"])
        for item in proposal["items"]
    ] == [
        (1, "办好科普日。", "市科协、市教委等", ["science-day"], 5),
        (2, "办好观星周。", "各责任单位", ["star-week"], 7),
        (3, "送科学下乡。", proposal["items"][2]["units_text"], [], 9),
    ]
    assert [item["section_path"] for item in proposal["items"]] == [["一、重点工作"]] * 3


def test_the_first_named_leads_unless_a_label_says_otherwise(propose: Propose):
    _, proposal = propose()

    first, _, third = proposal["items"]
    assert units_of(first)[0] == ("市科协", "lead", "cq-cast")
    assert units_of(first)[1][:2] == ("市教委", "responsible")
    assert [role for _, role, _ in units_of(third)] == [
        "lead",
        "supporting",
        "supporting",
        "supporting",
    ]


def test_an_open_list_and_everyone_are_marked_and_never_expanded(propose: Propose):
    _, proposal = propose()

    assert [(item["everyone"], item["open_ended"]) for item in proposal["items"]] == [
        (False, True),
        (True, False),
        (False, False),
    ]
    assert proposal["items"][1]["units"] == []


def test_an_unknown_name_stays_as_written_with_its_likely_match_and_a_warning(propose: Propose):
    said, proposal = propose()

    [_, education] = proposal["items"][0]["units"]
    assert education == {
        "name": "市教委",
        "role": "responsible",
        "unit": None,
        "likely": ["cq-education（重庆市教育委员会）"],
    }
    sentence = "不认识单位“市教委”，最可能是重庆市教育委员会，请核对。"
    assert proposal["items"][0]["warnings"] == [f"第 5 行：{sentence}"]
    assert f"注意 第 5 行：{sentence}" in said.stderr


def test_a_former_name_is_taken_a_doubtful_one_with_a_warning_an_unlike_one_not(propose: Propose):
    _, proposal = propose()

    third = proposal["items"][2]
    assert [(name, unit) for name, _, unit in units_of(third)] == [
        ("市科委", "cq-science"),
        ("重庆市气象局", "cq-weather"),
        ("市汽象局", "cq-weather"),
        ("青禾镇", None),
    ]
    assert "likely" not in third["units"][3]
    assert third["warnings"] == [
        "第 9 行：“市汽象局”像是笔误，按重庆市气象局处理，请核对。",
        "第 9 行：不认识单位“青禾镇”，只保留名称。",
    ]


def test_the_same_name_means_another_unit_in_another_city(propose: Propose):
    _, proposal = propose(region="450200")

    assert units_of(proposal["items"][0])[0] == ("市科协", "lead", "lz-cast")
    assert proposal["plan"]["everyone"] is None  # its only group is the other city's


def test_a_notice_of_another_region_than_the_one_asked_for_is_remarked(propose: Propose):
    said, proposal = propose(region="450200")

    remark = "第 1 行：通知写的是重庆市，--region 指的是柳州市，请核对。"
    assert remark in said.stderr
    assert remark in proposal["warnings"]


@pytest.mark.parametrize(
    ("name", "here", "there"),
    [
        ("市科协", "cq-cast", "lz-cast"),
        ("科协", "cq-cast", "lz-cast"),
        ("重庆市科协", "cq-cast", None),
        ("柳州市科协", None, "lz-cast"),
        ("重庆市科学技术协会", "cq-cast", None),
        ("科学技术协会", "cq-cast", "lz-cast"),
        ("市科委", "cq-science", None),
        ("重庆市科委", "cq-science", None),
        ("市教委", None, None),
        ("市汽象局", "cq-weather", None),
        ("气象局", "cq-weather", None),
    ],
)
@pytest.mark.usefixtures("db")
def test_a_name_is_resolved_inside_its_region_with_or_without_the_city_in_front(
    name: str, here: str | None, there: str | None
):
    make_cities()

    assert (meant(name)[0], meant(name, "450200")[0]) == (here, there)


@pytest.mark.usefixtures("db")
def test_a_name_that_two_units_of_a_city_share_is_nobodys():
    make_cities()
    chongqing = get_region("500000")
    named_unit(chongqing, "cq-cast-2", "重庆市科协服务中心", "科协中心", alias="科协")
    UnitName.create(unit=Unit.get(Unit.slug == "cq-weather"), name="天文台", kind=NameKind.ALIAS)

    unit, likely, _ = meant("科协")

    assert unit == "cq-cast"  # 市科协 is still one body's
    assert meant("天文台") == ("cq-weather", [], False)
    UnitName.create(unit=Unit.get(Unit.slug == "cq-science"), name="天文台", kind=NameKind.ALIAS)
    assert meant("天文台")[0] is None
    assert likely == []


@pytest.mark.usefixtures("db")
def test_the_word_of_the_catalogue_for_a_bureau_is_no_name_in_a_notice():
    make_cities()
    UnitName.create(unit=Unit.get(Unit.slug == "cq-science"), name="工信局", kind=NameKind.USUAL)

    assert meant("工信局")[0] is None


@pytest.mark.usefixtures("db")
def test_a_city_without_units_knows_no_name_and_guesses_none():
    make_cities()
    empty: District = make_district(slug="610100", name="西安市")

    assert meant("市科协", empty.slug) == (None, [], False)


@pytest.mark.usefixtures("db")
def test_likely_units_are_at_most_three_best_first():
    make_cities()
    chongqing = get_region("500000")
    for number in range(5):
        named_unit(chongqing, f"edu-{number}", f"重庆市教育{'局' * (number + 1)}", f"教{number}")

    _, likely, _ = meant("市教育局们")

    assert (likely[0], len(likely)) == ("edu-0", 3)


def test_a_proposal_is_written_for_people_with_the_words_as_they_are(
    propose: Propose, tmp_path: Path
):
    propose()
    text = (tmp_path / "要点.proposal.yaml").read_bytes().decode("utf-8")

    assert text.startswith(
        "# 工作要点导入稿。请核对后执行：kepuli plans import 要点.proposal.yaml\n"
    )
    assert "\\u" not in text
    assert "title: 办好科普日。\n" in text
    assert "region: '500000'\n" in text


def test_odd_words_of_a_notice_do_not_break_the_proposal(propose: Propose):
    """What YAML would take for a number, a date, a comment or a list stays text."""
    title = "- 建成[科普网]: 'on' #1 \\ \"甲\"。"

    said, proposal = propose(
        f"2026年重庆市科普工作要点\n\n1.{title}（市科协）\n2.null。（市科协）\n"
    )

    assert said.exit_code == 0
    assert [item["title"] for item in proposal["items"]] == [title, "null。"]
