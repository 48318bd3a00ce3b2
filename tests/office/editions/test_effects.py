"""Other days concern others: numbers before, letters and lists after, calendars that follow."""

from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playhouse.test_utils import count_queries

from events.activities.models import Activity
from events.days.models import Edition, ThemedDay
from events.notifications.models import Message
from events.office.editions.queries import activities_outside
from events.submissions.content import EditionTie
from events.submissions.models import State
from events.units.models import Unit
from tests import NOW
from tests.calendars.ics import Subscriber
from tests.factories import (
    make_account,
    make_activity,
    make_content,
    make_occurrence,
    make_submission,
    make_themed_day,
    make_unit,
)
from tests.office.editions.conftest import PAGE
from tests.pages.reading import PageText
from tests.signing_in import post

TODAY = NOW.date()
JUNE = {"first_day": "2027-06-01", "last_day": "2027-06-05", "source": "改期通知"}


def make_sittings(activity: Activity, *days: date, **fields: object) -> Activity:
    for day in days:
        make_occurrence(activity, first_day=day, **fields)
    return activity


@pytest.fixture
def museum(app: Flask) -> Unit:
    unit = make_unit(name="自然博物馆")
    make_account(email="chen@example.org", owner_of=(unit,))
    make_account(email="lin@example.org", editor_of=(unit,))
    return unit


@pytest.fixture
def bureau(app: Flask) -> Unit:
    unit = make_unit(name="气象局")
    make_account(email="he@example.org", owner_of=(unit,))
    return unit


@pytest.fixture
def tied(week: ThemedDay, edition: Edition, museum: Unit, bureau: Unit) -> dict[str, Activity]:
    """In the week, before and in it, where it is to move to; and what doesn't count at all."""
    to = {"days": ((week, 2027),)}
    in_may, in_june = date(2027, 5, 16), date(2027, 6, 2)
    found = {
        "in_may": make_sittings(
            make_activity(title="看星", organiser=museum, **to), in_may, in_may
        ),
        "both": make_sittings(make_activity(title="两头", organiser=museum, **to), in_may, in_june),
        "in_june": make_sittings(make_activity(title="六月", organiser=bureau, **to), in_june),
    }
    make_sittings(make_activity(title="去年的", days=((week, 2026),)), in_may)
    make_sittings(make_activity(title="别的日子", days=((make_themed_day(), 2027),)), in_may)
    make_sittings(make_activity(title="取消的", **to), in_may, status="cancelled")
    make_sittings(make_activity(title="延期的", **to), in_may, status="postponed")
    make_sittings(make_activity(title="办完的", **to), date(2026, 11, 20))
    make_sittings(make_activity(title="没公开", published_at=None, **to), in_may)
    return found


def preview(client: FlaskClient, path: str, query: dict[str, str]) -> PageText:
    answer = client.get(f"{PAGE}/{path}", query_string=query)
    assert answer.status_code == 200
    return PageText(answer.text)


def letters() -> list[tuple[str, str, str, list[str]]]:
    return sorted(
        (m.kind, m.email, m.params["unit"], [a["title"] for a in m.params["activities"]])
        for m in Message.select()
    )


def test_a_move_is_shown_in_numbers_before_it_is_made(
    office: FlaskClient, tied: dict[str, Activity], week: ThemedDay
):
    content = make_content(editions=(EditionTie(week.id, 2027),))
    make_submission(content)
    make_submission(content, state=State.RETURNED)
    make_submission(make_content(editions=(EditionTie(week.id, 2026),)))
    make_themed_day(name="观星营", parent=week, offset_days=1, predictability="derived")

    page = preview(office, "move", JUNE)

    said = page.section("effect-title")
    assert "2 个活动有场次不在新的日期里，属于 1 个单位；会写信告诉 2 个人。" in said
    assert "另有 1 份申报在审" in said
    assert "观星营的日期按它推算，会跟着变。" in said
    assert [t for t in ("看星", "两头", "六月", "取消的", "延期的") if t in said] == [
        "看星",
        "两头",
    ]
    assert "2 场" in said
    assert Edition.get().sequence == Message.select().count() == 0


def test_after_a_move_each_unit_is_told_of_its_own(office: FlaskClient, tied: dict[str, Activity]):
    make_account(email="both@example.org", owner_of=tuple(Unit.select()))
    make_sittings(
        make_activity(
            title="晚了",
            organiser=tied["in_june"].organiser,
            days=((ThemedDay.get(slug="star-week"), 2027),),
        ),
        date(2027, 6, 9),
    )

    post(office, f"{PAGE}/move", JUNE, page=PAGE)

    assert letters() == [
        ("edition-moved", "both@example.org", "气象局", ["晚了"]),
        ("edition-moved", "both@example.org", "自然博物馆", ["看星", "两头"]),
        ("edition-moved", "chen@example.org", "自然博物馆", ["看星", "两头"]),
        ("edition-moved", "he@example.org", "气象局", ["晚了"]),
        ("edition-moved", "lin@example.org", "自然博物馆", ["看星", "两头"]),
    ]
    first = Message.select().where(Message.email == "lin@example.org").get()
    assert first.key.startswith("star-week/2027/1/")
    assert first.params["first_day"] == "2027-06-01"
    assert first.params["source"] == "改期通知"


def test_before_a_cancellation_everything_to_come_is_counted_and_afterwards_told(
    office: FlaskClient, tied: dict[str, Activity]
):
    page = preview(office, "cancellation", {"reason": "暴雨"})

    said = page.section("effect-title")
    assert "3 个活动还没办完，属于 2 个单位；会写信告诉 3 个人。" in said
    assert Message.select().count() == 0

    post(office, f"{PAGE}/cancellation", {"reason": "暴雨"}, page=PAGE)

    assert letters() == [
        ("edition-cancelled", "chen@example.org", "自然博物馆", ["看星", "两头"]),
        ("edition-cancelled", "he@example.org", "气象局", ["六月"]),
        ("edition-cancelled", "lin@example.org", "自然博物馆", ["看星", "两头"]),
    ]
    assert {message.params["reason"] for message in Message.select()} == {"暴雨"}


def test_nobody_is_written_to_when_the_move_is_refused(
    office: FlaskClient, tied: dict[str, Activity]
):
    same = JUNE | {"first_day": "2027-05-15", "last_day": "2027-05-22"}

    assert post(office, f"{PAGE}/move", same, page=PAGE).status_code == 409
    assert Message.select().count() == 0


@pytest.mark.parametrize("path", ["move?first_day=x&source=y", "cancellation?reason="])
def test_a_preview_of_what_is_typed_wrong_shows_the_form_again(
    office: FlaskClient, edition: Edition, path: str
):
    answer = office.get(f"{PAGE}/{path}")

    assert answer.status_code == 422
    assert PageText(answer.text).section("effect-title") == ""


def test_what_does_not_fit_the_new_days_is_listed_for_the_office(
    office: FlaskClient, tied: dict[str, Activity]
):
    before = PageText(office.get(PAGE).text).section("outside-title")
    post(office, f"{PAGE}/move", JUNE, page=PAGE)

    after = PageText(office.get(PAGE).text).section("outside-title")

    assert "看星" not in before
    assert [t for t in ("看星", "两头", "六月") if t in after] == ["看星", "两头"]


def test_a_unit_is_shown_its_own_after_a_move_and_after_a_cancellation(
    office: FlaskClient, tied: dict[str, Activity], museum: Unit, bureau: Unit
):
    submission = make_submission(unit=museum, activity=tied["in_may"], state=State.PUBLISHED)
    assert activities_outside(museum.id, TODAY) == []

    post(office, f"{PAGE}/move", JUNE, page=PAGE)
    moved = activities_outside(museum.id, TODAY)

    assert [(one.title, one.submission_id, one.sittings) for one in moved] == [
        ("看星", submission.id, 2),
        ("两头", None, 1),
    ]
    assert {(one.day_name, one.year, one.is_cancelled) for one in moved} == {
        ("观星周", 2027, False)
    }
    assert activities_outside(bureau.id, TODAY) == []

    post(office, f"{PAGE}/cancellation", {"reason": "暴雨"}, page=PAGE)
    assert [one.title for one in activities_outside(bureau.id, TODAY)] == ["六月"]
    assert {one.is_cancelled for one in activities_outside(museum.id, TODAY)} == {True}


def test_what_moved_along_is_not_shown_to_the_unit_any_more(
    office: FlaskClient, tied: dict[str, Activity], museum: Unit
):
    post(office, f"{PAGE}/move", JUNE, page=PAGE)
    for one in (tied["in_may"], tied["both"]):
        for occurrence in one.occurrences:
            occurrence.first_day = occurrence.last_day = date(2027, 6, 3)
            occurrence.save()

    assert activities_outside(museum.id, TODAY) == []


def test_a_subscribed_calendar_follows_with_the_same_entry(office: FlaskClient, edition: Edition):
    program = Subscriber(office, "/calendars/days/star-week.ics")
    before = program.entry

    post(office, f"{PAGE}/move", JUNE, page=PAGE)

    assert program.refresh()
    moved = program.entry
    assert (moved["UID"], moved["SEQUENCE"]) == (before["UID"], before["SEQUENCE"] + 1)
    assert (moved["DTSTART"].dt, moved["DTEND"].dt) == (date(2027, 6, 1), date(2027, 6, 6))

    post(office, f"{PAGE}/cancellation", {"reason": "暴雨"}, page=PAGE)

    assert program.refresh()
    assert program.entry["SEQUENCE"] == moved["SEQUENCE"] + 1
    assert program.entry["STATUS"] == "CANCELLED"


def test_the_pages_ask_as_often_for_many_activities_as_for_one(
    office: FlaskClient, week: ThemedDay, edition: Edition
):
    def asked(query: dict[str, str]) -> list[int]:
        counts = []
        for path in ("", "/move"):
            with count_queries() as counted:
                assert office.get(PAGE + path, query_string=query).status_code == 200
            counts.append(counted.count)
        return counts

    counts = []
    for _ in range(2):
        make_sittings(make_activity(days=((week, 2027),)), date(2027, 5, 16))
        make_sittings(make_activity(days=((week, 2027),)), date(2027, 4, 16))
        counts.append(asked(JUNE))

    assert counts[0] == counts[1]
