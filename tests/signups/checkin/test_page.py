"""The page at the door without its script: forms that let people in, and say why not."""

from zoneinfo import ZoneInfo

import pytest
from playhouse.test_utils import count_queries

from events.activities.models import Occurrence
from events.signups.models import Signup
from events.signups.people import Contact, Party
from tests.factories import make_account, make_bookable, make_signup, make_unit
from tests.pages.reading import PageText
from tests.signing_in import browser_of, post
from tests.signups.checkin.reading import counts, rows, verdict, walk_in

ZONE = ZoneInfo("Asia/Shanghai")


def arrivals() -> dict[str, str]:
    """Number -> the wall time of those who are here."""
    return {
        signup.number: f"{signup.checked_in_at.astimezone(ZONE):%H:%M}"
        for signup in Signup.select().where(Signup.checked_in_at.is_null(False))
    }


def enter(door, occurrence, page, typed: str, **arguments):
    path = f"/workspace/occurrences/{occurrence.id}/check-ins"
    return post(door, path, {"number": typed}, page=page, **arguments)


def test_number_lets_a_party_in_and_the_page_shows_who_and_how_many(
    door, occurrence, page, numbers
):
    answer = enter(door, occurrence, page, numbers[0].lower())
    html = door.get(answer.location).text

    assert answer.status_code == 303
    assert answer.location == f"{page}?number={numbers[0]}"
    assert verdict(html) == ("in", "已签到")
    assert counts(html) == {"people_here": "2", "people": "4", "parties_here": "1", "parties": "3"}
    assert rows(html) == [numbers[0], *numbers[1:], numbers[0]]  # who it was, then all
    assert arrivals() == {numbers[0]: "09:42"}


def test_same_number_again_is_no_error_and_says_when_it_was(door, occurrence, page, numbers, at):
    enter(door, occurrence, page, numbers[0])
    at("2026-11-28T09:55+08:00")
    answer = enter(door, occurrence, page, numbers[0], follow_redirects=True)

    assert answer.status_code == 200
    assert verdict(answer.text) == ("again", "已于 9:42 签到")
    assert arrivals() == {numbers[0]: "09:42"}


@pytest.mark.parametrize("typed", ["王芳", "芳", "1230"])
def test_name_or_last_four_digits_find_people_and_let_nobody_in(
    door, occurrence, page, numbers, typed
):
    answer = enter(door, occurrence, page, typed)

    assert answer.status_code == 200
    assert verdict(answer.text) == ("found", "找到 1 份，请按名字旁的“签到”。")
    assert rows(answer.text) == [numbers[0], *numbers]
    assert arrivals() == {}


@pytest.mark.parametrize("typed", ["孙悟空", "0000", "<b>", "{{7*7}}", "𠮷", "%"])
def test_what_nobody_is_called_finds_nobody(door, occurrence, page, numbers, typed):
    answer = enter(door, occurrence, page, typed)

    assert verdict(answer.text)[0] == "found"
    assert rows(answer.text) == numbers


@pytest.mark.parametrize("typed", ["", "  ", "\0\u202e", "王" * 61])
def test_nothing_and_too_much_are_refused_with_the_field(door, occurrence, page, numbers, typed):
    answer = enter(door, occurrence, page, typed)

    assert answer.status_code == 422
    assert PageText(answer.text).all("div", id="problems")
    assert arrivals() == {}


def test_number_without_a_place_is_refused_with_what_to_do_and_stays_in_the_field(
    door, occurrence, page, numbers
):
    make_signup(occurrence, party=Party(adults=5))
    waiting = make_signup(occurrence, party=Party(adults=5))

    answer = enter(door, occurrence, page, waiting.number)

    assert answer.status_code == 422
    kind, words = verdict(answer.text)
    assert (kind, words[:8]) == ("no", "这份报名还在候补")
    field = PageText(answer.text).all("input", id="number")[0]
    assert field.attributes["value"] == waiting.number
    assert arrivals() == {}


def test_number_that_is_none_may_be_a_name(door, occurrence, page, numbers):
    signup = make_signup(occurrence, contact=Contact("Bernhard", email="b@example.org"))

    answer = enter(door, occurrence, page, "bernhard")

    assert answer.status_code == 422
    assert verdict(answer.text)[1].startswith("没有这个编号")
    assert rows(answer.text)[0] == signup.number


def test_check_in_is_taken_back(door, occurrence, page, numbers):
    enter(door, occurrence, page, numbers[0])
    signup = Signup.get(Signup.number == numbers[0])

    path = f"/workspace/signups/{signup.id}/check-in/removal"
    answer = post(door, path, page=page, follow_redirects=True)

    assert verdict(answer.text) == ("done", "签到已撤销。")
    assert arrivals() == {}


@pytest.mark.parametrize("moment", ["2026-11-26T12:00+08:00", "2026-11-30T00:00+08:00"])
def test_names_are_shown_only_around_the_day(door, occurrence, page, numbers, at, moment):
    assert "王芳" in door.get(page).text

    at(moment)

    answer = door.get(page)
    assert answer.status_code == 200
    assert "王芳" not in answer.text
    assert rows(answer.text) == []
    assert enter(door, occurrence, page, "王芳").text.count("王芳") == 1  # what was typed
    assert enter(door, occurrence, page, numbers[0]).status_code == 422
    assert walk_in(door, occurrence, page, 1).status_code == 422


def test_telephones_are_not_shown_but_for_their_end(door, page, numbers):
    html = door.get(page).text

    assert "尾号 1230" in html
    assert "13800001230" not in html


def test_page_that_devices_keep_has_nobody_on_it(door, occurrence, page, numbers):
    answer = door.get(f"{page}/blank")

    assert rows(answer.text) == []
    assert "王芳" not in answer.text
    assert 'data-list="' in answer.text


def test_camera_and_worker_are_allowed_here_and_nowhere_else(door, occurrence, page, numbers):
    own, other = door.get(page).headers, door.get("/days").headers

    assert own["Permissions-Policy"].startswith("camera=(self), microphone=()")
    assert other["Permissions-Policy"].startswith("camera=(), microphone=()")
    assert own["Content-Security-Policy"].endswith("worker-src 'self'")
    assert other["Content-Security-Policy"].endswith("worker-src 'none'")
    assert own["Cache-Control"] == "no-store"


def test_no_name_and_no_telephone_stands_in_cookies_or_addresses(door, occurrence, page, numbers):
    answer = enter(door, occurrence, page, numbers[0])
    with door.session_transaction() as session:
        told = f"{dict(session)} {answer.location}"

    assert "已签到" in told
    assert "王芳" not in told
    assert "1230" not in told.replace(numbers[0], "")


def test_stranger_finds_no_door_and_changes_nothing(app, occurrence, page, numbers):
    stranger = browser_of(app, make_account(editor_of=(make_unit(),)))
    app.config["WTF_CSRF_ENABLED"] = False
    signup = Signup.get(Signup.number == numbers[0])

    for path in (page, f"{page}/blank", f"{page}-worker.js"):
        answer = stranger.get(path)
        assert (answer.status_code, "王芳" in answer.text) == (404, False)
    for path, data in (
        (f"/workspace/occurrences/{occurrence.id}/check-ins", {"number": numbers[0]}),
        (f"/workspace/occurrences/{occurrence.id}/walk-ins", {"key": "k", "adults": "1"}),
        (f"/workspace/signups/{signup.id}/check-in/removal", {}),
    ):
        assert stranger.post(path, data=data).status_code == 404
    assert (arrivals(), Occurrence.get_by_id(occurrence.id).taken) == ({}, 4)


def test_page_asks_the_database_no_more_often_for_more_people(door, activity, at):
    few, many = make_bookable(activity), make_bookable(activity)
    make_signup(few)
    for _ in range(3):
        make_signup(many)
    at("2026-11-28T09:42+08:00")

    found = []
    for occurrence in (few, few, many):
        with count_queries() as asked:
            door.get(f"/workspace/occurrences/{occurrence.id}/check-in")
        found.append(asked.count)

    assert found[1] == found[2]
