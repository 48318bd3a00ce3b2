"""The two notices the project began with, and what a notice says about itself.

The notices lie outside the project (their words are not ours to publish); without them the tests
that need them are skipped.
"""

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from events.plans.reader import read_plan
from events.plans.reading import PlanReading

SHARED = Path(__file__).resolve().parents[3] / "shared"
NOTICES = SHARED / "notices"
needs_notices = pytest.mark.skipif(
    not NOTICES.is_dir(), reason="the two original notices are not part of the project"
)


@pytest.fixture(scope="module")
def day_names() -> dict[str, str]:
    catalogue = yaml.safe_load((SHARED / "data" / "themed_days.yaml").read_text(encoding="utf-8"))
    return {
        name: day["id"]
        for day in catalogue["themed_days"]
        for name in [day["name_zh"], *(day.get("aliases") or [])]
    }


def read_notice(name: str, day_names: dict[str, str]) -> PlanReading:
    return read_plan((NOTICES / name).read_text(encoding="utf-8"), day_names)


@needs_notices
def test_chongqing_notice_is_read_exactly_as_expected(day_names: dict[str, str]) -> None:
    expected = json.loads((NOTICES / "chongqing_2020.expected.json").read_text(encoding="utf-8"))
    keys = ("number", "section_path", "title", "units_text", "everyone", "open_ended")
    named = ("themed_days", "event_series")

    def comparable(item: dict[str, Any], units: list[str]) -> dict[str, Any]:
        return {key: item[key] for key in (*keys, *named)} | {"units": units}

    reading = read_notice("chongqing_2020.txt", day_names)

    assert [comparable(item, item["units"]) for item in reading.as_json()["items"]] == [
        comparable(item, [unit["as_written"] for unit in item["units"]])
        for item in expected["items"]
    ]
    assert reading.title == expected["document_title"]
    assert (reading.year, reading.region) == (expected["year"], expected["region"])
    assert reading.issuer == expected["issuer"]["as_written"]
    assert reading.issued_on == date.fromisoformat(expected["issue_date"])
    assert reading.warnings == ()
    assert [item.warnings for item in reading.items] == [()] * 21


@needs_notices
def test_liuzhou_notice_gives_its_36_items_with_units_in_the_order_of_the_file(
    day_names: dict[str, str],
) -> None:
    lines = (NOTICES / "liuzhou_2019.txt").read_text(encoding="utf-8").splitlines()
    numbered = [
        (at, line.strip()) for at, line in enumerate(lines, start=1) if re.match(r"\d+\.", line)
    ]
    lists = [line[line.rindex("（") + 1 : line.rindex("）")] for _, line in numbered]

    items = read_notice("liuzhou_2019.txt", day_names).items

    assert [item.number for item in items] == list(range(1, 37))
    assert [item.line for item in items] == [at for at, _ in numbered]
    assert [item.units_text for item in items] == lists
    assert [item.everyone for item in items] == [text == "各成员单位" for text in lists]
    assert [list(item.units) for item in items] == [
        [] if text == "各成员单位" else text.split("、") for text in lists
    ]
    assert all(item.title.endswith("。") and "（各" not in item.title for item in items)
    assert {item.warnings for item in items} == {()}
    assert items[34].section_path == ("四、完善公民科学素质建设长效机制",)
    assert items[9].section_path == (
        "二、狠抓重点人群科学素质提升，助推经济社会发展",
        "（一）实施青少年科学素质行动",
    )


@needs_notices
def test_liuzhou_notice_names_its_themed_days_and_no_issuer(day_names: dict[str, str]) -> None:
    reading = read_notice("liuzhou_2019.txt", day_names)

    assert {item.number: item.themed_days for item in reading.items if item.themed_days} == {
        5: (
            "national-science-day",
            "bagui-science-campaign",
            "sci-tech-week",
            "world-aids-day",
            "world-tb-day",
            "world-no-tobacco-day",
            "world-meteorological-day",
            "world-environment-day",
            "market-regulation-sci-tech-week",
            "food-safety-week",
            "drug-safety-month",
            "healthy-china-tour",
            "national-fitness-day",
        ),
        9: ("public-science-day",),
    }
    assert reading.title == "2019年柳州市全民科学素质行动工作要点"
    assert (reading.year, reading.region) == (2019, "柳州市")
    assert (reading.issuer, reading.issued_on) == (None, None)
    assert [warning.message for warning in reading.warnings] == [
        "原文没有落款单位，请手工填写发文单位。",
        "原文没有成文日期，请手工填写。",
    ]


def read_head(*lines: str) -> PlanReading:
    return read_plan("\n".join([*lines, "1.办好活动。（市科协）"]), {})


@pytest.mark.parametrize(
    ("line", "title", "year", "region"),
    [
        ("2021年江城市科普工作要点", "2021年江城市科普工作要点", 2021, "江城市"),
        ("江城市2021年度科普工作要点", "江城市2021年度科普工作要点", 2021, "江城市"),
        ("二○二一年松原自治州科普工作要点", "二○二一年松原自治州科普工作要点", 2021, "松原自治州"),
        ("２０２１年郑州市科普工作安排", "２０２１年郑州市科普工作安排", 2021, "郑州市"),
        ("2021年江城市东湖区科普工作要点", "2021年江城市东湖区科普工作要点", 2021, "江城市东湖区"),
        ("关于印发2021年江城市科普工作要点的通知", "2021年江城市科普工作要点", 2021, "江城市"),
        ("2021年全市科普工作要点", "2021年全市科普工作要点", 2021, None),
        ("2021年社区科普工作要点", "2021年社区科普工作要点", 2021, None),
    ],
)
def test_title_line_gives_title_year_and_region(
    line: str, title: str, year: int, region: str | None
) -> None:
    reading = read_head(line)

    assert (reading.title, reading.year, reading.region) == (title, year, region)


def test_year_missing_in_the_title_comes_from_the_document_number_with_a_warning() -> None:
    reading = read_head("江科素办〔2022〕3号", "江城市科普工作要点")

    assert reading.year == 2022
    assert "标题没有写年份，按文号或发文日期取 2022 年，请核对。" in [
        warning.message for warning in reading.warnings
    ]


@pytest.mark.parametrize(
    ("lines", "issuer", "day"),
    [
        (["江城市科学技术协会", "2021年3月5日"], "江城市科学技术协会", date(2021, 3, 5)),
        (["江城市科协 2021 年 3 月 5 日"], "江城市科协", date(2021, 3, 5)),
        (["江城市科协", "江城市教育局", "2021.3.5"], "江城市科协、江城市教育局", date(2021, 3, 5)),
        (["江城市科协", "二〇二一年十月二十五日"], "江城市科协", date(2021, 10, 25)),
        (["江城市科协", "2021年13月5日"], None, None),
    ],
)
def test_name_above_a_date_that_stands_alone_is_the_issuer(
    lines: list[str], issuer: str | None, day: date | None
) -> None:
    reading = read_head("关于印发《2021年江城市科普工作要点》的通知", *lines)

    assert (reading.issuer, reading.issued_on) == (issuer, day)


def test_signature_below_the_last_item_is_not_part_of_it() -> None:
    text = "2021年江城市科普工作要点\n1.办好活动。（市科协）\n\n江城市科学技术协会\n2021年3月5日"

    reading = read_plan(text, {})

    assert reading.issuer == "江城市科学技术协会"
    assert (reading.items[0].units, reading.items[0].warnings) == (("市科协",), ())


def test_json_has_exactly_the_documented_names() -> None:
    reading = read_head("2021年江城市科普工作要点").as_json()

    assert list(reading) == [
        "title",
        "year",
        "region",
        "issuer",
        "issued_on",
        "items",
        "warnings",
    ]
    assert reading["items"] == [
        {
            "number": 1,
            "section_path": [],
            "title": "办好活动。",
            "units_text": "市科协",
            "units": ["市科协"],
            "roles": [None],
            "everyone": False,
            "open_ended": False,
            "themed_days": [],
            "event_series": [],
            "line": 2,
            "warnings": [],
        }
    ]
    assert reading["warnings"][0] == {
        "line": 1,
        "message": "原文没有落款单位，请手工填写发文单位。",
    }
