"""A rule with an end as explicit days: what is picked, what is refused, and that it always ends."""

from datetime import date, time
from time import process_time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from events.activities.schedule import MOST_DAYS, ScheduleRefused, days_of, sittings_on

CHINA = ZoneInfo("Asia/Shanghai")
SATURDAY = date(2026, 11, 28)


def written(days: list[date]) -> list[str]:
    return [f"{day:%m-%d}" for day in days]


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        ("FREQ=WEEKLY;COUNT=3", ["11-28", "12-05", "12-12"]),
        ("RRULE:FREQ=WEEKLY;COUNT=2", ["11-28", "12-05"]),
        ("FREQ=DAILY;UNTIL=20261130", ["11-28", "11-29", "11-30"]),
        ("FREQ=DAILY;INTERVAL=2;COUNT=3", ["11-28", "11-30", "12-02"]),
        ("FREQ=WEEKLY;BYDAY=SA,SU;COUNT=4", ["11-28", "11-29", "12-05", "12-06"]),
        ("FREQ=WEEKLY;BYDAY=WE;COUNT=2", ["12-02", "12-09"]),
        ("FREQ=MONTHLY;BYDAY=SA;BYSETPOS=-1;COUNT=2", ["11-28", "12-26"]),
        ("FREQ=MONTHLY;BYDAY=3SU;COUNT=2", ["12-20", "01-17"]),
        ("FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=2", ["11-30", "12-31"]),
        ("FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=4;COUNT=1", ["12-04"]),
        ("FREQ=DAILY;COUNT=1", ["11-28"]),
    ],
)
def test_a_rule_picks_its_days(rule: str, days: list[str]):
    assert written(days_of(rule, SATURDAY)) == days


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("FREQ=DAILY", "UNTIL"),
        ("FREQ=DAILY;COUNT=3;UNTIL=20261201", "写一样"),
        ("FREQ=HOURLY;COUNT=3", "FREQ"),
        ("FREQ=SECONDLY;COUNT=3", "FREQ"),
        ("COUNT=3", "FREQ"),
        ("FREQ=DAILY;COUNT=3;BYHOUR=9", "BYHOUR"),
        ("FREQ=YEARLY;COUNT=3;BYWEEKNO=20", "BYWEEKNO"),
        ("FREQ=YEARLY;COUNT=3;BYEASTER=0", "BYEASTER"),
        ("FREQ=YEARLY;COUNT=3;BYYEARDAY=1", "BYYEARDAY"),
        ("FREQ=WEEKLY;COUNT=3;WKST=SU", "WKST"),
        ("FREQ=DAILY;FREQ=DAILY;COUNT=3", "两次"),
        ("FREQ=WEEKLY;BYDAY=SA,SU;BYSETPOS=1;COUNT=3", "BYSETPOS"),
        ("FREQ=DAILY;INTERVAL=0;COUNT=3", "INTERVAL"),
        ("FREQ=DAILY;INTERVAL=-1;COUNT=3", "INTERVAL"),
        ("FREQ=DAILY;COUNT=0", "COUNT"),
        ("FREQ=DAILY;COUNT=367", "COUNT"),
        ("FREQ=DAILY;COUNT=9999999999999", "COUNT"),
        ("FREQ=DAILY;UNTIL=20261201T000000Z", "UNTIL"),
        ("FREQ=DAILY;UNTIL=2026121", "UNTIL"),
        ("FREQ=DAILY;UNTIL=20261301", "看不懂"),
        ("FREQ=DAILY;BYDAY=XX;COUNT=3", "看不懂"),
        ("FREQ=DAILY;BYMONTHDAY=30;BYMONTH=2;COUNT=3", "BYMONTHDAY"),
        ("FREQ=WEEKLY;BYMONTHDAY=30;COUNT=3", "BYMONTHDAY"),
        ("FREQ=DAILY;BYSETPOS=2;COUNT=3", "BYSETPOS"),
        ("FREQ=DAILY;INTERVAL=7;BYDAY=MO;COUNT=3", "WEEKLY"),
        ("FREQ=DAILY;BYMONTH=13;COUNT=3", "BYMONTH"),
        ("FREQ=DAILY;BYMONTH=7,;COUNT=3", "BYMONTH"),
        ("FREQ=DAILY;UNTIL=99999999", "看不懂"),
        ("FREQ=DAILY;UNTIL=99991231", "366"),
        ("FREQ=DAILY;UNTIL=20261127", "一天也排不出来"),
        ("DTSTART:20260101\nRRULE:FREQ=DAILY;COUNT=3", "看不懂"),
        ("FREQ=DAILY;COUNT=3\nEXDATE:20261129", "看不懂"),
        ("每周六", "看不懂"),
        ("", "看不懂"),
        ("FREQ=DAILY;COUNT=3;" + "BYDAY=SA," * 100, "看不懂"),
    ],
)
def test_whatever_is_not_on_the_list_is_refused_with_a_sentence(rule: str, said: str):
    with pytest.raises(ScheduleRefused, match=said) as refused:
        days_of(rule, SATURDAY)

    assert len(refused.value.message) < 200


def test_a_year_of_days_is_the_most():
    assert len(days_of("FREQ=DAILY;COUNT=366", SATURDAY)) == MOST_DAYS == 366
    assert len(days_of("FREQ=DAILY;UNTIL=20271128", SATURDAY)) == 366
    with pytest.raises(ScheduleRefused, match="366"):
        days_of("FREQ=DAILY;UNTIL=20271129", SATURDAY)


@pytest.mark.parametrize(
    "never",
    [
        "FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
    ],
)
def test_a_day_that_never_comes_is_not_looked_for_for_long(never: str):
    began = process_time()
    with pytest.raises(ScheduleRefused, match="一天也排不出来"):
        days_of(f"{never};COUNT=3", SATURDAY)

    assert process_time() - began < 4  # day by day it would be six


_FREQUENCIES = some.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY", "HOURLY"])
_PARTS = {
    "INTERVAL": some.integers(-1, 400),
    "COUNT": some.integers(-1, 400),
    "UNTIL": some.dates(date(2020, 1, 1), date(2500, 1, 1)).map("{:%Y%m%d}".format),
    "BYDAY": some.sampled_from(["MO", "SA,SU", "5SU", "-5MO", "9FR", "53SA", "+1WE"]),
    "BYMONTHDAY": some.integers(-32, 32),
    "BYMONTH": some.integers(0, 13),
    "BYSETPOS": some.integers(-366, 366),
    "WKST": some.just("SU"),
}


@settings(max_examples=60)
@given(
    rule=some.fixed_dictionaries({"FREQ": _FREQUENCIES}, optional=_PARTS).map(
        lambda parts: ";".join(f"{name}={value}" for name, value in parts.items())
    )
    | some.text(max_size=60),
    first_day=some.dates(date(1990, 1, 1), date(2200, 1, 1)),
)
def test_any_rule_ends_in_days_or_in_a_sentence(rule: str, first_day: date):
    try:
        days = days_of(rule, first_day)
    except ScheduleRefused:
        return

    assert 1 <= len(days) <= MOST_DAYS
    assert days == sorted(set(days))
    assert days[0] >= first_day


def test_each_day_has_each_pair_of_clock_times():
    timings = sittings_on(
        [date(2026, 11, 28), date(2026, 11, 29)],
        [(time(9), time(10, 30)), (time(14), time(15))],
        CHINA,
    )

    assert [f"{timing.start.astimezone(CHINA):%d %H:%M}" for timing in timings] == [
        "28 09:00", "28 14:00", "29 09:00", "29 14:00",
    ]  # fmt: skip


def test_an_end_at_or_before_its_start_is_on_the_next_day():
    [night] = sittings_on([SATURDAY], [(time(20), time(1))], CHINA)
    [round_the_clock] = sittings_on([SATURDAY], [(time(9), time(9))], CHINA)

    assert (night.first_day, night.last_day) == (SATURDAY, date(2026, 11, 29))
    assert (round_the_clock.end - round_the_clock.start).days == 1
