"""The census of a process: the same numbers as the database has, whatever happens to it."""

import threading
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from events import changes, clock
from events.activities.actions import retitle_activity, withdraw_activity
from events.activities.census.present import present
from events.activities.choosing import Chosen, choose
from events.activities.criteria import Criteria, DaySpan
from events.activities.cursors import Cursor
from events.activities.daily import count_by_day, days_within, find_long, first_of_each_day
from events.activities.indexing.actions import index_days
from events.activities.models import Activity, Occurrence
from events.activities.occurrences import cancel_occurrence, relocate_occurrence
from events.activities.options import find_options
from events.activities.ordering import nearest, soonest
from events.activities.queries import count_occurrences
from events.activities.scoping import EVERYTHING, Scope
from events.audit import PROGRAM
from events.days.models import ThemedDay
from events.db import connection, database
from events.office.directory.actions import rename_unit
from events.published import Window, feed_size
from events.signups.actions import HOLDER, cancel
from events.units.models import Unit
from events.venues.models import Venue
from tests import NOW
from tests.activities.lists import HERE, at_hour, read, total
from tests.factories import (
    make_activity,
    make_bookable,
    make_occurrence,
    make_signup,
    make_themed_day,
    make_unit,
)
from tests.finding.looking import index_all

TODAY = date(2026, 11, 21)
QUESTIONS: tuple[dict[str, Any], ...] = (
    {},
    *({"when": word} for word in ("today", "weekend", "next-weekend", "month")),
    {"first_day": date(2020, 1, 1)},
    {"first_day": date(2026, 11, 10), "last_day": date(2026, 11, 23)},
    {"first_day": date(2026, 11, 24), "last_day": date(2026, 11, 23)},
    {"q": "科技馆"},
    {"q": "馆"},
    {"q": "听蛙"},
    {"q": "ting"},
    {"q": "蛙节"},
    {"q": "青蛙 科技馆"},
    {"q": "科技馆 渝中"},
    {"q": "科技馆 没有这样的词"},
    {"q": "科技馆", "age": 7, "near": (29.56, 106.55), "within": 20},
    {"q": "…"},
    {"kind": ("guided-tour", "workshop"), "audience": ("public",)},
    {"audience": ("family",), "age": 7},
    {"age": 0, "signup": "open"},
    {"signup": "open"},
    {"format": ("online",)},
    {"access": ("step-free",)},
    {"access": ("captions", "step-free")},
    {"district": ("500103",), "when": "month"},
    {"district": ("999999",)},
    {"venue": (1,)},
    {"near": (29.56, 106.55), "within": 5},
    {"near": (29.56, 106.55), "within": 50, "when": "month"},
    {"near": (0.0, 0.0)},
    {"day": ("frog-day",)},
    {"unit": ("frog-unit",), "kind": ("lecture",)},
    {"signup": "open", "unit": ("frog-unit",)},
)


@pytest.fixture
def country(town: FlaskClient) -> Iterator[FlaskClient]:
    """The town, and what is unusual: several days, over, cancelled, not open yet, hidden."""
    unit = make_unit(slug="frog-unit", name="青蛙研究所")
    day = make_themed_day(slug="frog-day", name="世界青蛙日", aliases=["蛙节"])
    tied = make_activity(
        title="听蛙", organiser=unit, days=((day, 2026),), audiences=("family", "public"), age_to=9
    )
    long, past = date(2026, 11, 19), date(2026, 11, 1)
    make_occurrence(tied, first_day=long, last_day=date(2026, 12, 20), venue=Venue.get_by_id(1))
    make_occurrence(tied, first_day=past, last_day=past)
    make_occurrence(tied, start=at_hour(21, 8))
    cancel_occurrence(make_occurrence(tied, start=at_hour(23, 8)), "下雨", NOW)
    make_occurrence(make_activity(title="没公开", published_at=None), is_public=False)
    here = make_activity(title="抢名额", organiser=unit, signup_mode="here")
    later, before = NOW + timedelta(hours=1), NOW - timedelta(hours=1)
    for opens, closes in (
        (later, None),
        (before, later),
        (before, NOW),
        (NOW, None),
        (None, before),
    ):
        make_bookable(here, signup_opens_at=opens, signup_closes_at=closes)
    make_bookable(here, start=at_hour(21, 10), end=at_hour(21, 12))
    for zone in ("Pacific/Kiritimati", "Etc/GMT+12"):  # where a day begins first and ends last
        for hour in (0, 22):
            make_occurrence(make_activity(timezone=zone), start=at_hour(28, hour))
    index_all()
    yield town
    told_of_much(town)
    assert not is_used()  # the next test has a database of its own


def answers() -> list[Any]:
    """All numbers that pages show, for every question."""
    now, found = clock.now(), []
    month = (date(2026, 11, 1), date(2026, 11, 30))
    for question in QUESTIONS:
        chosen = choose(Criteria(**question), now)
        span = chosen.criteria.span_ahead(TODAY)
        days = days_within(span, *month)
        found.append(
            (
                question,
                count_occurrences(chosen, span),
                find_options(chosen, span, TODAY),
                days and count_by_day(chosen, days),
                days and first_of_each_day(chosen, days, 2),
                days and find_long(chosen, days, 5),
                pages(chosen, span),
                feed_size(chosen, Window(TODAY)),
            )
        )
    return found


def pages(chosen: Chosen, span: DaySpan) -> list[list[int]]:
    """The whole list, the middle of it, and what is behind each by a cursor."""
    find = nearest if chosen.near else soonest
    every = find(chosen, span, 100)
    cursors = [
        Cursor(row.first_day, row.start, row.id, row.venue_id if chosen.near else None)
        for row in (Occurrence.get_by_id(id_) for id_ in every[:20])
    ]
    behind = [find(chosen, span, 3, after=cursor) for cursor in cursors]
    return [every, find(chosen, span, 4, offset=len(every) // 2), *behind]


def is_used(scope: Scope = EVERYTHING) -> bool:
    with present.asked(scope) as census:
        return census is not None


def test_every_number_is_the_one_that_the_database_counts(country: FlaskClient):
    counted = answers()

    present.make()

    assert is_used()
    assert answers() == counted
    assert len({row[1] for row in counted}) > 6


def test_page_reads_the_same_with_and_without(country: FlaskClient):
    paths = (
        "/",
        "/activities",
        f"/activities?{HERE}&age=7",
        "/activities/month",
        "/districts/500103",
    )
    without = [read(country, path).main for path in paths]

    present.make()

    assert [read(country, path).main for path in paths] == without


def cancelled(_town: FlaskClient) -> None:
    cancel_occurrence(Occurrence.get_by_id(1), "下雨", NOW)


def moved_elsewhere(_town: FlaskClient) -> None:
    relocate_occurrence(Occurrence.get_by_id(1), Venue.get(Venue.name == "古镇"), "", "修路", NOW)


def withdrawn(_town: FlaskClient) -> None:
    withdraw_activity(Activity.get(Activity.title == "看花"), "不办了", NOW)


def published(_town: FlaskClient) -> None:
    activity = make_activity(title="新的", age_from=3, captions=True)
    make_occurrence(activity)
    changes.record("activity", str(activity.id), NOW)


def venue_known_better(_town: FlaskClient) -> None:
    venue = Venue.get(Venue.name == "植物园")
    Venue.update(step_free=True).where(Venue.id == venue.id).execute()
    changes.record("venue", str(venue.id), NOW)


def venues_merged(_town: FlaskClient) -> None:
    gone, kept = Venue.get(Venue.name == "植物园"), Venue.get(Venue.name == "古镇")
    Occurrence.update(venue=kept).where(Occurrence.venue == gone).execute()
    changes.record("venue", str(gone.id), NOW)


def unit_renamed(_town: FlaskClient) -> None:
    unit = Unit.get(Unit.slug == "frog-unit")
    rename_unit(unit, "没有这样的词研究所", date(2026, 11, 20), PROGRAM, NOW)


def retitled(_town: FlaskClient) -> None:
    retitle_activity(Activity.get(Activity.title == "听蛙"), "没有这样的词", NOW)


def given_back(_town: FlaskClient) -> None:
    """Says nothing to the change log."""
    full = make_bookable(capacity=1)
    signup = make_signup(full)
    changes.record("occurrence", str(full.id), NOW)
    assert is_used()
    cancel(signup, HOLDER, NOW)


def told_of_much(_town: FlaskClient) -> None:
    changes.record("activity", "gen/1", NOW)
    make_occurrence()


@pytest.mark.parametrize(
    "happens",
    [
        *(cancelled, moved_elsewhere, withdrawn, published),
        *(venue_known_better, venues_merged, given_back, unit_renamed, retitled),
    ],
)
def test_what_happens_afterwards_is_counted_at_once(
    country: FlaskClient, happens: Callable[[FlaskClient], None]
):
    present.make()
    before = answers()

    happens(country)
    known = answers()
    assert is_used()
    with database.atomic():  # in which it isn't asked
        assert known == answers()
    assert known != before


def themed_day_renamed(_town: FlaskClient) -> None:
    ThemedDay.update(aliases=["没有这样的词"]).where(ThemedDay.slug == "frog-day").execute()
    index_days([ThemedDay.get(ThemedDay.slug == "frog-day").id])
    changes.record("themed_day", "frog-day", NOW)


def index_made_right(_town: FlaskClient) -> None:
    """Says so itself."""
    Activity.update(title="没有这样的词").where(Activity.title == "听蛙").execute()
    index_all()


@pytest.mark.parametrize("happens", [told_of_much, themed_day_renamed, index_made_right])
def test_a_change_it_cannot_follow_leaves_counting_to_the_database(
    country: FlaskClient, happens: Callable[[FlaskClient], None]
):
    present.make()
    before = answers()

    happens(country)

    assert not is_used()
    assert happens is told_of_much or answers() != before


def test_what_a_transaction_takes_back_was_never_counted(country: FlaskClient):
    present.make()
    there = total(read(country, "/activities"))

    with database.atomic() as transaction:
        cancelled(country)
        withdrawn(country)
        assert not is_used()
        transaction.rollback()

    assert total(read(country, "/activities")) == there
    assert is_used()


def test_what_is_no_longer_public_is_not_asked_of_it(country: FlaskClient):
    present.make()

    assert is_used()
    assert not is_used(Scope(is_public=False))


def test_thread_makes_it_and_makes_it_anew(country: FlaskClient):
    database.close()
    stopped = present.begin()
    try:
        eventually(is_there)
        with connection():
            told_of_much(country)
            assert not is_used()
        eventually(is_there)
    finally:
        stopped.set()
        database.connect(reuse_if_open=True)


def is_there() -> bool:
    with connection():
        return is_used()


def eventually(is_so: Callable[[], bool]) -> None:
    for _look in range(400):
        if is_so():
            return
        threading.Event().wait(0.05)
    raise AssertionError("it was not made")
