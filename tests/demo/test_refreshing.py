"""The demonstration from day to day: it rolls on, and takes back nothing that people did."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from threading import Barrier, Thread

import pytest
from peewee import Database

from events import changes, clock
from events.activities.actions import retitle_activity, withdraw_activity
from events.activities.models import Activity, ActivityEdition, HistoryEntry, Occurrence
from events.activities.occurrences import (
    cancel_occurrence,
    move_occurrence,
    reinstate_occurrence,
)
from events.activities.timing import whole_days
from events.db import connection
from events.demo.models import DemoMark
from events.demo.placing import ZONE
from events.demo.refreshing import Refreshed
from events.demo.stage import FOLLOWED
from events.venues.models import Venue
from tests.conftest import Outcome, Program
from tests.demo.reading import find, next_of, occurrences_of, refresh, today
from tests.factories import make_activity, make_occurrence

pytestmark = [pytest.mark.filled, pytest.mark.usefixtures("db")]
NOTHING = Refreshed(0, 0, 0)


def everything() -> dict[str, tuple[object, ...]]:
    """All that is public of the occurrences, by UID."""
    return {
        one.uid: (one.start, one.end, one.venue_id, one.status, one.sequence, one.revision)
        for one in Occurrence.select()
    }


def activity(key: str) -> Activity:
    return Activity.get(Activity.source_key == f"demo/{key}")


def local(instant: datetime) -> str:
    return f"{instant.astimezone(ZONE):%Y-%m-%d %H:%M}"


def test_a_second_time_on_the_same_day_changes_nothing(kepuli: Program, at: Callable[[str], None]):
    at("2026-11-21T23:59+08:00")
    before, position = everything(), changes.current()

    said = kepuli("demo", "refresh")

    assert said == Outcome(0, "演示活动已经跟上今天，没有改动。\n", "")
    assert (everything(), changes.current()) == (before, position)
    assert DemoMark.get().refreshed_at == clock.now()


def test_the_future_rolls_on_and_the_past_stays(at: Callable[[str], None]):
    before = everything()

    at("2026-11-28T08:00+08:00")
    refreshed = refresh()

    after = everything()
    assert refreshed.activities == refreshed.moved == 0
    assert refreshed.occurrences == len(after) - len(before) > 10
    assert {uid: after[uid] for uid in before} == before


def test_the_wall_calendar_is_that_of_the_installation(at: Callable[[str], None]):
    at("2026-11-21T16:30+00:00")  # after midnight in China

    assert refresh().occurrences == 6


@pytest.mark.parametrize(
    ("key", "weekday", "clock_time"),
    [("saturday-paper-bridge", 5, "10:00"), ("wednesday-phone-class", 2, "16:00")],
)
def test_a_weekly_series_has_four_behind_and_eight_ahead(key: str, weekday: int, clock_time: str):
    series = occurrences_of(key)

    assert {one.first_day.weekday() for one in series} == {weekday}
    assert {local(one.start)[11:] for one in series} == {clock_time}
    assert len([one for one in series if one.first_day < today()]) == 4
    assert len([one for one in series if one.first_day >= today()]) >= 8


def test_stargazing_goes_past_midnight():
    one = next_of("friday-stargazing")

    assert local(one.start) == f"{one.first_day} 22:00"
    assert local(one.end) == f"{one.last_day} 01:00"
    assert one.last_day == one.first_day + timedelta(days=1)


def test_what_was_told_of_an_occurrence_went_through_the_actions():
    told = {
        (str(row.activity.source_key).removeprefix("demo/"), row.kind)
        for row in HistoryEntry.select(HistoryEntry, Activity).join(Activity)
    }

    assert told == {
        ("saturday-paper-bridge", "relocated"),
        ("wednesday-phone-class", "cancelled"),
        ("friday-stargazing", "postponed"),
        ("weekend-robots", "moved"),
        ("steel-tour", "cancelled"),
        ("ev-teardown", "relocated"),
        ("weather-and-stars", "moved"),
    }
    for row in HistoryEntry.select(HistoryEntry, Occurrence).join(Occurrence):
        assert (row.occurrence.sequence, row.occurrence.status_reason) == (1, row.reason)
        assert row.reason


def test_a_moved_class_keeps_to_be_seen_when_it_was_meant_to_be():
    moved = next(one for one in occurrences_of("weekend-robots") if one.status == "moved")
    assert moved.moved_from_start

    assert local(moved.moved_from_start) == "2026-12-12 14:00"
    assert local(moved.start) == "2026-12-12 16:00"


def test_the_kinds_of_places_and_times_are_all_there():
    rows = find(date(2026, 11, 1), date(2028, 1, 1))

    formats = {row.activity.format for row in rows}
    assert formats == {"onsite", "online", "hybrid"}
    for row in rows:
        assert (row.venue is None) is (row.activity.format == "online")
        assert bool(row.activity.online_url) is (row.activity.format != "onsite")
    assert {row.occurrence.all_day for row in rows} == {True, False}
    assert {fact for row in rows if row.venue for fact in (row.venue.step_free,)} == {
        True,
        False,
        None,
    }
    for audience in ("elderly", "primary-class", "farmers", "officials", "scientists"):
        assert any(audience in row.audiences for row in rows), audience


# What people did meanwhile


def test_what_was_withdrawn_stays_withdrawn(at: Callable[[str], None]):
    withdraw_activity(activity("weekend-robots"), "教室改建", clock.now())
    count = len(occurrences_of("weekend-robots"))

    at("2026-12-31T10:00+08:00")
    refresh()

    assert not activity("weekend-robots").is_public
    assert len(occurrences_of("weekend-robots")) == count
    assert not any(one.is_public for one in occurrences_of("weekend-robots"))
    assert any(one.first_day == date(2027, 1, 2) for one in occurrences_of("saturday-paper-bridge"))


def test_what_people_changed_stays_as_they_have_it(at: Callable[[str], None]):
    cancelled = cancel_occurrence(next_of("sunday-birds"), "暴雨", clock.now())
    day = date(2026, 12, 24)
    moved = move_occurrence(next_of("science-cafe"), whole_days(day, day, ZONE), "", clock.now())
    edition = move_occurrence(next_of("museum-night"), whole_days(day, day, ZONE), "", clock.now())
    told = next(one for one in occurrences_of("wednesday-phone-class") if one.status == "cancelled")
    back = reinstate_occurrence(told, "提前修好了", clock.now())
    retitle_activity(activity("square-telescope"), "广场看月亮", clock.now())
    before = everything()

    at("2026-11-22T10:00+08:00")
    refresh()

    after = everything()
    for one in (cancelled, moved, edition, back):
        assert after[one.uid] == before[one.uid]
    assert back.status == "scheduled"
    assert activity("square-telescope").title == "广场看月亮"


def test_rows_that_are_not_the_demonstrations_are_left_alone(at: Callable[[str], None]):
    real = make_occurrence(make_activity(title="真的活动"))
    before = everything()[real.uid], real.activity.updated_at, Venue.get_by_id(real.venue_id)

    at("2027-09-08T10:00+08:00")
    refresh()

    own = real.activity.get_by_id(real.activity_id)
    assert (everything()[real.uid], own.updated_at, Venue.get_by_id(real.venue_id)) == before
    assert not own.is_fictional
    assert own.occurrences.count() == 1


# Editions that get other days, or are over


def test_what_belongs_to_an_edition_moves_along_until_people_take_it_over(kepuli: Program):
    untouched, taken = next_of("tech-week-main"), next_of("silk-class")
    cancel_occurrence(taken, "蚕病了", clock.now())

    for first, last in (("2027-05-22", "2027-05-29"), ("2027-05-29", "2027-06-05")):
        step = "announce" if first == "2027-05-22" else "move"
        said = kepuli(
            *("editions", step, "sci-tech-week", "2027", "--source", "通知"),
            *("--first", first, "--last", last),
        )
        assert said.exit_code == 0, said.stderr
        assert refresh().moved > 0
        now = Occurrence.get_by_id(untouched.id)
        assert (now.first_day.isoformat(), now.status_reason) == (first, FOLLOWED)

    assert now.sequence == 2
    assert local(now.moved_from_start) == "2027-05-15 09:00"
    assert Occurrence.get_by_id(taken.id).first_day == taken.first_day
    assert refresh() == NOTHING


def test_after_an_edition_the_next_years_is_prepared(at: Callable[[str], None]):
    (this_year,) = occurrences_of("aids-day-talk")

    at("2026-12-02T00:00+08:00")
    refresh()

    before, after = occurrences_of("aids-day-talk")
    assert before == this_year
    assert (before.first_day, after.first_day) == (date(2026, 12, 1), date(2027, 12, 1))
    ties = ActivityEdition.select().where(ActivityEdition.activity == activity("aids-day-talk"))
    assert [(tie.year, tie.position) for tie in ties.order_by(ActivityEdition.position)] == [
        (2026, 1),
        (2027, 2),
    ]


def test_nothing_new_is_planned_for_an_edition_that_is_cancelled(
    kepuli: Program, at: Callable[[str], None]
):
    at("2026-12-02T00:00+08:00")
    kepuli("editions", "cancel", "world-aids-day", "2027", "--reason", "另行安排")

    refresh()

    assert [one.first_day for one in occurrences_of("aids-day-talk")] == [date(2026, 12, 1)]


def test_two_starts_at_once_add_everything_once(db: Database, at: Callable[[str], None]):
    at("2026-11-28T08:00+08:00")
    before, together, done = len(everything()), Barrier(2), []

    def start() -> None:
        with connection():
            together.wait()
            done.append(refresh())

    threads = [Thread(target=start) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert NOTHING in done
    assert len(everything()) - before == sum(one.occurrences for one in done) > 10
