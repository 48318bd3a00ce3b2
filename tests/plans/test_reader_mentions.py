"""Themed days and series named in an item: the longest name, and no name inside a number."""

import pytest

from events.plans.notice.event_series import find_event_series
from events.plans.notice.mentions import DayNames
from events.plans.reader import read_plan
from events.plans.reading import ItemReading

DAY_NAMES = {
    "全国科普日": "science-day",
    "科普日": "science-day",
    "全国科技活动周": "sci-tech-week",
    "科技活动周": "sci-tech-week",
    "市场监管科技活动周": "market-week",
    "防灾减灾日": "disaster-day",
    "5.12": "disaster-day",
    "4·15": "security-day",
    "7.28防震减灾宣传": "tangshan",
    "两周一展": "guangxi-week",
    "全国土地日": "land-day",
    "土地日": "land-day",
    "环境日": "environment-day",
    "全民健身": "fitness-day",
    "文化科技卫生“三下乡”": "san-xia-xiang",
    "三下乡": "san-xia-xiang",
}


def read_item(words: str) -> ItemReading:
    (item,) = read_plan(f"某市2020年科普工作要点\n1.{words}（市科协）", DAY_NAMES).items
    return item


@pytest.mark.parametrize(
    ("words", "slugs"),
    [
        ("办好全国科普日和科普日。", ["science-day"]),
        ("参加市场监管科技活动周。", ["market-week"]),
        ("参加市场监管科技活动周、科技活动周。", ["market-week", "sci-tech-week"]),
        ("开展科技活动周、全国科普日活动。", ["sci-tech-week", "science-day"]),
        ("开展文化科技卫生「三下乡」活动。", ["san-xia-xiang"]),
        ("组织“5.12”演练。", ["disaster-day"]),
        ("组织5.12防灾减灾宣传活动。", ["disaster-day"]),
        ("组织4·15国家安全教育日活动。", ["security-day"]),
        ("组织7.28防震减灾宣传。", ["tangshan"]),
        ("开展全民健身活动。", ["fitness-day"]),
        ("宣传环境日前后的成果。", ["environment-day"]),
        ("自2015.12起实施。", []),
        ("投入5.12亿元开展宣传活动。", []),
        ("面积24·15公顷。", []),
        ("编号17.28防震减灾宣传册。", []),
        ("做到每两周一展。", []),
        ("应对土地日益紧张。", []),
        ("改善环境日常管理。", []),
    ],
)
def test_themed_days_are_found_by_name_and_not_inside_other_words(
    words: str, slugs: list[str]
) -> None:
    assert list(read_item(words).themed_days) == slugs


@pytest.mark.parametrize(
    ("words", "series"),
    [
        ("举办机器人竞赛和科技创新大赛。", ["机器人竞赛", "科技创新大赛"]),
        ("开展山城科普巡展和流动科技馆巡展活动。", ["山城科普巡展", "流动科技馆巡展"]),
        ("开展“最美科普志愿者”评选。", ["“最美科普志愿者”评选"]),
        ("实施“乡村小院士计划”。", ["乡村小院士计划"]),
        ("开展“星火讲堂”“萤光小队”等活动。", ["“星火讲堂”", "“萤光小队”"]),
        (
            "组织参加全国中学生天文夏令营、小小讲解员评选活动。",
            ["全国中学生天文夏令营", "小小讲解员评选活动"],
        ),
        ("开展全国科普日、科技活动周等主题科普活动。", []),
        ("落实《某某大赛管理办法》，开展各类竞赛活动。", []),
        ("推动“互联网+科普”行动。", []),
        ("开展线上线下相结合的科普活动。", []),
    ],
)
def test_competitions_and_projects_that_are_carried_out_are_plain_mentions(
    words: str, series: list[str]
) -> None:
    assert list(read_item(words).event_series) == series


def test_empty_table_of_names_finds_no_day() -> None:
    (item,) = read_plan("1.办好全国科普日。（市科协）", {}).items

    assert item.themed_days == ()


def test_a_day_is_named_also_before_the_word_for_during():
    names = {"国际减灾日": "reduction", "土地日": "land"}

    assert DayNames(names).find("在国际减灾日期间宣传") == ("reduction",)
    assert DayNames(names).find("土地日期待定") == ()


def test_a_themed_day_before_a_competition_is_no_part_of_its_name():
    days = DayNames({"全国科普日": "science-day"})

    assert find_event_series("办好全国科普日和第36届云溪市青少年科技创新大赛。", days) == (
        "第36届云溪市青少年科技创新大赛",
    )
