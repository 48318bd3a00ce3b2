"""When it is open, full or over; and the same form sent more than once."""

import queue
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

import pytest
from flask.testing import FlaskClient

from events import clock
from events.activities.models import Activity, Occurrence
from events.activities.occurrences import cancel_occurrence, move_occurrence
from events.activities.timing import between
from events.audit import AuditEntry
from events.commits import committer
from events.errors import DatabaseUnavailable
from events.signups.actions import HOLDER, cancel
from events.signups.joining import routes
from events.signups.keys import keyring
from events.signups.models import Signup, State
from events.signups.people import Party
from tests import NOW
from tests.factories import make_activity, make_bookable, make_signup
from tests.pages.reading import PageText, text_of
from tests.signups.joining.visitor import WANG, form_path, open_form, sign_up, signups_of, typed_in


def own_page(signup: Signup) -> str:
    return f"/signups/{keyring().token_of(signup.number)}"


def test_who_signs_up_is_led_to_the_own_page(client: FlaskClient):
    occurrence = make_bookable(capacity=3)

    answer = sign_up(client, occurrence, adults="2")

    (signup,) = signups_of(occurrence)
    assert (answer.status_code, answer.location) == (303, own_page(signup))
    assert Occurrence.get_by_id(occurrence.id).taken == 2


def test_same_form_twice_is_one_sign_up_and_one_answer(client: FlaskClient):
    occurrence = make_bookable(capacity=1)
    hidden = open_form(client, occurrence)

    answers = [sign_up(client, occurrence, hidden=hidden) for _ in range(5)]

    (signup,) = signups_of(occurrence)
    assert {answer.location for answer in answers} == {own_page(signup)}


def test_form_sent_twice_at_once_for_the_last_place_is_one_sign_up(client, monkeypatch):
    occurrence = make_bookable(capacity=1)
    hidden = open_form(client, occurrence)
    first = sign_up(client, occurrence, hidden=hidden)
    monkeypatch.setattr(routes, "find_by_key", lambda _key: None)  # as it was a moment before

    again = sign_up(client, occurrence, hidden=hidden)

    assert (again.status_code, again.location) == (303, first.location)


def test_form_sent_again_after_the_end_still_leads_to_its_sign_up(client: FlaskClient, at):
    occurrence = make_bookable()
    hidden = open_form(client, occurrence)
    sign_up(client, occurrence, hidden=hidden)
    at("2026-12-24T10:00+08:00")

    answer = sign_up(client, occurrence, hidden=hidden)

    assert answer.status_code == 303


def test_form_sent_again_with_somebody_elses_number_is_another_sign_up(client: FlaskClient):
    occurrence = make_bookable()
    hidden = open_form(client, occurrence)
    first = sign_up(client, occurrence, hidden=hidden)

    second = sign_up(client, occurrence, hidden=hidden, phone="13900005678")

    assert len(signups_of(occurrence)) == 2
    assert first.location != second.location


def test_forms_that_arrive_in_another_order_each_get_their_own(client: FlaskClient):
    occurrence = make_bookable()
    first, second = open_form(client, occurrence), open_form(client, occurrence)

    late = sign_up(client, occurrence, hidden=second, phone="13900005678")
    early = sign_up(client, occurrence, hidden=first)
    again = sign_up(client, occurrence, hidden=second, phone="13900005678")

    assert late.location == again.location != early.location
    assert len(signups_of(occurrence)) == 2


def test_last_places_gone_meanwhile_offers_the_waiting_list_and_keeps_the_fields(client):
    occurrence = make_bookable(capacity=2)
    hidden = open_form(client, occurrence)
    make_signup(occurrence, party=Party(adults=2))
    make_signup(occurrence, party=Party(adults=1))

    refused = sign_up(client, occurrence, hidden=hidden)
    waiting = sign_up(client, occurrence, hidden=hidden, wait="1")

    assert refused.status_code == 422
    assert "刚刚报满了。您填的内容还在，可以加入候补。" in refused.text
    assert "加入候补（前面有 1 家）" in refused.text
    assert typed_in(refused)["phone"] == "13800001234"
    assert waiting.status_code == 303
    assert [signup.state for signup in signups_of(occurrence)][2:] == [State.WAITING]


def test_party_larger_than_what_is_left_may_shrink_or_wait(client: FlaskClient):
    occurrence = make_bookable(capacity=3)
    make_signup(occurrence, party=Party(adults=2))

    refused = sign_up(client, occurrence, adults="2")

    assert "只剩 1 个名额，不够这么多人" in refused.text
    assert [button.texts[0].strip() for button in buttons(refused)] == [
        "报名",
        "加入候补（前面有 0 家）",
    ]


def test_full_form_offers_the_waiting_list_from_the_start(client: FlaskClient):
    occurrence = make_bookable(capacity=1)
    make_signup(occurrence)

    page = client.get(form_path(occurrence))

    assert [button.texts[0].strip() for button in buttons(page)] == ["加入候补（前面有 0 家）"]


def test_full_to_the_last_keeps_what_was_typed_for_another_occurrence(client: FlaskClient):
    activity = make_activity(signup_mode="here")
    occurrence = make_bookable(activity, capacity=1, waiting_limit=0)
    other = make_bookable(activity, capacity=7)
    hidden = open_form(client, occurrence)
    make_signup(occurrence)

    refused = sign_up(client, occurrence, hidden=hidden)

    page = PageText(refused.text)
    kept = {e.attributes["name"]: e.attributes["value"] for e in page.all("input", type="hidden")}
    (there,) = filter(None, (b.attributes.get("formaction") for b in page.all("button")))
    assert refused.status_code == 422
    assert {**WANG, "key": hidden["key"]}.items() <= kept.items()
    assert there == f"/occurrences/{other.id}/signups"
    assert sign_up(client, other, {}, hidden=kept).status_code == 303


def test_crowd_that_is_too_late_gets_one_page_and_everybody_his_own_form(client: FlaskClient):
    occurrence = make_bookable(capacity=1, waiting_limit=0)
    first, second = open_form(client, occurrence), open_form(client, occurrence)
    make_signup(occurrence)

    one = sign_up(client, occurrence, hidden=first, name="唐小满", phone="13700007777")
    other = sign_up(client, occurrence, hidden=second, name="<b>韦&女士")

    assert (one.status_code, other.status_code) == (422, 422)
    assert "唐小满" in one.text
    for secret in ("唐小满", "13700007777", first["key"]):
        assert secret not in other.text
    assert second["key"] in other.text
    assert "&lt;b&gt;韦&amp;女士" in other.text


def test_crowd_learns_at_once_that_there_is_room_again(client: FlaskClient):
    occurrence = make_bookable(capacity=1, waiting_limit=0)
    first, second = open_form(client, occurrence), open_form(client, occurrence)
    signup = make_signup(occurrence)
    assert "报满" in sign_up(client, occurrence, hidden=first).text

    cancel(signup, HOLDER, clock.now())

    assert sign_up(client, occurrence, hidden=second, phone="13700007777").status_code == 303


def test_crowd_does_not_hide_from_anybody_what_he_has(client: FlaskClient):
    occurrence = make_bookable(capacity=1, waiting_limit=0)
    hidden = [open_form(client, occurrence) for _person in range(2)]
    got = sign_up(client, occurrence, hidden=hidden[0])
    late = sign_up(client, occurrence, hidden=hidden[1], phone="13700007777")

    again = sign_up(client, occurrence, hidden=hidden[0])

    assert "报满" in late.text
    assert (again.status_code, again.location) == (303, got.location)


@pytest.mark.parametrize(
    ("capacity", "more"),
    [
        (1, {"waiting_limit": 0}),
        (1, {"waiting_limit": 9}),
        (3, {"waiting_limit": 9}),
        (3, {"waiting_limit": 0, "terms": {"phone_limit": 1}}),
    ],
)
def test_nobody_learns_by_trying_whose_number_has_a_sign_up(client: FlaskClient, capacity, more):
    occurrence = make_bookable(capacity=capacity, **more)
    hidden = [open_form(client, occurrence) for _person in range(3)]
    sign_up(client, occurrence, hidden=hidden[0])

    own = sign_up(client, occurrence, hidden=hidden[1], adults="3")
    other = sign_up(client, occurrence, hidden=hidden[2], adults="3", phone="13700007777")

    assert (own.status_code, other.status_code) == (422, 422)
    assert told(own) == told(other)
    assert "如果已经报过这一场，那份报名没有变，用“找回我的报名”可以打开。" in told(own)


def test_why_there_is_no_place_is_said_in_english_on_english_pages(client: FlaskClient):
    occurrence = make_bookable(capacity=1, waiting_limit=0)
    hidden = [open_form(client, occurrence) for _person in range(2)]
    sign_up(client, occurrence, hidden=hidden[0])
    client.get("/?lang=en")

    refused = sign_up(client, occurrence, hidden=hidden[1], phone="13700007777")

    assert told(refused).startswith("It has just filled up. What you typed is still here.")


def told(answer) -> str:
    (notice,) = PageText(answer.text).all("div", role="alert")
    return text_of(notice)


# When


def test_before_it_opens_the_time_is_said_and_nothing_is_taken(client: FlaskClient, at):
    opens = "2026-11-23T12:00+08:00"
    occurrence = make_bookable(signup_opens_at=NOW.fromisoformat(opens))
    hidden = open_form(client, occurrence)
    page = PageText(client.get(form_path(occurrence)).text)

    early = sign_up(client, occurrence, hidden=hidden)
    at(opens)
    then = sign_up(client, occurrence, hidden=hidden)

    (countdown,) = [e for e in page.all("div") if "data-opens" in e.attributes]
    ahead = int(countdown.attributes["data-opens"]) - int(countdown.attributes["data-now"])
    assert ahead == 50 * 3600 * 1000
    assert "11月23日（周一）12:00 开放报名。" in page.main
    assert early.status_code == 422
    assert typed_in(early)["phone"] == "13800001234"
    assert then.status_code == 303


def test_clock_set_back_during_the_opening_loses_and_doubles_nothing(client: FlaskClient, at):
    occurrence = make_bookable(signup_opens_at=NOW)
    hidden = open_form(client, occurrence)
    made = sign_up(client, occurrence, hidden=hidden)
    at("2026-11-21T09:30+08:00")

    again = sign_up(client, occurrence, hidden=hidden)
    other = sign_up(client, occurrence, phone="13900005678")

    assert again.location == made.location
    assert other.status_code == 422
    assert len(signups_of(occurrence)) == 1


def test_closed_occurrence_takes_nobody_and_names_others(client: FlaskClient):
    activity = make_activity(signup_mode="here")
    occurrence = make_bookable(activity, signup_closes_at=NOW)
    other = make_bookable(activity)

    page = client.get(form_path(occurrence))
    answer = sign_up(client, occurrence, hidden=open_form(client, other))

    assert "这一场已经截止报名、取消或者结束。" in page.text
    assert f"/occurrences/{other.id}/signups/new" in page.text
    assert not PageText(page.text).all("input", name="phone")
    assert answer.status_code == 422
    assert signups_of(occurrence) == []


def test_cancelled_while_the_form_was_open_takes_nobody(client: FlaskClient):
    occurrence = make_bookable()
    hidden = open_form(client, occurrence)
    cancel_occurrence(occurrence, "暴雨", clock.now())

    answer = sign_up(client, occurrence, hidden=hidden)

    assert answer.status_code == 422
    assert "取消" in answer.text
    assert signups_of(occurrence) == []


def test_moved_while_the_form_was_open_is_signed_up_for_with_its_new_time(client: FlaskClient):
    occurrence = make_bookable()
    hidden = open_form(client, occurrence)
    later = occurrence.start.replace(tzinfo=None, day=29)
    move_occurrence(occurrence, between(later, later.replace(hour=5), NOW.tzinfo), "", clock.now())

    sign_up(client, occurrence, hidden=hidden)

    (signup,) = signups_of(occurrence)
    assert signup.told_sequence == 1


def test_withdrawn_activity_is_gone(client: FlaskClient):
    occurrence = make_bookable()
    hidden = open_form(client, occurrence)
    Activity.update(withdrawn_at=NOW).where(Activity.id == occurrence.activity_id).execute()

    assert sign_up(client, occurrence, hidden=hidden).status_code == 410
    assert client.get(form_path(occurrence)).status_code == 410


@pytest.mark.parametrize("number", ["0", "999999", "99999999999999999999"])
def test_unknown_occurrence_is_not_found(client: FlaskClient, number: str):
    assert client.get(f"/occurrences/{number}/signups/new").status_code == 404


def test_activity_of_another_mode_points_to_its_page(client: FlaskClient):
    occurrence = make_bookable(make_activity(signup_mode="telephone"))

    page = client.get(form_path(occurrence))

    assert "这个活动不在这里报名" in page.text
    assert not PageText(page.text).all("input", name="phone")


# What goes wrong


def test_crowded_queue_answers_503_with_the_time_to_try_again(client: FlaskClient):
    occurrence = make_bookable()
    hidden = open_form(client, occurrence)
    with queue_refusing(queue.Full()):
        answer = sign_up(client, occurrence, hidden=hidden)

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert open_key(answer) == hidden["key"]
    assert typed_in(answer)["name"] == "王女士"
    assert sign_up(client, occurrence, hidden=hidden).status_code == 303


def test_database_that_cannot_write_leaves_places_and_fields_as_they_were(client: FlaskClient):
    occurrence = make_bookable()
    hidden = open_form(client, occurrence)
    with queue_refusing(DatabaseUnavailable("磁盘已满。")):
        answer = sign_up(client, occurrence, hidden=hidden)

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
    assert "您的名额没有变化" in answer.text
    assert open_key(answer) == hidden["key"]
    assert signups_of(occurrence) == []


class RefusingQueue(NamedTuple):
    problem: Exception

    def put_nowait(self, _piece: object) -> None:
        raise self.problem


@contextmanager
def queue_refusing(problem: Exception) -> Iterator[None]:
    committer.run(0, int, int)  # its thread waits at the real queue from here on
    real, committer._pieces = committer._pieces, RefusingQueue(problem)
    yield
    committer._pieces = real


def test_no_name_and_no_number_is_kept_outside_what_is_sealed(client: FlaskClient, caplog):
    occurrence = make_bookable()

    answer = sign_up(client, occurrence, name="唐小满", email="tang@example.org")

    audit = " ".join(str(row.__data__) for row in AuditEntry.select())
    for secret in ("唐小满", "13800001234", "tang@example.org"):
        assert secret not in audit + caplog.text + answer.location
        assert secret not in str(answer.headers)


def buttons(answer) -> list:
    page = PageText(answer.text)
    return [b for b in page.all("button") if b.attributes.get("type") == "submit"]


def open_key(answer) -> str:
    (field,) = PageText(answer.text).all("input", name="key")
    return field.attributes["value"]
