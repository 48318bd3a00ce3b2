"""What the picker was told -> the rows it adds."""

from datetime import date
from typing import Any

import pytest

from events.days.models import DayOff
from events.days.queries import DaysOff
from events.days.recurrence import Span
from events.errors import EventsError
from events.submissions.schedule.picker import Offered, pick
from events.submissions.schedule.workdays import Workdays

TODAY = date(2026, 11, 21)  # a Saturday
WEEK = Offered("1-2026", "全国科普日 2026 年", Span(date(2026, 9, 28), date(2026, 10, 4)))
# In 2026 National Day is off from Thursday on, and this Sunday is worked in exchange.
TABLE = Workdays(
    DaysOff(
        days=(
            DayOff(day=date(2026, 10, 1), kind="off", name="国庆节"),
            DayOff(day=date(2026, 10, 2), kind="off", name="国庆节"),
            DayOff(day=date(2026, 10, 4), kind="working", name="国庆节"),
        ),
        unknown_years=(),
    )
)
CLOCK = {"times": "10:00–11:30"}


def picked(typed: dict[str, Any]) -> list[str]:
    rows = pick(typed, TODAY, [WEEK], TABLE)
    return [
        " ".join(filter(None, [row["first_day"], row["last_day"], row["start"], row["end"]]))
        for row in rows
    ]


def week(**typed: Any) -> dict[str, Any]:
    return CLOCK | {"pick": "week", "weekdays": ["SA"], "until_day": "2026-12-12"} | typed


def month(**typed: Any) -> dict[str, Any]:
    return CLOCK | {"pick": "month", "nth": "1", "nth_weekday": "SU", "count": "3"} | typed


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        (week(), ["11-21", "11-28", "12-05", "12-12"]),
        (week(weekdays=["SU", "SA"], count="3", until_day=""), ["11-21", "11-22", "11-28"]),
        (week(every="2"), ["11-21", "12-05"]),
        (week(from_day="2026-11-29"), ["12-05", "12-12"]),
        (week(until_day="12月5日"), ["11-21", "11-28", "12-05"]),
        (month(), ["12-06", "01-03", "02-07"]),
        (month(nth="-1", nth_weekday="MO"), ["11-30", "12-28", "01-25"]),
        (month(month_day="31"), ["12-31", "01-31", "03-31"]),  # February and April have none
        (month(month_day="末"), ["11-30", "12-31", "01-31"]),
        (month(month_day="15", every="3"), ["02-15", "05-15", "08-15"]),
        (CLOCK | {"days": "12月5日，2026-12-20"}, ["12-05", "12-20"]),
        (CLOCK | {"pick": "dates", "days": "12月5日—7日"}, ["12-05", "12-06", "12-07"]),
    ],
)
def test_rule_picks_these_days(typed: dict[str, Any], days: list[str]):
    assert [row[5:10] for row in picked(typed)] == days


@pytest.mark.parametrize(
    ("which", "days"),
    [
        ("", ["28", "29", "30", "01", "02", "03", "04"]),
        ("working", ["28", "29", "30", "04"]),
        ("free", ["01", "02", "03"]),
    ],
)
def test_edition_picks_its_days_by_the_official_table(which: str, days: list[str]):
    typed = CLOCK | {"pick": "edition", "edition": "1-2026", "edition_days": which}

    assert [row[8:10] for row in picked(typed)] == days


def test_several_times_make_several_rows_a_day():
    assert picked(week(until_day="2026-11-28", times="10:00–11:30，14:00–15:30")) == [
        "2026-11-21 10:00 11:30",
        "2026-11-21 14:00 15:30",
        "2026-11-28 10:00 11:30",
        "2026-11-28 14:00 15:30",
    ]


def test_span_as_one_makes_one_row():
    typed = {"days": "12月5日—8日", "as_one": "1"}

    assert picked(typed | {"pick_all_day": "1"}) == ["2026-12-05 2026-12-08"]
    assert picked(typed | {"times": "9:00–17:00"}) == ["2026-12-05 2026-12-08 09:00 17:00"]


def test_capacity_goes_to_every_row():
    rows = pick(week(new_capacity="30"), TODAY, [], TABLE)

    assert [row["capacity"] for row in rows] == ["30"] * 4


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (CLOCK | {"days": ""}, "请写上日期"),
        ({"days": "12月5日"}, "请写上时间"),
        (week(weekdays=[]), "至少勾一个"),
        (week(weekdays=["XX"]), "至少勾一个"),
        (week(until_day=""), "两样写一样"),
        (week(count="3"), "两样写一样"),
        (week(until_day="2026-11-01", from_day="2026-11-21"), "早于开始日期"),
        (week(count="367", until_day=""), "1 到 366"),
        (week(every="0"), "1 到 52"),
        (week(every="1;BYDAY=MO"), "1 到 52"),
        (week(weekdays=["SU"], until_day="2026-11-21"), "排不出日子"),
        (week(until_day="2040-01-01"), "超过 366 天"),
        (week(new_capacity="许多"), "名额"),
        (month(nth="9"), "第几个星期几"),
        (month(month_day="32"), "1 到 31"),
        (CLOCK | {"days": "2026-01-01至2027-12-31"}, "最多 366 天"),
        (CLOCK | {"pick": "edition", "edition": "2-2026"}, "请选一届"),
    ],
)
def test_picker_that_can_not_be_followed_is_refused_in_words(typed: dict[str, Any], words: str):
    with pytest.raises(EventsError) as refused:
        pick(typed, TODAY, [WEEK], TABLE)

    assert words in refused.value.message
    assert not any(jargon in refused.value.message for jargon in ("FREQ", "UNTIL", "COUNT"))


def test_picker_with_exactly_366_days_is_followed():
    assert len(picked(week(weekdays=["MO", "TU", "WE", "TH", "FR", "SA", "SU"], count="366",
                           until_day=""))) == 366  # fmt: skip
