"""One sign-up at the desk: the whole number for a reason, cancelling and changing over for it."""

import pytest
from flask.testing import FlaskClient

from events import clock
from events.activities.models import Occurrence
from events.activities.occurrences import postpone_occurrence
from events.notifications.models import Message
from events.people.models import Account
from events.signups.actions import HOLDER
from events.signups.erasing import erase
from events.signups.models import Signup, State
from events.signups.people import Contact, Party
from tests.factories import make_bookable, make_signup
from tests.pages.reading import text_of
from tests.signing_in import post
from tests.signups.desk.conftest import audited, make_class, read, stored

ZHAO = Contact("赵明", phone="+8613812345678", email="zhao@example.org")


def act(desk: FlaskClient, signup: Signup, what: str, **data: str):
    page = f"/workspace/signups/{signup.id}"
    return post(desk, f"{page}/{what}", data, page=page)


def test_a_class_is_shown_with_all_that_its_teacher_said(desk: FlaskClient, occurrence: Occurrence):
    made = make_class(occurrence, pupils=6, bus="一辆大巴", needs="有轮椅")

    page = read(desk, f"/workspace/signups/{made.id}")

    for words in ("吴老师", "山路小学", "四2班", "8 人：学生 6、成人 2", "一辆大巴", "有轮椅"):
        assert words in page.main


@pytest.mark.parametrize(
    ("lang", "name", "school"), [("zh", "称呼", "学校"), ("en", "Name", "School")]
)
def test_what_was_not_said_has_no_line(
    desk: FlaskClient, occurrence: Occurrence, lang: str, name: str, school: str
):
    made = make_signup(occurrence, contact=ZHAO)

    page = read(desk, f"/workspace/signups/{made.id}?lang={lang}")

    told = [text_of(term) for term in page.all("dt")]
    assert name in told
    assert school not in told


def test_the_whole_number_is_shown_once_and_the_reason_stays(
    desk: FlaskClient, occurrence: Occurrence, account: Account
):
    made = make_signup(occurrence, contact=ZHAO)

    answer = act(desk, made, "phone", **{"phone-reason": "集合地点变了"})

    assert answer.status_code == 200
    assert "138 1234 5678" in answer.text
    assert "zhao@example.org" in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    [entry] = audited("signup.revealed")
    assert (entry.actor_id, entry.key, entry.name) == (account.id, str(made.id), "看见空气")
    assert entry.details == {
        "occurrence": occurrence.id,
        "party": made.party,
        "reason": "集合地点变了",
    }
    again = read(desk, f"/workspace/signups/{made.id}")
    assert "138****5678" in again.main
    assert "12345678" not in again.html


@pytest.mark.parametrize("reason", ["", "   ", "长" * 201])
def test_without_a_reason_nothing_is_shown_or_written(
    desk: FlaskClient, occurrence: Occurrence, reason: str
):
    made = make_signup(occurrence, contact=ZHAO)

    answer = act(desk, made, "phone", **{"phone-reason": reason})

    assert answer.status_code == 422
    assert "138 1234 5678" not in answer.text
    assert audited("signup.revealed") == []


def test_of_an_erased_one_there_is_nothing_to_show(desk: FlaskClient, occurrence: Occurrence):
    made = make_signup(occurrence, contact=ZHAO)
    blank = {"sealed": "", "contact_hash": None, "email_hash": "", "erased_at": clock.now()}
    Signup.update(state=State.CANCELLED, **blank).execute()

    path = f"/workspace/signups/{made.id}/phone"
    answer = post(desk, path, {"phone-reason": "想知道"}, page="/account")

    assert answer.status_code == 410
    assert audited("signup.revealed") == []


def test_cancelling_for_somebody_gives_the_places_on_and_tells_why(
    desk: FlaskClient, activity, account: Account
):
    occurrence = make_bookable(activity, capacity=2)
    made = make_signup(occurrence, party=Party(adults=2), contact=ZHAO)
    waiting = make_signup(occurrence, party=Party(adults=1))

    codes = [act(desk, made, "cancellation", **{"cancel-reason": "来电话说来不了"}).status_code
             for _ in range(2)]  # fmt: skip

    assert codes == [303, 303]
    assert [stored(one).state for one in (made, waiting)] == [State.CANCELLED, State.CONFIRMED]
    [letter] = Message.select().where(Message.kind == "signup-cancelled")
    assert (letter.email, letter.params["reason"]) == ("zhao@example.org", "来电话说来不了")
    [entry] = audited("signup.cancelled")
    assert entry.actor_id == account.id
    assert "来电话" not in str(entry.__data__)


def test_places_of_who_erased_are_given_back_without_a_reason_while_they_count(
    desk: FlaskClient, activity, at
):
    occurrence = make_bookable(activity, capacity=2)
    made = make_signup(occurrence, party=Party(adults=2))
    blank = {"sealed": "", "contact_hash": None, "email_hash": "", "erased_at": clock.now()}
    Signup.update(**blank).execute()  # as an older version left it
    postpone_occurrence(occurrence, "下雨", clock.now())
    at("2026-11-29T10:00+08:00")
    assert "取消这份报名" in read(desk, f"/workspace/signups/{made.id}").main

    assert act(desk, made, "cancellation").status_code == 303

    assert stored(made).state == State.CANCELLED
    assert Occurrence.get_by_id(occurrence.id).taken == 0
    assert "取消这份报名" not in read(desk, f"/workspace/signups/{made.id}").main


def test_who_erased_after_the_end_is_not_cancelled_afterwards(desk: FlaskClient, occurrence, at):
    made = make_signup(occurrence)
    at("2026-11-29T10:00+08:00")
    erase(made, HOLDER, clock.now())

    assert "取消这份报名" not in read(desk, f"/workspace/signups/{made.id}").main
    path = f"/workspace/signups/{made.id}/cancellation"
    assert post(desk, path, {}, page="/account").status_code == 409
    assert stored(made).state == State.CONFIRMED


def test_who_is_there_already_is_not_cancelled(desk: FlaskClient, occurrence: Occurrence):
    made = make_signup(occurrence, contact=ZHAO)
    Signup.update(checked_in_at=clock.now()).where(Signup.id == made.id).execute()

    answer = act(desk, made, "cancellation", **{"cancel-reason": "没来"})

    assert answer.status_code == 409
    assert stored(made).state == State.CONFIRMED


def test_a_party_changes_over_whole_and_keeps_its_number(desk: FlaskClient, activity):
    here, there = (make_bookable(activity, capacity=4) for _ in range(2))
    made = make_signup(here, party=Party(adults=3), contact=ZHAO)

    answer = act(desk, made, "transfer", **{"transfer-occurrence": str(there.id)})

    assert (answer.status_code, answer.location) == (303, f"/workspace/signups/{made.id}")
    assert (stored(made).occurrence_id, stored(made).number) == (there.id, made.number)
    assert [Occurrence.get_by_id(one.id).taken for one in (here, there)] == [0, 3]


def test_a_party_too_large_for_the_other_stays_where_it_is(desk: FlaskClient, activity):
    here, there = make_bookable(activity, capacity=4), make_bookable(activity, capacity=2)
    made = make_signup(here, party=Party(adults=3), contact=ZHAO)

    answer = act(desk, made, "transfer", **{"transfer-occurrence": str(there.id)})

    assert answer.status_code == 409
    assert "原来的报名没有变" in answer.text
    assert stored(made).occurrence_id == here.id


@pytest.mark.parametrize("where", ["", "x", "0", "99999999999", "foreign"])
def test_only_an_occurrence_of_the_same_activity_can_be_chosen(
    desk: FlaskClient, occurrence: Occurrence, where: str
):
    foreign = make_bookable()
    make_bookable(occurrence.activity)
    made = make_signup(occurrence, contact=ZHAO)

    answer = act(
        desk, made, "transfer", **{"transfer-occurrence": where.replace("foreign", str(foreign.id))}
    )

    assert answer.status_code == 422
    assert stored(made).occurrence_id == occurrence.id


def test_remark_stands_wherever_the_unit_reads_the_list(
    desk: FlaskClient, occurrence: Occurrence, account: Account
):
    made = make_signup(occurrence, contact=ZHAO)

    answer = act(desk, made, "remark", **{"remark-remark": " 坐轮椅，留靠门的位子 "})

    here = f"/workspace/occurrences/{occurrence.id}/signups"
    assert answer.status_code == 303
    for page in (answer.location, here, f"{here}/print"):
        assert "坐轮椅，留靠门的位子" in read(desk, page).html, page
    [entry] = audited("signup.annotated")
    assert (entry.actor_id, entry.key) == (account.id, str(made.id))
    assert "轮椅" not in str(entry.details)


def test_remark_of_old_stands_in_the_box_and_can_be_taken_away(
    desk: FlaskClient, occurrence: Occurrence
):
    made = make_signup(occurrence, contact=ZHAO)
    found = []
    for remark in ("会晚到", "会晚到", ""):
        [box] = read(desk, f"/workspace/signups/{made.id}").all("input", name="remark-remark")
        found.append(box.attributes["value"])
        act(desk, made, "remark", **{"remark-remark": remark})

    assert found == ["", "会晚到", "会晚到"]
    assert stored(made).note == ""
    assert len(audited("signup.annotated")) == 2  # the same words again are no news


def test_remark_that_is_too_long_is_kept_in_its_box(desk: FlaskClient, occurrence: Occurrence):
    made = make_signup(occurrence, contact=ZHAO)

    answer = act(desk, made, "remark", **{"remark-remark": "长" * 201})

    assert answer.status_code == 422
    assert "长" * 201 in answer.text
    assert stored(made).note == ""


def test_remark_about_nobody_is_refused(desk: FlaskClient, occurrence: Occurrence):
    made = make_signup(occurrence, contact=ZHAO)
    erase(made, HOLDER, clock.now())

    path = f"/workspace/signups/{made.id}/remark"
    list_page = f"/workspace/occurrences/{occurrence.id}/signups"
    answer = post(desk, path, {"remark-remark": "刘奶奶的孙子"}, page=list_page)

    assert answer.status_code == 410
    assert stored(made).note == ""
