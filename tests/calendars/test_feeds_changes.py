"""Every change that a subscriber must see: told as stories, through actions and over HTTP."""

from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient
from icalendar import Event
from werkzeug.http import parse_date

from events import changes, clock
from events.catalogue.keeping import Keeper
from events.days.actions import (
    Source,
    announce_edition,
    cancel_edition,
    confirm_edition,
    move_edition,
    set_theme,
)
from events.days.models import DateStatus, ThemedDay
from events.days.recurrence import Span
from events.db import database
from tests.calendars.conftest import edition_row
from tests.calendars.ics import Shown, Subscriber, shown
from tests.factories import make_edition, make_themed_day

Subscribe = Callable[[str], Subscriber]
At = Callable[[str], None]
NOTICE = Source("关于举办青蛙日的通知", "https://notices.example/7")

pytestmark = pytest.mark.usefixtures("app")


def guessed_day(**fields: object) -> ThemedDay:
    """A week that the rule puts on 1 May 2027, until a notice says more."""
    defaults = {
        "slug": "frog-week",
        "name": "青蛙周",
        "predictability": "announced",
        "rule": "FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=1",
        "duration_days": 7,
        "first_year": 2027,
        "valid_to": 2027,
    }
    return make_themed_day(**defaults | fields)


def yearly_day(**fields: object) -> ThemedDay:
    defaults = {
        "slug": "frog-day",
        "name": "青蛙日",
        "predictability": "fixed",
        "rule": "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=20",
        "first_year": 2026,
    }
    return make_themed_day(**defaults | fields)


def assert_supersedes(new: Event, old: Event) -> None:
    """What makes calendar programs take the new over the old: RFC 5545 §3.8.7."""
    assert new["UID"] == old["UID"]
    assert new["CREATED"].dt == old["CREATED"].dt
    assert new["SEQUENCE"] > old["SEQUENCE"]
    assert new["DTSTAMP"].dt > old["DTSTAMP"].dt
    assert new["LAST-MODIFIED"].dt == new["DTSTAMP"].dt


class Step:
    """Around a change: its instant, then what the subscriber must see of it."""

    def __init__(self, program: Subscriber, at: At) -> None:
        self.program, self.at = program, at

    def __call__(self, instant: str, change: Callable[[], object]) -> tuple[Event, Event]:
        """Make the change; returns the one entry before and after."""
        before, answer = self.program.entry, self.program.answer
        self.at(instant)
        self.program.refresh()  # what the day alone brings
        change()
        assert self.program.refresh()
        assert self.program.answer.headers["ETag"] != answer.headers["ETag"]
        assert (
            last_modified(self.program) == clock.now() > parse_date(answer.headers["Last-Modified"])
        )
        return before, self.program.entry


def last_modified(program: Subscriber) -> object:
    return parse_date(program.answer.headers["Last-Modified"])


# One edition, from guess to cancelled


def test_a_guess_is_announced_confirmed_moved_and_cancelled_as_one_entry(
    subscribe: Subscribe, at: At
):
    guessed_day()
    program = subscribe("days/frog-week")
    step = Step(program, at)
    assert program.entry["STATUS"] == "TENTATIVE"
    assert program.entry["SUMMARY"] == "青蛙周（日期待公布）"

    before, announced = step(
        "2026-12-01T09:00+08:00",
        lambda: announce_edition(
            edition_row("frog-week", 2027),
            Span(date(2027, 5, 3), date(2027, 5, 9)),
            NOTICE,
            clock.now(),
        ),
    )
    assert_supersedes(announced, before)
    assert (announced["STATUS"], announced["SUMMARY"]) == ("CONFIRMED", "青蛙周")
    assert announced["DTSTART"].dt == date(2027, 5, 3)
    assert announced["LINK"] == NOTICE.url
    assert "日期已公布。" in announced["DESCRIPTION"]

    _, confirmed = step(
        "2026-12-02T09:00+08:00",
        lambda: confirm_edition(edition_row("frog-week", 2027), clock.now()),
    )
    assert_supersedes(confirmed, announced)
    assert confirmed["DTSTART"].dt == date(2027, 5, 3)
    assert "日期已确认。" in confirmed["DESCRIPTION"]

    _, moved = step(
        "2026-12-02T09:00:01+08:00",
        lambda: move_edition(
            edition_row("frog-week", 2027),
            Span(date(2027, 6, 1), date(2027, 6, 2)),
            Source("改期通知", "https://notices.example/8"),
            clock.now(),
        ),
    )
    assert_supersedes(moved, confirmed)
    assert (moved["DTSTART"].dt, moved["DTEND"].dt) == (date(2027, 6, 1), date(2027, 6, 3))
    assert moved["STATUS"] == "CONFIRMED"
    assert "原定 5月3日—5月9日，已改期。" in moved["DESCRIPTION"]
    assert [str(link) for link in moved["LINK"]] == [NOTICE.url, "https://notices.example/8"]

    _, cancelled = step(
        "2027-02-01T09:00+08:00",
        lambda: cancel_edition(edition_row("frog-week", 2027), "池塘干了", clock.now()),
    )
    assert_supersedes(cancelled, moved)
    assert (cancelled["STATUS"], cancelled["SUMMARY"]) == ("CANCELLED", "【已取消】青蛙周")
    assert cancelled["DTSTART"].dt == date(2027, 6, 1)
    assert "已取消：池塘干了" in cancelled["DESCRIPTION"]


def test_a_guess_can_be_confirmed_at_once_on_its_own_days(subscribe: Subscribe, at: At):
    guessed_day()
    program = subscribe("days/frog-week")

    before, after = Step(program, at)(
        "2026-12-01T09:00+08:00",
        lambda: confirm_edition(edition_row("frog-week", 2027), clock.now()),
    )

    assert_supersedes(after, before)
    assert (before["DTSTART"].dt, after["DTSTART"].dt) == (date(2027, 5, 1), date(2027, 5, 1))
    assert (before["STATUS"], after["STATUS"]) == ("TENTATIVE", "CONFIRMED")


def test_a_new_theme_is_a_new_revision_of_the_same_days(subscribe: Subscribe, at: At):
    make_edition(themed_day=guessed_day(), first_day=date(2027, 5, 1))
    program = subscribe("days/frog-week")

    before, after = Step(program, at)(
        "2026-12-01T09:00+08:00",
        lambda: set_theme(edition_row("frog-week", 2027), "保护池塘", clock.now()),
    )

    assert after["DESCRIPTION"].startswith("主题：保护池塘\n")
    assert after["UID"] == before["UID"]
    assert after["SEQUENCE"] == before["SEQUENCE"]
    assert after["DTSTAMP"].dt == after["LAST-MODIFIED"].dt == clock.now() > before["DTSTAMP"].dt
    assert after["DTSTART"].dt == before["DTSTART"].dt


def test_the_theme_of_a_guess_shows_and_it_stays_a_guess(subscribe: Subscribe, at: At):
    guessed_day()
    program = subscribe("days/frog-week")

    before, after = Step(program, at)(
        "2026-12-01T09:00+08:00",
        lambda: set_theme(edition_row("frog-week", 2027), "保护池塘", clock.now()),
    )

    assert after["DESCRIPTION"].startswith("主题：保护池塘\n")
    assert (after["STATUS"], after["SUMMARY"]) == ("TENTATIVE", "青蛙周（日期待公布）")
    assert after["UID"] == before["UID"]
    assert after["SEQUENCE"] >= before["SEQUENCE"]


def test_a_new_rule_moves_the_guess_and_its_sequence_grows(subscribe: Subscribe, at: At):
    day = guessed_day()
    program = subscribe("days/frog-week")

    def load_catalogue_with_another_rule() -> None:
        with database.atomic():
            row = ThemedDay.get_by_id(day.id)
            row.loaded = {"rule": row.rule}
            values = {"rule": "FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=8"}
            Keeper(clock.now()).keep("themed_day", row.slug, row, values, dates=("rule",))

    before, after = Step(program, at)("2026-12-01T09:00+08:00", load_catalogue_with_another_rule)

    assert_supersedes(after, before)
    assert after["DTSTART"].dt == date(2027, 5, 8)


def test_nothing_comes_where_nothing_changed(subscribe: Subscribe):
    guessed_day()
    program = subscribe("days/frog-week")
    same = program.answer.data

    assert not program.refresh()

    make_edition()
    with database.atomic():
        changes.record("edition", "of another day", clock.now())

    program.refresh()
    assert program.answer.data == same


# Cancelled


def cancelled_week() -> None:
    make_edition(
        themed_day=guessed_day(),
        first_day=date(2027, 5, 1),
        last_day=date(2027, 5, 7),
        date_status=DateStatus.CANCELLED,
        sequence=5,
    )


def test_the_variant_for_programs_that_hide_cancelled_entries_marks_them_by_name(
    client: FlaskClient,
):
    cancelled_week()

    plain = Subscriber(client, "/calendars/days/frog-week.ics").entry
    marked = Subscriber(client, "/calendars/days/frog-week.ics?cancelled=mark").entry

    assert plain["STATUS"] == "CANCELLED"
    assert marked["STATUS"] == "CONFIRMED"
    for same in ("UID", "SEQUENCE", "SUMMARY", "DTSTART", "DTEND", "DTSTAMP", "DESCRIPTION"):
        assert marked[same] == plain[same]
    assert plain["SUMMARY"] == "【已取消】青蛙周"


def test_a_cancelled_entry_stays_thirty_days_after_its_last_and_then_goes(
    subscribe: Subscribe, at: At
):
    cancelled_week()
    at("2027-06-06T23:59:59+08:00")
    program = subscribe("days/frog-week")
    assert program.entry["STATUS"] == "CANCELLED"

    at("2027-06-07T00:00:00+08:00")

    assert program.refresh()
    assert program.entries == []
    assert last_modified(program) == clock.now()


def test_an_edition_that_took_place_outlasts_a_cancelled_one(subscribe: Subscribe, at: At):
    make_edition(themed_day=guessed_day(), first_day=date(2027, 5, 1), last_day=date(2027, 5, 7))
    at("2027-06-07T00:00:00+08:00")

    assert subscribe("days/frog-week").entry["DTSTART"].dt == date(2027, 5, 1)


# Parents


def tadpole_day(parent: ThemedDay, **fields: object) -> ThemedDay:
    defaults = {
        "slug": "tadpole-day",
        "predictability": "derived",
        "parent": parent,
        "offset_days": 2,
        "valid_to": 2027,
        "first_year": 2027,
        "sequence": 1,
    }
    return make_themed_day(**defaults | fields)


def test_a_derived_day_follows_its_parent_through_every_change(subscribe: Subscribe, at: At):
    tadpole_day(guessed_day(sequence=3))
    program = subscribe("days/tadpole-day")
    step = Step(program, at)
    assert program.entry["DTSTART"].dt == date(2027, 5, 3)

    before, announced = step(
        "2026-12-01T09:00+08:00",
        lambda: announce_edition(
            edition_row("frog-week", 2027),
            Span(date(2027, 5, 10), date(2027, 5, 12)),
            NOTICE,
            clock.now(),
        ),
    )
    assert_supersedes(announced, before)
    assert (announced["DTSTART"].dt, announced["DTEND"].dt) == (
        date(2027, 5, 12),
        date(2027, 5, 15),
    )
    assert announced["STATUS"] == "TENTATIVE"

    _, moved = step(
        "2026-12-02T09:00+08:00",
        lambda: move_edition(
            edition_row("frog-week", 2027),
            Span(date(2027, 5, 20), date(2027, 5, 20)),
            NOTICE,
            clock.now(),
        ),
    )
    assert_supersedes(moved, announced)
    assert (moved["DTSTART"].dt, moved["DTEND"].dt) == (date(2027, 5, 22), date(2027, 5, 23))


def test_a_derived_day_announced_on_its_own_supersedes_what_followed_the_parent(
    subscribe: Subscribe, at: At
):
    make_edition(themed_day=(parent := guessed_day()), first_day=date(2027, 5, 1), sequence=7)
    tadpole_day(parent)
    program = subscribe("days/tadpole-day")

    before, after = Step(program, at)(
        "2026-12-01T09:00+08:00",
        lambda: announce_edition(
            edition_row("tadpole-day", 2027),
            Span(date(2027, 5, 4), date(2027, 5, 4)),
            NOTICE,
            clock.now(),
        ),
    )

    assert_supersedes(after, before)
    assert after["DTSTART"].dt == date(2027, 5, 4)
    assert after["STATUS"] == "CONFIRMED"


def test_a_new_rule_of_the_parent_moves_the_derived_guess(subscribe: Subscribe, at: At):
    parent = guessed_day()
    tadpole_day(parent)
    program = subscribe("days/tadpole-day")

    def change_the_rule() -> None:
        parent.rule = "FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=8"
        parent.sequence += 1
        parent.updated_at = clock.now()
        with database.atomic():
            parent.save()
            changes.record("themed_day", parent.slug, clock.now())

    before, after = Step(program, at)("2026-12-01T09:00+08:00", change_the_rule)

    assert_supersedes(after, before)
    assert after["DTSTART"].dt == date(2027, 5, 10)


def test_a_derived_edition_known_only_by_its_theme_follows_the_parent(subscribe: Subscribe, at: At):
    parent = guessed_day()
    make_edition(
        themed_day=tadpole_day(parent),
        year=2027,
        first_day=None,
        date_status=DateStatus.PREDICTED,
        themes=[{"text": "尾巴"}],
    )
    program = subscribe("days/tadpole-day")

    before, after = Step(program, at)(
        "2026-12-01T09:00+08:00",
        lambda: announce_edition(
            edition_row("frog-week", 2027),
            Span(date(2027, 5, 10), date(2027, 5, 12)),
            NOTICE,
            clock.now(),
        ),
    )

    assert_supersedes(after, before)
    assert after["DTSTART"].dt == date(2027, 5, 12)


def test_a_theme_does_not_make_a_derived_guess_stand_still(subscribe: Subscribe, at: At):
    tadpole_day(guessed_day())
    set_theme(edition_row("tadpole-day", 2027), "尾巴", clock.now())
    program = subscribe("days/tadpole-day")

    _, after = Step(program, at)(
        "2026-12-01T09:00+08:00",
        lambda: announce_edition(
            edition_row("frog-week", 2027),
            Span(date(2027, 5, 10), date(2027, 5, 12)),
            NOTICE,
            clock.now(),
        ),
    )

    assert after["DTSTART"].dt == date(2027, 5, 12)


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
