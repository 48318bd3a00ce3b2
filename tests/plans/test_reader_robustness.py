"""Any text gives an answer, soon, and nothing that is numbered gets lost."""

import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from events.plans.reader import LONGEST_TEXT, read_plan
from events.plans.reading import PlanReading

DAY_NAMES = {"科普日": "science-day", "5.12": "disaster-day"}
WORDS = ["（市科协、市教委）", "责任单位：", "2020年", "附件：", "开展", "等活动", "科普日", "5.12"]
MARKERS = ["一、", "（一）", "1.", "2、", "(3)", "第四条", "①"]
SIGNS = [*"\n\r\t|。；（）《》“”、和\u200b\u3000", "\r\n"]
PIECES = st.sampled_from([*WORDS, *MARKERS, *SIGNS])


@pytest.mark.parametrize("text", ["", " \n\u3000\n", "没有编号的一段话。", "标题\n\n正文一段。"])
def test_text_without_numbered_items_gives_no_items_and_says_what_was_sought(text: str) -> None:
    reading = read_plan(text, DAY_NAMES)

    assert reading.items == ()
    assert reading.warnings[-1].message == (
        "没有找到编号条目：已查找 一、（一）1.（1）①第一条 等编号和带责任单位列的表格，"
        "请确认文件是工作要点正文，并给每条任务加上编号。"
    )


@settings(deadline=None)
@given(st.text())
def test_arbitrary_text_is_read_without_failing(text: str) -> None:
    json.dumps(read_plan(text, DAY_NAMES).as_json())


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES | st.text(max_size=4), max_size=60).map("".join))
def test_scrambled_parts_of_notices_are_read_without_failing(text: str) -> None:
    reading = read_plan(text, DAY_NAMES)

    for item in reading.items:
        assert len(item.units) == len(item.roles)
        assert 1 <= item.line <= text.count("\n") + text.count("\r") + 1


def everything_shown(reading: PlanReading) -> str:
    return json.dumps(reading.as_json(), ensure_ascii=False)


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(1, 30), st.sampled_from(["市科协", "市教委", "各成员单位"])),
        min_size=1,
        max_size=30,
    )
)
def test_every_numbered_line_with_units_becomes_an_item_whatever_its_number(
    numbered: list[tuple[int, str]],
) -> None:
    lines = [
        f"{number}.完成任务{index}号。（{unit}）" for index, (number, unit) in enumerate(numbered)
    ]

    items = read_plan("某市2020年科普工作要点\n" + "\n".join(lines), DAY_NAMES).items

    assert [(item.number, item.line) for item in items] == [
        (number, index) for index, (number, _) in enumerate(numbered, start=2)
    ]
    assert [item.title for item in items] == [f"完成任务{index}号。" for index in range(len(lines))]


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["一、", "二、", "（一）", "（二）", "1.", "2.", "（1）"]),
            st.booleans(),
        ),
        min_size=1,
        max_size=20,
    )
)
def test_numbered_line_of_any_level_is_an_item_a_heading_a_part_of_one_or_a_warning(
    levels: list[tuple[str, bool]],
) -> None:
    words = [f"词语{index}号" for index in range(len(levels))]
    lines = [
        f"{marker}{word}。{'（市科协）' if has_units else ''}"
        for (marker, has_units), word in zip(levels, words, strict=True)
    ]

    reading = read_plan("\n".join(lines), DAY_NAMES)

    shown = everything_shown(reading)
    spans = [item.line for item in reading.items]
    for number, word in enumerate(words, start=1):
        inside_an_item = any(line <= number for line in spans)
        assert word in shown or inside_an_item


@pytest.mark.parametrize(
    "text",
    [
        "1." + "科普" * 500_000,
        "1.办好活动。" + "（" * 100_000 + "）" * 100_000,
        "1.办好活动。" + "（" * 100_000,
        "1.办好活动。" + "）" * 100_000,
        "1.办好活动。" + "（市科协）" * 50_000,
        "1.办好活动。（" + "按职责分工" * 50_000 + "）",
        "1.办好活动。（" + "市科协、" * 100_000 + "）",
        "1.开展" + "“甲”和" * 100_000 + "等活动",
        "1.开展" + "甲大赛和" * 100_000,
        "1." + "。责任单位：" * 100_000,
        "1.办好活动。\n" * 10_000,
        "一、\n" * 10_000,
        "1.\n" + "《\n" * 50_000,
        "5.12" * 200_000,
        "\n" * 500_000 + "1.办好活动。（市科协）",
        "|" * 300_000,
        " " * 1_000_000,
        "2020年1月1日\n" * 50_000,
        "市科协\n" * 50_000 + "2020年1月1日",
    ],
    ids=lambda text: text[:12].replace("\n", "/"),
)
def test_huge_and_hostile_text_is_read_in_seconds(text: str) -> None:
    started = time.process_time()

    read_plan(text, DAY_NAMES)

    assert time.process_time() - started < 10


def test_text_beyond_the_limit_is_not_read_at_all() -> None:
    reading = read_plan("1.办好活动。（市科协）\n" * 1_500_000, DAY_NAMES)

    assert reading.items == ()
    assert [(warning.line, warning.message) for warning in reading.warnings] == [
        (1, f"文本超过 {LONGEST_TEXT} 字，没有读取，请只保留工作要点正文后重试。")
    ]


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_line_numbers_are_those_of_the_file_whatever_its_line_ends(line_end: str) -> None:
    lines = [
        "\ufeff某市2020年科普工作要点",
        "",
        "\u3000\u30001．办好科普日。\xa0（市科\u200b协）",
        "\f2.办展。（市教委）",
    ]

    items = read_plan(line_end.join(lines), DAY_NAMES).items

    assert [(item.line, item.units) for item in items] == [(3, ("市科协",)), (4, ("市教委",))]
