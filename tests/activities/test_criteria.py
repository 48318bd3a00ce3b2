"""Criteria: one canonical query, read back from any query string; the days their words mean."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from werkzeug.datastructures import MultiDict
from werkzeug.urls import iri_to_uri

from events.activities.criteria import KEYS, Criteria, DaySpan, when_span
from events.activities.filters import MOST_VALUES, read_criteria
from events.activities.vocabulary import ACCESS, AUDIENCES, FORMATS, KINDS, WHENS
from events.days.recurrence import Span
from events.text import clean_line

MONDAY = date(2026, 11, 23)
SLUGS = some.from_regex("[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,3}", fullmatch=True)


def several(values: some.SearchStrategy[Any]) -> some.SearchStrategy[tuple[Any, ...]]:
    return some.sets(values, max_size=4).map(lambda found: tuple(sorted(found)))


def ordered(days: list[date | None]) -> bool:
    first, last = days
    return first is None or last is None or first <= last


DAYS = some.none() | some.dates(date(1990, 1, 1), date(2200, 12, 31))
CRITERIA = some.builds(
    lambda days, **fields: Criteria(first_day=days[0], last_day=days[1], **fields),
    days=some.lists(DAYS, min_size=2, max_size=2).filter(ordered),
    day=several(SLUGS),
    unit=several(SLUGS),
    district=several(SLUGS),
    venue=several(some.integers(0, 999_999_999)),
    kind=several(some.sampled_from(list(KINDS))),
    audience=several(some.sampled_from(list(AUDIENCES))),
    when=some.none() | some.sampled_from(list(WHENS)),
    q=some.text(max_size=100).map(clean_line).filter(lambda words: len(words) <= 100),
    year=some.none() | some.integers(1990, 2200),
    age=some.none() | some.integers(0, 99),
    format=several(some.sampled_from([str(word) for word in FORMATS])),
    signup=some.sampled_from([None, "open"]),
    access=several(some.sampled_from(list(ACCESS))),
)
NEAR = some.builds(
    lambda criteria, degrees, within, sort: replace(
        criteria, near=tuple(number / 100 for number in degrees), within=within, sort=sort
    ),
    CRITERIA,
    degrees=some.tuples(some.integers(-9000, 9000), some.integers(-18000, 18000)),
    within=some.integers(1, 100),
    sort=some.sampled_from([None, "distance"]),
)
ONE_VALUE = ("q", "year", "age", "signup", "when", "from", "to", "near", "within", "sort")


def read(query: str) -> Criteria:
    reading = read_criteria(MultiDict(parse_qsl(query)))
    assert reading.problems == ()
    return reading.criteria


@settings(max_examples=50)
@given(criteria=CRITERIA | NEAR)
def test_what_is_written_into_an_address_is_read_from_it_again(criteria: Criteria):
    assert read(criteria.query) == criteria
    assert iri_to_uri(criteria.query) == criteria.query


@settings(max_examples=50)
@given(criteria=CRITERIA | NEAR, order=some.randoms())
def test_the_order_and_the_repeats_of_a_query_string_do_not_matter(criteria: Criteria, order: Any):
    pairs = criteria.pairs + criteria.pairs
    order.shuffle(pairs)
    once_each = [p for p in pairs if p[0] not in ONE_VALUE]
    single = [p for p in criteria.pairs if p[0] in ONE_VALUE]

    assert read(urlencode(once_each + single)).query == criteria.query


def test_a_query_is_written_in_the_order_of_the_vocabulary():
    criteria = Criteria(
        first_day=date(2026, 11, 1), when="week", kind=("class", "lecture"), unit=("cq-cast",)
    )

    assert criteria.query == "unit=cq-cast&kind=class&kind=lecture&when=week&from=2026-11-01"
    assert Criteria().query == ""


def test_values_are_added_and_taken_away_one_by_one():
    criteria = Criteria(kind=("lecture",))

    assert criteria.having("kind", "class").kind == ("class", "lecture")
    assert criteria.having("kind", "lecture") == criteria
    assert criteria.without("kind", "lecture") == Criteria()
    assert criteria.with_only("kind", "class").kind == ("class",)
    assert criteria.with_only("kind", None) == Criteria()
    assert criteria.with_only("when", "week").without("when", "week") == criteria
    assert Criteria(venue=(7, 12)).without("venue", "7") == Criteria(venue=(12,))


@pytest.mark.parametrize(
    ("query", "problem"),
    [
        ("day=Sci+Tech", "主题日的代号"),
        ("unit=" + "x" * 65, "单位的代号"),
        ("district=../etc", "区划代码"),
        ("venue=-1", "编号"),
        ("venue=1234567890", "编号"),
        ("venue=七", "编号"),
        ("kind=party", "lecture"),
        ("audience=cats", "family"),
        ("when=never", "today"),
        ("q=" + "星" * 101, "1 到 100 个字"),
        ("q=\0", "1 到 100 个字"),
        ("year=0", "四位的年份"),
        ("year=2201", "四位的年份"),
        ("age=-1", "0 到 99"),
        ("age=100", "0 到 99"),
        ("age=七", "0 到 99"),
        ("format=radio", "onsite"),
        ("signup=full", "open"),
        ("access=step_free", "step-free"),
        ("near=重庆", "纬度和经度"),
        ("near=29.56", "纬度和经度"),
        ("near=91,106", "纬度和经度"),
        ("near=29,-181", "纬度和经度"),
        ("near=1e1,nan", "纬度和经度"),
        ("within=0&near=29,106", "1 到 100"),
        ("within=101&near=29,106", "1 到 100"),
        ("sort=price", "distance"),
        ("within=5", "从哪里算起"),
        ("sort=distance", "从哪里算起"),
        ("within=5&sort=distance", "从哪里算起"),
        ("from=2026-02-30", "2026-09-19"),
        ("from=20260901", "2026-09-19"),
        ("to=0001-01-01", "2026-09-19"),
        ("to=9999-12-31", "2026-09-19"),
        ("from=2026-11-02&to=2026-11-01", "早于"),
        ("&".join(f"venue={n}" for n in range(MOST_VALUES + 1)), str(MOST_VALUES)),
    ],
)
def test_a_value_that_cannot_be_meant_is_left_out_with_a_sentence(query: str, problem: str):
    arguments = MultiDict(pair.split("=", 1) for pair in query.split("&"))
    arguments.add("kind", "lecture")

    reading = read_criteria(arguments)

    [sentence] = reading.problems
    assert problem in sentence
    assert reading.criteria.kind == ("lecture",)
    rest = reading.criteria.with_only("venue", None).with_only("near", None)
    assert rest == Criteria(kind=("lecture",))


def test_a_position_is_rounded_and_has_a_distance():
    criteria = read("near=29.563219,+106.549&sort=time")

    assert (criteria.near, criteria.within, criteria.sort) == ((29.56, 106.55), 10, None)
    assert criteria.query == "near=29.56,106.55&within=10"
    assert read("near=-0.001,-0.004").query == "near=0.00,0.00&within=10"
    assert Criteria(near=(29.56, 106.55)).radius_km == 10


def test_without_a_position_nothing_is_measured_from_it():
    criteria = read("near=29.56,106.55&within=5&sort=distance&age=0")

    assert criteria.with_only("near", None) == Criteria(age=0)
    assert criteria.without("near", "29.56,106.55") == Criteria(age=0)
    assert criteria.without("sort", "distance").within == 5


def test_a_year_limits_the_days():
    assert Criteria(year=2025).span(MONDAY) == DaySpan(date(2025, 1, 1), date(2025, 12, 31))
    assert Criteria(year=2026, when="week").span(MONDAY) == Criteria(when="week").span(MONDAY)
    assert Criteria(year=2025).span_ahead(MONDAY).first_day == date(2025, 1, 1)


def test_empty_values_count_as_absent_and_unknown_keys_are_not_read():
    assert read("day=&kind=&when=&from=&q=+&near=&theme=星星&page=3") == Criteria()


@given(value=some.text(max_size=50), key=some.sampled_from(list(KEYS)))
def test_no_text_is_too_strange_to_be_read(key: str, value: str):
    reading = read_criteria(MultiDict([(key, value)]))

    assert len(reading.problems) <= 1
    assert len(reading.criteria.pairs) <= 1


@pytest.mark.parametrize(
    ("weekday", "weekend"),
    [
        ("23", ("28", "29")),
        ("24", ("28", "29")),
        ("25", ("28", "29")),
        ("26", ("28", "29")),
        ("27", ("28", "29")),
        ("28", ("28", "29")),
        ("29", ("29", "29")),
    ],
)
def test_the_weekend_is_this_weeks_and_on_sunday_what_is_left(
    weekday: str, weekend: tuple[str, str]
):
    today = date.fromisoformat(f"2026-11-{weekday}")

    span = when_span("weekend", today)

    assert (f"{span.first_day:%d}", f"{span.last_day:%d}") == weekend
    assert when_span("week", today) == Span(today, date(2026, 11, 29))
    assert when_span("today", today) == Span(today, today)
    assert when_span("tomorrow", today).first_day == today + timedelta(days=1)


@pytest.mark.parametrize(
    ("today", "last"),
    [("2026-11-21", "11-30"), ("2028-02-01", "02-29"), ("2026-12-31", "12-31")],
)
def test_a_month_ends_with_its_last_day(today: str, last: str):
    span = when_span("month", date.fromisoformat(today))

    assert f"{span.first_day} {span.last_day:%m-%d}" == f"{today} {last}"


def test_a_word_of_time_and_dates_hold_together():
    first, last = date(2026, 11, 25), date(2026, 12, 24)

    assert Criteria(when="week", first_day=first).span(MONDAY) == DaySpan(first, date(2026, 11, 29))
    assert Criteria(when="week", last_day=last).span(MONDAY) == DaySpan(MONDAY, date(2026, 11, 29))
    assert Criteria(first_day=first).span(MONDAY) == DaySpan(first, None)
    assert Criteria(last_day=last).span(MONDAY) == DaySpan(None, last)
    assert Criteria().span(MONDAY) == DaySpan(None, None)
    assert DaySpan(None, last).within(DaySpan(first, None)) == DaySpan(first, last)
