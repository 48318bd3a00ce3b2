"""From the form to the door, through the pages alone: the last places and who waits, a class, what
is left after thirty days."""

from collections.abc import Callable
from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from events import clock
from events.activities.models import Occurrence
from events.activities.occurrences import move_occurrence
from events.activities.timing import between
from events.demo.placing import ZONE
from events.notifications.models import Message
from events.signups.letters.following import tell_changes
from events.signups.models import Signup, State
from events.units.models import Unit
from tests.conftest import Program
from tests.factories import make_account, make_activity, make_bookable, make_unit
from tests.pages.reading import PageText
from tests.signing_in import browser_of, post
from tests.signups.joining.visitor import sign_up

FAMILY = {"name": "阿依古丽·买买提", "phone": "13800001234", "adults": "2"}
CLASS = {
    "school": "山路小学", "grade": "四（2）班", "name": "吴老师", "phone": "13700001234",
    "email": "wu@example.org", "pupils": "40", "adults": "3",
}  # fmt: skip


@pytest.fixture
def desk(app: Flask) -> FlaskClient:
    """Somebody at the desk of the unit `south`."""
    return browser_of(app, make_account(editor_of=(make_unit(slug="south"),)))


@pytest.fixture
def occurrence(desk: FlaskClient) -> Occurrence:
    """Saturday in a week, at ten, with three places."""
    return make_bookable(at_the_south(), capacity=3)


def at_the_south(**fields: object) -> object:
    unit = Unit.get(Unit.slug == "south")
    return make_activity(organiser=unit, title="看见空气", signup_mode="here", **fields)


def own_page(answer: TestResponse) -> str:
    assert answer.status_code == 303, answer.text
    return answer.location


def says(client: FlaskClient, page: str, words: str) -> bool:
    return words in PageText(client.get(page).text).main


def test_last_places_waiting_list_offer_and_place(
    client: FlaskClient, occurrence: Occurrence, at: Callable[[str], None]
):
    first = own_page(sign_up(client, occurrence, FAMILY))
    gone = sign_up(client, occurrence, FAMILY, phone="13900001234")
    assert gone.status_code == 422
    assert "只剩 1 个名额" in gone.text
    assert 'value="阿依古丽·买买提"' in gone.text
    second = own_page(sign_up(client, occurrence, FAMILY, phone="13900001234", wait="1"))
    assert says(client, second, "第 1 位")

    at("2026-11-27T14:00+08:00")
    post(client, f"{first}/cancellation", page=f"{first}/cancellation/new")
    assert says(client, first, "已取消")
    assert says(client, second, "11月28日（周六）8:00")  # no address: longer, for a telephone call
    post(client, f"{second}/acceptance", page=second)

    assert says(client, second, "已确认")
    assert Occurrence.get_by_id(occurrence.id).taken == 2


def test_class_is_approved_by_the_unit_and_prints_its_letter(
    client: FlaskClient, desk: FlaskClient
):
    occurrence = make_bookable(
        at_the_south(),
        capacity=60,
        terms={"form": "class", "party_limit": 60, "needs_approval": True},
    )
    page = own_page(sign_up(client, occurrence, CLASS))
    assert says(client, page, "审核")

    signup = Signup.get()
    there = f"/workspace/signups/{signup.id}"
    assert post(desk, f"{there}/approval", page=there).status_code == 303

    assert says(client, page, "已确认")
    assert "山路小学" in client.get(f"{page}/letter").text
    assert Occurrence.get_by_id(occurrence.id).taken == 43
    assert {letter.kind for letter in Message.select()} >= {"signup-pending", "signup-confirmed"}


def test_move_is_told_and_the_places_are_kept(client: FlaskClient, occurrence: Occurrence):
    page = own_page(sign_up(client, occurrence, FAMILY, email="a@example.org"))
    afternoon = datetime(2026, 11, 28, 14), datetime(2026, 11, 28, 16)  # noqa: DTZ001  wall times
    move_occurrence(occurrence, between(*afternoon, ZONE), "停电检修", clock.now())
    tell_changes(clock.now())

    assert Message.select().where(Message.kind == "signup-moved").count() == 1
    assert says(client, page, "停电检修")
    sequence = Occurrence.get_by_id(occurrence.id).sequence
    post(client, f"{page}/keeping", {"sequence": str(sequence)}, page=page)

    assert Signup.get().kept_sequence == sequence
    assert Signup.get().state == State.CONFIRMED


def test_after_thirty_days_only_the_numbers_are_left(
    client: FlaskClient, occurrence: Occurrence, kepuli: Program, at: Callable[[str], None]
):
    page = own_page(sign_up(client, occurrence, FAMILY, email="a@example.org"))
    at("2026-12-28T09:00+08:00")
    assert client.get(page).status_code == 200
    at("2026-12-30T09:00+08:00")

    assert kepuli("signups", "erase").exit_code == 0

    assert client.get(page).status_code == 410
    signup = Signup.get()
    assert (signup.sealed, signup.contact_hash, signup.party) == ("", None, 2)
    assert not Message.select().where(Message.email == "a@example.org").exists()
