"""Bars of predicted and real dates line up over the years."""

from datetime import date

import pytest

from calendars.drift import WIDTH, Bar, draw_drift

# 全国科技活动周: predicted and real, as in data/themed_days.yaml.
WEEK = {
    2024: ((date(2024, 5, 18), date(2024, 5, 25)), (date(2024, 5, 25), date(2024, 6, 1))),
    2023: ((date(2023, 5, 20), date(2023, 5, 27)), (date(2023, 5, 20), date(2023, 5, 31))),
    2020: ((date(2020, 5, 16), date(2020, 5, 23)), (date(2020, 8, 23), date(2020, 8, 29))),
    2019: ((date(2019, 5, 18), date(2019, 5, 25)), (date(2019, 5, 19), date(2019, 5, 26))),
}


def test_rows_say_how_late_each_year_was():
    drift = draw_drift(list(WEEK.values()))

    assert [row.days_late for row in drift.rows] == [7, 0, 99, 1]


def test_early_year_is_negative():
    drift = draw_drift([((date(2021, 9, 18), date(2021, 9, 24)), (date(2021, 9, 11),) * 2)])

    assert drift.rows[0].days_late == -7


def test_window_holds_the_usual_years_and_leaves_the_outlier_out():
    drift = draw_drift(list(WEEK.values()))

    assert (drift.first_day.month, drift.first_day.day) == (5, 13)
    assert (drift.last_day.month, drift.last_day.day) == (6, 4)


def test_outlier_is_an_arrow_at_the_edge_and_its_prediction_still_drawn():
    row = draw_drift(list(WEEK.values())).rows[2]

    assert (row.actual, row.beyond) == (None, "later")
    assert row.expected is not None


def test_year_before_the_window_points_to_the_left():
    usual = [((date(y, 9, 15),) * 2, (date(y, 9, 15),) * 2) for y in (2021, 2022, 2023)]
    early = ((date(2003, 9, 15),) * 2, (date(2003, 6, 20),) * 2)

    row = draw_drift([*usual, early]).rows[3]

    assert (row.actual, row.beyond) == (None, "earlier")


def test_met_prediction_begins_where_the_box_begins():
    row = draw_drift(list(WEEK.values())).rows[1]

    assert row.expected is not None
    assert row.actual is not None
    assert row.actual.x == row.expected.x
    assert row.actual.width == pytest.approx(row.expected.width * 12 / 8, abs=0.1)


def test_equal_dates_line_up_across_leap_years():
    march = [((date(y, 3, 12),) * 2, (date(y, 3, 12),) * 2) for y in (2023, 2024)]

    rows = draw_drift(march).rows

    assert rows[0] == rows[1]


def test_one_late_week_is_seven_days_to_the_right():
    row = draw_drift(list(WEEK.values())).rows[0]

    assert row.expected is not None
    assert row.actual is not None
    assert row.actual.x - row.expected.x == pytest.approx(7 * WIDTH / 23, abs=0.1)


def test_year_without_a_prediction_has_only_the_real_bar():
    row = draw_drift([(None, (date(2018, 9, 15), date(2018, 9, 21)))]).rows[0]

    assert (row.expected, row.days_late) == (None, None)
    assert row.actual is not None


def test_single_year_far_off_shows_the_prediction_and_an_arrow():
    row = draw_drift([WEEK[2020]]).rows[0]

    assert row.expected is not None
    assert row.beyond == "later"


def test_span_over_new_year_keeps_its_length():
    december = ((date(2025, 12, 28), date(2026, 1, 3)), (date(2026, 1, 2), date(2026, 1, 8)))

    row = draw_drift([december]).rows[0]

    assert row.expected is not None
    assert row.actual is not None
    assert row.actual.width == row.expected.width
    assert row.days_late == 5


def test_bars_stay_inside_the_drawing():
    drift = draw_drift([*WEEK.values(), (None, (date(2017, 5, 1), date(2017, 8, 31)))])

    bars: list[Bar] = [b for row in drift.rows for b in (row.expected, row.actual) if b]
    assert all(bar.x >= 0 and bar.x + bar.width <= WIDTH + 0.1 for bar in bars)
    assert all(0 < guide < WIDTH for guide in drift.guides)


def test_equal_input_gives_equal_rows():
    assert draw_drift(list(WEEK.values())) == draw_drift(list(WEEK.values()))
