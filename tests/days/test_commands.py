"""`kepuli days list|show` and `kepuli editions …`: what they say and what they refuse."""

import json
from datetime import date
from typing import Any

import pytest

from events import changes
from events.days.models import Edition, ThemedDay
from tests.conftest import Outcome, Program
from tests.factories import make_district, make_edition, make_themed_day, make_unit

MAY = "FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=10"
NOTICE = ("--source", "科技部通知")
WEEK = ("--first", "2027-05-15", "--last", "2027-05-22")

pytestmark = pytest.mark.usefixtures("db")


@pytest.fixture
def week() -> ThemedDay:
    """Its rule only predicts, 2026 is known."""
    day = make_themed_day(slug="star-week", name="观星周", rule=MAY, rule_words="五月十日起。")
    make_edition(
        themed_day=day,
        first_day=date(2026, 5, 16),
        last_day=date(2026, 5, 17),
        themes=[{"text": "抬头看"}, {"text": "看见"}],
        sources=[{"title": "旧闻"}, {"title": "通知", "url": "https://example.cn/1"}],
    )
    return day


@pytest.fixture
def earth_day() -> ThemedDay:
    rule = "FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=22"
    return make_themed_day(slug="earth-day", name="地球日", rule=rule, predictability="fixed")


def read_json(said: Outcome) -> Any:
    assert (said.exit_code, said.stderr) == (0, "")
    return json.loads(said.stdout)


def prediction(year: int) -> dict[str, Any]:
    return {
        "year": year,
        "first_day": f"{year}-05-10",
        "last_day": f"{year}-05-10",
        "date_status": "predicted",
        "themes": [],
        "source": None,
        "end_known": True,
    }


def test_show_gives_programs_one_object_with_the_next_two_years_predicted(
    kepuli: Program, week: ThemedDay
):
    assert read_json(kepuli("days", "show", "star-week", "--json")) == {
        "slug": "star-week",
        "name": "观星周",
        "rule": MAY,
        "predictability": "announced",
        "editions": [
            {
                "year": 2026,
                "first_day": "2026-05-16",
                "last_day": "2026-05-17",
                "date_status": "confirmed",
                "themes": ["抬头看", "看见"],
                "source": "https://example.cn/1",
                "end_known": True,
            },
            prediction(2027),
            prediction(2028),
        ],
    }


def test_show_gives_null_for_days_that_nobody_knows(kepuli: Program):
    day = make_themed_day(slug="fog-day", predictability="open")
    make_edition(
        themed_day=day,
        year=2020,
        first_day=None,
        date_status="predicted",
        sources=[{"title": "报"}],
    )

    found = read_json(kepuli("days", "show", "fog-day", "--json"))

    assert (found["rule"], found["predictability"]) == (None, "open")
    assert found["editions"] == [
        {
            "year": 2020,
            "first_day": None,
            "last_day": None,
            "date_status": "predicted",
            "themes": [],
            "source": "报",
            "end_known": True,
        }
    ]


def test_show_says_people_which_days_are_certain_and_which_are_a_guess(
    kepuli: Program, week: ThemedDay, earth_day: ThemedDay
):
    guess = kepuli("days", "show", "star-week")
    certain = kepuli("days", "show", "earth-day")

    assert guess.stdout.splitlines() == [
        "观星周（star-week）",
        "五月十日起。",
        "2026  2026-05-16 至 2026-05-17  已确认  抬头看；看见",
        "2027  2027-05-10 至 2027-05-10  按规则预测",
        "2028  2028-05-10 至 2028-05-10  按规则预测",
    ]
    assert certain.stdout.splitlines()[2] == "2026  2026-04-22 至 2026-04-22  日期确定"


def test_an_unknown_slug_is_one_sentence_and_exit_code_1(kepuli: Program, week: ThemedDay):
    assert kepuli("days", "show", "moon-week") == Outcome(
        1, "", "没有“moon-week”这个主题日，用 kepuli days list 看全部代号。\n"
    )


def test_list_shows_each_day_with_its_next_edition_in_the_catalogues_order(
    kepuli: Program, week: ThemedDay, earth_day: ThemedDay
):
    make_themed_day(slug="fog-day", name="雾日", predictability="open", position=1)

    said = kepuli("days", "list")

    assert [line.split(maxsplit=1) for line in said.stdout.splitlines()] == [
        ["star-week", "观星周　2027-05-10 按规则预测"],
        ["earth-day", "地球日　2027-04-22 日期确定"],
        ["fog-day", "雾日　日期未定"],
    ]


def test_list_as_json_gives_null_where_nothing_is_expected(kepuli: Program, week: ThemedDay):
    make_themed_day(slug="fog-day", name="雾日", predictability="open", position=1)

    assert read_json(kepuli("days", "list", "--json")) == [
        {"slug": "star-week", "name": "观星周", "next": prediction(2027)},
        {"slug": "fog-day", "name": "雾日", "next": None},
    ]


def test_an_edition_that_runs_today_is_the_next_one(kepuli: Program):
    day = make_themed_day(slug="long-month")
    make_edition(themed_day=day, first_day=date(2026, 10, 22), last_day=date(2026, 11, 21))

    [found] = read_json(kepuli("days", "list", "--json"))

    assert found["next"]["first_day"] == "2026-10-22"


def test_of_several_regions_the_first_comes_next_and_is_named(kepuli: Program):
    for slug, name in (("440000", "广东省"), ("450000", "广西壮族自治区")):
        make_unit(region=make_district(slug=slug, name=name))
    rules = {"440000": "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=20", "450000": MAY.replace("5", "2", 1)}
    make_themed_day(
        slug="bird-week",
        name="爱鸟周",
        predictability="regional-rule",
        regional_rules=[{"region": region, "rule": rule} for region, rule in rules.items()],
    )

    said = kepuli("days", "list")
    shown = read_json(kepuli("days", "show", "bird-week", "--json"))

    assert said.stdout.endswith("爱鸟周　2027-02-10 按规则预测（广西壮族自治区）\n")
    assert [(row["year"], row["region"]) for row in shown["editions"]] == [
        (2027, "440000"),
        (2027, "450000"),
        (2028, "440000"),
        (2028, "450000"),
    ]


def test_the_story_of_an_edition_from_its_notice_to_its_end(kepuli: Program, week: ThemedDay):
    announced = kepuli("editions", "announce", "star-week", "2027", *WEEK, *NOTICE)
    confirmed = kepuli("editions", "confirm", "star-week", "2027", "--source", "市科协通知")
    moved = kepuli(
        "editions", "move", "star-week", "2027",
        "--first", "2027-08-21", "--last", "2027-08-28", "--source", "改期通知",
    )  # fmt: skip
    theme = kepuli("editions", "theme", "star-week", "2027", " 看见\t星星 ")
    cancelled = kepuli("editions", "cancel", "star-week", "2027", "--reason", "暴雨")

    assert [said.stdout for said in (announced, confirmed, moved, theme, cancelled)] == [
        "观星周 2027：2027-05-15 至 2027-05-22，已公布。\n",
        "观星周 2027：2027-05-15 至 2027-05-22，已确认。\n",
        "观星周 2027：2027-08-21 至 2027-08-28，已确认。\n",
        "观星周 2027 年的主题：看见 星星\n",
        "观星周 2027：2027-08-21 至 2027-08-28，已取消。\n",
    ]
    edition = Edition.get(Edition.year == 2027)
    assert [source["title"] for source in edition.sources] == [
        "科技部通知",
        "市科协通知",
        "改期通知",
    ]
    assert str(edition.moved_from_first_day) == "2027-05-15"
    assert (edition.themes, edition.cancel_reason) == ([{"text": "看见 星星"}], "暴雨")


def test_a_notice_without_a_last_day_leaves_the_end_open(kepuli: Program, week: ThemedDay):
    kepuli("editions", "announce", "star-week", "2027", "--first", "2027-05-15", *NOTICE)

    [found] = [
        row
        for row in read_json(kepuli("days", "show", "star-week", "--json"))["editions"]
        if row["year"] == 2027
    ]
    assert (found["first_day"], found["last_day"], found["end_known"]) == (
        "2027-05-15",
        "2027-05-15",
        False,
    )


def test_what_was_cancelled_can_be_held_after_all_and_only_then(kepuli: Program, week: ThemedDay):
    words = ("editions", "reinstate", "star-week", "2026", "--source", "恢复举办的通知")
    too_early = kepuli(*words)
    kepuli("editions", "cancel", "star-week", "2026", "--reason", "暴雨")

    said = kepuli(*words)

    assert too_early == Outcome(1, "", "观星周 2026 年没有取消过，不用恢复。\n")
    assert said == Outcome(0, "观星周 2026：2026-05-16 至 2026-05-17，已公布。\n", "")
    assert Edition.get().cancel_reason == ""


def test_one_year_of_a_certain_day_can_be_cancelled(kepuli: Program, earth_day: ThemedDay):
    said = kepuli("editions", "cancel", "earth-day", "2027", "--reason", "场馆检修")
    shown = kepuli("days", "show", "earth-day")

    assert said.stdout == "地球日 2027：2027-04-22 至 2027-04-22，已取消。\n"
    assert [line.split()[-1] for line in shown.stdout.splitlines()[-3:]] == [
        "日期确定",
        "已取消",
        "日期确定",
    ]


REFUSED = [
    (("announce", "star-week", "2027", "--first", "2027-02-30", "--last", "2027-05-22", *NOTICE),
     "“2027-02-30”不是一个存在的日期，请写成 2027-05-15 这样。"),
    (("announce", "star-week", "2027", "--first", "明天", "--last", "2027-05-22", *NOTICE),
     "“明天”不是一个存在的日期，请写成 2027-05-15 这样。"),
    (("announce", "star-week", "2027", "--first", "2027-05-22", "--last", "2027-05-15", *NOTICE),
     "最后一天 2027-05-15 早于第一天 2027-05-22：请核对两个日期。"),
    (("announce", "star-week", "2031", *WEEK, *NOTICE),
     "2027-05-15 不在 2031 年，请核对年份和日期。"),
    (("announce", "star-week", "99999", *WEEK, *NOTICE),
     "“99999”不是年份，请写成 2027 这样的四位数字。"),
    (("theme", "star-week", "今年", "甲"), "“今年”不是年份，请写成 2027 这样的四位数字。"),
    (("announce", "star-week", "2027", *WEEK, "--source", " \u200b"),
     "主题、原因和依据不能是空的，请写一句话。"),
    (("announce", "star-week", "2027", *WEEK, *NOTICE, "--url", "javascript:alert(1)"),
     "“javascript:alert(1)”不是网址，请写成 https:// 开头的完整网址。"),
    (("announce", "star-week", "2026", *WEEK, *NOTICE),
     "观星周 2026 年的日期已经公布；日期有变请用“改期”，属实请用“确认”。"),
    (("announce", "moon-week", "2027", *WEEK, *NOTICE),
     "没有“moon-week”这个主题日，用 kepuli days list 看全部代号。"),
    (("confirm", "star-week", "2026"), "观星周 2026 年已经确认过了，没有改动。"),
    (("confirm", "star-week", "2025"), "观星周 2025 年还没有日期，请先用“公布”写下日期。"),
    (("move", "star-week", "2027", *WEEK, *NOTICE),
     "观星周 2027 年还没有公布日期，请先用“公布”写下日期。"),
    (("move", "star-week", "2026", "--first", "2026-05-16", "--last", "2026-05-17", *NOTICE),
     "观星周 2026 年本来就在这几天，没有改动。"),
    (("cancel", "star-week", "2025", "--reason", "雨"),
     "观星周 2025 年还没有日期，没有什么可以取消。"),
    (("cancel", "star-week", "2026", "--reason", "雨" * 201),
     f"“{'雨' * 20}…”太长（201 字），最多 200 字。"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "sentence"), REFUSED, ids=[said for _, said in REFUSED])
def test_a_refused_step_is_one_sentence_exit_code_1_and_changes_nothing(
    kepuli: Program, week: ThemedDay, words: tuple[str, ...], sentence: str
):
    before = list(Edition.select().dicts()), changes.current()

    said = kepuli("editions", *words)

    assert said == Outcome(1, "", f"{sentence}\n")
    assert (list(Edition.select().dicts()), changes.current()) == before


@pytest.mark.engine("sqlite")
def test_a_missing_option_is_a_usage_error(kepuli: Program, week: ThemedDay):
    said = kepuli("editions", "announce", "star-week", "2027")

    assert (said.exit_code, said.stdout) == (2, "")
    assert "--first" in said.stderr


def test_two_programs_that_announce_at_once_leave_one_winner(kepuli: Program, week: ThemedDay):
    """Two processes, as two people at two desks; on both databases."""
    from concurrent.futures import ThreadPoolExecutor

    words = ("editions", "announce", "star-week", "2027", *WEEK, *NOTICE)
    with ThreadPoolExecutor() as desks:
        said = list(desks.map(lambda _: kepuli.process(*words), range(2)))

    assert sorted(outcome.exit_code for outcome in said) == [0, 1]
    assert [outcome.stderr for outcome in said if outcome.exit_code] == [
        "观星周 2027 年的日期已经公布；日期有变请用“改期”，属实请用“确认”。\n"
    ]
    assert len(Edition.get(Edition.year == 2027).sources) == 1
