"""Approving, putting on the list, refusing: once, only with places, by nobody else."""

import threading

import pytest
from flask import Flask
from flask.testing import FlaskClient

from events import clock
from events.activities.models import Occurrence
from events.activities.vocabulary import Status
from events.db import connection
from events.errors import EventsError
from events.notifications.models import Message
from events.people.models import Account
from events.signups.desk.deciding import approve, let_wait
from events.signups.models import Signup, State
from events.signups.people import Contact, Party
from tests.factories import make_account, make_bookable, make_signup, make_unit
from tests.signing_in import browser_of, post
from tests.signups.desk.conftest import audited, make_class, stored


@pytest.fixture
def classes(activity) -> Occurrence:
    """Twelve places that a unit gives itself."""
    return make_bookable(activity, capacity=12, terms={"needs_approval": True, "party_limit": 60})


class By:
    name = "陈静"

    def __init__(self, account: Account) -> None:
        self.account_id: int | None = account.id


def kinds_to(email: str) -> list[str]:
    letters = Message.select().where(Message.email == email).order_by(Message.id)
    return [letter.kind for letter in letters]


def decide(desk: FlaskClient, signup: Signup, what: str, **data: str):
    page = f"/workspace/signups/{signup.id}"
    return post(desk, f"{page}/{what}", data, page=page)


def test_an_approved_class_has_its_places_and_is_told(
    desk: FlaskClient, classes: Occurrence, account: Account
):
    made = make_class(classes, pupils=8, email="wu@example.org")

    answer = decide(desk, made, "approval")

    assert (answer.status_code, answer.location) == (303, f"/workspace/signups/{made.id}")
    assert stored(made).state == State.CONFIRMED
    assert Occurrence.get_by_id(classes.id).taken == 10
    assert kinds_to("wu@example.org") == ["signup-pending", "signup-confirmed"]
    [entry] = audited("signup.approved")
    assert (entry.actor_id, entry.key) == (account.id, str(made.id))
    assert entry.details == {"occurrence": classes.id, "party": 10}


def test_approving_twice_is_approving_once(desk: FlaskClient, classes: Occurrence):
    made = make_class(classes, pupils=4, email="wu@example.org")

    codes = [decide(desk, made, "approval").status_code for _ in range(2)]

    assert codes == [303, 303]
    assert Occurrence.get_by_id(classes.id).taken == 6
    assert kinds_to("wu@example.org") == ["signup-pending", "signup-confirmed"]
    assert len(audited("signup.approved")) == 1


def test_without_the_places_it_is_said_how_many_are_left_and_the_list_is_offered(
    desk: FlaskClient, classes: Occurrence
):
    decide(desk, make_class(classes, pupils=5), "approval")
    large = make_class(classes, pupils=8)

    answer = decide(desk, large, "approval")

    assert answer.status_code == 409
    assert "只剩 5 个名额，这份报名要 10 个" in answer.text
    assert f"/workspace/signups/{large.id}/waiting" in answer.text
    assert stored(large).state == State.PENDING
    assert Occurrence.get_by_id(classes.id).taken == 7


def test_what_there_is_no_place_for_can_wait(desk: FlaskClient, classes: Occurrence):
    decide(desk, make_class(classes, pupils=5), "approval")
    large = make_class(classes, pupils=8, email="wu@example.org")

    answer = decide(desk, large, "waiting")

    assert answer.status_code == 303
    assert stored(large).state == State.WAITING
    assert Occurrence.get_by_id(classes.id).waiting == 10
    assert kinds_to("wu@example.org")[-1] == "signup-waiting"
    assert len(audited("signup.put-on-list")) == 1


@pytest.mark.parametrize(
    ("pupils", "words"), [(3, "名额还够"), (20, "一共 12 个名额，22 人的报名候补也轮不到")]
)
def test_waiting_that_would_be_useless_is_refused(
    desk: FlaskClient, classes: Occurrence, pupils: int, words: str
):
    made = make_class(classes, pupils=pupils)

    answer = decide(desk, made, "waiting")

    assert answer.status_code == 409
    assert words in answer.text
    assert stored(made).state == State.PENDING


def test_a_refusal_tells_its_reason(desk: FlaskClient, classes: Occurrence):
    made = make_class(classes, email="wu@example.org")

    answer = decide(desk, made, "refusal", **{"refuse-reason": "这一天只接待小学生"})

    assert answer.status_code == 303
    assert stored(made).state == State.REFUSED
    letter = Message.get(Message.kind == "signup-refused")
    assert (letter.email, letter.params["reason"]) == ("wu@example.org", "这一天只接待小学生")
    [entry] = audited("signup.refused")
    assert "这一天只接待小学生" not in str(entry.__data__)


@pytest.mark.parametrize("reason", ["", " \x00\u202e ", "长" * 201, "身份证 110101199003070054"])
def test_a_refusal_needs_a_sentence(desk: FlaskClient, classes: Occurrence, reason: str):
    made = make_class(classes)

    answer = decide(desk, made, "refusal", **{"refuse-reason": reason})

    assert answer.status_code == 422
    assert stored(made).state == State.PENDING
    assert "长" * 201 in answer.text or reason[0:1] != "长"


def test_who_gave_no_address_has_to_be_called_and_is_ticked_off(
    desk: FlaskClient, classes: Occurrence
):
    made = make_class(classes)
    decide(desk, made, "approval")
    assert stored(made).call_since == clock.now()

    codes = [decide(desk, made, "call").status_code for _ in range(2)]

    assert codes == [303, 303]
    assert stored(made).call_since is None
    assert len(audited("signup.called")) == 1


@pytest.mark.parametrize("what", ["approval", "waiting", "refusal"])
@pytest.mark.parametrize("state", [State.CANCELLED, State.LAPSED])
def test_what_is_decided_already_stays(
    desk: FlaskClient, classes: Occurrence, what: str, state: State
):
    made = make_class(classes)
    Signup.update(state=state).where(Signup.id == made.id).execute()

    answer = decide(desk, made, what, **{"refuse-reason": "太晚了"})

    assert answer.status_code == 409
    assert "已经有人处理过" in answer.text
    assert stored(made).state == state


def test_nobody_gets_places_of_what_does_not_take_place(desk: FlaskClient, classes: Occurrence):
    made = make_class(classes)
    Occurrence.update(status=Status.CANCELLED).execute()

    answer = decide(desk, made, "approval")

    assert answer.status_code == 409
    assert "取消" in answer.text
    assert stored(made).state == State.PENDING


def test_of_two_who_approve_at_once_only_as_many_get_places_as_there_are(
    classes: Occurrence, account: Account
):
    waiting = [make_class(classes, pupils=pupils) for pupils in (7, 8, 9)]
    outcomes: list[str] = []

    def give(signup: Signup) -> None:
        with connection():
            try:
                outcomes.append(approve(signup, By(account), clock.now()).state)
            except EventsError as refusal:
                outcomes.append(type(refusal).__name__)

    with clock.standing_at(clock.now()):
        threads = [threading.Thread(target=give, args=(one,)) for one in waiting]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    assert sorted(outcomes) == ["PlacesShort", "PlacesShort", "confirmed"]
    taken = [one.party for one in map(stored, waiting) if one.state == State.CONFIRMED]
    assert [Occurrence.get_by_id(classes.id).taken] == taken


def test_putting_on_the_list_twice_counts_once(classes: Occurrence, account: Account):
    approve(make_class(classes, pupils=6), By(account), clock.now())
    made = make_class(classes, pupils=8)

    for _ in range(2):
        let_wait(made, By(account), clock.now())

    assert Occurrence.get_by_id(classes.id).waiting == 10


@pytest.mark.parametrize(
    "what", ["approval", "waiting", "refusal", "call", "cancellation", "transfer", "phone"]
)
def test_a_stranger_decides_nothing(app: Flask, classes: Occurrence, what: str):
    made = make_class(classes)
    stranger = browser_of(app, make_account(owner_of=(make_unit(),)))

    answer = post(stranger, f"/workspace/signups/{made.id}/{what}", page="/workspace/people")

    assert answer.status_code in (400, 404)
    assert stored(made).state == State.PENDING
    assert "吴老师" not in answer.text


def test_people_wait_for_approval_too_where_the_unit_wants_it(
    desk: FlaskClient, classes: Occurrence
):
    made = make_signup(
        classes, party=Party(adults=2), contact=Contact("赵明", email="zhao@example.org")
    )

    decide(desk, made, "approval")

    assert stored(made).state == State.CONFIRMED
    assert kinds_to("zhao@example.org") == ["signup-pending", "signup-confirmed"]
