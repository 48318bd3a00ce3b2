"""A derived day follows its parent: what a subscriber sees when the parent changes."""

from datetime import date

import pytest

from events import changes, clock
from events.days.actions import (
    announce_edition,
    move_edition,
    set_theme,
)
from events.days.models import DateStatus, ThemedDay
from events.days.recurrence import Span
from events.db import database
from tests.calendars.conftest import edition_row
from tests.calendars.stories import (
    NOTICE,
    At,
    Step,
    Subscribe,
    assert_supersedes,
    guessed_day,
)
from tests.factories import make_edition, make_themed_day

pytestmark = pytest.mark.usefixtures("app")


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
