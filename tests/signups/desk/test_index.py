"""A unit's occurrences with who signed up: what comes, what waits, what became of the rest."""

from datetime import datetime

from flask import Flask
from flask.testing import FlaskClient
from playhouse.test_utils import count_queries

from events import clock
from events.activities.models import Occurrence
from events.signups.models import Signup, State
from events.signups.people import Party
from events.units.models import Unit
from tests.factories import (
    make_account,
    make_activity,
    make_bookable,
    make_occurrence,
    make_signup,
    make_unit,
)
from tests.pages.reading import PageText
from tests.signing_in import browser_of
from tests.signups.desk.conftest import make_class, read

PAST = datetime(2026, 11, 14, 10)  # noqa: DTZ001  a wall time


def index(client: FlaskClient) -> PageText:
    return read(client, "/workspace/south/signups")


def came(occurrence: Occurrence, party: int, *, arrived: bool) -> None:
    """Somebody who was confirmed for an occurrence that is over."""
    coming = make_bookable(occurrence.activity, capacity=100)
    made = make_signup(coming, party=Party(adults=party))
    Signup.update(occurrence=occurrence, checked_in_at=clock.now() if arrived else None).where(
        Signup.id == made.id
    ).execute()
    coming.delete_instance()


def test_each_occurrence_stands_with_its_numbers(desk: FlaskClient, activity):
    occurrence = make_bookable(
        activity, capacity=5, terms={"needs_approval": True, "party_limit": 60}
    )
    for state in (State.CONFIRMED, State.WAITING, State.OFFERED):
        made = make_signup(occurrence, party=Party(adults=2))
        until = occurrence.start if state is State.OFFERED else None
        Signup.update(state=state, offer_expires_at=until).where(Signup.id == made.id).execute()
    make_class(occurrence)
    Signup.update(call_since=clock.now()).where(Signup.state == State.WAITING).execute()

    row = index(desk).main.partition("看见空气")[2]

    assert "2 / 5 人 1 份待审核 候补 2 人 待接受 2 人 1 位要打电话" in row


def test_what_comes_stands_in_time_order_and_past_is_folded_away(desk: FlaskClient, activity):
    later = make_bookable(activity, start=datetime(2026, 12, 6, 9))  # noqa: DTZ001
    sooner = make_bookable(activity, start=datetime(2026, 12, 5, 9))  # noqa: DTZ001
    over = make_bookable(activity, start=PAST)

    page = index(desk)

    lists = page.all("a")
    ids = [int(a.attributes["href"].split("/")[3]) for a in lists if is_list(a.attributes["href"])]
    assert ids == [sooner.id, later.id, over.id]
    assert "11月14日" in page.section("over-title")
    assert "12月" not in page.section("over-title")


def is_list(address: str) -> bool:
    return address.startswith("/workspace/occurrences/") and address.endswith("/signups")


def test_turnout_is_counted_in_people_by_occurrence_and_activity(desk: FlaskClient, activity):
    first = make_bookable(activity, start=PAST)
    second = make_bookable(activity, start=datetime(2026, 11, 15, 10))  # noqa: DTZ001
    came(first, 4, arrived=True)
    came(first, 1, arrived=False)
    came(second, 3, arrived=False)

    over = index(desk).section("over-title")

    assert "5 人报名，4 人签到，20% 没有来" in over
    assert "3 人报名，没有签到记录" in over
    assert "看见空气 8 人报名，4 人签到，50% 没有来" in over


def test_only_what_takes_signups_here_is_listed(desk: FlaskClient, unit: Unit):
    make_occurrence(make_activity(organiser=unit, title="随便来"))
    make_bookable(make_activity(title="别家的", signup_mode="here"))

    page = index(desk)

    assert "随便来" not in page.main
    assert "别家的" not in page.main
    assert "没有将要举办" in page.main


def test_a_full_index_asks_as_often_as_a_sparse_one(desk: FlaskClient, activity):
    def count_with(more: int) -> int:
        for _ in range(more):
            make_signup(make_bookable(activity))
            came(make_bookable(activity, start=PAST), 2, arrived=True)
        with count_queries() as counter:
            index(desk)
        return counter.count

    assert count_with(1) == count_with(9)


def test_another_units_index_does_not_exist(app: Flask, occurrence: Occurrence):
    stranger = browser_of(app, make_account(owner_of=(make_unit(),)))

    answer = stranger.get("/workspace/south/signups")

    assert answer.status_code == 404
    assert "看见空气" not in answer.text


def test_the_workspace_says_what_waits_and_leads_here(app: Flask, desk: FlaskClient, activity):
    occurrence = make_bookable(activity, terms={"needs_approval": True, "party_limit": 60})
    make_class(occurrence, pupils=7)
    make_class(occurrence, pupils=8)
    called = make_signup(occurrence)
    Signup.update(call_since=clock.now()).where(Signup.id == called.id).execute()
    idle = make_unit(slug="idle")
    other = browser_of(app, make_account(editor_of=(idle,)))

    page = read(desk, "/workspace/south")

    todo = page.section("todo-title")
    assert "2 个班级等您审核" in todo
    assert "1 份报名等您审核" in todo
    assert "1 位要打电话通知" in todo
    assert "/workspace/south/signups" in page.links()
    assert "审核" not in read(other, "/workspace/idle").section("todo-title")


def test_who_works_for_several_units_sees_where_signups_wait(app: Flask, unit: Unit, activity):
    make_class(make_bookable(activity, terms={"needs_approval": True, "party_limit": 60}))
    client = browser_of(app, make_account(editor_of=(unit, make_unit(name="闲馆"))))

    page = read(client, "/workspace")

    assert "城南科技馆 编辑 有报名要处理" in page.main
    assert "闲馆 编辑 有" not in page.main
