"""What devices fetch and send: lists, queues in any order and number, forgeries."""

import json
from datetime import datetime

import pytest

from events.audit import AuditEntry
from events.signups.models import Signup, State
from events.signups.people import Party
from tests.factories import make_account, make_bookable, make_signup, make_unit
from tests.signing_in import browser_of
from tests.signups.checkin.conftest import DAY


@pytest.fixture
def address(occurrence) -> str:
    return f"/workspace/occurrences/{occurrence.id}/check-ins.json"


def entry(number: object, time: str = "09:40:00", device: object = "one") -> dict[str, object]:
    return {"number": number, "at": f"{DAY}T{time}+08:00", "device": device}


def send(browser, address: str, body: object):
    """As the page does: the list first, for its token."""
    token = browser.get(address).json["csrf"]
    return browser.post(
        address,
        data=body if isinstance(body, str | bytes) else json.dumps(body),
        headers={
            "X-CSRFToken": token,
            "Content-Type": "application/json",
            "Referer": "https://localhost/",
        },
    )


def told(answer) -> list[tuple[str, bool, str]]:
    """Of each entry: its number, whether it was the first, the refusal."""
    assert answer.status_code == 200, answer.text
    return [
        (one["number"], one["before"] is None, one["refusal"]) for one in answer.json["results"]
    ]


def arrivals() -> dict[str, str]:
    here = Signup.select().where(Signup.checked_in_at.is_null(False))
    return {one.number: one.checked_in_at.astimezone().isoformat() for one in here}


def instant(time: str) -> datetime:
    return datetime.fromisoformat(f"{DAY}T{time}+08:00")


def test_list_has_what_the_door_needs_and_no_telephone(door, address, numbers):
    make_signup(make_bookable())

    answer = door.get(address)

    assert answer.headers["Cache-Control"] == "no-store"
    assert [guest["number"] for guest in answer.json["guests"]] == numbers
    guest = answer.json["guests"][0]
    assert guest == {
        "id": Signup.get(Signup.number == numbers[0]).id,
        "number": numbers[0],
        "name": "王芳",
        "last_four": "1230",
        "party": "1 位成人、1 个孩子",
        "size": 2,
        "state": "confirmed",
        "is_walk_in": False,
        "checked_in_at": None,
    }
    assert answer.json["until"] == "2026-11-29T16:00:00+00:00"
    assert "13800001230" not in answer.text


def test_list_is_empty_before_and_after_the_days_and_says_why(door, address, numbers, at):
    at("2026-11-30T08:00+08:00")

    told = door.get(address).json

    assert told["guests"] == []
    assert told["closed"].startswith("签到到第二天为止")


def test_queue_lets_people_in_at_the_times_it_tells(door, address, numbers):
    answer = send(door, address, [entry(numbers[0], "09:31:05"), entry(numbers[1], "09:33:00")])

    assert told(answer) == [(numbers[0], True, ""), (numbers[1], True, "")]
    stored = {one.number: one.checked_in_at for one in Signup.select()}
    assert stored == {
        numbers[0]: instant("09:31:05"), numbers[1]: instant("09:33:00"), numbers[2]: None,
    }  # fmt: skip
    entries = AuditEntry.select().where(AuditEntry.action == "signup.checked_in")
    assert [one.actor_name for one in entries] == ["林晓", "林晓"]


def test_queue_sent_again_changes_nothing_and_tells_its_own_time(door, address, numbers):
    queue = [entry(numbers[0], "09:31:05"), entry(numbers[1], "09:33:00")]
    send(door, address, queue)
    before = arrivals()

    again = send(door, address, queue[::-1])

    assert [one["before"] for one in again.json["results"]] == [
        "2026-11-28T01:33:00+00:00", "2026-11-28T01:31:05+00:00",
    ]  # fmt: skip
    assert arrivals() == before
    assert AuditEntry.select().where(AuditEntry.action == "signup.checked_in").count() == 2


def test_second_device_learns_when_the_first_was_and_the_earliest_time_stays(
    door, address, numbers
):
    send(door, address, [entry(numbers[0], "09:40:00", "one")])
    answer = send(door, address, [entry(numbers[0], "09:38:00", "two")])

    [result] = answer.json["results"]
    assert result["before"] == "2026-11-28T01:40:00+00:00"
    assert result["checked_in_at"] == "2026-11-28T01:38:00+00:00"


def test_refused_entry_leaves_the_others_alone(door, address, occurrence, numbers):
    make_signup(occurrence, party=Party(adults=5))
    waiting = make_signup(occurrence, party=Party(adults=5))
    queue = [entry(waiting.number), entry("ZZZZZZZZ"), entry(numbers[0]), entry(numbers[0])]

    results = told(send(door, address, queue))

    assert [(number, is_first) for number, is_first, why in results if not why] == [
        (numbers[0], True), (numbers[0], False),
    ]  # fmt: skip
    assert [why[:6] for _, _, why in results] == ["这份报名还在", "没有这个编号", "", ""]
    assert Signup.get_by_id(waiting.id).state == State.WAITING


def test_queue_that_comes_days_later_still_counts(door, address, numbers, at):
    at("2026-12-03T08:00+08:00")

    assert told(send(door, address, [entry(numbers[0])])) == [(numbers[0], True, "")]


@pytest.mark.parametrize("at_", ["2026-11-26T23:59:59+08:00", "0001-01-01T00:00:00+14:00"])
def test_time_before_the_days_is_refused(door, address, numbers, at_):
    [result] = told(send(door, address, [entry(numbers[0]) | {"at": at_}]))

    assert result[2].startswith("签到从前一天")
    assert arrivals() == {}


@pytest.mark.parametrize("at_", ["9999-12-31T23:59:59-14:00", f"{DAY}T09:42:30+08:00"])
def test_time_to_come_counts_as_now(door, address, numbers, at_):
    send(door, address, [entry(numbers[0]) | {"at": at_}])

    stored = Signup.get(Signup.number == numbers[0]).checked_in_at
    assert instant("09:42:00") <= stored <= instant("09:42:01")


GOOD = {"number": "ABCDEFGH", "at": "2026-11-28T09:40:00+08:00", "device": "one"}
FORGED = {
    "no json": "[{",
    "nothing": "",
    "bytes": b"\xff\xfe",
    "deep": "[" * 20_000,
    "object": {"number": "ABCDEFGH"},
    "text": '"ABCDEFGH"',
    "number in it": [7],
    "null in it": [None],
    "list in it": [[]],
    "nothing in it": [{}],
    "number as number": [GOOD | {"number": 12345678}],
    "number as list": [GOOD | {"number": ["ABCDEFGH"]}],
    "long number": [GOOD | {"number": "A" * 41}],
    "no device": [{"number": "ABCDEFGH", "at": GOOD["at"]}],
    "device as object": [GOOD | {"device": {}}],
    "long device": [GOOD | {"device": "x" * 41}],
    "time as number": [GOOD | {"at": 1764293000}],
    "time without zone": [GOOD | {"at": "2026-11-28T09:40:00"}],
    "no time": [GOOD | {"at": ""}],
    "bad time": [GOOD | {"at": "2026-02-30T09:40:00+08:00"}],
    "too many": [GOOD] * 501,
    "too long": json.dumps([GOOD])[:-1] + " " * 200_000 + "]",
}


@pytest.mark.parametrize("forgery", FORGED)
def test_forged_queue_is_refused_whole_with_a_sentence(door, address, numbers, forgery):
    body = FORGED[forgery]
    if isinstance(body, list):
        body = [entry(numbers[0]), *body]  # what could have been carried out

    answer = send(door, address, body)

    assert answer.status_code == 422
    assert answer.json["error"].startswith(("签到记录", "第 ", "一次最多 500 条"))
    assert arrivals() == {}


def test_odd_characters_in_a_device_are_dropped_before_they_are_stored(door, address, numbers):
    send(door, address, [entry(numbers[0], device="\0\ud800\u202edoor")])

    [stored] = AuditEntry.select().where(AuditEntry.action == "signup.checked_in")
    assert stored.details["device"] == "door"


def test_five_hundred_entries_are_taken_at_once(door, address, numbers):
    queue = [entry(numbers[n % 3], f"09:{n % 40:02}:00") for n in range(500)]

    results = told(send(door, address, queue))

    assert len(results) == 500
    assert sum(is_first for _, is_first, _ in results) == 3
    assert {one.checked_in_at for one in Signup.select()} == {instant("09:00:00")}


def test_without_token_or_session_nothing_is_taken_and_the_answer_says_which(
    app, door, address, numbers
):
    body = json.dumps([entry(numbers[0])])
    stale = door.post(address, data=body, content_type="application/json")
    signed_out = app.test_client().get(address)

    assert (stale.status_code, signed_out.status_code) == (400, 401)
    assert stale.json["error"].startswith("登录状态已经变了")
    assert signed_out.json == {"error": "请先登录。"}
    assert arrivals() == {}


def test_stranger_gets_no_list_and_sends_no_queue(app, address, numbers):
    app.config["WTF_CSRF_ENABLED"] = False
    stranger = browser_of(app, make_account(editor_of=(make_unit(),)))

    read, sent = stranger.get(address), stranger.post(address, json=[entry(numbers[0])])

    assert (read.status_code, sent.status_code) == (404, 404)
    assert "王芳" not in read.text + sent.text
    assert arrivals() == {}


def test_number_of_another_occurrence_can_not_be_sent_here(door, address, numbers):
    other = make_signup(make_bookable())

    [result] = told(send(door, address, [entry(other.number)]))

    assert result[2] == "这个编号不是这一场的，请看凭证上的日期和地点。"
    assert Signup.get_by_id(other.id).checked_in_at is None
