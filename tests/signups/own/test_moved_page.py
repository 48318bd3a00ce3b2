"""What has moved asks its holders whether they still come, with what was and what is."""

from events import clock
from events.activities.models import Occurrence
from events.activities.occurrences import relocate_occurrence
from events.signups.models import Signup
from tests.factories import make_bookable, make_signup, make_venue
from tests.signups.own.conftest import move


def test_moved_page_asks_with_old_and_new_until_it_is_answered(read, send, app):
    signup = make_signup()
    assert "moved-title" not in read(signup).html
    move(signup.occurrence, 14)

    asked = read(signup).section("moved-title")
    assert "11月28日（周六）10:00–12:00" in asked
    assert "11月28日（周六）14:00–16:00" in asked
    assert "展厅检修" in asked
    assert "来不了，退名额" in asked
    answer = send(signup, "/keeping", sequence=1)

    assert answer.status_code == 303
    assert read(signup).section("moved-title") == ""


def test_second_move_is_compared_with_what_was_kept_not_with_the_first_promise(read, send, app):
    signup = make_signup()
    move(signup.occurrence, 14)
    send(signup, "/keeping", sequence=1)
    move(Occurrence.get(), 16)

    asked = read(signup).section("moved-title")

    assert "14:00–16:00" in asked
    assert "10:00–12:00" not in asked


def test_two_moves_at_once_are_compared_with_what_was_signed_up_for(read, app):
    signup = make_signup()
    move(signup.occurrence, 14)
    move(Occurrence.get(), 16)

    asked = read(signup).section("moved-title")

    assert "10:00–12:00" in asked
    assert "16:00–18:00" in asked
    assert "14:00–16:00" not in asked


def test_other_place_is_asked_about_as_well(read, app):
    signup = make_signup(make_bookable(venue=make_venue(name="城南馆")))
    new = make_venue(name="城北馆")
    relocate_occurrence(signup.occurrence, new, "二楼", "屋顶漏水", clock.now())

    asked = read(signup).section("moved-title")

    assert "原来的地点 城南馆 现在的地点 城北馆 二楼" in asked


def test_yes_to_what_has_moved_again_meanwhile_shows_the_newest(send, app):
    signup = make_signup()
    move(signup.occurrence, 14)
    move(Occurrence.get(), 16)

    for sequence in (1, "x", "9" * 30, "٣", ""):
        answer = send(signup, "/keeping", sequence=sequence)
        assert answer.status_code == 409
        assert "刚刚又改了" in answer.text
        assert "16:00–18:00" in answer.text

    assert Signup.get_by_id(signup.id).kept_sequence == 0


def test_who_signed_up_after_the_move_is_not_asked(read, app):
    occurrence = make_bookable()
    move(occurrence, 14)

    assert read(make_signup(occurrence)).section("moved-title") == ""
