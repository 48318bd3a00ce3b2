"""Wall times and whole days of a zone as instants: midnight, other zones, summer time, limits."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some

from events.activities.timing import LONGEST, Timing, TimingRefused, between, whole_days

CHINA, BERLIN, URUMQI = map(ZoneInfo, ("Asia/Shanghai", "Europe/Berlin", "Asia/Urumqi"))


def wall(text: str) -> datetime:
    return datetime.fromisoformat(text)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+00:00")


def days_of(timing: Timing) -> tuple[str, str]:
    return str(timing.first_day), str(timing.last_day)


def test_wall_times_become_instants_of_their_zone():
    assert between(wall("2026-11-29T14:00"), wall("2026-11-29T15:30"), CHINA) == Timing(
        utc("2026-11-29T06:00"),
        utc("2026-11-29T07:30"),
        date(2026, 11, 29),
        date(2026, 11, 29),
    )


def test_the_days_are_those_of_the_zone_and_not_of_utc():
    timing = between(wall("2026-11-29T06:00"), wall("2026-11-29T07:00"), CHINA)

    assert timing.start == utc("2026-11-28T22:00")
    assert days_of(timing) == ("2026-11-29", "2026-11-29")


@pytest.mark.parametrize(
    ("zone", "start"),
    [(CHINA, "01:00"), (URUMQI, "03:00"), (BERLIN, "08:00")],
    ids=str,
)
def test_the_same_wall_time_is_another_instant_in_another_zone(zone: ZoneInfo, start: str):
    timing = between(wall("2026-01-15T09:00"), wall("2026-01-15T10:00"), zone)

    assert timing.start == utc(f"2026-01-15T{start}")


def test_a_night_across_midnight_touches_both_days():
    timing = between(wall("2026-12-31T22:00"), wall("2027-01-01T02:00"), CHINA)

    assert days_of(timing) == ("2026-12-31", "2027-01-01")


def test_until_midnight_does_not_touch_the_next_day():
    timing = between(wall("2026-12-31T22:00"), wall("2027-01-01T00:00"), CHINA)

    assert days_of(timing) == ("2026-12-31", "2026-12-31")


@pytest.mark.parametrize(
    ("first", "last", "start", "end"),
    [
        ("2028-02-29", "2028-02-29", "2028-02-28T16:00", "2028-02-29T16:00"),
        ("2027-02-28", "2027-03-01", "2027-02-27T16:00", "2027-03-01T16:00"),
    ],
)
def test_whole_days_run_from_midnight_to_midnight(first: str, last: str, start: str, end: str):
    timing = whole_days(date.fromisoformat(first), date.fromisoformat(last), CHINA)

    assert timing == Timing(
        utc(start), utc(end), date.fromisoformat(first), date.fromisoformat(last), all_day=True
    )


def test_a_leap_day_may_be_crossed_by_the_clock():
    timing = between(wall("2028-02-28T23:30"), wall("2028-02-29T00:30"), CHINA)

    assert days_of(timing) == ("2028-02-28", "2028-02-29")
    assert timing.end - timing.start == timedelta(hours=1)


@pytest.mark.parametrize(
    ("start", "end"),
    [("02:30", "04:00"), ("01:00", "02:30"), ("02:00", "02:59")],
)
def test_what_the_clock_skips_in_spring_is_refused(start: str, end: str):
    with pytest.raises(TimingRefused, match="不存在"):
        between(wall(f"2027-03-28T{start}"), wall(f"2027-03-28T{end}"), BERLIN)


def test_a_night_in_which_the_clock_changes_is_as_long_as_it_truly_is():
    spring = between(wall("2027-03-28T01:00"), wall("2027-03-28T04:00"), BERLIN)
    autumn = between(wall("2027-10-31T01:00"), wall("2027-10-31T04:00"), BERLIN)
    day = whole_days(date(2027, 3, 28), date(2027, 3, 28), BERLIN)

    assert spring.end - spring.start == timedelta(hours=2)
    assert autumn.end - autumn.start == timedelta(hours=4)
    assert day.end - day.start == timedelta(hours=23)


@pytest.mark.parametrize("end", ["2026-11-29T14:00", "2026-11-29T13:59", "2026-11-28T15:00"])
def test_an_end_that_is_not_after_the_start_is_refused_with_a_hint(end: str):
    with pytest.raises(TimingRefused, match="结束日期要写第二天"):
        between(wall("2026-11-29T14:00"), wall(end), CHINA)


def test_a_last_day_before_the_first_is_refused():
    with pytest.raises(TimingRefused, match="早于第一天"):
        whole_days(date(2026, 11, 29), date(2026, 11, 28), CHINA)


def test_a_year_is_the_longest():
    first, last = date(2028, 1, 1), date(2028, 12, 31)

    longest = whole_days(first, last, CHINA)

    assert longest.end - longest.start == LONGEST == timedelta(days=366)
    with pytest.raises(TimingRefused, match="366"):
        whole_days(first, last + timedelta(days=1), CHINA)
    with pytest.raises(TimingRefused, match="366"):
        between(wall("2028-01-01T09:00"), wall("2029-01-01T09:01"), CHINA)


@pytest.mark.parametrize("day", [date.min, date(1989, 12, 31), date(2201, 1, 1), date.max], ids=str)
@pytest.mark.parametrize("zone", [CHINA, BERLIN, ZoneInfo("America/New_York")], ids=str)
def test_years_out_of_the_question_are_refused_with_a_sentence(day: date, zone: ZoneInfo):
    start = datetime.combine(day, datetime.min.time())

    with pytest.raises(TimingRefused, match="年份"):
        whole_days(day, day, zone)
    with pytest.raises(TimingRefused, match="年份"):
        between(start, start + timedelta(hours=1), zone)


@given(
    start=some.datetimes(datetime(1990, 1, 1), datetime(2199, 1, 1)),  # noqa: DTZ001  wall times
    length=some.timedeltas(timedelta(minutes=1), timedelta(days=400)),
    zone=some.sampled_from([CHINA, BERLIN, URUMQI]),
)
def test_whatever_is_accepted_says_the_wall_times_it_was_given(
    start: datetime, length: timedelta, zone: ZoneInfo
):
    try:
        timing = between(start, start + length, zone)
    except TimingRefused:
        return

    assert timing.start.astimezone(zone).replace(tzinfo=None) == start
    assert timing.end.astimezone(zone).replace(tzinfo=None) == start + length
    assert timing.first_day == start.date() <= timing.last_day <= (start + length).date()
