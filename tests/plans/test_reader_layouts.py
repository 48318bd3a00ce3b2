"""Invented notices of other places and layouts, each with the reading a person would give."""

from datetime import date
from pathlib import Path

from events.plans.reader import read_plan
from events.plans.reading import ItemReading, PlanReading

NOTICES = Path(__file__).parent / "notices"
DAY_NAMES = {
    "全国科普日": "national-science-day",
    "科普日": "national-science-day",
    "科普月": "national-science-month",
    "科技活动周": "sci-tech-week",
    "防灾减灾日": "disaster-prevention-day",
    "世界气象日": "world-meteorological-day",
    "食品安全宣传周": "food-safety-week",
}


def read(name: str) -> PlanReading:
    return read_plan((NOTICES / name).read_text(encoding="utf-8"), DAY_NAMES)


def heads(reading: PlanReading) -> list[tuple[int, str]]:
    return [(item.number, item.title) for item in reading.items]


def units(item: ItemReading) -> list[tuple[str, str | None]]:
    return list(zip(item.units, item.roles, strict=True))


def messages(reading: PlanReading) -> list[str]:
    """Everything a person is told, of the document and of its items."""
    every = [*reading.warnings, *(warning for item in reading.items for warning in item.warnings)]
    return [warning.message for warning in every]


def test_province_notice_with_articles_under_chapters_is_read_by_article():
    reading = read("province_articles.txt")

    assert reading.title == "2021年云岭省全民科学素质行动任务分工"
    assert (reading.year, reading.region) == (2021, "云岭省")
    assert reading.issuer == "云岭省全民科学素质工作领导小组办公室"
    assert reading.issued_on == date(2021, 3, 8)
    assert heads(reading) == [
        (1, "办好全省青少年科技创新大赛。"),
        (2, "在乡村小学建设科学角（室）。"),
        (3, "组织科技特派员下乡。"),
        (4, "编写农村实用技术手册（2021—2023年）。"),
    ]
    assert [item.section_path for item in reading.items] == [
        ("第一章 青少年",),
        ("第一章 青少年",),
        ("第二章 农民",),
        ("第二章 农民",),
    ]
    assert units(reading.items[0]) == [
        ("省教育厅", "responsible"),
        ("省科协", "responsible"),
        ("团省委", "responsible"),
    ]
    assert units(reading.items[1]) == [
        ("省教育厅", "lead"),
        ("省财政厅", "supporting"),
        ("省科协", "supporting"),
    ]
    assert [item.open_ended for item in reading.items] == [False, True, False, False]
    assert reading.items[1].units_text == "牵头单位：省教育厅；配合单位：省财政厅、省科协等"
    assert units(reading.items[2]) == [("省科技厅", "responsible")]


def test_parenthesis_that_names_years_is_refused_as_units_with_a_warning():
    item = read("province_articles.txt").items[3]

    assert (item.units_text, item.units, item.everyone) == (None, (), False)
    assert [(warning.line, warning.message) for warning in item.warnings] == [
        (22, "这一条没有找到责任单位：末尾括号“2021—2023年”不像单位名单，请核对。")
    ]


def test_county_plan_with_units_on_their_own_line_keeps_inner_points_in_their_item():
    reading = read("county_paren_items.txt")

    assert (reading.title, reading.year, reading.region) == (
        "青禾县2022年科普工作要点",
        2022,
        "青禾县",
    )
    assert (reading.issuer, reading.issued_on) == ("青禾县科学技术协会", date(2022, 2, 16))
    assert heads(reading) == [
        (1, "举办全国科普日青禾主场活动"),
        (2, "开展科技活动周。"),
        (1, "更新社区科普栏。"),
        (2, "培训科普员（每村一名），建立台账。"),
    ]
    assert [item.units for item in reading.items] == [
        ("县科协", "县卫生健康局", "县农业农村局"),
        ("县科技局", "县科协"),
        (),
        ("县科协", "各乡镇、街道"),
    ]
    assert [item.everyone for item in reading.items] == [False, False, True, False]
    assert [item.themed_days for item in reading.items] == [
        ("national-science-day",),
        ("sci-tech-week",),
        (),
        (),
    ]
    assert reading.items[0].units_text == "责任单位：县科协、县卫生健康局、县农业农村局"
    assert [item.line for item in reading.items] == [5, 12, 15, 17]
    assert messages(reading) == []


def test_district_plan_with_lead_and_supporting_lines_gives_each_unit_its_role():
    reading = read("district_lead_support.txt")

    assert (reading.title, reading.year, reading.region) == (
        "临湖区2023年科普工作计划",
        2023,
        "临湖区",
    )
    assert reading.issuer == "临湖区科学技术协会、临湖区教育局"
    assert reading.issued_on == date(2023, 4, 3)
    assert [(item.section_path, item.number) for item in reading.items] == [
        (("一、进校园",), 1),
        (("一、进校园",), 2),
        (("二、进社区",), 1),
        (("二、进社区",), 2),
    ]
    assert units(reading.items[0]) == [
        ("区教育局", "lead"),
        ("区科协", "supporting"),
        ("区科技和工业信息化局", "supporting"),
    ]
    assert reading.items[0].units_text == (
        "牵头单位：区教育局\n配合单位：区科协、区科技和工业信息化局"
    )
    assert units(reading.items[1]) == [
        ("区科技和工业信息化局", "lead"),
        ("区教育局", "supporting"),
        ("区科协", "supporting"),
    ]
    assert units(reading.items[2]) == [
        ("区应急管理局", "lead"),
        ("区消防救援大队", "supporting"),
        ("各街道", "supporting"),
    ]
    assert units(reading.items[3]) == [("区卫生健康局", "lead")]
    assert reading.items[3].title == "举办健康讲座（每月一次）。"


def test_bureau_plan_with_only_one_level_reads_its_sections_as_items():
    reading = read("bureau_sections_only.txt")

    assert (reading.year, reading.region, reading.issuer) == (2024, "海门市", "海门市气象局")
    assert heads(reading) == [(1, "开放气象台站。"), (2, "制作短视频。"), (3, "走进渔港。")]
    assert [item.section_path for item in reading.items] == [(), (), ()]
    assert reading.items[0].units == ("办公室", "观测科")
    assert reading.items[0].themed_days == ("world-meteorological-day",)
    assert units(reading.items[1]) == [("预报科", "responsible"), ("办公室", "supporting")]
    assert reading.items[2].units == ("观测科",)


def test_rows_of_a_table_become_items_with_roles_from_the_column_names():
    reading = read("table_rows.txt")

    assert heads(reading) == [
        (1, "建设流动科技馆"),
        (2, "开展食品安全宣传周"),
        (3, "培训农技员"),
    ]
    assert [units(item) for item in reading.items] == [
        [("市科协", "lead"), ("市教育局", "supporting"), ("市财政局", "supporting")],
        [("市市场监管局", "lead"), ("市卫生健康委", "supporting")],
        [("市农业农村局", "lead")],
    ]
    assert [item.open_ended for item in reading.items] == [False, True, False]
    assert [item.line for item in reading.items] == [3, 4, 6]
    assert reading.items[1].themed_days == ("food-safety-week",)


def test_numbers_alone_on_their_lines_take_the_words_below_them():
    reading = read("numbers_alone.txt")

    assert (reading.year, reading.region) == (2021, "白沙县")
    assert heads(reading) == [(1, "普及应急知识。"), (2, "宣传节约用水。"), (3, "保障经费。")]
    assert [item.section_path for item in reading.items] == [
        ("一、优化环境",),
        ("一、优化环境",),
        ("二、强化保障",),
    ]
    assert [item.line for item in reading.items] == [6, 11, 20]
    assert [item.units for item in reading.items] == [
        ("县应急管理局", "县科协"),
        ("县水利局",),
        ("县财政局",),
    ]
    assert [item.open_ended for item in reading.items] == [False, True, False]


def test_gaps_repeats_and_steps_back_in_numbers_are_kept_and_each_warned_about():
    reading = read("gaps_and_repeats.txt")

    assert [item.number for item in reading.items] == [1, 2, 2, 5, 4, 6]
    assert [[warning.message for warning in item.warnings] for item in reading.items] == [
        [],
        [],
        ["编号 2 重复出现，两条都已保留，请核对原文编号。"],
        ["编号到 5 不连续，缺第 3 至 4 条，请核对原文是否有遗漏。"],
        ["编号从 5 退回到 4，请核对原文顺序。"],
        ["编号到 6 不连续，缺第 5 条，请核对原文是否有遗漏。"],
    ]
    assert (
        8,
        "标题“三、保障”的编号到 3 不连续，缺第 2 条，请核对原文是否有遗漏。",
    ) in [(warning.line, warning.message) for warning in reading.warnings]


def test_full_width_digits_chinese_year_and_mixed_brackets_are_read_alike():
    reading = read("full_width.txt")

    assert (reading.title, reading.year, reading.region) == (
        "二〇二一年南屏自治县科学素质工作计划",
        2021,
        "南屏自治县",
    )
    assert [item.number for item in reading.items] == [1, 2, 3]
    assert reading.items[0].title == "面向老年人开设智能手机课堂．"
    assert [item.units for item in reading.items] == [
        ("县老龄办", "县科协"),
        ("县总工会", "县人力资源和社会保障局"),
        ("团县委", "县教育局"),
    ]
    assert reading.items[2].title == "面向青少年建设科普e站（含３Ｄ打印)。"


def test_roles_said_behind_the_names_and_groups_of_districts_are_understood():
    reading = read("city_roles.txt")

    assert reading.region == "江北新区"
    assert units(reading.items[0]) == [
        ("市科协", "lead"),
        ("市委宣传部", "supporting"),
        ("市文化和旅游局", "supporting"),
    ]
    assert units(reading.items[1]) == [
        ("市教育局", "lead"),
        ("市科技局", "responsible"),
        ("驻市高校", "responsible"),
    ]
    assert units(reading.items[2]) == [
        ("市科协", None),
        ("市民政局", None),
        ("各区、县级市政府", None),
    ]
    assert (reading.items[2].everyone, reading.items[3].everyone) == (False, True)
    assert reading.items[3].units == ("各园区",)
    assert reading.items[3].themed_days == ("national-science-month",)
    assert units(reading.items[4]) == [
        ("市科协", "responsible"),
        ("市人力资源和社会保障局", "responsible"),
        ("市总工会", "responsible"),
    ]
    assert reading.items[5].title == "加强统计（监测、评估、反馈）。"
    assert reading.items[5].units == ()


def test_lines_broken_by_the_page_are_joined_even_across_a_page_number():
    reading = read("wrapped_page.txt")

    assert reading.items[0].section_path == (
        "一、提升服务能力，推动科普资源在城乡之间合理流动，促进公共服务均等化",
    )
    assert reading.items[0].units == (
        "市科协",
        "市委宣传部",
        "市文化广电和旅游局",
        "市自然资源和规划局",
    )
    assert reading.items[1].title == "建设科普示范街区。"
    assert reading.items[1].units == ("市科协", "各街道办事处")
    assert [item.warnings for item in reading.items] == [(), ()]


def test_web_page_with_a_numbered_letter_reads_only_the_plan_and_says_so():
    reading = read("web_page.txt")

    assert reading.title == "凤鸣市全民科学素质行动2022年工作要点"
    assert (reading.issuer, reading.issued_on) == ("凤鸣市科学技术协会", date(2022, 3, 10))
    assert heads(reading) == [
        (1, "举办首届银发科普大赛。"),
        (2, "开展“科普大篷车”万里行活动。"),
    ]
    assert [item.units for item in reading.items] == [("市科协", "市老龄委"), ("市科协",)]
    assert reading.items[0].event_series == ("首届银发科普大赛",)
    assert [warning.line for warning in reading.warnings] == [7, 8]


def test_list_inside_an_item_with_the_same_numbering_stays_inside():
    reading = read("inner_numbers.txt")

    assert heads(reading) == [(1, "开展进村宣传。"), (2, "组织参加县科普讲解比赛。")]
    assert reading.items[0].units == ("镇卫生院", "镇科协")
    assert reading.items[1].event_series == ("县科普讲解比赛",)
    assert messages(reading) == [
        "原文没有落款单位，请手工填写发文单位。",
        "原文没有成文日期，请手工填写。",
    ]


def test_numbers_alone_without_a_mark_count_items_where_they_begin_at_the_top():
    reading = read_plan(
        "2027年云溪区科普工作任务表\n1\n办好科技活动周\n责任单位：区科技局、区科协\n"
        "2\n宣传世界水日\n责任单位：区水利局\n3．巡展进校园\n（区教育局）\n",
        {"科技活动周": "sci-tech-week", "世界水日": "world-water-day"},
    )

    assert [(item.number, item.line, item.title) for item in reading.items] == [
        (1, 2, "办好科技活动周"),
        (2, 5, "宣传世界水日"),
        (3, 8, "巡展进校园"),
    ]
    assert [item.units for item in reading.items] == [
        ("区科技局", "区科协"),
        ("区水利局",),
        ("区教育局",),
    ]
    assert [item.themed_days for item in reading.items] == [
        ("sci-tech-week",),
        ("world-water-day",),
        (),
    ]


def test_numbers_alone_at_the_foot_of_pages_count_no_items():
    page = "推动科普资源进社区，办好讲座。（区科协）\n"
    reading = read_plan(
        "2027年云溪区科普工作要点\n一、夯实基础\n（一）讲座。" + page + "1\n"
        "（二）展览。" + page + "2\n（三）比赛。" + page + "3\n",
        {},
    )

    assert [item.number for item in reading.items] == [1, 2, 3]
    assert [item.title for item in reading.items] == ["讲座。", "展览。", "比赛。"]
    assert all(item.warnings == () for item in reading.items)


def test_the_printing_date_at_the_end_belongs_to_the_paper():
    reading = read_plan(
        "2027年云溪区科普工作要点\n1.办讲座。（区科协）\n抄送：区政府\n    2027年3月2日印发\n", {}
    )

    assert [item.warnings for item in reading.items] == [()]
