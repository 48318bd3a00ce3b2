"""`kepuli activities …`, `occurrences …` and `venues …`: what they say and what they refuse."""

import json
from datetime import date, datetime
from typing import Any

import pytest

from events import changes
from events.activities.models import Activity, HistoryEntry, Occurrence
from events.venues.models import Venue
from tests.conftest import Outcome, Program
from tests.factories import (
    make_activity,
    make_district,
    make_occurrence,
    make_themed_day,
    make_unit,
    make_venue,
)

WHY = ("--reason", "大雾")
pytestmark = pytest.mark.usefixtures("db")


@pytest.fixture
def moon() -> Occurrence:
    """Saturday 28 November 2026, ten to twelve, in the science hall."""
    unit = make_unit(slug="cq-cast", name="重庆市科学技术协会")
    day = make_themed_day(slug="star-week")
    activity = make_activity(
        title="看月亮", organiser=unit, days=((day, 2026),), description="带眼睛来。"
    )
    hall = make_venue(name="市科技馆", district=make_district(slug="500103", name="渝中区"))
    return make_occurrence(activity, venue=hall, place_note="三楼")


@pytest.fixture
def sun() -> Occurrence:
    """Later, elsewhere, by somebody else, all day."""
    return make_occurrence(
        make_activity(title="看太阳", kind="open-day"),
        first_day=date(2026, 12, 5),
        last_day=date(2026, 12, 6),
    )


def read_json(said: Outcome) -> Any:
    assert (said.exit_code, said.stderr) == (0, "")
    return json.loads(said.stdout)


def refused(said: Outcome, words: str) -> None:
    """One sentence on standard error, exit code 1."""
    assert (said.exit_code, said.stdout) == (1, "")
    assert words in said.stderr
    assert len(said.stderr.splitlines()) == 1
    assert len(said.stderr) < 200


def titles(said: Outcome) -> list[str]:
    return [listed["title"] for listed in read_json(said)]


# Lists


def test_the_list_says_when_what_and_who(kepuli: Program, moon: Occurrence, sun: Occurrence):
    make_occurrence(moon.activity, start=datetime(2026, 12, 9, 10))  # noqa: DTZ001

    said = kepuli("activities", "list")

    assert said.stdout.splitlines() == [
        f"{moon.activity_id:>7}  2026-11-28  看月亮（重庆市科学技术协会，2 场）",
        f"{sun.activity_id:>7}  2026-12-05  看太阳（{sun.activity.organiser.name}，1 场）",
    ]


def test_the_list_for_programs(kepuli: Program, moon: Occurrence):
    assert read_json(kepuli("activities", "list", "--json")) == [
        {
            "id": moon.activity_id,
            "title": "看月亮",
            "kind": "lecture",
            "organiser": "重庆市科学技术协会",
            "first_day": "2026-11-28",
            "occurrences": 1,
        }
    ]


def test_nothing_is_an_empty_list(kepuli: Program):
    assert kepuli("activities", "list") == Outcome(0, "", "")
    assert read_json(kepuli("activities", "list", "--json")) == []


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ((), ["看月亮", "看太阳"]),
        (("--unit", "cq-cast"), ["看月亮"]),
        (("--district", "500103"), ["看月亮"]),
        (("--day", "star-week"), ["看月亮"]),
        (("--from", "2026-11-29"), ["看太阳"]),
        (("--from", "2026-12-06"), ["看太阳"]),
        (("--to", "2026-11-28"), ["看月亮"]),
        (("--unit", "cq-cast", "--from", "2026-12-01"), []),
        (("--from", "2026-12-07"), []),
    ],
)
def test_the_list_is_narrowed(
    kepuli: Program, moon: Occurrence, sun: Occurrence, filters: tuple[str, ...], found: list[str]
):
    assert titles(kepuli("activities", "list", *filters, "--json")) == found


def test_the_past_is_listed_only_when_asked_for(kepuli: Program):
    make_occurrence(make_activity(title="旧的"), first_day=date(2026, 11, 20))

    assert titles(kepuli("activities", "list", "--json")) == []
    assert titles(kepuli("activities", "list", "--from", "2026-11-01", "--json")) == ["旧的"]


@pytest.mark.parametrize(
    ("filters", "words"),
    [
        (("--unit", "nobody"), "没有“nobody”这个单位"),
        (("--district", "999999"), "没有“999999”这个区县"),
        (("--day", "no-day"), "没有“no-day”这个主题日"),
        (("--unit", "单位\u202e'; DROP"), "单位"),
        (("--from", "2026-02-30"), "不是一个存在的日期"),
        (("--from", "明天"), "不是一个存在的日期"),
        (("--from", "2026-12-01", "--to", "2026-11-30"), "早于"),
        (("--to", "2026-11-20"), "早于"),
    ],
)
def test_filters_that_mean_nothing_are_refused(
    kepuli: Program, moon: Occurrence, filters: tuple[str, ...], words: str
):
    refused(kepuli("activities", "list", *filters), words)


# One activity


def test_show_says_every_occurrence(kepuli: Program, moon: Occurrence, sun: Occurrence):
    online = make_occurrence(
        moon.activity,
        start=datetime(2026, 12, 31, 22),  # noqa: DTZ001
        end=datetime(2027, 1, 1, 1),  # noqa: DTZ001
        online=True,
    )

    assert kepuli("activities", "show", str(moon.activity_id)).stdout.splitlines() == [
        "看月亮（重庆市科学技术协会）",
        f"{moon.id:>7}  2026-11-28 10:00–12:00  市科技馆 三楼  照常",
        f"{online.id:>7}  2026-12-31 22:00–2027-01-01 01:00  线上  照常",
    ]
    whole = kepuli("activities", "show", str(sun.activity_id)).stdout.splitlines()[1]
    assert "2026-12-05 至 2026-12-06" in whole


def test_show_for_programs(kepuli: Program, moon: Occurrence):
    kepuli("occurrences", "cancel", str(moon.id), *WHY)

    assert read_json(kepuli("activities", "show", str(moon.activity_id), "--json")) == {
        "id": moon.activity_id,
        "title": "看月亮",
        "description": "带眼睛来。",
        "kind": "lecture",
        "format": "onsite",
        "organiser": "cq-cast",
        "co_organisers": [],
        "supporters": [],
        "days": [{"slug": "star-week", "year": 2026}],
        "timezone": "Asia/Shanghai",
        "is_fictional": False,
        "occurrences": [
            {
                "id": moon.id,
                "uid": moon.uid,
                "start": "2026-11-28T10:00:00+08:00",
                "end": "2026-11-28T12:00:00+08:00",
                "all_day": False,
                "first_day": "2026-11-28",
                "last_day": "2026-11-28",
                "venue": {"id": moon.venue_id, "name": "市科技馆"},
                "place_note": "三楼",
                "district": "500103",
                "status": "cancelled",
                "status_reason": "大雾",
                "sequence": 1,
                "revision": 2,
            }
        ],
        "history": [
            {
                "occurrence": moon.id,
                "kind": "cancelled",
                "before": {},
                "after": {},
                "reason": "大雾",
                "made_at": "2026-11-21T02:00:00+00:00",
            }
        ],
    }


def test_retitled_and_withdrawn(kepuli: Program, moon: Occurrence):
    number = str(moon.activity_id)

    assert (
        "看\u202e星星\n"
        not in kepuli("activities", "retitle", number, "--title", "看\u202e星星").stdout
    )
    assert Activity.get_by_id(moon.activity_id).title == "看星星"

    said = kepuli("activities", "withdraw", number, "--reason", "内容有误")
    assert said.stdout == "“看星星”已撤下。\n"
    assert Activity.get_by_id(moon.activity_id).withdrawal_reason == "内容有误"
    for command in (
        ("show", number),
        ("retitle", number, "--title", "x"),
        ("withdraw", number, *WHY),
    ):
        refused(kepuli("activities", *command), "“看星星”已撤下")
    for verb in ("postpone", "cancel", "reinstate"):
        refused(kepuli("occurrences", verb, str(moon.id), *WHY), "“看星星”已撤下")
    assert titles(kepuli("activities", "list", "--json")) == []


# Occurrences


def test_moved_in_the_activitys_own_zone(kepuli: Program):
    row = make_occurrence(make_activity(timezone="Europe/Berlin"))

    said = kepuli(
        "occurrences", "move", str(row.id),
        "--start", "2026-11-29 14:00", "--end", "2026-11-29 15:30", *WHY,
    )  # fmt: skip

    assert "2026-11-29 14:00–15:30" in said.stdout
    assert "有变动：大雾" in said.stdout
    assert Occurrence.get_by_id(row.id).start.isoformat() == "2026-11-29T13:00:00+00:00"


def test_moved_to_whole_days(kepuli: Program, moon: Occurrence):
    kepuli("occurrences", "move", str(moon.id), "--first", "2026-12-05", *WHY)

    row = Occurrence.get_by_id(moon.id)
    assert (row.all_day, row.first_day, row.last_day) == (
        True,
        date(2026, 12, 5),
        date(2026, 12, 5),
    )


def test_relocated_also_by_the_number_of_a_merged_venue(kepuli: Program, moon: Occurrence):
    survivor = make_venue(name="图书馆")
    double = make_venue(merged_into=survivor)

    said = kepuli("occurrences", "relocate", str(moon.id), "--venue", str(double.id), *WHY)

    row = Occurrence.get_by_id(moon.id)
    assert (row.venue_id, row.district_id, row.place_note) == (
        survivor.id,
        survivor.district_id,
        "",
    )
    assert "图书馆" in said.stdout
    note = ("--venue", str(survivor.id), "--note", " 二楼\n东 ")
    kepuli("occurrences", "relocate", str(moon.id), *note, *WHY)
    assert Occurrence.get_by_id(moon.id).place_note == "二楼 东"


def test_postponed_cancelled_reinstated(kepuli: Program, moon: Occurrence):
    number = str(moon.id)

    said = [
        kepuli("occurrences", verb, number, *WHY).stdout
        for verb in ("postpone", "cancel", "reinstate")
    ]

    for words, text in zip(("已延期：大雾", "已取消：大雾", "照常"), said, strict=True):
        assert words in text
    assert Occurrence.get_by_id(moon.id).sequence == 3
    assert [entry.kind for entry in HistoryEntry.select().order_by(HistoryEntry.id)] == [
        "postponed", "cancelled", "reinstated",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("times", "words"),
    [
        (("--start", "2026-11-29 14:00"), "--end"),
        ((), "--start"),
        (("--last", "2026-11-29"), "--first"),
        (
            ("--start", "2026-11-29 14:00", "--end", "2026-11-29 15:00", "--first", "2026-11-29"),
            "混用",
        ),
        (("--start", "2026-11-29 14:00", "--end", "2026-11-29 14:00"), "不晚于"),
        (("--start", "2026-11-29 14:00", "--end", "2028-11-29 14:00"), "366"),
        (("--start", "2026-02-29 14:00", "--end", "2026-03-01 14:00"), "不是一个存在的时间"),
        (("--start", "2026-11-29 25:00", "--end", "2026-11-30 14:00"), "不是一个存在的时间"),
        (("--start", "2026-11-29T14:00Z", "--end", "2026-11-30 14:00"), "不是一个存在的时间"),
        (("--start", "下午两点", "--end", "2026-11-30 14:00"), "不是一个存在的时间"),
        (("--start", "0001-01-01 00:00", "--end", "0001-01-01 01:00"), "年份"),
        (("--start", "9999-12-31 22:00", "--end", "9999-12-31 23:59"), "年份"),
        (("--first", "9999-12-31"), "年份"),
        (("--first", "2026-12-06", "--last", "2026-12-05"), "早于"),
        (("--first", "2026-13-01"), "不是一个存在的日期"),
    ],
)
def test_impossible_times_are_refused(
    kepuli: Program, moon: Occurrence, times: tuple[str, ...], words: str
):
    before = changes.current()

    refused(kepuli("occurrences", "move", str(moon.id), *times, *WHY), words)

    assert changes.current() == before


MOVE = ("--first", "2026-12-05")
NUMBERED: list[tuple[str, ...]] = [
    ("activities", "show", "ID"),
    ("activities", "retitle", "ID", "--title", "x"),
    ("activities", "withdraw", "ID", *WHY),
    ("occurrences", "move", "ID", *MOVE, *WHY),
    ("occurrences", "postpone", "ID", *WHY),
    ("occurrences", "cancel", "ID", *WHY),
    ("occurrences", "reinstate", "ID", *WHY),
    ("occurrences", "relocate", "ID", "--venue", "1", *WHY),
    ("occurrences", "relocate", "1", "--venue", "ID", *WHY),
    ("venues", "rename", "ID", "--name", "x"),
    ("venues", "merge", "ID", "--into", "1"),
    ("venues", "merge", "1", "--into", "ID"),
]


@pytest.mark.parametrize("command", NUMBERED, ids=" ".join)
def test_a_number_that_nothing_has_is_refused(kepuli: Program, command: tuple[str, ...]):
    before = changes.current()
    make_occurrence()

    for number, words in (
        ("99999", "没有这"),
        ("0", "没有这"),
        ("2147483648", "没有这"),
        ("9" * 18, "没有这"),
        ("9" * 30, "不是编号"),
        ("９", "不是编号"),
        ("abc", "不是编号"),
        ("1.5", "不是编号"),
    ):
        refused(kepuli(*(number if word == "ID" else word for word in command)), words)
    assert changes.current() == before


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (("activities", "retitle", "1", "--title", " \u200b "), "不能是空的"),
        (("activities", "retitle", "1", "--title", "长" * 121), "最多 120 字"),
        (("activities", "retitle", "1", "--title", "看月亮"), "没有改动"),
        (("activities", "withdraw", "1", "--reason", "\n"), "原因不能是空的"),
        (("occurrences", "cancel", "1", "--reason", "长" * 201), "最多 200 字"),
        (
            ("occurrences", "relocate", "1", "--venue", "1", "--note", "长" * 121, *WHY),
            "最多 120 字",
        ),
        (("venues", "rename", "1", "--name", ""), "不能是空的"),
    ],
)
def test_texts_that_do_not_fit_are_refused(
    kepuli: Program, moon: Occurrence, command: tuple[str, ...], words: str
):
    before = changes.current()

    refused(kepuli(*command), words)

    assert changes.current() == before


# Venues


def test_venues_are_listed_renamed_and_merged(kepuli: Program, moon: Occurrence):
    hall = moon.venue
    double = make_venue(name="重庆科技馆", district=hall.district, latitude=29.5, longitude=106.5)

    listed = kepuli("venues", "list").stdout.splitlines()
    renamed = kepuli("venues", "rename", str(hall.id), "--name", "科学中心")
    merged = kepuli("venues", "merge", str(double.id), "--into", str(hall.id))

    assert listed == [f"{hall.id:>7}  市科技馆（渝中区）", f"{double.id:>7}  重庆科技馆（渝中区）"]
    assert renamed.stdout == f"{hall.id} 号场馆现在叫“科学中心”。\n"
    assert merged.stdout == f"{double.id} 号场馆已并入 {hall.id} 号“科学中心”。\n"
    assert Venue.get_by_id(double.id).merged_into_id == hall.id
    assert read_json(kepuli("venues", "list", "--json")) == [
        {
            "id": hall.id,
            "name": "科学中心",
            "address": "",
            "latitude": None,
            "longitude": None,
            "former_names": ["市科技馆"],
            "district": "500103",
        }
    ]


def test_a_merged_venue_is_not_renamed_or_merged_again(kepuli: Program):
    survivor = make_venue()
    double = make_venue(name="旧馆", merged_into=survivor)
    other = make_venue()

    for command in (
        ("rename", str(double.id), "--name", "x"),
        ("merge", str(double.id), "--into", str(other.id)),
        ("merge", str(other.id), "--into", str(double.id)),
    ):
        refused(kepuli("venues", *command), f"“旧馆”已并入 {survivor.id} 号场馆")
    refused(kepuli("venues", "merge", str(other.id), "--into", str(other.id)), "它自己")
