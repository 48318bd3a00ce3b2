"""What is wrong in a catalogue is named with file and line, all at once, and nothing is written."""

from collections.abc import Callable
from pathlib import Path

import pytest

from events.catalogue.validation import read_catalogue
from events.errors import RecordsInvalid
from events.records.files import LARGEST_FILE
from tests.catalogue.conftest import everything
from tests.catalogue.small import SmallCatalogue
from tests.conftest import Outcome

DAYS, UNITS, DISTRICTS = "themed_days", "units", "districts"
FROG = "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=20"

# file, what stood there, what is written instead, the words at which the mistake is shown, and
# what is said
MISTAKES = [
    (DAYS, "slug: frog-day", "slug: star-night", "最后", "主题日“star-night”与第 2 行重复"),
    (DAYS, "name: 青蛙日", "name: 观星周", "最后", "主题日“观星周”与第"),
    (UNITS, "slug: cq-all", "slug: cq-cast", "最后", "单位“cq-cast”与第"),
    (DISTRICTS, "    level: municipality\n",
     "    level: municipality\n  - slug: '450000'  # again\n"
     "    name: 桂\n    name_en: Gui\n    level: province\n", "again", "与第 2 行重复"),
    (DAYS, "    name: 青蛙日", "    name: 青蛙日\n    name: 蛙日", "name: 蛙日", "“name”写了两次"),
    (DAYS, "2026-05-16", "2026-02-30", "2026-02-30", "“2026-02-30”不是一个存在的日期"),
    (DAYS, "2026-05-16", "2026-5-16", "2026-5-16", "应为日期，写成 2026-09-20"),
    (DAYS, "last_day: 2026-05-23", "last_day: 2026-05-15", "last_day", "结束日 2026-05-15 早于"),
    (DAYS, "        last_day: 2026-05-23\n", "", "- year: 2026", "要么都写，要么都不写"),
    (DAYS, "- year: 2026", "- year: 2024", "first_day", "2026-05-16 不在 2024 年"),
    (DAYS, "- year: 2026", "- year: 2027", "first_day", "2026-05-16 不在 2027 年"),
    (DAYS, "date_status: announced", "date_status: held", "held", "“date_status”应为 predicted、"),
    (DAYS, "parent: star-week", "parent: moon-week", "moon", "“moon-week”不存在"),
    (DAYS, "    offset_days: 2", "    successor: moon-day", "moon", "主题日“moon-day”不存在"),
    (DAYS, "parent: star-week", "parent: star-night", "parent", "“parent”绕成了一圈"),
    (DAYS, "    parent: star-week\n", "", "derived", "随另一个主题日而定的要写 parent"),
    (DAYS, f"    rule: {FROG}\n", "", "predictability: fixed", "日期确定的主题日要有 rule"),
    (DAYS, "offset_days: 2", "offset_days: 2\n    valid_from: 2020\n    valid_to: 2019", "valid_to",
     "valid_to 早于 valid_from"),
    (DAYS, f"rule: {FROG}", "rule: FREQ=DAILY", "FREQ=DAILY", "FREQ"),
    (DAYS, "subject: life", "subject: frogs", "frogs", "“subject”应为 sky、"),
    (DAYS, "subject: life", "subject: life\n    topic: life", "topic",
     "没有“topic”这一栏，可用的有 slug、"),
    (DAYS, "    subject: life\n", "    subject:\n", "最后", "缺少“subject”"),
    (DAYS, "slug: frog-day", "slug: frog/day", "frog/day", "只能用小写字母、数字和连字符"),
    (DAYS, "text: 抬头看", "text: 抬\u202e头看", "头看", "看不见的控制字符"),
    (DAYS, "        note: 第一次。", "        sources:\n          - title: 通知\n"
     "            url: javascript:alert(1)", "javascript", "开头的网址"),
    (DAYS, "predictability: fixed", "predictability: astronomical\n    solar_term: 春风", "春风",
     "没有“春风”这个节气"),
    (DAYS, "predictability: fixed", "predictability: regional-rule", "regional-rule",
     "要写 regional_rules"),
    (DAYS, "predictability: fixed", "predictability: regional-rule\n    regional_rules:\n"
     "      - region: '999999'\n        rule: FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=1", "999999",
     "地区“999999”不存在"),
    (UNITS, "region: '450200'", "region: 450200", "region: 450200", "应为文字，现在是 450200；"),
    (UNITS, "region: '450200'", "region: '450299'", "450299", "地区“450299”不存在"),
    (UNITS, "hosted_by: cq-cast", "hosted_by: cq-nobody", "cq-nobody", "“cq-nobody”不存在"),
    (UNITS, "[cq-cast, cq-weather]", "[cq-cast, cq-rain]", "cq-rain", "成员单位“cq-rain”不存在"),
    (UNITS, "[cq-cast, cq-weather]", "cq-cast", "members", "“members”应是一列"),
    (UNITS, "kind: government-bureau", "kind: office", "kind: office", "“kind”应为"),
    (DISTRICTS, "code: '500000'", "code: 500000", "code: 500000", "如果是数字，请加引号"),
    (DISTRICTS, "parent: '450000'", "parent: '460000'", "460000", "地区“460000”不存在"),
    (DISTRICTS, "parent: '450000'", "parent: '450200'", "parent", "“parent”绕成了一圈"),
    ("days_off", "[2026-01-04]", "[2026-01-03]", "- year", "2026-01-03 写了不止一次"),
    ("days_off", "[2026-01-04]", "[2028-01-04]", "- year", "2028-01-04 不在 2026 年"),
    ("days_off", "days: [2026-01-01,", "days: [元旦,", "days: [元旦", "应为日期"),
    ("solar_terms", "秋分: 2026-09-23", "秋风: 2026-09-23", "秋风", "没有“秋风”这个节气"),
    ("solar_terms", "秋分: 2026-09-23", "秋分: 2027-09-23", "2027", "不在 2026 年"),
    ("solar_terms", "秋分: 2026-09-23", "秋分: 2026-03-20", "秋分: ", "写在同一天"),
    ("solar_terms", "  2026:\n", "  2027: 无\n  2026:\n", "2027: 无", "应是一组“节气: 日期”"),
]  # fmt: skip


def mistakes_of(folder: Path) -> list[str]:
    with pytest.raises(RecordsInvalid) as refusal:
        read_catalogue(folder)
    return refusal.value.mistakes


@pytest.mark.parametrize(
    ("name", "old", "new", "shown_at", "said"),
    MISTAKES,
    ids=[f"{name} {new.strip()[:30]!r}" for name, _, new, _, _ in MISTAKES],
)
def test_a_mistake_is_named_with_its_file_and_line(
    small: SmallCatalogue, name: str, old: str, new: str, shown_at: str, said: str
):
    small.change(name, old, new)

    [mistake] = mistakes_of(small.folder)

    place, _, sentence = mistake.partition("：")
    last_new = [
        number
        for number, line in enumerate(small.file(name).read_text().splitlines(), 1)
        if new.strip() in line
    ]
    line = last_new[-1] if shown_at == "最后" else small.line(name, shown_at)
    assert place == f"{name}.yaml:{line}"
    assert said in sentence


def test_the_same_year_twice_in_one_day_names_both_lines(small: SmallCatalogue):
    edition = "      - year: 2026\n        date_status: predicted\n"
    small.change(DAYS, "    editions:\n", f"    editions:\n{edition}")
    first = small.line(DAYS, "- year: 2026")

    [mistake] = mistakes_of(small.folder)

    assert (
        mistake == f"themed_days.yaml:{first + 2}：届“2026”与第 {first} 行重复，请改用别的 year。"
    )


def test_a_day_off_in_two_years_of_the_table_is_found(small: SmallCatalogue):
    small.change(
        "days_off",
        "    working_days",
        "  - year: 2027\n    source: 通知\n    days_off:\n      - name: 元旦\n"
        "        days: [2026-01-03, 2027-01-01]\n    working_days",
    )

    assert [m for m in mistakes_of(small.folder) if "2026-01-03 写了不止一次" in m] != []


def test_all_mistakes_of_all_files_are_said_at_once_and_nothing_is_written(
    load: Callable[[], Outcome], small: SmallCatalogue
):
    load()
    before = everything()
    small.change(DAYS, "summary: 听青蛙。", "summary: 听蛙。")  # right, yet not to be taken
    small.change(DAYS, "2026-05-16", "2026-02-30")
    small.change(DAYS, "kind: week", "kind: fortnight")
    small.change(UNITS, "region: '450200'", "region: 450200")
    small.file("days_off").unlink()

    said = load()

    assert (said.exit_code, said.stdout) == (1, "")
    assert [line.partition("：")[0] for line in said.stderr.splitlines()] == [
        f"units.yaml:{small.line(UNITS, 'region: 450200')}",
        f"themed_days.yaml:{small.line(DAYS, 'kind: fortnight')}",
        f"themed_days.yaml:{small.line(DAYS, '2026-02-30')}",
        "days_off.yaml:1",
    ]
    assert everything() == before


def test_a_load_that_fails_half_way_leaves_nothing_behind(
    load: Callable[[], Outcome], small: SmallCatalogue, db: object
):
    """The last table can't be written: nor may the first be."""
    from events.days.models import SolarTerm

    load()
    before = everything()
    small.change(DISTRICTS, "name: 柳州市", "name: 龙城市")
    small.change("solar_terms", "春分: 2026-03-20", "春分: 2026-03-21")
    SolarTerm._meta.database.execute_sql("ALTER TABLE solar_term RENAME TO elsewhere")

    said = load()
    SolarTerm._meta.database.execute_sql("ALTER TABLE elsewhere RENAME TO solar_term")

    assert (said.exit_code, said.stdout) == (1, "")
    assert "kepuli migrate" in said.stderr
    assert everything() == before


UNREADABLE = [
    (b"districts:\n  - slug: [a\n", ":3：YAML 写法有误"),
    (b"districts:\n\t- slug: a\n", ":2：YAML 写法有误"),
    ("districts:\n  - name: 重庆市\n".encode("gb18030"), ":1：文件不是 UTF-8 编码"),
    (b"districts:\n  - name: a\x07b\n", ":1：文件里有不能出现的字符"),
    (b"", ":1：文件应以“名称: ”开头"),
    (b"- a\n- b\n", ":1：文件应以“名称: ”开头"),
    (b"districts: !!int x\n", ":1：文件里有不能出现的字符"),
    (b"districts: !!python/object/apply:os.system [ls]\n", ":1：YAML 写法有误"),
    (b"a: &a [*a]\n", ":1：YAML 写法有误"),
    (b"districts:\n  - a\n", ":1：“districts”里有一项不是“名称: 值”的写法：a。"),
    (b"districts: 450000\n", ":1：“districts”下面应是以 - 开头的一列。"),
    (b"a:\n  b: " + b"[" * 100_000, ":2：一层套一层，套得太深"),
    (b"a: b\n" * (LARGEST_FILE // 5 + 1), ":1：文件超过 5 MB"),
]


@pytest.mark.parametrize(("content", "said"), UNREADABLE, ids=[said for _, said in UNREADABLE])
def test_a_file_that_can_not_be_read_gets_one_sentence(
    small: SmallCatalogue, content: bytes, said: str
):
    small.file(DISTRICTS).write_bytes(content)

    [mistake] = mistakes_of(small.folder)

    assert mistake.startswith(f"districts.yaml{said}")


def test_a_folder_in_the_place_of_a_file_gets_one_sentence(small: SmallCatalogue):
    small.file(DISTRICTS).unlink()
    small.file(DISTRICTS).mkdir()

    assert mistakes_of(small.folder) == [
        "districts.yaml:1：打不开（Is a directory），请核对路径和权限。"
    ]


def test_a_folder_that_is_missing_names_all_five_files(tmp_path: Path):
    assert mistakes_of(tmp_path / "nowhere") == [
        f"{name}.yaml:1：没有这个文件，请核对文件夹和文件名。"
        for name in ("districts", "units", "themed_days", "days_off", "solar_terms")
    ]
