"""Whether an activity is registered already."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from playhouse.test_utils import count_queries

from events.submissions.content import Content, Place, Sitting
from events.submissions.duplicates import likely_twins, title_likeness
from events.submissions.models import State, Submission
from events.units.models import Unit
from events.venues.models import Venue
from tests.factories import (
    make_activity,
    make_content,
    make_occurrence,
    make_submission,
    make_unit,
    make_venue,
)
from tests.pages.reading import PageText
from tests.submissions.filling import fresh, full_draft, hand_in, make_draft, path

START = datetime.fromisoformat("2026-12-05T10:00")


@pytest.mark.parametrize(
    ("one", "other", "is_alike"),
    [
        ("标本里的冬天", "标本里的冬天", True),
        ("2026年科技活动周启动仪式", "2025 年度科技活动周 启动仪式！", True),
        ("第三届科普讲解大赛", "第四届科普讲解大赛", True),
        ("“天宫课堂”进校园", "天宫课堂进校园活动", True),
        ("标本里的冬天", "地震来了怎么办", False),
        ("！！！", "？？？", False),
    ],
)
def test_titles_are_alike_apart_from_years_ordinals_and_punctuation(
    one: str, other: str, is_alike: bool
):
    assert (title_likeness(one, other) >= 0.6) == is_alike
    assert title_likeness(one, other) == title_likeness(other, one)


def content_at(venue: Venue, start: datetime = START, title: str = "标本里的冬天") -> Content:
    return make_content(
        title=title,
        places=(Place("p1", venue=venue.id),),
        sittings=(Sitting(start, start + timedelta(hours=2), place="p1"),),
    )


def titles(content: Content, unit: Unit, submission_id: int = 0) -> list[str]:
    return [twin.title for twin in likely_twins(submission_id, content, unit)]


def test_an_activity_is_a_twin_by_its_unit_or_its_place_and_its_week(unit: Unit):
    venue, elsewhere = make_venue(), make_venue()

    def public(title: str, where: Venue, start: datetime, **fields: Any) -> None:
        make_occurrence(make_activity(title=title, **fields), start=start, venue=where)

    public("标本里的冬天", elsewhere, START + timedelta(days=7), organiser=unit)
    public("标本里的冬天！", venue, START - timedelta(days=7))
    public("标本里的冬天：别处", elsewhere, START)
    public("标本里的冬天：太早", venue, START - timedelta(days=9))
    public("地震来了怎么办", venue, START)

    assert titles(content_at(venue), unit) == ["标本里的冬天！", "标本里的冬天"]


def test_what_others_have_in_review_counts_too_but_not_what_was_refused(unit: Unit):
    venue = make_venue()
    make_submission(content_at(venue, title="标本里的冬天一"))
    make_submission(content_at(venue, title="标本里的冬天二"), state=State.REFUSED)
    make_submission(content_at(venue, title="标本里的冬天三"), state=State.WITHDRAWN)
    make_submission(content_at(make_venue(district=venue.district), title="标本里的冬天四"))
    own = make_submission(content_at(venue), unit=unit)

    assert titles(content_at(venue), unit, own.id) == ["标本里的冬天一"]


def test_its_own_public_self_is_no_twin(unit: Unit):
    venue = make_venue()
    activity = make_activity(title="标本里的冬天", organiser=unit)
    make_occurrence(activity, start=START, venue=venue)
    own = make_submission(unit=unit, state=State.PUBLISHED, activity=activity)

    assert titles(content_at(venue), unit, own.id) == []
    assert titles(content_at(venue), unit) == ["标本里的冬天"]


def test_without_dates_nothing_is_compared(unit: Unit):
    make_occurrence(make_activity(organiser=unit, title="标本里的冬天"), start=START)

    assert titles(make_content(title="标本里的冬天", sittings=(), places=()), unit) == []


def test_fifty_candidates_are_read_like_one_and_five_are_shown(unit: Unit):
    venue = make_venue()

    def grow(count: int) -> int:
        for _ in range(count):
            activity = make_activity(title="标本里的冬天", organiser=unit)
            make_occurrence(activity, start=START, venue=venue)
            make_submission(content_at(venue, title="标本里的冬天"), unit=unit)
        content = content_at(venue)
        with count_queries() as counted:
            assert len(likely_twins(0, content, unit)) == min(5, 2 * count)
        return counted.count

    assert grow(1) == grow(24)


def test_a_twin_is_shown_with_a_link_and_must_be_denied(lin: FlaskClient, unit: Unit):
    venue = make_venue()
    other = make_activity(title="标本里的冬天", organiser=make_unit(name="北碚区科协"))
    make_occurrence(other, start=START, venue=venue)
    draft = make_draft(unit, full_draft(venue))

    page = PageText(lin.get(path(draft, "check")).text)
    without = hand_in(lin, draft)

    assert page.links()[f"/activities/{other.id}"] == "标本里的冬天"
    assert "北碚区科协" in page.main
    assert (without.status_code, fresh(draft).state) == (422, State.DRAFT)
    assert "有很像的活动" in without.text

    assert hand_in(lin, draft, not_twins="1").status_code == 303


def test_another_unit_s_submission_is_named_but_not_opened(lin: FlaskClient, unit: Unit):
    venue = make_venue()
    make_submission(content_at(venue))
    draft = make_draft(unit, full_draft(venue))

    page = PageText(lin.get(path(draft, "check")).text)

    assert "标本里的冬天" in page.main
    assert Submission.select().count() == 2
    assert f"/workspace/submissions/{Submission.get().id}" not in page.links()
