"""Instants in words: clock times, nights, stretches of days, other zones, both languages."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from flask import Flask, g

from events import clock
from web import times
from web.preferences import Preferences, register_preferences
from web.settings import read_settings

SHANGHAI, URUMQI = "Asia/Shanghai", "Asia/Urumqi"


@pytest.fixture
def page() -> Iterator[None]:
    """A request in Chinese at a site in Shanghai."""
    app = Flask(__name__)
    app.config["SETTINGS"] = read_settings({"KEPULI_TIMEZONE": SHANGHAI})
    register_preferences(app)
    with app.test_request_context():
        g.preferences = Preferences()
        yield


@pytest.fixture
def english_page(page: None) -> None:
    g.preferences = Preferences(lang="en")


def wall(text: str, zone: str = SHANGHAI) -> datetime:
    """A wall time there, as it is stored: an instant in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ("2026-11-28T10:00", "2026-11-28T11:30", "10:00–11:30"),
        ("2026-11-28T09:05", "2026-11-28T09:10", "9:05–9:10"),
        ("2026-11-28T00:00", "2026-11-28T00:30", "0:00–0:30"),
        ("2026-11-28T19:00", "2026-11-29T07:00", "19:00–次日7:00"),
        ("2026-11-28T19:00", "2026-11-29T00:00", "19:00–24:00"),
        ("2026-12-31T23:00", "2027-01-01T01:00", "23:00–次日1:00"),
    ],
)
def test_hours_are_clock_times_without_the_day(page: None, start: str, end: str, words: str):
    assert times.hours(wall(start), wall(end), SHANGHAI) == words


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ("2026-11-28T10:00", "2026-11-28T11:30", "11月28日（周六）10:00–11:30"),
        ("2026-11-28T19:00", "2026-11-29T07:00", "11月28日（周六）19:00–次日7:00"),
        ("2026-11-28T00:00", "2026-11-29T00:00", "11月28日（周六）"),
        ("2026-11-28T00:00", "2026-12-01T00:00", "11月28日—30日"),
        ("2026-11-28T09:00", "2026-11-30T17:00", "11月28日（周六）9:00—11月30日（周一）17:00"),
        ("2027-01-02T09:00", "2027-01-02T10:00", "2027年1月2日（周六）9:00–10:00"),
    ],
)
def test_a_stretch_is_told_in_full(page: None, start: str, end: str, words: str):
    assert times.stretch(wall(start), wall(end), SHANGHAI) == words


def test_a_moment_has_its_day(page: None):
    assert times.moment(wall("2026-11-28T19:30"), SHANGHAI) == "11月28日（周六）19:30"


def test_another_zone_is_named_where_its_clocks_differ(page: None):
    start, end = wall("2026-11-28T20:00", URUMQI), wall("2026-11-28T22:00", URUMQI)

    assert times.hours(start, end, URUMQI) == "20:00–22:00（UTC+06:00）"
    assert times.moment(start, URUMQI) == "11月28日（周六）20:00（UTC+06:00）"
    assert times.hours(start, end, "Asia/Chongqing") == "22:00–24:00"


def test_a_stretch_over_a_change_of_clocks_is_told_by_the_clocks(page: None):
    start = wall("2026-03-08T00:00", "America/New_York")  # a day of 23 hours
    end = wall("2026-03-09T00:00", "America/New_York")

    assert end - start == timedelta(hours=23)
    assert times.stretch(start, end, "America/New_York") == "3月8日（周日）"


def test_english_has_its_own_order(english_page: None):
    start, end = wall("2026-11-28T10:00"), wall("2026-11-28T11:30")
    far = wall("2026-11-30T17:00")

    assert times.stretch(start, end, SHANGHAI) == "28 Nov (Sat) 10:00–11:30"
    assert times.stretch(start, far, SHANGHAI) == "28 Nov (Sat) 10:00 – 30 Nov (Mon) 17:00"
    assert times.hours(start, end, URUMQI) == "8:00–9:30 (UTC+06:00)"


def test_what_ends_now_is_past_and_what_ends_a_second_later_is_not():
    assert times.past(clock.now())
    assert not times.past(clock.now() + timedelta(seconds=1))
