"""Those who come without a sign-up: counted at the door, and nothing else is asked."""

import pytest

from events.activities.models import Occurrence
from events.signups.people import Party
from tests.factories import make_signup
from tests.pages.reading import PageText
from tests.signups.checkin.reading import counts, verdict, walk_in


def test_walk_ins_are_here_at_once_and_leave_no_name(door, occurrence, page, numbers):
    answer = walk_in(door, occurrence, page, 2, 1)

    assert verdict(answer.text) == ("in", "3 人已登记并签到。")
    assert counts(answer.text)["people_here"] == "3"
    assert "现场登记" in answer.text
    assert Occurrence.get_by_id(occurrence.id).taken == 7


def test_walk_ins_sent_twice_are_counted_once(door, occurrence, page, numbers):
    walk_in(door, occurrence, page, 2)
    walk_in(door, occurrence, page, 2)

    assert Occurrence.get_by_id(occurrence.id).taken == 6


def test_walk_ins_are_told_of_those_who_wait(door, occurrence, page, numbers):
    make_signup(occurrence, party=Party(adults=5))
    make_signup(occurrence, party=Party(adults=3))

    answer = walk_in(door, occurrence, page, 1)

    assert verdict(answer.text)[1] == "1 人已登记并签到。还有 3 人在候补，他们来了请先照顾。"


def test_walk_ins_who_are_too_many_are_refused_and_stay_typed(door, occurrence, page, numbers):
    answer = walk_in(door, occurrence, page, 7)

    assert answer.status_code == 422
    assert verdict(answer.text)[1].startswith("只剩 6 个名额")
    assert PageText(answer.text).all("input", id="adults")[0].attributes["value"] == "7"
    assert Occurrence.get_by_id(occurrence.id).taken == 4


@pytest.mark.parametrize(
    ("adults", "children"), [(0, 0), (-1, 2), (10**9, 0), ("两", 0), (1, "1.5"), ("", ""), (1, -3)]
)
def test_walk_ins_need_a_number_of_people(door, occurrence, page, numbers, adults, children):
    answer = walk_in(door, occurrence, page, adults, children)

    assert answer.status_code == 422
    assert Occurrence.get_by_id(occurrence.id).taken == 4


def test_walk_ins_of_more_than_a_party_may_be_come_in_two_lots(door, occurrence, page, numbers):
    Occurrence.update(capacity=2000).execute()

    answer = walk_in(door, occurrence, page, 300, 300)

    assert answer.status_code == 422
    assert "一次最多登记 500 人，人多请分几次。" in PageText(answer.text).main
    assert PageText(answer.text).all("input", id="adults")[0].attributes["value"] == "300"
    assert walk_in(door, occurrence, page, 300, 200, key="k" * 20).status_code == 200
    assert Occurrence.get_by_id(occurrence.id).taken == 504


@pytest.mark.parametrize("key", ["", "x" * 41])
def test_walk_ins_need_the_key_of_a_form(door, occurrence, page, numbers, key):
    assert walk_in(door, occurrence, page, 1, key=key).status_code == 422
    assert Occurrence.get_by_id(occurrence.id).taken == 4
