"""Who is reminded before a deadline: who answers and has nothing, and who has begun."""

from datetime import date, timedelta
from typing import Any

import pytest
from playhouse.test_utils import count_queries

from events import clock
from events.days.models import DateStatus, Edition, ThemedDay, UsualUnit
from events.notifications.models import Message
from events.plans.models import Responsibility, Role
from events.submissions.content import EditionTie
from events.submissions.models import State
from events.submissions.reminders import write_reminders
from events.units.models import GroupMember, Unit, UnitGroup
from tests.factories import (
    make_account,
    make_activity,
    make_content,
    make_district,
    make_edition,
    make_submission,
    make_themed_day,
    make_unit,
    make_work_item,
    make_work_plan,
)

CLOSES = date(2026, 11, 25)
pytestmark = pytest.mark.usefixtures("db")


@pytest.fixture
def day() -> ThemedDay:
    return make_themed_day(name="世界艾滋病日", name_en="World AIDS Day")


@pytest.fixture
def edition(day: ThemedDay) -> Edition:
    return make_edition(
        themed_day=day, year=2026, first_day=date(2026, 12, 1), submission_closes=CLOSES
    )


def answering(day: ThemedDay, **fields: Any) -> Unit:
    """A unit with one editor, whose address is that of the unit."""
    unit = make_unit(**fields)
    UsualUnit.create(themed_day=day, unit=unit, role="lead", position=unit.id)
    make_account(email=f"{unit.slug}@example.org", editor_of=(unit,))
    return unit


def remind(days_before: int) -> int:
    return write_reminders(CLOSES - timedelta(days=days_before), clock.now())


def told() -> list[str]:
    return sorted(message.email for message in Message.select())


def test_a_unit_with_nothing_is_told_a_week_and_a_day_before_each_once(
    day: ThemedDay, edition: Edition
):
    answering(day, slug="museum", name="重庆自然博物馆")

    counts = {days: remind(days) for days in (8, 7, 7, 6, 2, 1, 1, 0, -1)}

    assert {days for days, count in counts.items() if count} == {7, 1}
    assert told() == ["museum@example.org", "museum@example.org"]
    week, last_day = Message.select().order_by(Message.id)
    assert week.kind == last_day.kind == "deadline-near"
    assert week.params == {
        "unit": "重庆自然博物馆",
        "day": "世界艾滋病日",
        "day_en": "World AIDS Day",
        "closes": "2026-11-25",
        "days": 7,
        "drafts": [],
    }
    assert last_day.params["days"] == 1


def test_a_deadline_that_moved_is_told_anew(day: ThemedDay, edition: Edition):
    answering(day, slug="museum")
    remind(7)

    edition.submission_closes = CLOSES + timedelta(days=3)
    edition.save()
    write_reminders(CLOSES - timedelta(days=4), clock.now())

    assert told() == ["museum@example.org"] * 2


def test_who_has_registered_something_is_left_alone(day: ThemedDay, edition: Edition):
    public, waiting = answering(day, slug="public"), answering(day, slug="waiting")
    answering(day, slug="idle")
    make_activity(organiser=public, days=((day, 2026),))
    make_submission(make_content(editions=(EditionTie(day.id, 2026),)), unit=waiting)

    remind(7)

    assert told() == ["idle@example.org"]


def test_what_was_registered_for_another_year_or_day_does_not_count(
    day: ThemedDay, edition: Edition
):
    unit = answering(day, slug="idle")
    make_activity(organiser=unit, days=((day, 2025), (make_themed_day(), 2026)))

    remind(7)

    assert told() == ["idle@example.org"]


def draft(unit: Unit, day: ThemedDay, title: str, **fields: Any) -> None:
    typed = {"basics": {"editions": [f"{day.id}-2026"]}}
    make_submission(unit=unit, title=title, draft=typed, **{"state": State.DRAFT} | fields)


def test_who_has_begun_is_told_of_it_though_nobody_asked_for_it(day: ThemedDay, edition: Edition):
    unit = make_unit(slug="willing")
    make_account(email="willing@example.org", editor_of=(unit,))
    draft(unit, day, "恐龙化石")
    draft(unit, day, "标本里的冬天", state=State.RETURNED)
    draft(unit, make_themed_day(), "别的日子")
    draft(unit, day, "已经收回", state=State.WITHDRAWN)
    draft(unit, day, "已经公开过", activity=make_activity(organiser=unit))

    remind(1)

    [message] = Message.select()
    assert (message.email, message.params["drafts"]) == (
        "willing@example.org",
        ["恐龙化石", "标本里的冬天"],
    )


def test_members_of_a_group_that_answers_are_told_too(day: ThemedDay, edition: Edition):
    region = make_district()
    group = UnitGroup.create(slug="g", name="各单位", full_name="各单位", region=region)
    member, stranger = make_unit(region=region), make_unit(region=region)
    GroupMember.create(group=group, unit=member, position=1)
    make_account(email="member@example.org", owner_of=(member,))
    make_account(email="stranger@example.org", owner_of=(stranger,))
    item = make_work_item(plan=make_work_plan(region=region), days=(day,))
    Responsibility.create(
        item=item, group=group, name=group.name, role=Role.RESPONSIBLE, position=1
    )

    remind(7)

    assert told() == ["member@example.org"]


def test_somebody_who_works_for_two_units_is_told_for_each(day: ThemedDay, edition: Edition):
    units = tuple(make_unit() for _number in range(2))
    for unit in units:
        UsualUnit.create(themed_day=day, unit=unit, role="lead", position=unit.id)
    make_account(email="both@example.org", editor_of=units)

    assert remind(7) == 2
    assert told() == ["both@example.org"] * 2


@pytest.mark.parametrize(
    "fields", [{"date_status": DateStatus.CANCELLED}, {"submission_closes": None}]
)
def test_an_edition_that_is_off_or_has_no_deadline_reminds_nobody(
    day: ThemedDay, edition: Edition, fields: dict[str, Any]
):
    answering(day, slug="idle")
    for name, value in fields.items():
        setattr(edition, name, value)
    edition.save()

    assert remind(7) == 0
    assert told() == []


def test_an_account_that_is_shut_gets_nothing(day: ThemedDay, edition: Edition):
    unit = answering(day, slug="idle")
    make_account(email="gone@example.org", editor_of=(unit,), disabled_at=clock.now())

    remind(7)

    assert told() == ["idle@example.org"]


def test_reading_costs_the_same_for_one_unit_and_for_three(day: ThemedDay, edition: Edition):
    costs = []
    for _round in range(2):
        answering(day)
        remind(7)  # everybody so far has been told
        with count_queries() as counted:
            remind(7)
        costs.append(counted.count)
        answering(day)
    writes = [1, 3]  # an insert that is ignored, for each unit

    assert costs[1] - costs[0] == writes[1] - writes[0]
