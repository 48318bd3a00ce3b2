"""Periods, lanes and shades of calendar pages: pure, whatever one puts into them."""

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from calendars.grids.lanes import Bar, LaidWeek, lay_bars
from calendars.grids.periods import Period, period_at, read_period
from calendars.grids.shades import Scale

TODAY = date(2026, 11, 21)
MAY = Period("month", date(2027, 5, 1))
DAYS = st.dates(date(2027, 4, 10), date(2027, 6, 20))
BARS = st.lists(
    st.builds(lambda first, more: Bar(first, first + timedelta(more)), DAYS, st.integers(0, 40)),
    max_size=14,
).map(lambda bars: [Bar(bar.first_day, bar.last_day, n) for n, bar in enumerate(bars)])


def covering(bars: list[Bar], day: date) -> list[Bar]:
    return [bar for bar in bars if bar.first_day <= day <= bar.last_day]


def order_in(week: LaidWeek) -> list[list[int]]:
    """The bars of each lane, lane by lane."""
    return [[slot.bar.what for slot in lane if slot.bar] for lane in week.lanes]


@given(bars=BARS, most=st.integers(0, 5))
@example(bars=[Bar(date(2027, 5, 1), date(2027, 5, 31), 0)], most=0)
def test_lanes_cover_each_day_once_and_every_bar_is_shown_or_counted(bars: list[Bar], most: int):
    for days, week in zip(MAY.weeks, lay_bars(bars, MAY.weeks, most), strict=True):
        assert len(week.lanes) <= most
        for lane in week.lanes:
            in_lane = [s.first_day + timedelta(n) for s in lane for n in range(s.width)]
            assert in_lane == list(days)
            assert any(slot.bar for slot in lane)
        for day in days:
            shown, known = week.over(day), covering(bars, day)
            assert Counter(bar.what for bar in shown) <= Counter(bar.what for bar in known)
            assert len(shown) + week.left_out[day] == len(known)


@given(bars=BARS)
def test_lanes_are_as_few_as_can_be(bars: list[Bar]):
    june = date(2027, 7, 31)
    days = [date(2027, 4, 1) + timedelta(n) for n in range((june - date(2027, 4, 1)).days)]
    busiest = max(len(covering(bars, day)) for day in days)

    for week in lay_bars(bars, MAY.weeks, most=99):
        assert len(week.lanes) <= busiest
        assert not week.left_out


@given(bars=BARS)
def test_two_bars_stand_in_the_same_order_in_every_week(bars: list[Bar]):
    above: dict[frozenset[int], bool] = {}
    for week in lay_bars(bars, MAY.weeks, most=99):
        lane_of = {what: n for n, lane in enumerate(order_in(week)) for what in lane}
        for one in lane_of:
            for other in lane_of:
                if one < other and lane_of[one] != lane_of[other]:
                    is_above = lane_of[one] < lane_of[other]
                    assert above.setdefault(frozenset({one, other}), is_above) == is_above


def test_the_longer_of_two_that_begin_together_goes_first_and_then_the_one_given_first():
    day = date(2027, 5, 10)
    bars = [Bar(day, day, "甲"), Bar(day, day + timedelta(6), "乙"), Bar(day, day, "丙")]

    week = lay_bars(bars, MAY.weeks, most=9)[2]

    assert order_in(week) == [["乙"], ["甲"], ["丙"]]


def test_a_bar_that_comes_from_before_and_goes_on_says_so_in_each_week():
    bar = Bar(date(2027, 5, 8), date(2027, 5, 17))

    weeks = lay_bars([bar], MAY.weeks, most=1)

    slots = [slot for week in weeks for lane in week.lanes for slot in lane if slot.bar]
    assert [(slot.width, slot.begins, slot.ends) for slot in slots] == [
        (2, True, False),
        (7, False, False),
        (1, False, True),
    ]


@pytest.mark.parametrize(
    ("unit", "text", "first", "last"),
    [
        ("month", "2026-11", "2026-11-01", "2026-11-30"),
        ("month", "2028-02", "2028-02-01", "2028-02-29"),
        ("week", "2026-W48", "2026-11-23", "2026-11-29"),
        ("week", "2026-W01", "2025-12-29", "2026-01-04"),
        ("week", "2026-W53", "2026-12-28", "2027-01-03"),
        ("year", "2026", "2026-01-01", "2026-12-31"),
    ],
)
def test_a_period_is_read_as_its_address_writes_it(unit: str, text: str, first: str, last: str):
    read = read_period(unit, text, TODAY)

    assert read.problem == ""
    assert (str(read.period.first_day), str(read.period.last_day)) == (first, last)
    assert read.period.text == text


@pytest.mark.parametrize(
    ("unit", "text", "nearest", "problem"),
    [
        ("month", "2026-13", "2026-12", "none"),
        ("month", "2026-00", "2026-01", "none"),
        ("month", "0000-00", "2016-01", "none"),
        ("month", "9999-99", "2036-12", "none"),
        ("week", "2026-W99", "2026-W53", "none"),
        ("week", "2027-W53", "2027-W52", "none"),
        ("week", "0001-W00", "2016-W01", "none"),
        ("year", "9999", "2036", "none"),
        ("year", "0000", "2016", "none"),
        ("month", "2026-1", "2026-11", "unreadable"),
        ("month", "２０２６-11", "2026-11", "unreadable"),
        ("week", "2026-48", "2026-W47", "unreadable"),
        ("year", "\x00" * 10_000, "2026", "unreadable"),
    ],
)
def test_what_is_no_period_or_too_far_gives_the_nearest(
    unit: str, text: str, nearest: str, problem: str
):
    read = read_period(unit, text, TODAY)

    assert (read.period.text, read.problem) == (nearest, problem)


@given(unit=st.sampled_from(["month", "week", "year"]), text=st.text(max_size=12))
def test_any_text_gives_a_period_in_reach(unit: str, text: str):
    assert abs(read_period(unit, text, TODAY).period.year - TODAY.year) <= 10


@given(
    unit=st.sampled_from(["month", "week", "year"]),
    day=st.dates(date(2017, 1, 1), date(2035, 12, 1)),
)
def test_stepping_on_and_back_leads_to_the_same_period(unit: str, day: date):
    period = period_at(unit, day)
    there = period.step(1, TODAY)

    assert day in period
    assert there is not None
    assert there.first_day == period.last_day + timedelta(days=1)
    assert there.step(-1, TODAY) == period
    assert read_period(unit, period.text, TODAY).period == period


def test_there_is_no_step_out_of_reach():
    assert Period("month", date(2036, 12, 1)).step(1, TODAY) is None
    assert Period("year", date(2016, 1, 1)).step(-1, TODAY) is None


@given(day=st.dates(date(1999, 1, 1), date(2099, 1, 1)))
def test_the_weeks_of_a_month_hold_its_days_once_and_begin_on_mondays(day: date):
    month = period_at("month", day)

    assert [day for week in month.weeks for day in week] == month.days
    assert all(week[0].weekday() == 0 for week in month.weeks[1:])
    assert [day.weekday() for day in month.weekdays] == list(range(7))


@given(most=st.integers(0, 300_000), count=st.integers(0, 300_000))
def test_a_shade_is_the_step_that_holds_the_count(most: int, count: int):
    scale = Scale(max(most, count))

    shade = scale.shade(count)

    assert (shade == 0) == (count == 0)
    assert shade <= 4
    if shade:
        low, high = scale.steps[shade - 1]
        assert low <= count <= high


def test_shades_reach_from_one_to_the_fullest_day_without_a_gap():
    assert Scale(112).steps == [(1, 7), (8, 28), (29, 63), (64, 112)]
    assert Scale(3).steps == [(1, 1), (2, 3)]
    assert Scale(0).steps == []
