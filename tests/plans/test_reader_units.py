"""Lists of units in every shape seen in practice."""

import pytest

from events.plans.reader import read_plan
from events.plans.reading import ItemReading

LEAD, SUPPORTING, RESPONSIBLE = "lead", "supporting", "responsible"


def read_item(ending: str) -> ItemReading:
    (item,) = read_plan(f"某市2020年科普工作要点\n1.办好活动。{ending}", {}).items
    return item


@pytest.mark.parametrize(
    ("ending", "units", "roles"),
    [
        ("（市科协、市教委）", ["市科协", "市教委"], [None, None]),
        ("(市科协,市教委)", ["市科协", "市教委"], [None, None]),
        ("（市科协；市教委。）", ["市科协", "市教委"], [None, None]),
        ("（市科协 市教委）", ["市科协", "市教委"], [None, None]),
        ("(市科协、市教委）。", ["市科协", "市教委"], [None, None]),
        ("【市科协、市教委】", ["市科协", "市教委"], [None, None]),
        ("（责任单位：市科协）", ["市科协"], [RESPONSIBLE]),
        ("（责任部门: 市科协、市教委）", ["市科协", "市教委"], [RESPONSIBLE, RESPONSIBLE]),
        ("（牵头单位：市科协，配合单位：市教委）", ["市科协", "市教委"], [LEAD, SUPPORTING]),
        ("（牵头：市科协；配合：市教委）", ["市科协", "市教委"], [LEAD, SUPPORTING]),
        ("（主办单位：市科协；协办单位：市教委）", ["市科协", "市教委"], [LEAD, SUPPORTING]),
        (
            "（市科协牵头，市教委、市科技局配合）",
            ["市科协", "市教委", "市科技局"],
            [LEAD, SUPPORTING, SUPPORTING],
        ),
        ("（市科协牵头市教委参与）", ["市科协", "市教委"], [LEAD, SUPPORTING]),
        ("（市科协负责）", ["市科协"], [RESPONSIBLE]),
        ("（市科协、市教委按职责分工负责）", ["市科协", "市教委"], [RESPONSIBLE, RESPONSIBLE]),
        ("（市科协、市教委，按职责分工负责）", ["市科协", "市教委"], [RESPONSIBLE, RESPONSIBLE]),
        ("（由市科协牵头，会同市教委分别负责）", ["市科协", "市教委"], [LEAD, RESPONSIBLE]),
        ("（责任单位：市科协；完成时限：12月底前）", ["市科协"], [RESPONSIBLE]),
        ("（责任单位：市科协 完成时限：12月底前）", ["市科协"], [RESPONSIBLE]),
        ("\n牵头单位：市科协 配合单位：市教委", ["市科协", "市教委"], [LEAD, SUPPORTING]),
        ("由市科协牵头，市教委配合。", ["市科协", "市教委"], [LEAD, SUPPORTING]),
        ("进社区。市科协、市教委负责。", ["市科协", "市教委"], [RESPONSIBLE, RESPONSIBLE]),
        ("责任单位：市科协、市教委。", ["市科协", "市教委"], [RESPONSIBLE, RESPONSIBLE]),
        ("\n责任单位\n市科协、市教委", ["市科协", "市教委"], [RESPONSIBLE, RESPONSIBLE]),
        ("\n市科协、市教委", ["市科协", "市教委"], [None, None]),
        ("\n牵头单位：市科协\n配合单位：市教委", ["市科协", "市教委"], [LEAD, SUPPORTING]),
        ("（牵头单位：市科协）（配合单位：市教委）", ["市科协", "市教委"], [LEAD, SUPPORTING]),
    ],
)
def test_unit_list_in_a_known_shape_gives_units_in_order_with_their_roles(
    ending: str, units: list[str], roles: list[str | None]
) -> None:
    item = read_item(ending)

    assert (list(item.units), list(item.roles)) == (units, roles)
    assert item.title == "办好活动。"
    assert (item.everyone, item.open_ended, item.warnings) == (False, False, ())


@pytest.mark.parametrize(
    ("ending", "units"),
    [
        ("（市科协等）", ["市科协"]),
        ("（市科协、市教委等部门）", ["市科协", "市教委"]),
        ("（市科协、市教委等相关部门）", ["市科协", "市教委"]),
        ("（市科协、市教委等有关单位）", ["市科协", "市教委"]),
        ("（市科协牵头，市教委等配合）", ["市科协", "市教委"]),
        ("（责任单位：市科协、等）", ["市科协"]),
    ],
)
def test_and_others_after_the_last_name_opens_the_list_and_is_no_name(
    ending: str, units: list[str]
) -> None:
    item = read_item(ending)

    assert (list(item.units), item.open_ended) == (units, True)


@pytest.mark.parametrize(
    ("ending", "everyone", "units"),
    [
        ("（各责任单位）", True, []),
        ("（各成员单位）", True, []),
        ("（责任单位：各成员单位）", True, []),
        ("（市全民科学素质工作领导小组各成员单位）", True, []),
        ("（市科协、各成员单位）", True, ["市科协"]),
        ("（各责任单位，各区、县级市政府）", True, ["各区、县级市政府"]),
        ("（市科协，各区、县级市政府）", False, ["市科协", "各区、县级市政府"]),
        ("（各县（市、区）科协）", False, ["各县（市、区）科协"]),
        ("（各乡镇、街道）", False, ["各乡镇、街道"]),
        ("（各园区）", False, ["各园区"]),
        ("（各有关单位）", False, ["各有关单位"]),
    ],
)
def test_groups_are_one_entry_and_only_the_plans_own_units_mean_everyone(
    ending: str, everyone: bool, units: list[str]
) -> None:
    item = read_item(ending)

    assert (item.everyone, list(item.units)) == (everyone, units)


@pytest.mark.parametrize(
    "name",
    [
        "文化广电和旅游局",
        "自然资源和规划局",
        "人力资源和社会保障局",
        "工业和信息化局",
        "市发展和改革委员会",
    ],
)
def test_and_inside_one_name_does_not_divide_it(name: str) -> None:
    assert read_item(f"（{name}、市科协）").units == (name, "市科协")


@pytest.mark.parametrize("word", ["和", "及", "与", "以及"])
def test_and_between_two_whole_names_divides_them(word: str) -> None:
    assert read_item(f"（市教委{word}市文化广电和旅游局）").units == (
        "市教委",
        "市文化广电和旅游局",
    )


@pytest.mark.parametrize(
    "ending",
    [
        "（2006—2010—2020年）",
        "（流程、车间）",
        "（营）",
        "（含各区县）",
        "（以下简称纲要办）",
        "（试行）",
        "（十六个部门）",
    ],
)
def test_trailing_parenthesis_without_units_is_refused_and_stays_in_the_text(ending: str) -> None:
    (item,) = read_plan(f"某市2020年科普工作要点\n1.办好活动{ending}", {}).items

    assert (item.units_text, item.units, item.everyone) == (None, (), False)
    assert item.title == f"办好活动{ending}"
    assert [warning.message for warning in item.warnings] == [
        f"这一条没有找到责任单位：末尾括号“{ending[1:-1]}”不像单位名单，请核对。"
    ]


def test_missing_closing_parenthesis_is_read_to_the_end_with_a_warning() -> None:
    item = read_item("（市科协、市教委")

    assert item.units == ("市科协", "市教委")
    assert [warning.message for warning in item.warnings] == [
        "责任单位的括号没有闭合，已读到段末，请核对。"
    ]


def test_name_that_does_not_look_like_a_unit_is_kept_and_pointed_out() -> None:
    item = read_item("（市科协、青少年）")

    assert item.units == ("市科协", "青少年")
    assert [warning.message for warning in item.warnings] == [
        "“青少年”不像单位名称，仍按原文列入，请核对。"
    ]


def test_text_that_follows_the_units_stays_in_the_item_with_a_warning() -> None:
    item = read_item("（市科协）\n各单位要在年底前报送总结。")

    assert item.units == ("市科协",)
    assert [warning.message for warning in item.warnings] == [
        "责任单位之后还有文字（第 3 行），已归入本条，请核对。"
    ]


def test_units_text_is_what_is_written_between_the_parentheses() -> None:
    assert read_item("（ 市科协、市经济信息委等 ）").units_text == "市科协、市经济信息委等"
    assert read_item("\n责任单位：市科协").units_text == "责任单位：市科协"


@pytest.mark.parametrize(
    "ending", ["鼓励社会力量参与。", "形成政府负责、社会协同的局面。", "市科协加强指导。"]
)
def test_a_last_sentence_that_only_sounds_like_roles_names_nobody(ending: str):
    item = read_item(ending)

    assert (item.units, item.units_text) == ((), None)
    assert [warning.message for warning in item.warnings] == [
        "这一条没有找到责任单位，请补上，或写明“各责任单位”。"
    ]
