"""Every change of an edition that a subscriber must see: told through actions and over HTTP."""

from datetime import date

import pytest
from flask.testing import FlaskClient

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
from tests.calendars.ics import Subscriber
from tests.calendars.stories import (
    NOTICE,
    At,
    Step,
    Subscribe,
    assert_supersedes,
    guessed_day,
    last_modified,
)
from tests.factories import make_edition

pytestmark = pytest.mark.usefixtures("app")


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
