"""The list of an occurrence: numbers, piles, finding one, and what stays masked."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playhouse.test_utils import count_queries

from events import clock
from events.activities.models import Occurrence
from events.signups.actions import HOLDER, cancel
from events.signups.keys import keyring
from events.signups.models import QuestionSet, QuestionSetVersion, Signup, State
from events.signups.people import Contact, Party
from tests.factories import make_account, make_bookable, make_signup, make_unit
from tests.pages.reading import PageText
from tests.signing_in import browser_of, post
from tests.signups.desk.conftest import make_class, read

ZHAO = Contact("赵明", phone="+8613812345678", email="zhao@example.org")


def list_of(client: FlaskClient, occurrence: Occurrence, query: str = "") -> PageText:
    return read(client, f"/workspace/occurrences/{occurrence.id}/signups{query}")


def names_in(page: PageText) -> list[str]:
    return [link.texts[0] for link in page.all("a") if is_signup(link.attributes["href"])]


def is_signup(address: str) -> bool:
    return address.startswith("/workspace/signups/")


def test_the_numbers_on_top_are_people(desk: FlaskClient, occurrence: Occurrence):
    make_signup(occurrence, party=Party(adults=2, under_18=1))
    arrived = make_signup(occurrence, party=Party(adults=4))
    Signup.update(checked_in_at=clock.now()).where(Signup.id == arrived.id).execute()
    make_signup(occurrence, party=Party(adults=5))  # waits

    page = list_of(desk, occurrence)

    assert "有名额 7 人，共 10 个，还剩 3 个" in page.main
    assert "候补 5 人" in page.main
    assert "已签到 4 人" in page.main


def test_a_row_says_who_comes_with_how_many_and_how_to_reach_them(
    desk: FlaskClient, occurrence: Occurrence
):
    made = make_signup(occurrence, party=Party(adults=2, under_18=1), contact=ZHAO)

    row = list_of(desk, occurrence).main.partition("赵明")[2]

    assert f"{made.number[:4]} {made.number[4:]}" in row
    assert "138****5678 z***@example.org 3 人：成人 2、14—17 岁 1" in row
    assert "网上报名 已确认" in row


def test_numbers_are_masked_until_the_day_before_and_after_the_day_after(
    desk: FlaskClient, occurrence: Occurrence, at
):
    make_signup(occurrence, contact=ZHAO)
    shown = {}

    for day in ("2026-11-26T23:59", "2026-11-27T00:01", "2026-11-29T23:59", "2026-11-30T00:01"):
        at(f"{day}+08:00")
        shown[day[8:]] = "138 1234 5678" in list_of(desk, occurrence).main

    assert shown == {"26T23:59": False, "27T00:01": True, "29T23:59": True, "30T00:01": False}
    at("2026-11-26T23:59+08:00")
    assert "12345678" not in list_of(desk, occurrence).html
    assert "zhao@example.org" not in list_of(desk, occurrence).html


def test_who_cancelled_stays_masked_on_the_day_too(desk: FlaskClient, occurrence: Occurrence, at):
    cancel(make_signup(occurrence, contact=ZHAO), HOLDER, clock.now())
    at("2026-11-28T09:00+08:00")

    page = list_of(desk, occurrence, "?state=over")

    assert names_in(page) == ["赵明"]
    assert "1234" not in page.main


def test_answers_are_read_by_the_questions_that_were_asked(
    desk: FlaskClient, occurrence: Occurrence
):
    asked = QuestionSet.create(
        name="问",
        unit=occurrence.activity.organiser,
        created_at=clock.now(),
        updated_at=clock.now(),
    )
    questions = [
        question("q1", "short", "过敏"),
        question("q2", "phone", "紧急联系电话"),
    ]
    version = QuestionSetVersion.create(
        question_set=asked, number=1, questions=questions, made_at=clock.now()
    )
    answers = {"q1": "花生", "q2": "+8613900001111"}
    make_signup(occurrence, contact=Contact("赵明", "+8613812345678", answers=answers),
                questions=version.id)  # fmt: skip

    page = list_of(desk, occurrence)

    assert "过敏：花生" in page.main
    assert "紧急联系电话：139****1111" in page.main
    assert "00001111" not in page.html


def question(key: str, kind: str, label: str) -> dict[str, object]:
    return {
        "key": key,
        "kind": kind,
        "label": label,
        "reason": "安排",
        "help": "",
        "is_required": False,
        "choices": [],
        "shown_if": None,
        "least": None,
        "most": None,
    }


def test_piles_hold_what_they_say(desk: FlaskClient, activity):
    occurrence = make_bookable(activity, capacity=3, terms={"needs_approval": True})
    signups = {}
    for state, name in ((State.PENDING, "待"), (State.CONFIRMED, "定"), (State.REFUSED, "拒")):
        made = make_signup(occurrence, contact=Contact(name, email=f"{state}@example.org"))
        Signup.update(state=state).where(Signup.id == made.id).execute()
        signups[state] = made
    Signup.update(call_since=clock.now()).where(Signup.id == signups[State.REFUSED].id).execute()

    piles = ("", "pending", "confirmed", "waiting", "call", "over")
    found = {pile: names_in(list_of(desk, occurrence, f"?state={pile}")) for pile in piles}

    assert found == {
        "": ["待", "定"], "pending": ["待"], "confirmed": ["定"], "waiting": [], "call": ["拒"],
        "over": ["拒"],
    }  # fmt: skip
    assert desk.get(f"/workspace/occurrences/{occurrence.id}/signups?state=x").status_code == 400


def search(desk: FlaskClient, occurrence: Occurrence, words: str) -> PageText:
    here = f"/workspace/occurrences/{occurrence.id}/signups"
    return PageText(post(desk, f"{here}/search", {"words": words}, page=here).text)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("赵", ["赵明"]),
        ("赵 明", []),
        ("阿依古丽·买买提", ["阿依古丽·买买提"]),
        ("WANG", ["Wang 小雨"]),
        ("山路", ["吴老师"]),
        ("138-1234 5678", ["赵明"]),
        ("1234", []),
        ("{{7*7}}", []),
        ("' OR 1=1 --", []),
        ("\x00\u202e", ["赵明", "阿依古丽·买买提", "Wang 小雨", "吴老师"]),
    ],
)
def test_somebody_is_found_by_name_school_or_the_whole_phone(
    desk: FlaskClient, occurrence: Occurrence, words: str, found: list[str]
):
    make_signup(occurrence, contact=ZHAO)
    make_signup(occurrence, contact=Contact("阿依古丽·买买提", phone="+8613900000001"))
    make_signup(occurrence, contact=Contact("Wang 小雨", phone="+8613900000002"))
    make_class(occurrence, pupils=4)
    make_signup(make_bookable(occurrence.activity), contact=Contact("赵明", "+8613900000003"))

    assert names_in(search(desk, occurrence, words)) == found


def test_somebody_is_found_by_the_number_however_it_is_typed(
    desk: FlaskClient, occurrence: Occurrence
):
    number = make_signup(occurrence, contact=ZHAO).number
    make_signup(occurrence)
    typed = (number, f"kepuli:{number.lower()}", f"{number[:4]}+{number[4:]}", number[:5])

    found = [names_in(search(desk, occurrence, words)) for words in typed]

    assert found == [["赵明"]] * 4


def test_the_waiting_list_shows_whose_turn_it_is(desk: FlaskClient, activity):
    occurrence = make_bookable(activity, capacity=2)
    make_signup(occurrence, party=Party(adults=2))
    make_signup(occurrence, contact=Contact("先来", email="first@example.org"))
    make_signup(occurrence, contact=Contact("后到", email="then@example.org"))

    page = list_of(desk, occurrence, "?state=waiting")

    assert "候补，第 2 位" in page.main.partition("后到")[2]
    assert "候补，第 1 位" in page.main.partition("后到")[0]


def test_what_was_erased_is_a_row_without_a_person(desk: FlaskClient, occurrence: Occurrence):
    made = make_signup(occurrence, contact=ZHAO)
    kept = {
        "sealed": "",
        "contact_hash": None,
        "email_hash": "",
        "state": State.CANCELLED,
    }
    Signup.update(erased_at=clock.now(), **kept).where(Signup.id == made.id).execute()

    page = list_of(desk, occurrence, "?state=over")

    assert names_in(page) == ["已删除个人信息"]
    assert "赵明" not in page.html
    assert desk.get(f"/workspace/signups/{made.id}").status_code == 200


def test_a_long_list_comes_in_pages(desk: FlaskClient, activity):
    occurrence = make_bookable(activity, capacity=200)
    for number in range(51):
        make_signup(occurrence, contact=Contact(f"第{number}位", phone=f"+86138{number:08}"))

    first, second = (list_of(desk, occurrence, f"?page={page}") for page in (1, 2))
    beyond = [names_in(list_of(desk, occurrence, f"?page={page}")) for page in ("99", "-1", "x")]

    assert len(names_in(first)) == 50
    assert names_in(second) == ["第50位"]
    assert "第 2 页，共 2 页，51 份" in second.main
    assert beyond == [["第50位"], names_in(first), names_in(first)]


def test_a_long_list_asks_as_often_as_a_short_one(desk: FlaskClient, activity):
    occurrence = make_bookable(activity, capacity=4, waiting_limit=90)

    def count_with(more: int) -> int:
        for _ in range(more):
            make_signup(occurrence, party=Party(adults=2))
        with count_queries() as counter:
            list_of(desk, occurrence)
        return counter.count

    assert count_with(3) == count_with(27)


def test_another_units_list_does_not_exist(app: Flask, occurrence: Occurrence):
    make_signup(occurrence, contact=ZHAO)
    stranger = browser_of(app, make_account(owner_of=(make_unit(),)))

    answers = [
        stranger.get(f"/workspace/occurrences/{occurrence.id}/signups{page}")
        for page in ("", "/print", "/export", "/new")
    ]

    assert [answer.status_code for answer in answers] == [404] * 4
    assert not any("赵明" in answer.text or "看见空气" in answer.text for answer in answers)


@pytest.mark.parametrize("number", [0, 2**31, 10**30])
def test_an_occurrence_that_cannot_be_is_not_found(desk: FlaskClient, number: int):
    assert desk.get(f"/workspace/occurrences/{number}/signups").status_code == 404
    assert desk.get(f"/workspace/signups/{number}").status_code == 404


def test_text_of_the_public_stays_text(desk: FlaskClient, occurrence: Occurrence):
    make_signup(occurrence, contact=Contact("<script>alert(1)</script>", phone="+8613812345678"))

    page = list_of(desk, occurrence)

    assert names_in(page) == ["<script>alert(1)</script>"]


def test_the_printed_list_has_a_box_for_each_and_masked_numbers(
    desk: FlaskClient, occurrence: Occurrence
):
    make_signup(occurrence, contact=ZHAO, party=Party(adults=3))
    make_class(occurrence, pupils=5)

    page = read(desk, f"/workspace/occurrences/{occurrence.id}/signups/print")

    assert len(page.all("span", class_="box")) == 2
    assert "138****5678" in page.main
    assert "山路小学 四2班" in page.main
    assert "共 2 份，10 人" in page.main
    assert "陈静于" in page.main


def test_data_sealed_with_a_lost_key_are_a_sentence_not_a_crash(
    desk: FlaskClient, occurrence: Occurrence
):
    made = make_signup(occurrence, contact=ZHAO)
    broken = keyring().seal(ZHAO)[:-9] + "AAAAAAAA="
    Signup.update(sealed=broken).where(Signup.id == made.id).execute()

    answer = desk.get(f"/workspace/occurrences/{occurrence.id}/signups")

    assert answer.status_code == 422
    assert "KEPULI_DATA_KEY" in answer.text
