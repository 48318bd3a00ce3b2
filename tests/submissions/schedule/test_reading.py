"""Days, spans and clock times as people type them, and rows of the list."""

import contextlib
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.submissions.content import Sitting
from events.submissions.schedule.reading import (
    TextUnread,
    read_clocks,
    read_day,
    read_spans,
)
from events.submissions.schedule.rows import RowRefused, read_row
from events.submissions.schedule.typed import BOXES, CELLS, row_of

ZONE = ZoneInfo("Asia/Shanghai")
TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-12-05", date(2026, 12, 5)),
        ("2026/12/5", date(2026, 12, 5)),
        ("2026.12.5", date(2026, 12, 5)),
        (" 2026 年 12 月 5 日 ", date(2026, 12, 5)),
        ("12月5日", date(2026, 12, 5)),
        ("1月5日", date(2027, 1, 5)),  # the next one
        ("11月21日", TODAY),
        ("2028-02-29", date(2028, 2, 29)),
    ],
)
def test_day_is_read_as_written(text: str, day: date):
    assert read_day(text, TODAY) == day


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "看不懂日期"),
        ("下周六", "看不懂日期“下周六”"),
        ("2026-9-31", "没有“2026-9-31”这一天"),
        ("0000-01-01", "0 年不可能"),
        ("9999-01-01", "9999 年不可能"),
        ("2月29日", "把年份也写上"),
        ("x" * 500, "看不懂日期“xxxxxxxxxxxxxxxxxxxx…”"),
    ],
)
def test_day_that_is_none_is_refused_in_words(text: str, words: str):
    with pytest.raises(TextUnread, match=words.replace("（", ".")):
        read_day(text, TODAY)


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("2026-12-05,12月12日", [(5, 5), (12, 12)]),
        ("12月5日 12月6日", [(5, 5), (6, 6)]),
        ("12月5日—8日", [(5, 8)]),
        ("2026-12-05 至 2026-12-08\n2026-12-20", [(5, 8), (20, 20)]),
        ("12月5日-8日；12月30日～12月31日", [(5, 8), (30, 31)]),
    ],
)
def test_spans_are_read_from_any_of_the_usual_ways(text: str, spans: list[tuple[int, int]]):
    assert read_spans(text, TODAY) == [(date(2026, 12, a), date(2026, 12, b)) for a, b in spans]


@pytest.mark.parametrize("text", ["12月8日—5日", "2026-12-08至2026-12-05", "12月5日—6日—7日"])
def test_span_that_runs_backwards_is_refused(text: str):
    with pytest.raises(TextUnread):
        read_spans(text, TODAY)


@pytest.mark.parametrize(
    ("text", "clocks"),
    [
        ("10:00–11:30", [("10:00", "11:30")]),
        ("10:00-11:30，14：00至15：30", [("10:00", "11:30"), ("14:00", "15:30")]),
        ("9:00到24:00\n", [("09:00", "00:00")]),
    ],
)
def test_clock_times_are_read_in_pairs(text: str, clocks: list[tuple[str, str]]):
    pairs = [(time.fromisoformat(a), time.fromisoformat(b)) for a, b in clocks]
    assert read_clocks(text) == pairs


@pytest.mark.parametrize("text", ["", "10:00", "10:00–25:00", "10:60–11:00", "上午", "1–2–3"])
def test_clock_times_that_are_none_are_refused(text: str):
    with pytest.raises(TextUnread):
        read_clocks(text)


def row(**cells: str) -> dict[str, str]:
    plain = {"first_day": "2026-12-05", "start": "10:00", "end": "11:30", "kept": "1"}
    return dict.fromkeys((*CELLS, *BOXES), "") | plain | cells


@pytest.mark.parametrize(
    ("cells", "start", "end"),
    [
        ({}, "2026-12-05 10:00", "2026-12-05 11:30"),
        ({"start": "19:00", "end": "7:00"}, "2026-12-05 19:00", "2026-12-06 07:00"),
        ({"end": "24:00"}, "2026-12-05 10:00", "2026-12-06 00:00"),
        ({"last_day": "2026-12-07"}, "2026-12-05 10:00", "2026-12-07 11:30"),
        ({"all_day": "1", "start": "x"}, "2026-12-05 00:00", "2026-12-06 00:00"),
        ({"all_day": "1", "last_day": "2026-12-31"}, "2026-12-05 00:00", "2027-01-01 00:00"),
    ],
)
def test_row_means_these_wall_times(cells: dict[str, str], start: str, end: str):
    found = read_row(row(**cells), ZONE)

    assert (found.start, found.end) == (datetime.fromisoformat(start), datetime.fromisoformat(end))


@pytest.mark.parametrize(
    ("cells", "cell"),
    [
        ({"first_day": "9月31日"}, "first_day"),
        ({"first_day": "12月5日"}, "first_day"),  # which year would depend on the day of reading
        ({"start": ""}, "start"),
        ({"end": "半夜"}, "end"),
        ({"last_day": "2026-12-01"}, "last_day"),
        ({"last_day": "2028-12-01"}, "last_day"),
        ({"all_day": "1", "last_day": "2026-12-01"}, "last_day"),
        ({"capacity": "0"}, "capacity"),
        ({"capacity": "-3"}, "capacity"),
        ({"capacity": "1000001"}, "capacity"),
        ({"capacity": "９"}, "capacity"),
        ({"capacity": "9" * 400}, "capacity"),
    ],
)
def test_row_that_is_no_sitting_names_its_cell(cells: dict[str, str], cell: str):
    with pytest.raises(RowRefused) as refused:
        read_row(row(**cells), ZONE)

    assert refused.value.cell == cell


def test_row_in_an_hour_that_the_clocks_skip_is_refused():
    with pytest.raises(RowRefused, match="不存在"):
        read_row(row(first_day="2027-03-28", start="02:30", end="4:00"), ZoneInfo("Europe/Berlin"))


@pytest.mark.parametrize(
    "sitting",
    [
        Sitting(datetime(2026, 12, 5, 10), datetime(2026, 12, 5, 11, 30), capacity=30, place="p2"),  # noqa: DTZ001
        Sitting(datetime(2026, 12, 5, 19), datetime(2026, 12, 6, 7), uid="u@kepuli"),  # noqa: DTZ001
        Sitting(datetime(2026, 12, 5, 19), datetime(2026, 12, 6), uid="u@kepuli"),  # noqa: DTZ001
        Sitting(datetime(2026, 12, 5, 9), datetime(2026, 12, 6, 17)),  # noqa: DTZ001
        Sitting(datetime(2026, 12, 5, 9), datetime(2026, 12, 9, 9)),  # noqa: DTZ001
        Sitting(datetime(2026, 12, 5), datetime(2026, 12, 6), all_day=True),  # noqa: DTZ001
        Sitting(datetime(2026, 12, 5), datetime(2027, 3, 1), all_day=True),  # noqa: DTZ001
    ],
)
def test_row_of_a_sitting_is_read_as_the_same_sitting(sitting: Sitting):
    assert read_row(row_of(sitting), ZONE) == sitting


@given(st.fixed_dictionaries(dict.fromkeys((*CELLS, *BOXES), st.text(max_size=12))))
def test_row_of_any_text_is_a_sitting_or_refused_in_words(cells: dict[str, str]):
    with contextlib.suppress(RowRefused):
        assert read_row(cells, ZONE).end > read_row(cells, ZONE).start


@given(st.text(max_size=30))
def test_days_and_times_of_any_text_are_read_or_refused_in_words(text: str):
    with contextlib.suppress(TextUnread):
        assert all(first <= last for first, last in read_spans(text, TODAY))
    with contextlib.suppress(TextUnread):
        assert read_clocks(text)
