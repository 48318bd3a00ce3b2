"""The dial tells the truth about the twelve months from today, and nothing on it collides."""

import re
from datetime import date, timedelta
from itertools import combinations, pairwise
from math import atan2, degrees

import pytest

from calendars.dial import CENTRE, HUB, RIM, Dial, Mark, draw_dial, draw_ring

TODAY = date(2026, 11, 21)
SUBJECTS = {"sky": "天", "water": "水", "earth": "地", "life": "生", "number": "数", "craft": "工"}


def make_mark(
    first_day: date,
    last_day: date | None = None,
    subject: str = "life",
    certainty: str = "fixed",
    label: str = "",
) -> Mark:
    last_day = last_day or first_day
    return Mark(
        first_day, last_day, subject, SUBJECTS[subject], certainty, label or f"{first_day}{subject}"
    )


def crowded_year(today: date, every: int) -> list[Mark]:
    """A mark each few days, subjects in turn, some of them weeks: fuller than the catalogue."""
    subjects = list(SUBJECTS)
    return [
        make_mark(day, day + timedelta(days=6 * (n % 4 == 0)), subjects[n * 5 % 6])
        for n in range(360 // every)
        for day in [today + timedelta(days=n * every)]
    ]


def ends(path: str) -> list[tuple[float, float]]:
    """The points a path goes through, without the radii and flags of its arcs."""
    points = re.sub(r"A\S+ \S+ \d \d \d ", "L", path)
    return [(float(x), float(y)) for x, y in re.findall(r"([\d.-]+) ([\d.-]+)", points)]


def angle_of(x: float, y: float) -> float:
    return degrees(atan2(x - CENTRE, CENTRE - y)) % 360


def angles(path: str) -> list[float]:
    return [angle_of(x, y) for x, y in ends(path)]


def month_of(dial: Dial, month: int):
    return next(m for m in dial.months if m.month == month)


def test_today_is_at_the_top_under_the_hand():
    dial = draw_dial(TODAY, [make_mark(TODAY)], [])

    assert ends(dial.hand) == [(CENTRE, CENTRE - HUB), (CENTRE, CENTRE - RIM)]
    assert angles(dial.day_marks[0].path)[0] == pytest.approx(0.5, abs=0.2)


def test_mark_half_a_year_away_is_at_the_bottom():
    dial = draw_dial(TODAY, [make_mark(TODAY + timedelta(days=182))], [])

    assert angles(dial.day_marks[0].path)[0] == pytest.approx(180, abs=0.2)


def test_year_runs_clockwise():
    dial = draw_dial(date(2026, 1, 1), [], [])

    middles = [angle_of(month.x, month.y) for month in dial.months]

    assert [month.month for month in dial.months] == list(range(1, 13))
    assert middles == sorted(middles)


def test_twelve_months_begin_with_todays_and_end_before_it():
    dial = draw_dial(TODAY, [], [])

    assert [(month.year, month.month) for month in dial.months] == (
        [(2026, 11), (2026, 12)] + [(2027, month) for month in range(1, 11)]
    )


def test_month_counts_each_themed_day_once():
    marks = [
        make_mark(date(2026, 11, 1), date(2026, 11, 30), label="消防宣传月"),
        make_mark(date(2027, 11, 1), date(2027, 11, 30), label="消防宣传月"),
        make_mark(date(2027, 11, 9), label="全国消防日"),
        make_mark(date(2026, 12, 1), date(2027, 2, 20), label="三下乡"),
    ]

    dial = draw_dial(TODAY, marks, [])

    counts = {month.month: month.count for month in dial.months}
    assert counts == {11: 2, 12: 1, 1: 1, 2: 1} | dict.fromkeys(range(3, 11), 0)


@pytest.mark.parametrize("day", [1, 2, 14, 15, 16, 28, 30])
def test_name_of_todays_month_is_not_under_the_hand(day: int):
    dial = draw_dial(date(2026, 11, day), [], [])

    assert abs(month_of(dial, 11).x - CENTRE) > 33


def test_seam_is_at_new_year():
    dial = draw_dial(TODAY, [], [])

    new_year = (date(2027, 1, 1) - TODAY).days * 360 / 365
    assert angles(dial.seam.path) == pytest.approx([new_year, new_year], abs=0.1)
    assert [number.text for number in dial.seam.years] == ["2026", "2027"]
    assert angle_of(dial.seam.years[0].x, dial.seam.years[0].y) < new_year


def test_seam_on_new_years_day_is_under_the_hand_without_numbers():
    seam = draw_dial(date(2027, 1, 1), [], []).seam

    assert angles(seam.path) == [0, 0]
    assert seam.years == ()


@pytest.mark.parametrize(
    ("today", "days"),
    [
        (date(2027, 2, 28), 365),
        (date(2027, 3, 1), 366),
        (date(2028, 2, 28), 366),
        (date(2028, 2, 29), 366),
        (date(2028, 3, 1), 365),
    ],
)
def test_leap_year_has_one_more_day_on_the_rim(today: date, days: int):
    dial = draw_dial(today, [make_mark(today + timedelta(days=days - 1))], [])

    assert dial.days == days
    assert angles(dial.day_marks[0].path)[0] == pytest.approx(360 - 180 / days, abs=0.2)


def test_day_after_the_twelve_months_is_left_out():
    marks = [make_mark(date(2027, 11, 20)), make_mark(date(2027, 11, 21))]

    dial = draw_dial(TODAY, marks, [])

    assert [tile.labels for tile in dial.tiles] == [("2027-11-20life",)]


def test_span_over_today_begins_at_the_hand():
    dial = draw_dial(TODAY, [make_mark(date(2026, 11, 1), date(2026, 11, 30))], [])

    assert angles(dial.arcs[0].path) == pytest.approx([0, 10 * 360 / 365], abs=0.1)


def test_span_over_the_end_of_the_twelve_months_stops_at_the_hand():
    dial = draw_dial(TODAY, [make_mark(date(2027, 11, 1), date(2027, 11, 30))], [])

    assert angles(dial.arcs[0].path) == pytest.approx([345 * 360 / 365, 0], abs=0.1)


def test_span_longer_than_a_year_is_almost_a_circle():
    dial = draw_dial(TODAY, [make_mark(date(2026, 1, 1), date(2028, 12, 31))], [])

    assert " 1 1 " in dial.arcs[0].path
    assert angles(dial.arcs[0].path) == pytest.approx([0, 359.9], abs=0.1)


def test_certainty_decides_how_a_mark_is_drawn():
    week = timedelta(days=6)
    marks = [
        make_mark(date(2027, month, 5), date(2027, month, 5) + week, certainty=certainty)
        for month, certainty in [(3, "fixed"), (5, "predicted"), (7, "unknown")]
    ]

    dial = draw_dial(TODAY, marks, [])

    assert [arc.kind for arc in dial.arcs] == ["fixed", "guess", "season"]
    assert [arc.path.endswith("Z") for arc in dial.arcs] == [False, True, False]


def test_overlapping_spans_lie_on_tracks_of_their_own():
    marks = [
        make_mark(date(2027, 9, 1), date(2027, 9, 30)),
        make_mark(date(2027, 9, 13), date(2027, 9, 19), subject="number"),
        make_mark(date(2027, 9, 20), date(2027, 9, 26), subject="water"),
    ]

    radii = [re.search(r"A(\S+)", arc.path) for arc in draw_dial(TODAY, marks, []).arcs]

    assert len({radius and radius[1] for radius in radii}) == 3


def test_marks_on_one_day_do_not_cover_each_other():
    day = date(2027, 3, 22)
    marks = [make_mark(day, subject=subject) for subject in ("water", "sky", "life")]

    bars = [ends(bar.path) for bar in draw_dial(TODAY, marks, []).day_marks]

    heights = sorted(sorted(CENTRE - y for _, y in bar) for bar in bars)
    assert all(lower[1] < upper[0] for lower, upper in pairwise(heights))


@pytest.mark.parametrize("every", [2, 5, 7, 30])
@pytest.mark.parametrize("month", range(1, 13))
def test_every_mark_has_one_tile_and_no_two_tiles_overlap(month: int, every: int):
    today = date(2026, month, 21)
    marks = crowded_year(today, every)

    dial = draw_dial(today, marks, [])

    led = sorted(label for tile in dial.tiles for label in tile.labels)
    assert led == sorted(mark.label for mark in marks)
    for one, other in combinations(dial.tiles, 2):
        assert max(abs(one.x - other.x), abs(one.y - other.y)) >= dial.tile_size


@pytest.mark.parametrize("every", [2, 7])
def test_tiles_keep_off_the_hand_the_hub_and_the_marks(every: int):
    dial = draw_dial(TODAY, crowded_year(TODAY, every), [])

    half = dial.tile_size / 2
    for tile in dial.tiles:
        distance = ((tile.x - CENTRE) ** 2 + (tile.y - CENTRE) ** 2) ** 0.5
        assert HUB + half < distance < 177 - half
        assert abs(tile.x - CENTRE) > half or tile.y > CENTRE


def test_tile_of_a_lone_mark_stands_before_it():
    dial = draw_dial(TODAY, [make_mark(date(2027, 3, 12))], [])

    tile = dial.tiles[0]
    assert (tile.glyph, tile.subject, tile.labels) == ("生", "life", ("2027-03-12life",))
    assert angle_of(tile.x, tile.y) == pytest.approx(angles(dial.day_marks[0].path)[0], abs=0.3)


def test_equal_input_gives_an_equal_dial_whatever_the_order():
    marks = crowded_year(TODAY, 5)
    terms = [(date(2026, 12, 22), "冬至")]

    assert draw_dial(TODAY, marks, terms) == draw_dial(TODAY, marks[::-1], terms)


def test_solar_terms_outside_the_year_or_under_the_hand_are_left_out():
    terms = [
        (date(2026, 11, 7), "立冬"),
        (date(2026, 11, 22), "小雪"),
        (date(2027, 2, 4), "立春"),
        (date(2027, 11, 22), "小雪"),
    ]

    dial = draw_dial(TODAY, [], terms)

    assert [term.text for term in dial.terms] == ["立春"]


def test_words_on_the_rim_are_never_upside_down():
    days = [TODAY + timedelta(days=10 * n) for n in range(1, 36)]

    dial = draw_dial(TODAY, [], [(day, "节") for day in days])

    assert all(-90 <= word.turn <= 90 for word in (*dial.terms, *dial.seam.years))


def test_dial_all_through_a_leap_cycle_has_twelve_whole_months():
    for n in range(0, 4 * 365 + 1, 3):
        dial = draw_dial(date(2027, 1, 1) + timedelta(days=n), [], [])

        assert len({month.month for month in dial.months}) == 12


def test_ring_shows_where_the_days_lie():
    ring = draw_ring(TODAY, date(2027, 5, 15), date(2027, 5, 22))

    turns = [degrees(atan2(x - 60, 60 - y)) % 360 for x, y in ends(ring.mark)]
    assert turns == pytest.approx([172.6, 180.5], abs=0.3)
    assert ends(ring.hand)[0][0] == 60
    assert ring.ticks.count("M") == 12


def test_ring_widens_a_single_day_to_be_seen():
    ring = draw_ring(TODAY, date(2027, 5, 22), date(2027, 5, 22))

    turns = [degrees(atan2(x - 60, 60 - y)) % 360 for x, y in ends(ring.mark)]
    assert turns[1] - turns[0] == pytest.approx(6, abs=0.3)


def test_ring_without_a_day_in_the_coming_year_has_no_mark():
    assert draw_ring(TODAY, date(2026, 5, 16), date(2026, 5, 23)).mark == ""
    assert draw_ring(TODAY, date(2028, 5, 16), date(2028, 5, 23)).mark == ""
