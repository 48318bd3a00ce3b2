"""events.published: revisions that only grow, names that stay, as many statements as promised."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from playhouse.test_utils import count_queries

from events.days.models import DateStatus, UsualUnit
from events.errors import NotFound
from events.published import (
    Publication,
    PublishedEdition,
    Window,
    all_editions,
    choices,
    of_day,
    of_unit,
    year_ahead,
)
from tests.conftest import NOW
from tests.factories import make_edition, make_themed_day, make_unit

TODAY = date(2026, 11, 21)
WINDOW = Window(TODAY)
YEARLY = "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=22"

pytestmark = pytest.mark.usefixtures("db")


def editions_of(slug: str, window: Window = WINDOW) -> list[PublishedEdition]:
    return list(of_day(slug, window).editions)


# Names


def test_uids_are_the_same_in_every_database_and_version():
    make_edition(themed_day=make_themed_day(slug="frog-day"), first_day=date(2026, 12, 1))
    make_themed_day(slug="water-day", predictability="fixed", rule=YEARLY)

    assert {edition.row.day.slug: edition.uid for edition in all_editions(WINDOW).editions} == {
        "frog-day": "588f7251-5986-5729-b7a4-613a01e793e3@kepuli",
        "water-day": "4333e05e-330d-5556-8a1c-d245fa5dfb60@kepuli",
    }


def test_a_uid_does_not_depend_on_days_names_or_status():
    day = make_themed_day(slug="frog-day")
    edition = make_edition(themed_day=day, first_day=date(2026, 12, 1))
    [before] = editions_of("frog-day")

    day.name = "蟾蜍日"
    day.save()
    edition.first_day = edition.last_day = date(2026, 12, 24)
    edition.date_status = DateStatus.CANCELLED
    edition.save()

    assert [edition.uid for edition in editions_of("frog-day")] == [before.uid]


def test_every_year_region_and_series_has_a_uid_of_its_own():
    fixed = make_themed_day(predictability="fixed", rule=YEARLY)
    make_edition(themed_day=fixed, first_day=date(2026, 12, 22))
    make_themed_day(predictability="announced", rule=YEARLY)

    uids = [edition.uid for edition in all_editions(WINDOW).editions]

    assert len(uids) == len(set(uids)) == 4  # an edition, its series, two guesses


# Revisions


def test_the_sequence_counts_what_the_days_may_depend_on():
    parent = make_themed_day(sequence=100, rule=YEARLY)
    day = make_themed_day(
        slug="frog-day", sequence=20, predictability="derived", parent=parent, offset_days=1
    )
    guess = {edition.row.year: edition.sequence for edition in editions_of("frog-day")}
    assert guess == {2027: 120, 2028: 120}

    make_edition(themed_day=parent, first_day=date(2027, 3, 20), sequence=103)
    make_edition(themed_day=day, first_day=date(2028, 3, 20), sequence=21)

    after = {edition.row.year: edition.sequence for edition in editions_of("frog-day")}
    assert after[2027] > guess[2027]
    assert after[2028] > guess[2028]


@pytest.mark.parametrize("newest", ["day", "edition", "parent", "parents edition"])
def test_the_last_change_is_the_newest_of_all_it_depends_on(newest: str):
    def stamp(name: str) -> dict[str, object]:
        return {"updated_at": NOW + timedelta(days=1) if name == newest else NOW}

    parent = make_themed_day(**stamp("parent"))
    day = make_themed_day(
        slug="frog-day", predictability="derived", parent=parent, offset_days=1, **stamp("day")
    )
    make_edition(themed_day=parent, first_day=date(2027, 3, 20), **stamp("parents edition"))
    make_edition(themed_day=day, first_day=date(2027, 3, 21), **stamp("edition"))

    assert [edition.updated_at for edition in editions_of("frog-day")] == [NOW + timedelta(days=1)]


def test_an_entry_is_as_old_as_its_themed_day_even_when_the_edition_came_later():
    long_ago = NOW - timedelta(days=400)
    day = make_themed_day(slug="frog-day", created_at=long_ago, rule=YEARLY)
    make_edition(themed_day=day, first_day=date(2027, 3, 22), created_at=NOW)

    assert {edition.created_at for edition in editions_of("frog-day")} == {long_ago}


@pytest.mark.parametrize(
    "change",
    [{"sequence": 1}, {"updated_at": NOW + timedelta(seconds=1)}, {"last_day": date(2026, 12, 9)}],
    ids=["sequence", "stamp", "last day"],
)
def test_a_revision_names_whatever_changed(change: dict[str, object]):
    day = make_themed_day(slug="frog-day")
    edition = make_edition(themed_day=day, first_day=date(2026, 12, 1))
    [before] = editions_of("frog-day")

    for name, value in change.items():
        setattr(edition, name, value)
    edition.save()

    [after] = editions_of("frog-day")
    assert after.revision != before.revision
    assert len(after.revision) <= 90  # the store's column has room for 120


def test_the_sequence_of_a_series_grows_with_each_year_taken_out_of_it():
    day = make_themed_day(slug="frog-day", predictability="fixed", rule=YEARLY, sequence=5)
    sequences = [editions_of("frog-day")[-1].sequence]
    for year in (2025, 2026, 2027):
        make_edition(themed_day=day, first_day=date(year, 3, 22))
        sequences.append(editions_of("frog-day")[-1].sequence)

    assert sequences == [5, 6, 7, 8]


def test_a_series_changed_when_its_latest_year_was_taken_out():
    later = NOW + timedelta(days=3)
    day = make_themed_day(slug="frog-day", predictability="fixed", rule=YEARLY)
    make_edition(themed_day=day, first_day=date(2025, 3, 22), created_at=NOW)
    make_edition(themed_day=day, first_day=date(2026, 3, 22), created_at=later, updated_at=NOW)

    series = editions_of("frog-day")[-1]

    assert series.rule == YEARLY
    assert series.updated_at == later


# What is published


@pytest.mark.parametrize(
    ("status", "predictability", "is_guess", "is_cancelled"),
    [
        (DateStatus.PREDICTED, "announced", True, False),
        (DateStatus.PREDICTED, "fixed", False, False),
        (DateStatus.ANNOUNCED, "announced", False, False),
        (DateStatus.CONFIRMED, "announced", False, False),
        (DateStatus.CANCELLED, "announced", False, True),
    ],
)
def test_an_edition_knows_whether_it_is_a_guess_or_cancelled(
    status: DateStatus, predictability: str, is_guess: bool, is_cancelled: bool
):
    day = make_themed_day(slug="frog-day", predictability=predictability, rule=YEARLY)
    make_edition(themed_day=day, first_day=date(2027, 3, 22), date_status=status)

    edition = editions_of("frog-day")[0]

    assert (edition.is_guess, edition.is_cancelled) == (is_guess, is_cancelled)


def test_an_unknown_day_or_unit_is_not_found():
    with pytest.raises(NotFound):
        of_day("no-such-day", WINDOW)
    with pytest.raises(NotFound):
        of_unit("no-such-unit", WINDOW)


def test_a_publication_says_what_it_is_about():
    day, unit = make_themed_day(slug="frog-day"), make_unit(slug="frogs")

    assert all_editions(WINDOW) == Publication()
    assert of_day("frog-day", WINDOW).about == day
    assert of_unit("frogs", WINDOW).about == unit


@pytest.mark.parametrize(
    ("read", "statements"),
    [
        (lambda: all_editions(WINDOW), 4),
        (lambda: of_day("frog-day", WINDOW), 6),
        (lambda: of_unit("frogs", WINDOW), 9),
        (lambda: year_ahead(TODAY), 5),
        (choices, 3),
    ],
    ids=["all", "day", "unit", "year", "choices"],
)
def test_reading_takes_as_many_statements_for_many_rows_as_for_one(
    read: Callable[[], object], statements: int
):
    unit = make_unit(slug="frogs")
    successor = make_themed_day()
    parent = make_themed_day(slug="frog-day", successor=successor, rule=YEARLY)
    with count_queries() as few:
        read()
    for number in range(10):
        day = make_themed_day(predictability="derived", parent=parent, offset_days=number)
        make_edition(themed_day=day, first_day=date(2026, 12, 1 + number))
        UsualUnit.create(themed_day=day, unit=unit, role="lead", position=0)
        make_unit()
    with count_queries() as many:
        read()

    assert (few.count, many.count) == (statements, statements)
