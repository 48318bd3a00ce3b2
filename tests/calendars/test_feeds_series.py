"""Endless series and the next year: what a subscriber sees as editions become known."""

from datetime import date

import pytest

from events import clock
from events.days.actions import (
    cancel_edition,
    move_edition,
    set_theme,
)
from events.days.models import ThemedDay
from events.days.recurrence import Span
from tests.calendars.conftest import edition_row
from tests.calendars.ics import Shown, Subscriber, shown
from tests.calendars.stories import (
    NOTICE,
    At,
    Subscribe,
    assert_supersedes,
    guessed_day,
    yearly_day,
)
from tests.factories import make_edition

pytestmark = pytest.mark.usefixtures("app")


# Series


def years(program: Subscriber) -> list[date]:
    return [
        entry.first_day
        for entry in shown(program.answer.data, date(2026, 1, 1), date(2031, 12, 31))
    ]


def test_an_edition_known_for_a_year_of_a_series_takes_that_year_out_of_it(
    subscribe: Subscribe, at: At
):
    yearly_day()
    make_edition(
        themed_day=ThemedDay.get(), first_day=date(2026, 3, 20), last_day=date(2026, 3, 20)
    )
    program = subscribe("days/frog-day")
    old = program.entry
    assert years(program) == [date(year, 3, 20) for year in range(2027, 2032)]

    at("2026-12-01T09:00+08:00")
    move_edition(
        edition_row("frog-day", 2027),
        Span(date(2027, 3, 22), date(2027, 3, 22)),
        NOTICE,
        clock.now(),
    )

    assert program.refresh()
    single, series = program.entries
    assert_supersedes(series, old)
    assert single["UID"] != series["UID"]
    assert "RRULE" not in single
    assert series["DTSTART"].dt == date(2028, 3, 20)
    assert years(program) == [
        date(2027, 3, 22),
        *(date(year, 3, 20) for year in range(2028, 2032)),
    ]


@pytest.mark.parametrize("year", [2027, 2028])
def test_a_theme_for_a_year_of_a_series_shows_in_that_year_alone(
    subscribe: Subscribe, at: At, year: int
):
    yearly_day(first_year=2027)
    program = subscribe("days/frog-day")
    before = shown(program.answer.data, date(2026, 1, 1), date(2031, 12, 31))

    at("2026-12-01T09:00+08:00")
    set_theme(edition_row("frog-day", year), "保护池塘", clock.now())

    assert program.refresh()
    assert shown(program.answer.data, date(2026, 1, 1), date(2031, 12, 31)) == before
    themed = [e for e in program.entries if "主题：保护池塘" in e["DESCRIPTION"]]
    assert [(e["DTSTART"].dt, str(e["STATUS"])) for e in themed] == [
        (date(year, 3, 20), "CONFIRMED")
    ]


def test_a_cancelled_year_of_a_series_is_cancelled_alone_and_later_gone(
    subscribe: Subscribe, at: At
):
    yearly_day(first_year=2027)
    program = subscribe("days/frog-day")

    at("2026-12-01T09:00+08:00")
    cancel_edition(edition_row("frog-day", 2027), "池塘干了", clock.now())

    assert program.refresh()
    assert [(str(e["SUMMARY"]), str(e["STATUS"])) for e in program.entries] == [
        ("【已取消】青蛙日", "CANCELLED"),
        ("青蛙日", "CONFIRMED"),
    ]

    at("2027-04-20T09:00+08:00")
    assert program.refresh()
    assert shown(program.answer.data, date(2026, 1, 1), date(2028, 12, 31)) == [
        Shown(date(2028, 3, 20), date(2028, 3, 20), "青蛙日")
    ]


def test_a_series_is_the_same_bytes_year_after_year(subscribe: Subscribe, at: At):
    yearly_day()
    program = subscribe("days/frog-day")
    this_year = program.answer.data

    at("2029-11-21T10:00+08:00")

    assert not program.refresh()
    assert program.answer.data == this_year


# Next year


def test_the_next_years_guess_appears_beside_the_held_edition_and_later_alone(
    subscribe: Subscribe, at: At
):
    day = guessed_day(valid_to=None, first_year=2026)
    make_edition(themed_day=day, first_day=date(2026, 10, 1), last_day=date(2026, 10, 7))
    program = subscribe("days/frog-week")
    held, *guesses = program.entries
    assert [entry["DTSTART"].dt.year for entry in guesses] == [2027, 2028]

    at("2027-01-06T00:00+08:00")
    assert program.refresh()
    assert [entry["UID"] for entry in program.entries] == [guess["UID"] for guess in guesses]
    assert held["UID"] not in [entry["UID"] for entry in program.entries]

    at("2027-11-01T10:00+08:00")
    assert program.refresh()
    assert [entry["UID"] for entry in program.entries][:1] == [guesses[1]["UID"]]
    assert [entry["DTSTART"].dt.year for entry in program.entries] == [2028, 2029]
